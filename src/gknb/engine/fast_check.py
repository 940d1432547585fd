"""A generated function that reads a report whose structure is right, and tells whether all is right in it.

It takes the cells out of a plain document, checks what the schema asserts and compares the sums. Where all is right the
result is known. Where it is not, the evaluator and ``jsonschema`` tell what is wrong, which remain the authority: the
function may leave to them what it does not understand (a blank, an extension), and never passes what they would not. A
property test compares the two on reports of every sort.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Protocol

from gknb.engine.digest import digest_of
from gknb.results import Checked, Result, Tally
from gknb.source.pointers import tokens
from gknb.standard.form import form_of
from gknb.standard.relations import CheckDigit, DateBound, Linear, Range, ZeroTogether

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gknb.engine.evaluate import Evaluator
    from gknb.engine.fast_source import Function
    from gknb.engine.options import Options
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form
    from gknb.standard.relations import Compiled, Condition

__all__ = ["FastCheck", "Read", "exact", "fast_check_of", "read", "result_of"]

_FIRST: Final = 4
"""So many reports are left to the exact machinery: for a single one the function is not worth its compilation."""
_REMEMBERED: Final = 1024
"""For so many sets of values the outcome of a relation is remembered."""


class Checks(Protocol):
    """What the fast check needs to know of the engine that it serves."""

    @property
    def options(self) -> Options:
        """How reports are to be checked."""

    @property
    def catalog(self) -> Catalog:
        """The published set."""

    def edition_of(self, document: Any) -> str | None:
        """Return the edition to check a document against."""

    def evaluator(self, edition: str | None) -> Evaluator:
        """Return what evaluates the relations of an edition."""


@dataclass(frozen=True, slots=True)
class Read:
    """A report that has the structure of its form, and no blank cell."""

    edition: str
    """The edition."""
    cells: tuple[Any, ...]
    """The value of each cell of the form, in its order."""
    reporting_year: int
    """The year that the report is about."""
    organ: str
    """The name of the organ."""
    strings: int
    """How many strings the document has, names of members included. A JSON text with more of them repeats a name."""
    checked: Checked | None
    """How much was checked where the report satisfies every relation that applies; ``None`` where it does not."""


class FastCheck:
    """Reads the reports of one edition, and compares them with the relations of an evaluator. Safe in threads."""

    def __init__(self, form: Form, evaluator: Evaluator) -> None:
        """``form`` is the one whose schema is asserted, draft or not."""
        self._form = form
        self._evaluator = evaluator
        self._seen = 0
        self._function: Function | None = None
        always = [one for one in evaluator.relations if isinstance(one, Linear) and one.when is None]
        read = {one: tuple(_read_by(form, one)) for one in evaluator.relations if one not in always}
        heads = ["/reporting_year", "/organ/name", *(pointer for pointers in read.values() for pointer in pointers)]
        self._heads = [pointer for pointer in dict.fromkeys(heads) if pointer not in form.index]
        index = {pointer: n for n, pointer in enumerate((*form.cells, *self._heads))}
        self._always = always
        self._others = tuple(
            _Remembered(one, itemgetter(*(index[pointer] for pointer in pointers)), {})
            for one, pointers in read.items()
        )
        self._checked: dict[tuple[bool | None, ...], Checked] = {}

    def __call__(self, edition: str, document: Any, *, foreign: bool) -> Read | None:
        """Return what is known of ``document``; ``None`` where its structure is not right, or has a blank or a rarity.

        A ``foreign`` one is any object in memory, which nobody has copied; others are what :mod:`gknb.source` has read.
        """
        function = self._function or self._compiled()
        found = function and function(document, foreign)
        if found is None:
            return None
        values, strings, right = found
        outcomes = tuple([one.outcome(self._evaluator, document, values) for one in self._others]) if right else ()
        checked = self._all_satisfied(outcomes) if right and False not in outcomes else None
        cells = len(self._form.cells)
        return Read(edition, values[:cells], values[cells], values[cells + 1], strings, checked)

    def _compiled(self) -> Function | None:
        """The function, once that is worth its while."""
        self._seen += 1
        if self._seen == _FIRST:  # tried once; what is unsupported stays so
            # Spares a single check the module.
            from gknb.engine.fast_source import UnsupportedFormError, compiled_check

            try:
                self._function = compiled_check(self._form, self._heads, self._always, self._added())
            except UnsupportedFormError:
                return None
        return self._function

    def _added(self) -> set[int]:
        """The positions of the cells that relations add up."""
        linear = [one for one in self._evaluator.relations if isinstance(one, Linear)]
        return {position for one in linear for side in (one.left, one.right) for position, _ in side.terms}

    def _all_satisfied(self, outcomes: tuple[bool | None, ...]) -> Checked:
        """How much is checked where these are the outcomes of what does not always apply."""
        if outcomes not in self._checked:
            pairs = zip(self._others, outcomes, strict=True)
            left_out = {one.relation for one, satisfied in pairs if satisfied is None}
            counts = Counter(one.relation.code for one in self._evaluator.relations if one not in left_out)
            tallies = tuple(Tally(code=code, satisfied=count) for code, count in sorted(counts.items()))
            self._checked[outcomes] = Checked(cells=len(self._form.cells), relations=tallies)
        return self._checked[outcomes]


@cache
def fast_check_of(form: Form, evaluator: Evaluator) -> FastCheck:
    """Return the check of reports on ``form``, which is asserted, by the relations of ``evaluator``."""
    return FastCheck(form, evaluator)


def read(engine: Checks, document: Any, *, foreign: bool = False) -> Read | None:
    """Return what the fast check of ``engine`` knows of a document; both are those of :class:`FastCheck`."""
    if foreign and not (
        type(document) is dict and {*map(type, document)} == {str} and type(document.get("edition")) is str
    ):
        return None  # looking the edition up might run code of a derived class
    edition = engine.edition_of(document)
    if edition is None:
        return None
    form = form_of(engine.catalog, edition, draft=engine.options.draft)
    return fast_check_of(form, engine.evaluator(edition))(edition, document, foreign=foreign)


def result_of(engine: Checks, found: Read, document: Any, file: str, *, digest: bool = False) -> Result | None:
    """Return the result of ``engine`` for a document that was read, if all is right in it.

    ``digest`` says that a digest is wanted whatever the options say.
    """
    if found.checked is None:
        return None
    kept = None
    if digest or engine.options.digest:
        kept = digest_of(engine.evaluator(found.edition), document, file, found.edition, found.cells, sound=True)
    return Result(
        file=file,
        edition=found.edition,
        reporting_year=found.reporting_year if 0 <= found.reporting_year <= 9999 else None,
        organ=found.organ,
        valid=True,
        checked=found.checked,
        digest=kept,
        report=document if engine.options.keep else None,
    )


def exact(engine: Checks, found: Read, document: Any) -> Any:
    """Return a foreign document that was read with the exact numbers in its cells; all else is not copied."""
    form = form_of(engine.catalog, found.edition)
    for position, way in _amounts(form):
        document = inside = {**document}
        for key in way[:-1]:
            inside[key] = inside = {**inside[key]}
        inside[way[-1]] = found.cells[position]
    return document


@cache
def _amounts(form: Form) -> tuple[tuple[int, list[str]], ...]:
    """The positions and the ways of the cells that need not be integral."""
    return tuple((n, tokens(cell)) for n, cell in enumerate(form.cells) if "number" in form.places[cell].schema["type"])


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A relation that does not always apply, or is no sum, with its outcomes for the values met last."""

    relation: Compiled
    read: Callable[[tuple[Any, ...]], Any]
    """Takes the values that the relation reads out of those of a report; they decide its outcome."""
    known: dict[Any, bool | None]
    """For such values whether the relation is satisfied; ``None`` where it does not apply."""

    def outcome(self, evaluator: Evaluator, document: Any, values: tuple[Any, ...]) -> bool | None:
        """Whether the report satisfies the relation; ``None`` where it does not apply."""
        key = self.read(values)
        satisfied = self.known.get(key, ...)
        if satisfied is not ...:
            return satisfied
        outcome = evaluator.outcome(self.relation, document, values)
        satisfied = None if outcome is None else outcome.truth == "satisfied"
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        self.known[key] = satisfied
        return satisfied


def _read_by(form: Form, one: Compiled) -> Iterator[str]:
    """The pointers that a relation reads."""
    match one:
        case Linear():
            yield from (form.cells[position] for side in (one.left, one.right) for position, _ in side.terms)
            yield from _looked_at(one.when)
        case Range():
            yield from (one.value, one.by)
        case DateBound():
            yield one.value
            for condition, year, _, _ in one.limits:
                yield from (year, *_looked_at(condition))
        case CheckDigit():
            yield one.value
        case ZeroTogether():
            yield from (form.cells[position] for position in one.cells)


def _looked_at(condition: Condition | None) -> Iterator[str]:
    return (pointer for alternative in condition or () for pointer, _ in alternative)
