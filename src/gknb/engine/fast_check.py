"""Fast path: a generated function that recognises reports without any finding.

It reads the cells, checks the assertions of the schema and compares the sums. A report that passes gets its result at
once. Any other goes to the evaluator and ``jsonschema``, which remain the authority: the function may reject what it
does not support (a blank, an extension), but never accepts what they would not. A property test compares the two on
generated, mutated and hostile documents.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Protocol

from gknb.engine.digest import digest_of
from gknb.lazy_dataclasses import dataclass
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
"""Number of the report at which the function is compiled; for fewer, compilation costs more than it saves."""
_REMEMBERED: Final = 1024
"""Maximum number of cached outcomes of one relation."""


class Checks(Protocol):
    """The members of :class:`~gknb.engine.engine.Engine` that the fast check uses."""

    @property
    def options(self) -> Options:
        """The options of the check."""

    @property
    def catalog(self) -> Catalog:
        """The published set."""

    def edition_of(self, document: Any) -> str | None:
        """Return the edition to check a document against."""

    def evaluator(self, edition: str | None) -> Evaluator:
        """Return the evaluator of the relations of an edition."""


@dataclass(frozen=True, slots=True)
class Read:
    """A report that is valid against the schema and has no blank cell."""

    edition: str
    """Edition of the form."""
    cells: tuple[Any, ...]
    """Value of each cell in the order of the form."""
    reporting_year: int
    """Reporting year."""
    organ: str
    """Name of the organ."""
    strings: int
    """Number of strings in the document, member names included. A JSON text with more repeats a member name."""
    checked: Checked | None
    """Counts of what was checked; ``None`` if a relation is not satisfied."""


class FastCheck:
    """Checks reports of one edition against the relations of an evaluator. Safe in threads."""

    def __init__(self, form: Form, evaluator: Evaluator) -> None:
        """``form`` is the form whose schema is asserted, draft or not."""
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
        """Return ``document`` as read; ``None`` if it is invalid, has a blank or has something unsupported.

        A ``foreign`` document is an object of the caller that was not copied; any other comes from :mod:`gknb.source`.
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
        """Return the function once enough reports were checked; ``None`` before, or if the form is unsupported."""
        self._seen += 1
        if self._seen == _FIRST:  # tried once: an unsupported form stays unsupported
            # Imported here to keep the cold start of a single check short.
            from gknb.engine.fast_source import UnsupportedFormError, compiled_check

            try:
                self._function = compiled_check(self._form, self._heads, self._always, self._added())
            except UnsupportedFormError:
                return None
        return self._function

    def _added(self) -> set[int]:
        """Return the positions of the cells that occur in sums."""
        linear = [one for one in self._evaluator.relations if isinstance(one, Linear)]
        return {position for one in linear for side in (one.left, one.right) for position, _ in side.terms}

    def _all_satisfied(self, outcomes: tuple[bool | None, ...]) -> Checked:
        """Return the counts for these outcomes of the conditional relations. Cached."""
        if outcomes not in self._checked:
            pairs = zip(self._others, outcomes, strict=True)
            left_out = {one.relation for one, satisfied in pairs if satisfied is None}
            counts = Counter(one.relation.code for one in self._evaluator.relations if one not in left_out)
            tallies = tuple(Tally(code=code, satisfied=count) for code, count in sorted(counts.items()))
            self._checked[outcomes] = Checked(cells=len(self._form.cells), relations=tallies)
        return self._checked[outcomes]


@cache
def fast_check_of(form: Form, evaluator: Evaluator) -> FastCheck:
    """Return the cached fast check of ``form`` with the relations of ``evaluator``."""
    return FastCheck(form, evaluator)


def read(engine: Checks, document: Any, *, foreign: bool = False) -> Read | None:
    """Return what :class:`FastCheck` returns for a document, with the form and relations of ``engine``."""
    if foreign and not (
        type(document) is dict and {*map(type, document)} == {str} and type(document.get("edition")) is str
    ):
        return None  # looking up the edition could run code of a derived class
    edition = engine.edition_of(document)
    if edition is None:
        return None
    form = form_of(engine.catalog, edition, draft=engine.options.draft)
    return fast_check_of(form, engine.evaluator(edition))(edition, document, foreign=foreign)


def result_of(engine: Checks, found: Read, document: Any, file: str, *, digest: bool = False) -> Result | None:
    """Return the result of a document that was read; ``None`` if a relation is not satisfied.

    ``digest`` adds a digest regardless of ``Options.digest``.
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
    """Return a foreign document with its amounts as exact numbers. Everything else is shared, not copied."""
    form = form_of(engine.catalog, found.edition)
    for position, way in _amounts(form):
        document = inside = {**document}
        for key in way[:-1]:
            inside[key] = inside = {**inside[key]}
        inside[way[-1]] = found.cells[position]
    return document


@cache
def _amounts(form: Form) -> tuple[tuple[int, list[str]], ...]:
    """Return the positions and key paths of the cells that may hold decimals."""
    return tuple((n, tokens(cell)) for n, cell in enumerate(form.cells) if "number" in form.places[cell].schema["type"])


@dataclass(frozen=True, slots=True, eq=False)
class _Remembered:
    """A conditional or non-linear relation, with a cache of its outcomes."""

    relation: Compiled
    read: Callable[[tuple[Any, ...]], Any]
    """Returns the values of a report that the relation depends on."""
    known: dict[Any, bool | None]
    """Whether the relation is satisfied, by those values; ``None`` where it does not apply."""

    def outcome(self, evaluator: Evaluator, document: Any, values: tuple[Any, ...]) -> bool | None:
        """Return whether the report satisfies the relation; ``None`` where it does not apply."""
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
    """Yield the pointers that a relation reads."""
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
