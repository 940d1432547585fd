"""Valid reports with something wrong put into them, each with the findings that any checker must come to.

What must be found is worked out here, from the schema and the compiled relations, and not by asking the checker.
Several corruptions of one report never meet in one relation, so none hides or undoes another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hypothesis import strategies as st

from gknb.engine.evaluate import Evaluator
from gknb.errors import UsageError
from gknb.source.document import from_python
from gknb.source.pointers import Absent, changed, lookup, pointer_token
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.relations import Linear, ZeroTogether, families
from gknb.testing.drawing import applying, drawn_reports, known, plan_of
from gknb.testing.filling import Equation, looked_at
from gknb.texts import say
from gknb.texts.values import digits, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gknb.standard.form import Lang, Place
    from gknb.testing.drawing import CellRelation, Report

__all__ = ["Corrupted", "Stated", "corrupted_reports", "structural_code"]

WRONG: Final[tuple[Any, ...]] = (None, "3", "", "无", "/", -1, 0.5, True, {}, [0])
"""What is written into a cell that takes a number."""
UNKNOWN: Final = ("x", "recieved", "Total", "其他", "m~n/o")
"""Names that no object of the form has."""


class Stated(NamedTuple):
    """A finding that the report must raise."""

    code: str
    """The relation."""
    pointers: frozenset[str]
    """The cells of the finding, as JSON Pointers."""
    expected: Any
    """What the judged side should be."""
    actual: Any
    """What it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrupted:
    """A report with something wrong in it."""

    document: Report
    """The report, as ``json.load`` gives it."""
    findings: frozenset[Stated]
    """All that a check of it finds, warnings included; never empty."""
    what: str
    """What was done to a valid report, in a sentence for each corruption."""


def corrupted_reports(  # noqa: PLR0913 - each keyword pins down one thing
    *,
    edition: str | None = None,
    level: str | None = None,
    kind: str | None = None,
    max_count: int = 10**6,
    most: int = 3,
    lang: Lang = "en",
) -> SearchStrategy[Corrupted]:
    """Reports that are valid but for one to ``most`` corruptions, and what must be found in them.

    A corruption is a cell with another number, a sum that was not updated when one of its terms was, a cell that holds
    no number, or a missing or unknown member; a missing member may be a whole table. ``what`` is in ``lang``; the rest
    is as for :func:`gknb.testing.reports`.

    Raises :class:`~gknb.errors.UsageError` as that one does, and for a ``most`` below 1.
    """
    known(edition, level, kind, max_count)
    if most < 1:
        raise UsageError("kit.most", value=most)
    return _corrupted(edition, level, kind, max_count, most, lang)


@st.composite
def _corrupted(  # noqa: PLR0913, PLR0917 - those of corrupted_reports
    draw: DrawFn, edition: str | None, level: str | None, kind: str | None, max_count: int, most: int, lang: Lang
) -> Corrupted:
    work = _Work(draw(drawn_reports(edition, level, kind, max_count)), lang)
    draw(st.sampled_from((_number, _stale, _value, _removed, _added)))(draw, work)
    for _ in range(draw(st.integers(0, most - 1))):
        draw(st.sampled_from((_number, _value, _removed, _added)))(draw, work)
    findings = frozenset((*work.structural, *work.violated()))
    return Corrupted(document=work.document, findings=findings, what=say(lang, "kit.and").join(work.what))


class _Work:
    """A report to put something wrong into, what has been done to it, and what is left alone."""

    def __init__(self, report: Report, lang: Lang) -> None:
        catalog = load_catalog()
        self.document, self.lang = report, lang
        self.form = form_of(catalog, report["edition"])
        self.relations = applying(report)
        self.conditions = {one: looked_at(one.when, report) or () for one in self.relations if isinstance(one, Linear)}
        self.reader = Evaluator(self.form, ())
        self.plan = plan_of(report)
        self.taken: set[int] = set()
        self.structural: list[Stated] = []
        self.what: list[str] = []

    @property
    def values(self) -> list[Any]:
        return self.reader.cells(from_python(self.document).value)

    def apart(self, cells: Iterable[int]) -> bool:
        """Whether no relation holds between these cells and those that are wrong already."""
        return self.taken.isdisjoint(cells)

    def take(self, cells: Iterable[int]) -> None:
        """Note that cells are wrong now."""
        wrong = set(cells)
        self.taken |= wrong
        for one in self.relations:
            if not wrong.isdisjoint(_cells(one)):
                self.taken.update(_cells(one))

    def tell(self, what: str, pointer: str, **words: object) -> None:
        """Note what was done at a place."""
        told = {word: show(value) for word, value in words.items()}
        self.what.append(say(self.lang, f"kit.what.{what}", cell=self.form.label(pointer, self.lang), **told))

    def write(self, cell: int, value: Any) -> None:
        plain = float(value) if self.form.places[self.form.cells[cell]].schema["type"] == "number" else value
        changed(self.document, {self.form.cells[cell]: int(plain) if plain == int(plain) else plain})

    def state(self, pointer: str, keyword: str, *, blank: bool = False) -> None:
        """Note the finding about the structure of one place."""
        place = self.form.places.get(pointer)
        actual = lookup(self.document, pointer)
        code = structural_code(place, keyword, blank=blank)
        told = None if actual is Absent else show(actual) if isinstance(actual, dict | list) else actual
        self.structural.append(Stated(code, frozenset((pointer,)), _demand(place) if place else "absent", told))

    def violated(self) -> Iterator[Stated]:
        """What each relation between cells says of the report; one with an unusable cell says nothing."""
        values = self.values
        for one in self.relations:
            if any(values[cell] is None for cell in _cells(one)):
                continue
            pointers = frozenset(self.form.cells[cell] for cell in _cells(one))
            if isinstance(one, ZeroTogether):
                first, second = (values[cell] for cell in one.cells)
                if (first > 0) is not (second > 0):
                    yield Stated(one.relation.code, pointers, "0, 0 | >0, >0", ", ".join(map(digits, (first, second))))
            else:
                left, right = (Equation(side.terms, side.constant).total(values) for side in (one.left, one.right))
                if not {"=": left == right, ">=": left >= right, "<=": left <= right}[one.comparator]:
                    expected = right if one.comparator == "=" else one.comparator + digits(right)
                    yield Stated(one.relation.code, pointers.union(self.conditions[one]), expected, left)


def structural_code(place: Place | None, keyword: str, *, blank: bool = False) -> str:
    """The relation that tells of a place whose schema fails at ``keyword``."""
    return next(
        relation.code
        for relation in families(load_catalog())
        if relation.kind == "structure"
        for conditions in [relation.data["relation"]]
        if keyword in conditions.get("keywords", (keyword,))
        and (blank or not conditions.get("blank"))
        and ("definitions" not in conditions or (place and {*conditions["definitions"]} & {*place.definitions}))
    )


def _cells(one: CellRelation) -> tuple[int, ...]:
    """The cells of a relation."""
    return one.cells if isinstance(one, ZeroTogether) else tuple(c for s in (one.left, one.right) for c, _ in s.terms)


def _demand(place: Place) -> str:
    return place.definitions[-1] if place.definitions else str(place.schema["type"])


# --- Ways of going wrong --------------------------------------------------------------------------------------------


def _number(draw: DrawFn, work: _Work) -> None:
    """Another number in one cell, which one relation at least does not allow."""
    ways = [(one, cell, sign) for one in work.relations for cell, sign in _breaking(one, work) if work.apart((cell,))]
    if not ways:
        return
    code = draw(st.sampled_from(sorted({one.relation.code for one, *_ in ways}, reverse=True)))
    one, cell, sign = draw(st.sampled_from([way for way in ways if way[0].relation.code == code]))
    values = work.values
    old, by = values[cell], draw(st.integers(1, 10))
    if isinstance(one, ZeroTogether):
        new = 0 if old else by
    elif one.comparator == "=":
        new = old + draw(st.sampled_from((by, -by))) if old >= by else old + by
    else:
        distance = abs(Equation(one.net, one.left.constant - one.right.constant).total(values))
        new = old + sign * (int(distance) + by)
    work.write(cell, new)
    work.take((cell,))
    work.tell("number", work.form.cells[cell], old=old, new=new)


def _breaking(one: CellRelation, work: _Work) -> Iterator[tuple[int, int]]:
    """The cells of a relation that can break it, each with the direction."""
    if isinstance(one, ZeroTogether):
        yield from ((cell, 1) for cell in one.cells)
        return
    for cell, sign in one.net:
        towards = {"=": 1, ">=": -sign, "<=": sign}[one.comparator]
        if towards > 0 or work.form.places[work.form.cells[cell]].signed:
            yield cell, towards


def _stale(draw: DrawFn, work: _Work) -> None:
    """One more in a cell, and in all that follows from it but one sum. Only where nothing else is wrong."""
    values, sums = work.values, work.plan.sums
    cell = draw(
        st.sampled_from(sorted({term for terms in sums.values() for term in terms}.intersection(work.plan.free)))
    )
    given = {**dict(enumerate(values)), cell: values[cell] + draw(st.integers(1, 10))}
    new = work.plan.fill(given, lambda other, limit: min(given[other], limit))
    changes = {n for n, value in enumerate(new) if value != values[n]}
    total = draw(st.sampled_from(sorted(changes & sums.keys())))
    for n in changes - {total}:
        work.write(n, new[n])
    work.take(changes)
    work.tell("number", work.form.cells[cell], old=values[cell], new=new[cell])
    work.tell("stale", work.form.cells[total], old=values[total])


def _value(draw: DrawFn, work: _Work) -> None:
    """Something that is no number of the right kind in one cell, or nothing."""
    cells = [cell for cell in range(len(work.form.cells)) if work.apart((cell,))]
    if not cells:
        return
    kinds = {cell: _demand(work.form.places[work.form.cells[cell]]) for cell in cells}
    kind = draw(st.sampled_from(list(dict.fromkeys(kinds.values()))))
    cell = draw(st.sampled_from([cell for cell in cells if kinds[cell] == kind]))
    place = work.form.places[work.form.cells[cell]]
    value = draw(st.sampled_from([value for value in WRONG if not _fits(value, place)]))
    changed(work.document, {place.pointer: value})
    work.take((cell,))
    blank = value is None or value == ""
    keyword = "minimum" if isinstance(value, int) and not isinstance(value, bool) else "type"
    work.state(place.pointer, keyword, blank=blank)
    work.tell("value", place.pointer, new=value)


def _fits(value: Any, place: Place) -> bool:
    """Whether the schema takes one of the wrong values after all."""
    return (value == -1 and place.signed) or (type(value) is float and place.schema["type"] == "number")


def _removed(draw: DrawFn, work: _Work) -> None:
    """A cell, a row, a table or a text is missing."""
    told = {pointer for one in work.structural for pointer in one.pointers}
    places = []
    for pointer, place in work.form.places.items():
        inside = [n for cell, n in work.form.index.items() if f"{cell}/".startswith(f"{pointer}/")]
        if (
            (inside or "text" in place.definitions)
            and place.required
            and pointer
            and lookup(work.document, pointer) is not Absent
            and work.apart(inside)
            and not any(f"{other}/".startswith(f"{pointer}/") for other in told)
        ):
            places.append((place, inside))
    if places:
        depth = draw(st.sampled_from(sorted({place.pointer.count("/") for place, _ in places})))
        place, inside = draw(st.sampled_from([one for one in places if one[0].pointer.count("/") == depth]))
        changed(work.document, {}, [place.pointer])
        work.take(inside)
        work.state(place.pointer, "required")
        work.tell("removed", place.pointer)


def _added(draw: DrawFn, work: _Work) -> None:
    """A member that the form does not have."""
    there = [p for p, place in work.form.places.items() if "properties" in place.schema]
    pointer = draw(st.sampled_from([p for p in there if isinstance(lookup(work.document, p), dict)]))
    group = lookup(work.document, pointer)
    names = [name for name in UNKNOWN if name not in group]
    if names:
        name = draw(st.sampled_from(names))
        group[name] = draw(st.sampled_from((0, "无", {}, None)))
        work.state(f"{pointer}/{pointer_token(name)}", "additionalProperties")
        work.tell("added", pointer, name=name)
