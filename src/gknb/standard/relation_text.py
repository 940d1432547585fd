"""Describes relations in sentences generated from their data, for ``gknb explain`` and the references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations, compile_years, kinds, ranges_of
from gknb.standard.relations import Linear
from gknb.standard.two_forms import in_last
from gknb.texts import say
from gknb.texts.terms import basis_heading, term
from gknb.texts.values import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.standard.form import Form, Lang, Place
    from gknb.standard.published_set import Catalog
    from gknb.standard.relations import Relation, Side

__all__ = ["basis_texts", "example_parts", "example_text", "first_of", "relation_text"]

_SHOWN: Final = 5
"""Maximum number of messages shown of an example."""


class _Request(NamedTuple):
    """A relation with the edition and the language to describe it in."""

    catalog: Catalog
    relation: Relation
    form: Form
    edition: str
    lang: Lang

    @property
    def data(self) -> Mapping[str, Any]:
        return self.relation.data["relation"]  # type: ignore[no-any-return]

    def label(self, name: str) -> str:
        """Return the label of the cell that a member of the relation names."""
        return self.form.label(self.data[name], self.lang)

    def labels(self, name: str) -> str:
        """Return the labels of the places that a member lists, without cells that the edition lacks."""
        known = (pointer for pointer in self.data[name] if pointer in self.form.places)
        return say(self.lang, "value.comma").join(self.form.label(pointer, self.lang) for pointer in known)


def relation_text(catalog: Catalog, relation: Relation, edition: str, lang: Lang) -> str:
    """Return the demand of ``relation`` on a report of ``edition``, in one line."""
    request = _Request(catalog, relation, form_of(catalog, edition), edition, lang)
    if relation.kind in _TEXTS:
        return _TEXTS[relation.kind](request)
    if relation.kind in kinds("organ"):
        return say(lang, f"series.{relation.kind}")
    return say(lang, f"county.kind.{relation.kind}")


def basis_texts(data: Mapping[str, Any], lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield (heading, text) for each basis of a relation: of the relation, and of the places that have their own."""
    for one in (data, *data.get("basis_at", ())):
        basis = one["basis"]
        text = say(lang, f"explain.basis.{basis['kind']}", citation=basis["citation"][lang])
        if "pointers" in one:
            text = say(lang, "explain.basis.at", text=text, pointers=say(lang, "value.comma").join(one["pointers"]))
        yield basis_heading(basis["kind"]), text


def _range_text(request: _Request) -> str:
    spans = (_range(key, span, request.lang) for key, span in ranges_of(request.catalog, request.data).items())
    ranges = say(request.lang, "value.comma").join(spans)
    return say(request.lang, "relation.range", value=request.label("value"), ranges=ranges)


def _date_text(request: _Request) -> str:
    data, lang = request.data, request.lang
    limits = say(lang, "relation.or").join(_limit(request.form, request.relation, one, lang) for one in data["limits"])
    comparator = _sign(data["comparator"])
    return say(lang, "relation.date", value=request.label("value"), comparator=comparator, limits=limits)


def _check_digit_text(request: _Request) -> str:
    return say(request.lang, "relation.check-digit", value=request.label("value"), modulus=request.data["modulus"])


def _figures_text(request: _Request) -> str:
    words = {"cells": request.labels("cells"), "factor": request.data.get("factor"), "least": request.data["least"]}
    return say(request.lang, f"series.{request.relation.kind}", **words)


_TEXTS: Final[Mapping[str, Callable[[_Request], str]]] = {
    "linear": lambda request: _linear(*request),
    "range": _range_text,
    "date": _date_text,
    "check-digit": _check_digit_text,
    "zero-together": lambda request: say(request.lang, "relation.zero-together", cells=request.labels("cells")),
    "structure": lambda request: say(request.lang, "relation.structure", parts=_structure(request.data, request.lang)),
    "reading": lambda request: say(request.lang, "relation.reading"),
    "duplicate-key": lambda request: say(request.lang, "relation.duplicate-key"),
    "linear-years": lambda request: _linear_years(request.catalog, request.relation, request.edition, request.lang),
    "magnitude": _figures_text,
    "transposed": _figures_text,
    "unchanged": lambda request: say(
        request.lang, "series.unchanged", tables=request.labels("tables"), least=request.data["least"]
    ),
}
"""Writes the text of each kind; the text of other kinds does not depend on the relation."""


def _sign(comparator: str) -> str:
    return {"<=": "≤", ">=": "≥"}.get(comparator, comparator)


def _linear(catalog: Catalog, relation: Relation, form: Form, edition: str, lang: Lang) -> str:
    laid_out = [
        one
        for one in compile_relations(catalog, edition)
        if isinstance(one, Linear) and one.relation.code == relation.code
    ]
    first = laid_out[0]
    pointers = [form.cells[position] for side in (first.left, first.right) for position, _ in side.terms]
    left, right = (_side(form, side, pointers, lang) for side in (first.left, first.right))
    if len(pointers) == 1:  # one cell at a time: the shared name describes them better than the first label
        names = [form.places[form.cells[one.left.terms[0][0]]].names(lang) for one in laid_out]
        left = " · ".join(part for part in names[0] if all(part in name for name in names))
    text = f"{left} {_sign(first.comparator)} {right}"
    if "when" in relation.data["relation"]:
        text = say(lang, "relation.when", text=text, when=_when(form, relation.data["relation"]["when"], lang))
    return say(lang, "relation.for-each", each=_each(catalog, relation, lang), count=len(laid_out), text=text)


_EACH_BEFORE_2: Final = {
    "cell": {"zh": "每一格", "en": "each cell"},
    "column": {"zh": "每一列", "en": "each column"},
    "group": {"zh": "每一组", "en": "each group"},
    "row": {"zh": "每一行", "en": "each row"},
}
"""What variables stand for in versions before 2.0.0, whose relation files do not say it."""


def _each(catalog: Catalog, relation: Relation, lang: Lang) -> str:
    """Return what the variable of ``for_each`` stands for: each row, each column."""
    for variable in relation.data["relation"].get("for_each", ()):
        words = catalog.variables().get(variable) or _EACH_BEFORE_2.get(variable)
        return words[lang] if words else say(lang, "relation.each")
    return say(lang, "relation.each")


def _linear_years(catalog: Catalog, relation: Relation, edition: str, lang: Lang) -> str:
    years = compile_years(catalog, edition, edition)
    laid_out = [one for one in years.relations if isinstance(one, Linear) and one.relation.code == relation.code]
    first = laid_out[0]
    sides = []
    for side in (first.left, first.right):
        text = ""
        for position, sign in side.terms:
            pointer = years.forms.cells[position]
            there = in_last(pointer)
            name = _apart_from(years.forms.this, first, years.forms.this.places[there or pointer], lang)
            name = say(lang, "series.name", name=name) if there else name
            text += say(lang, "sum.plus" if sign > 0 else "sum.minus") + name
        sides.append(text.removeprefix(say(lang, "sum.plus")))
    comparator = relation.data["relation"]["comparator"]
    text = f"{sides[0]} {comparator} {sides[1]}"
    return say(lang, "series.for-each", count=len(laid_out), text=text)


def _apart_from(form: Form, one: Linear, cell: Place, lang: Lang) -> str:
    """Return the name of a cell without the name of the column that a relation is laid out for."""
    columns = [form.within(inside)[place] for _, place, inside in one.where if inside is not None]
    return cell.names(lang)[-1 - sum(len(column.names(lang)) for column in columns)]


def _side(form: Form, side: Side, pointers: Sequence[str], lang: Lang) -> str:
    names = [form.places[pointer].names(lang) for pointer in pointers]
    shared = set.intersection(*map(set, names)) if len(names) > 1 else set()
    plus, minus = say(lang, "sum.plus"), say(lang, "sum.minus")
    text = ""
    for position, sign in side.terms:
        name = form.places[form.cells[position]].names(lang)
        text += (plus if sign > 0 else minus) + " · ".join(part for part in name if part not in shared)
    return text.removeprefix(plus) or str(side.constant)


def _when(form: Form, condition: Any, lang: Lang) -> str:
    return say(lang, "relation.or").join(
        say(lang, "relation.and").join(
            f"{form.label(pointer, lang)} = {' | '.join(term(lang, pointer, value) for value in values)}"
            for pointer, values in alternative.items()
        )
        for alternative in condition
    )


def _limit(form: Form, relation: Relation, limit: Mapping[str, Any], lang: Lang) -> str:
    name = limit.get("parameter")
    day = limit["month_day"] if name is None else f"{name}={relation.data['parameters'][name]['default']}"
    when = f" [{_when(form, limit['when'], lang)}]" if "when" in limit else ""
    key = "relation.limit.later" if limit["plus"] else "relation.limit"
    return say(lang, key, plus=limit["plus"], day=day, when=when)


def _range(key: str, span: Mapping[str, int], lang: Lang) -> str:
    if "maximum" not in span:
        return f"{key} → {say(lang, 'value.and-later', low=span['minimum'])}"
    return f"{key} → {span.get('minimum', '')}–{span['maximum']}"


def _structure(data: Mapping[str, Any], lang: Lang) -> str:
    parts = [
        say(lang, f"relation.structure.{name}", names=", ".join(data[name]))
        for name in ("keywords", "definitions")
        if name in data
    ]
    if "blank" in data:
        parts.append(say(lang, "relation.structure.blank"))
    return say(lang, "relation.structure.and").join(parts)


def example_text(form: Form, example: Mapping[str, Any], lang: Lang) -> str:
    """Return a description of the report of an example, in one line."""
    return say(lang, "value.comma").join(example_parts(form, example, lang))


def example_parts(form: Form, example: Mapping[str, Any], lang: Lang) -> list[str]:
    """Return the parts of the description: the zero report and each change to it, or the source text."""
    if "text" in example:
        return [str(example["text"])]
    if "page" in example:
        return [say(lang, "example.page", edition=example["edition"])]
    if "roster" in example:
        names = say(lang, "value.comma").join(organ["name"] for organ in example["roster"]["organs"])
        reports = (_rostered(form, one, example["roster"], lang) for one in example["reports"])
        return [say(lang, "example.roster", names=names), *reports]
    if "last" in example:
        last = example_parts(form_of(form.schemas.catalog, example["last"]["edition"]), example["last"], lang)
        this = example_parts(form, {key: value for key, value in example.items() if key != "last"}, lang)
        return [say(lang, "example.last", report=one) if n == 0 else one for n, one in enumerate(last)] + [
            say(lang, "example.then", report=one) if n == 0 else one for n, one in enumerate(this)
        ]
    zero = say(lang, "example.draft" if example.get("draft") else "example.zero", edition=example["edition"])
    values, removed = example.get("set", {}), example.get("remove", ())
    return [
        zero,
        *(
            say(lang, "example.set", label=form.label(p, lang), value=show(term(lang, p, value)))
            for p, value in values.items()
        ),
        *(say(lang, "example.remove", label=form.label(pointer, lang)) for pointer in removed),
    ]


def _rostered(form: Form, report: Mapping[str, Any], roster: Mapping[str, Any], lang: Lang) -> str:
    """Describe a report of an example with a roster: its organ, and the members that differ from the roster."""
    values: Mapping[str, Any] = report.get("set", {})
    name = values.get("/organ/name")
    organ: Mapping[str, Any] = next((one for one in roster["organs"] if one["name"] == name), {})
    scope = form.schemas.catalog.zero_report(report["edition"])["scope"]
    usual = {"/organ/name": name, "/scope": scope, **{f"/organ/{key}": value for key, value in organ.items()}}
    shown = {pointer: value for pointer, value in values.items() if usual.get(pointer) != value}
    own = form_of(form.schemas.catalog, report["edition"])
    parts = example_parts(own, {"edition": report["edition"], "set": shown}, lang)[1:]
    report_text = say(lang, "example.report", name=name)
    return (
        say(lang, "example.report.with", report=report_text, parts=say(lang, "value.comma").join(parts))
        if parts
        else report_text
    )


def first_of(messages: Sequence[str], lang: Lang) -> list[str]:
    """Return the first messages, and a line with the number of the others."""
    left = len(messages) - _SHOWN
    return [*messages[:_SHOWN], *([say(lang, "example.more", count=left)] if left > 0 else [])]
