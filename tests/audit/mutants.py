"""Mutants: relations with one small change each, as a mistake in the data or in its implementation would make it.

Each operator is a function that yields mutants of the data of one relation. Mutants that cannot make a difference are
left out: no edition is removed from a structural relation, because the schema of the edition decides what fails.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from gknb.standard.kinds import kinds, ranges_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.standard.catalog import Json
    from gknb.standard.form import Form

__all__ = ["OPERATORS", "Mutant", "mutants"]

_SEVERITIES: Final = ("error", "warning", "info")
_COMPARATORS: Final = ("=", "<=", ">=")
_DATE_COMPARATORS: Final = (">", "<=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One changed relation."""

    operator: str
    """The kind of change, a key of :data:`OPERATORS`."""
    where: str
    """The changed part."""
    data: Mapping[str, Json] | None
    """The changed entry of the relation; ``None`` where it is deleted."""


def mutants(data: Mapping[str, Json], forms: Sequence[Form]) -> Iterator[Mutant]:
    """Yield every mutant of one relation; ``forms`` are those of its editions."""
    relation = data["relation"]
    if "ranges_of" in relation:  # the years of the editions are changed as if the relation stated them
        ranges = ranges_of(forms[0].schemas.catalog, relation)
        data = {**data, "relation": {key: relation[key] for key in relation if key != "ranges_of"} | {"ranges": ranges}}
    for operator, make in OPERATORS.items():
        for where, changed in make(data, forms):
            if changed != data:
                yield Mutant(operator=operator, where=where, data=changed)


Changed = tuple[str, "Mapping[str, Json] | None"]
"""(where, entry)"""


def _deleted(_: Mapping[str, Json], __: Sequence[Form]) -> Iterator[Changed]:
    yield "", None


def _severity(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    for severity in _SEVERITIES:
        yield severity, {**data, "severity": severity}


_NO_EDITION: Final = kinds("schema", "source", "roster")
"""Kinds that do not depend on the form, or that the schema of the edition decides."""


def _edition(data: Mapping[str, Json], forms: Sequence[Form]) -> Iterator[Changed]:
    if data["relation"]["kind"] not in _NO_EDITION:
        editions = [str(form.edition) for form in forms]
        for edition in editions:
            yield edition, {**data, "editions": [one for one in editions if one != edition]}


def _with(data: Mapping[str, Json], change: Callable[[Any], object]) -> Mapping[str, Json]:
    relation = deepcopy(data["relation"])
    change(relation)
    return {**data, "relation": relation}


def _at(path: Sequence[Any], change: Callable[[Any, Any], object]) -> Callable[[Any], object]:
    """Return a function that calls ``change`` with the container of the value at ``path`` and the last step."""

    def apply(value: Any) -> None:
        for step in path[:-1]:
            value = value[step]
        change(value, path[-1])

    return apply


def _removed(value: Any, step: Any) -> None:
    del value[step]


def _set(new: Any) -> Callable[[Any, Any], None]:
    def change(value: Any, step: Any) -> None:
        value[step] = new

    return change


def _appended(new: Any) -> Callable[[Any, Any], None]:
    def change(value: Any, step: Any) -> None:
        value[step].append(new)

    return change


def _walk(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Json]]:
    """Yield every value inside the data of a relation, with its path."""
    yield path, value
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from _walk(inner, (*path, step))


def _named(path: Sequence[Any]) -> str:
    return ".".join(map(str, path))


def _terms(data: Mapping[str, Json]) -> Iterator[tuple[tuple[Any, ...], Json]]:
    for side in ("left", "right"):
        for n, term in enumerate(data["relation"].get(side, ())):
            yield (side, n), term


def _term_dropped(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    for path, term in _terms(data):
        if term == {"constant": 0}:  # adds nothing
            continue
        yield _named(path), _with(data, _at(path, _removed))


def _is_sum_in_one_report(data: Mapping[str, Json]) -> bool:
    return "left" in data["relation"] and data["relation"]["kind"] in kinds("cells")


def _term_added(data: Mapping[str, Json], forms: Sequence[Form]) -> Iterator[Changed]:
    if not _is_sum_in_one_report(data):
        return
    shared = [cell for cell in forms[0].cells if all(cell in form.index for form in forms)]
    for side in ("left", "right"):
        for cell in (shared[0], shared[-1]):
            yield f"{side} {cell}", _with(data, _at((side,), _appended({"cell": cell})))


def _sign(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    for path, term in _terms(data):
        if "cell" in term:
            yield _named(path), _with(data, _at((*path, "sign"), _set(-term.get("sign", 1))))


def _other_year(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    """Take a cell from last year's report instead of this year's, or the other way round."""
    if "left" in data["relation"] and data["relation"]["kind"] in kinds("two years"):
        for path, term in _terms(data):
            now = {key: value for key, value in term.items() if key != "of"}
            yield _named(path), _with(data, _at(path, _set(now if "of" in term else {**term, "of": "last"})))


def _one_left_out(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    """Leave out one cell, table or member of a list."""
    if data["relation"]["kind"] in kinds("two years", "roster"):
        for key in ("cells", "tables", "members"):
            some = data["relation"].get(key, ())
            for step in range(len(some)) if isinstance(some, list) else some:
                yield f"{key} {some[step] if isinstance(some, list) else step}", _with(data, _at((key, step), _removed))


def _constant(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    if not _is_sum_in_one_report(data):
        return
    for by in (1, -1):
        yield f"right {by:+}", _with(data, _at(("right",), _appended({"constant": by})))


def _comparator(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    comparator = data["relation"].get("comparator")
    for other in _DATE_COMPARATORS if "limits" in data["relation"] else _COMPARATORS:
        if comparator not in (None, other):
            yield other, _with(data, _at(("comparator",), _set(other)))


def _wrong_cell(data: Mapping[str, Json], forms: Sequence[Form]) -> Iterator[Changed]:
    """Name a neighbouring row or column."""
    for path, value in _walk(data["relation"]):
        if path and (path[-1] == "cell" or "cells" in path[:-1]) and isinstance(value, str):
            for other in _siblings(value, forms):
                yield f"{_named(path)} {other}", _with(data, _at(path, _set(other)))


def _siblings(template: str, forms: Sequence[Form]) -> Iterator[str]:
    """Yield the templates whose last step is a sibling of the last step of ``template``."""
    found = re.search(r"/([a-z_]+)((?:\{[a-z]+\})?)$", template)
    if found is None:
        return
    name, variable = found.groups()
    names = {
        key
        for form in forms
        for pointer, place in form.places.items()
        if pointer.endswith(f"/{name}")
        for key in (place.parents[-1].schema if place.parents else form.root.schema)["properties"]
    }
    for other in sorted(names - {name}):
        yield f"{template[: found.start()]}/{other}{variable}"


def _place_left_out(data: Mapping[str, Json], forms: Sequence[Form]) -> Iterator[Changed]:
    """Leave out one place of a set: an instance, or a term of a sum."""
    for path, one in _sets(data):
        places = dict.fromkeys(place for form in forms for place in _selected(form, one))
        for place in places:
            wider = [*one.get("except", ()), place]
            yield f"{_named(path)} {place}", _with(data, _at((*path, "except"), _set(wider)))


def _selected(form: Form, one: Json) -> Iterator[str]:
    yield from form.select(
        refer_to=one["refer_to"],
        within=one.get("within"),
        under=one.get("under", ""),
        leave_out=one.get("except", ()),
    )


def _set_widened(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    for path, one in _sets(data):
        for key in ("except", "under"):
            if key in one:
                yield f"{_named(path)} {key}", _with(data, _at((*path, key), _removed))


def _set_dropped(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    for path, _one in _sets(data):
        if isinstance(path[-1], int):
            yield _named(path), _with(data, _at(path, _removed))


def _sets(data: Mapping[str, Json]) -> Iterator[tuple[tuple[Any, ...], Json]]:
    return ((path, one) for path, one in _walk(data["relation"]) if isinstance(one, dict) and "refer_to" in one)


def _condition_dropped(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    """Remove a condition, one of its alternatives, or one of the values of an alternative."""
    for path, _value in _walk(data["relation"]):
        if "when" in path:
            yield _named(path), _with(data, _at(path, _removed))


def _condition_widened(data: Mapping[str, Json], forms: Sequence[Form]) -> Iterator[Changed]:
    for path, value in _walk(data["relation"]):
        if "when" in path[:-1] and isinstance(value, list):
            for other in forms[0].places[path[-1]].schema["enum"]:
                changed = _with(data, _at(path, _set([*value, other])))
                if _choices(changed, forms[0]) != _choices(data, forms[0]):  # else an earlier alternative decides
                    yield f"{_named(path)} {other}", changed


def _choices(data: Mapping[str, Json], form: Form) -> list[Any]:
    """Return which condition decides, and the cells it reads, for every combination of values of these cells."""
    relation = data["relation"]
    conditions = [limit.get("when") for limit in relation.get("limits", ())] or [relation.get("when")]
    pointers = sorted({pointer for one in conditions for alternative in one or () for pointer in alternative})
    values = [[*form.places[pointer].schema["enum"], None] for pointer in pointers]
    return [_choice(conditions, dict(zip(pointers, row, strict=True))) for row in product(*values)]


def _choice(conditions: Sequence[Json], row: Mapping[str, str | None]) -> Any:
    """Return (number of the first condition that is true or unknown, the cells it reads or None); None if all fail."""
    for n, alternatives in enumerate(conditions):
        unknown = False
        for alternative in alternatives or [{}]:
            fits = [
                None if row[pointer] is None else row[pointer] in allowed for pointer, allowed in alternative.items()
            ]
            if all(fits):
                return n, tuple(alternative)
            unknown |= False not in fits
        if unknown:
            return n, None
    return None


def _limit_dropped(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    relation = data["relation"]
    for n in range(len(relation.get("limits", ()))):
        yield f"limits.{n}", _with(data, _at(("limits", n), _removed))
    for edition, bounds in relation.get("ranges", {}).items():
        for bound in bounds:
            yield f"ranges.{edition}.{bound}", _with(data, _at(("ranges", edition, bound), _removed))


def _number_off_by_one(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    """Change a bound, a weight, a modulus or a year by one."""
    for path, value in _walk(data["relation"]):
        if type(value) is int and path[-1] != "sign":
            for by in (1, -1):
                yield f"{_named(path)} {by:+}", _with(data, _at(path, _set(value + by)))


def _day_off_by_one(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    for path, value in _walk(data["relation"]):
        if path and path[-1] == "month_day":
            for day in _neighbours(value):
                yield f"{_named(path)} {day}", _with(data, _at(path, _set(day)))
    for name, parameter in data.get("parameters", {}).items():
        for day in _neighbours(parameter["default"]):
            yield f"{name} {day}", {**data, "parameters": {name: {**parameter, "default": day}}}


def _neighbours(month_day: str) -> Iterator[str]:
    for by in (1, -1):
        yield f"{date.fromisoformat(f'2023-{month_day}') + timedelta(by):%m-%d}"


def _alphabet(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    alphabet = data["relation"].get("alphabet", "")
    for n in range(len(alphabet) - 1):
        swapped = alphabet[:n] + alphabet[n + 1] + alphabet[n] + alphabet[n + 2 :]
        yield alphabet[n : n + 2], _with(data, _at(("alphabet",), _set(swapped)))


def _structure(data: Mapping[str, Json], _: Sequence[Form]) -> Iterator[Changed]:
    """Remove a keyword, a definition, or the restriction to blanks."""
    if data["relation"]["kind"] != "structure":
        return
    for key in ("keywords", "definitions"):
        for n, name in enumerate(data["relation"].get(key, ())):
            yield f"{key} {name}", _with(data, _at((key, n), _removed))
    for key in ("blank", "definitions"):  # without "keywords" a late relation gets the same failures
        if key in data["relation"]:
            yield key, _with(data, _at((key,), _removed))


OPERATORS: Final[dict[str, Callable[[Mapping[str, Json], Sequence[Form]], Iterator[Changed]]]] = {
    "deleted": _deleted,
    "severity": _severity,
    "edition": _edition,
    "term-dropped": _term_dropped,
    "term-added": _term_added,
    "sign": _sign,
    "other-year": _other_year,
    "one-left-out": _one_left_out,
    "constant": _constant,
    "comparator": _comparator,
    "wrong-cell": _wrong_cell,
    "place-left-out": _place_left_out,
    "set-widened": _set_widened,
    "set-dropped": _set_dropped,
    "condition-dropped": _condition_dropped,
    "condition-widened": _condition_widened,
    "limit-dropped": _limit_dropped,
    "number": _number_off_by_one,
    "day": _day_off_by_one,
    "alphabet": _alphabet,
    "structure": _structure,
}
"""The kinds of changes, each with the function that yields its mutants."""
