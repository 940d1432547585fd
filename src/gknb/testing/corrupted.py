"""Draw valid reports with known corruptions, each with the findings that any checker must report.

The findings are derived here from the schema and the compiled relations, not by running the checker. No relation
involves two corruptions of one report, so that none hides or undoes another.
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
"""Invalid values for a cell that takes a number."""
UNKNOWN: Final = ("x", "recieved", "Total", "其他", "m~n/o")
"""Members that no object of the form has."""


class Stated(NamedTuple):
    """A finding that a check of the report must report."""

    code: str
    """Code of the relation."""
    pointers: frozenset[str]
    """JSON Pointers of the cells of the finding."""
    expected: Any
    """Expected value."""
    actual: Any
    """Actual value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrupted:
    """A report with known corruptions."""

    document: Report
    """The report, as returned by ``json.load``."""
    findings: frozenset[Stated]
    """All findings of a check, warnings included; never empty."""
    what: str
    """Description of the corruptions, a sentence each."""


def corrupted_reports(  # noqa: PLR0913 - independent keyword options
    *,
    edition: str | None = None,
    level: str | None = None,
    kind: str | None = None,
    max_count: int = 10**6,
    most: int = 3,
    lang: Lang = "en",
) -> SearchStrategy[Corrupted]:
    """Return a strategy for reports with one to ``most`` corruptions, and the findings they must give.

    A corruption is a cell with another number, a sum that was not updated with one of its terms, a cell without a
    number, or a missing or unknown member; a missing member may be a whole table. ``what`` is in ``lang``; the other
    arguments are those of :func:`gknb.testing.reports`.

    Raises :class:`~gknb.errors.UsageError` as that function does, and if ``most`` is below 1.
    """
    known(edition, level, kind, max_count)
    if most < 1:
        raise UsageError("kit.most", value=most)
    return _corrupted(edition, level, kind, max_count, most, lang)


@st.composite
def _corrupted(  # noqa: PLR0913, PLR0917 - the arguments of corrupted_reports
    draw: DrawFn, edition: str | None, level: str | None, kind: str | None, max_count: int, most: int, lang: Lang
) -> Corrupted:
    work = _Work(draw(drawn_reports(edition, level, kind, max_count)), lang)
    draw(st.sampled_from((_number, _stale, _value, _removed, _added)))(draw, work)
    for _ in range(draw(st.integers(0, most - 1))):
        draw(st.sampled_from((_number, _value, _removed, _added)))(draw, work)
    findings = frozenset((*work.structural, *work.violated()))
    return Corrupted(document=work.document, findings=findings, what=say(lang, "kit.and").join(work.what))


class _Work:
    """A report being corrupted: the document, the findings to expect, and the cells that must not be touched again."""

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
        """Whether no relation connects these cells with corrupted ones."""
        return self.taken.isdisjoint(cells)

    def take(self, cells: Iterable[int]) -> None:
        """Mark cells as corrupted, together with all cells connected to them by a relation."""
        wrong = set(cells)
        self.taken |= wrong
        for one in self.relations:
            if not wrong.isdisjoint(_cells(one)):
                self.taken.update(_cells(one))

    def describe(self, what: str, pointer: str, **values: object) -> None:
        """Add a sentence on a corruption."""
        shown = {name: show(value) for name, value in values.items()}
        self.what.append(say(self.lang, f"kit.what.{what}", cell=self.form.label(pointer, self.lang), **shown))

    def write(self, cell: int, value: Any) -> None:
        plain = float(value) if self.form.places[self.form.cells[cell]].schema["type"] == "number" else value
        changed(self.document, {self.form.cells[cell]: int(plain) if plain == int(plain) else plain})

    def state(self, pointer: str, keyword: str, *, blank: bool = False) -> None:
        """Add the structural finding on one place."""
        place = self.form.places.get(pointer)
        actual = lookup(self.document, pointer)
        code = structural_code(place, keyword, blank=blank)
        shown = None if actual is Absent else show(actual) if isinstance(actual, dict | list) else actual
        self.structural.append(Stated(code, frozenset((pointer,)), _required(place) if place else "absent", shown))

    def violated(self) -> Iterator[Stated]:
        """Yield the findings of the relations between cells; those with an unusable cell are undecided."""
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
    """Return the code of the relation that reports a place whose schema fails at ``keyword``."""
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
    """Return the cells of a relation."""
    return one.cells if isinstance(one, ZeroTogether) else tuple(c for s in (one.left, one.right) for c, _ in s.terms)


def _required(place: Place) -> str:
    """Return the type that the schema requires, as findings show it."""
    return place.definitions[-1] if place.definitions else str(place.schema["type"])


# --- Kinds of corruption --------------------------------------------------------------------------------------------


def _number(draw: DrawFn, work: _Work) -> None:
    """Change the number in one cell so that at least one relation is violated."""
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
    work.describe("number", work.form.cells[cell], old=old, new=new)


def _breaking(one: CellRelation, work: _Work) -> Iterator[tuple[int, int]]:
    """Yield the cells whose change can violate a relation, each with the direction of the change."""
    if isinstance(one, ZeroTogether):
        yield from ((cell, 1) for cell in one.cells)
        return
    for cell, sign in one.net:
        towards = {"=": 1, ">=": -sign, "<=": sign}[one.comparator]
        if towards > 0 or work.form.places[work.form.cells[cell]].signed:
            yield cell, towards


def _stale(draw: DrawFn, work: _Work) -> None:
    """Increase one cell and all sums that depend on it except one; only for a report without other corruptions."""
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
    work.describe("number", work.form.cells[cell], old=values[cell], new=new[cell])
    work.describe("stale", work.form.cells[total], old=values[total])


def _value(draw: DrawFn, work: _Work) -> None:
    """Replace the number in one cell by a blank or an invalid value."""
    cells = [cell for cell in range(len(work.form.cells)) if work.apart((cell,))]
    if not cells:
        return
    kinds = {cell: _required(work.form.places[work.form.cells[cell]]) for cell in cells}
    kind = draw(st.sampled_from(list(dict.fromkeys(kinds.values()))))
    cell = draw(st.sampled_from([cell for cell in cells if kinds[cell] == kind]))
    place = work.form.places[work.form.cells[cell]]
    value = draw(st.sampled_from([value for value in WRONG if not _fits(value, place)]))
    changed(work.document, {place.pointer: value})
    work.take((cell,))
    blank = value is None or value == ""
    keyword = "minimum" if isinstance(value, int) and not isinstance(value, bool) else "type"
    work.state(place.pointer, keyword, blank=blank)
    work.describe("value", place.pointer, new=value)


def _fits(value: Any, place: Place) -> bool:
    """Whether one of the invalid values is valid for this cell."""
    return (value == -1 and place.signed) or (type(value) is float and place.schema["type"] == "number")


def _removed(draw: DrawFn, work: _Work) -> None:
    """Remove a cell, a row, a table or a text."""
    found = {pointer for one in work.structural for pointer in one.pointers}
    places = []
    for pointer, place in work.form.places.items():
        inside = [n for cell, n in work.form.index.items() if f"{cell}/".startswith(f"{pointer}/")]
        if (
            (inside or "text" in place.definitions)
            and place.required
            and pointer
            and lookup(work.document, pointer) is not Absent
            and work.apart(inside)
            and not any(f"{other}/".startswith(f"{pointer}/") for other in found)
        ):
            places.append((place, inside))
    if places:
        depth = draw(st.sampled_from(sorted({place.pointer.count("/") for place, _ in places})))
        place, inside = draw(st.sampled_from([one for one in places if one[0].pointer.count("/") == depth]))
        changed(work.document, {}, [place.pointer])
        work.take(inside)
        work.state(place.pointer, "required")
        work.describe("removed", place.pointer)


def _added(draw: DrawFn, work: _Work) -> None:
    """Add a member that the form does not have."""
    groups = [p for p, place in work.form.places.items() if "properties" in place.schema]
    pointer = draw(st.sampled_from([p for p in groups if isinstance(lookup(work.document, p), dict)]))
    group = lookup(work.document, pointer)
    names = [name for name in UNKNOWN if name not in group]
    if names:
        name = draw(st.sampled_from(names))
        group[name] = draw(st.sampled_from((0, "无", {}, None)))
        work.state(f"{pointer}/{pointer_token(name)}", "additionalProperties")
        work.describe("added", pointer, name=name)
