"""The outcome of each vector, and the report of a whole run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar

from gknb.conformance.compare import LEVELS, PAGES
from gknb.conformance.page_vectors import PageVector
from gknb.conformance.suite import Vector
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from gknb.conformance.compare import Difference, Level
    from gknb.conformance.suite import Suite, Topic
    from gknb.errors import GknbError
    from gknb.standard.form import Lang

__all__ = ["AnyVector", "Outcome", "Problem", "Report", "Setting", "Status", "Tally", "TopicTally"]

Status: TypeAlias = Literal["passed", "failed", "skipped", "skipped-but-passes"]
AnyVector: TypeAlias = Vector | PageVector
_Key = TypeVar("_Key", bound="Hashable")
_NAMED: Final = 3
"""The most vectors that are named for a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is no answer that could be compared."""

    reason: str
    """A stable key of :mod:`gknb.texts`."""
    details: Mapping[str, object]
    """What fills the placeholders of its sentence."""

    @classmethod
    def of(cls, error: GknbError) -> Problem:
        """Return the problem that an error reports."""
        return cls(reason=error.reason, details=error.details)

    def say(self, lang: Lang) -> str:
        """Return the sentence for a person."""
        return say(lang, self.reason, **self.details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of one vector."""

    vector: AnyVector
    """The vector."""
    status: Status
    """Passed or failed at the level claimed; for a skipped vector, skipped or skipped-but-passes."""
    levels: frozenset[Level]
    """The levels at which the answer conforms."""
    problem: Problem | None
    """Why there is no answer to compare; ``None`` where there is one."""
    differences: tuple[Difference, ...]
    """How the answer differs at the level claimed; only the first of many."""
    count: int
    """How many differences there are in all."""
    figures: tuple[int, int]
    """How many expected findings were given with both figures, and how many were given at all."""
    skip: str | None
    """Why it is skipped."""
    errors: str
    """The end of what was printed on standard error."""
    remarks: tuple[Problem, ...]
    """What is odd about an answer that could be compared nevertheless."""
    seconds: float
    """How long it took."""

    @property
    def conforms(self) -> bool:
        """Whether the answer is as expected, at the level claimed."""
        return self.status in ("passed", "skipped-but-passes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The options of a run."""

    command: tuple[str, ...]
    """The command with its arguments."""
    level: Level
    """What is compared."""
    edition: str | None = None
    """Only vectors of this edition."""
    select: tuple[str, ...] = ()
    """Only these relations, kinds, topics or vectors."""
    draft: bool = False
    """Only the vectors to be checked as drafts, instead of only the others."""
    stream: bool = False
    """One process for many documents, instead of one for each."""
    jobs: int = 1
    """How many processes at once."""
    seconds: float = 10.0
    """How long a document may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many vectors pass, at each level."""

    all: int
    """How many there are."""
    levels: Mapping[Level, int]
    """How many of them pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTally:
    """A topic with vectors that do not pass."""

    topic: Topic
    """The topic."""
    failed: int
    """How many do not pass at the level claimed."""
    all: int
    """How many there are."""
    named: tuple[AnyVector, ...]
    """A few of those that do not pass, first those with the fewest other topics."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Report:
    """The result of a run."""

    suite: Suite
    """The suite."""
    setting: Setting
    """The options of the run."""
    outcomes: tuple[Outcome, ...]
    """One for each vector that was run, in the order of the suite."""
    planned: int
    """How many vectors there were to run."""
    expired: str | None = None
    """The version of the suite in the skip file, where it is another one: the file then skips nothing."""
    outlived: int = 0
    """How often the command ended and left processes running, which were killed."""
    seconds: float = 0.0
    """How long the run took."""

    @property
    def interrupted(self) -> bool:
        """Whether the run was stopped before its end."""
        return len(self.outcomes) < self.planned

    @property
    def partial(self) -> bool:
        """Whether only a selection of the suite was run."""
        return bool(self.setting.edition or self.setting.select)

    @property
    def conforms(self) -> bool:
        """Whether the run is complete, every vector that is not skipped passes, and every skipped one fails."""
        statuses = self.statuses
        done = not self.interrupted and self.expired is None
        return done and not statuses["failed"] and not statuses["skipped-but-passes"]

    @property
    def statuses(self) -> Counter[Status]:
        """How many vectors have each status."""
        return Counter(outcome.status for outcome in self.outcomes)

    @property
    def figures(self) -> tuple[int, int]:
        """How many expected findings were given with both figures, and how many were given at all."""
        return sum(one.figures[0] for one in self.outcomes), sum(one.figures[1] for one in self.outcomes)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels at which answers were compared."""
        return (PAGES,) if self.setting.level == PAGES else LEVELS

    @property
    def total(self) -> Tally:
        """The tally of all vectors."""
        return self._tally(self.outcomes)

    def _tally(self, outcomes: Sequence[Outcome]) -> Tally:
        levels = {level: sum(level in outcome.levels for outcome in outcomes) for level in self.levels}
        return Tally(all=len(outcomes), levels=levels)

    def relations(self) -> dict[str, Tally]:
        """Return the tally of each relation, by code."""
        return {code: self._tally(outcomes) for code, outcomes in sorted(self._groups(lambda v: v.codes).items())}

    def kinds(self) -> dict[tuple[str, str], Tally]:
        """Return the tally of each relation and kind."""
        groups = self._groups(lambda vector: [(code, vector.kind) for code in vector.codes])
        return {key: self._tally(outcomes) for key, outcomes in groups.items()}

    def topics(self) -> list[TopicTally]:
        """Return the topics with vectors that fail, most failures first; none where no vector was answered."""
        if all(outcome.problem for outcome in self.outcomes):
            return []
        tallies = [
            TopicTally(
                topic=self.suite.topics[name],
                failed=sum(not one.conforms for one in outcomes),
                all=len(outcomes),
                named=_examples(one.vector for one in outcomes if not one.conforms),
            )
            for name, outcomes in self._groups(lambda vector: vector.topics).items()
        ]
        failing = [tally for tally in tallies if tally.failed]
        return sorted(failing, key=lambda tally: (-tally.failed / tally.all, -tally.failed, tally.topic.name))

    def problems(self) -> list[tuple[Problem, list[Outcome]]]:
        """Return the reasons why there was no answer to compare, with their vectors, the most frequent first."""
        return _by_reason((one.problem, one) for one in self.outcomes if one.problem is not None)

    def remarks(self) -> list[tuple[Problem, list[Outcome]]]:
        """Return the remarks on answers that could be compared, with their vectors."""
        return _by_reason((remark, one) for one in self.outcomes for remark in one.remarks)

    def _groups(self, keys: Callable[[AnyVector], Iterable[_Key]]) -> dict[_Key, list[Outcome]]:
        groups: dict[_Key, list[Outcome]] = {}
        for outcome in self.outcomes:
            for key in keys(outcome.vector):
                groups.setdefault(key, []).append(outcome)
        return groups


def _examples(vectors: Iterable[AnyVector]) -> tuple[AnyVector, ...]:
    return tuple(sorted(vectors, key=lambda vector: len(vector.topics)))[:_NAMED]


def _by_reason(found: Iterable[tuple[Problem, Outcome]]) -> list[tuple[Problem, list[Outcome]]]:
    groups: dict[str, tuple[Problem, list[Outcome]]] = {}
    for problem, outcome in found:
        groups.setdefault(problem.reason, (problem, []))[1].append(outcome)
    return sorted(groups.values(), key=lambda group: -len(group[1]))
