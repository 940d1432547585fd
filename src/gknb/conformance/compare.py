"""Comparing an answer with the expected one, at the level that the implementation claims."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from gknb.errors import GknbError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.conformance.expected import Expected, ExpectedFinding

__all__ = [
    "LEVELS",
    "PAGES",
    "Answer",
    "AnswerError",
    "Difference",
    "Given",
    "Level",
    "compare",
    "figures_given",
    "read_answer",
    "same_value",
]

Level: TypeAlias = Literal["verdict", "codes", "cells", "pages"]
LEVELS: Final[tuple[Level, ...]] = ("verdict", "codes", "cells")
"""What is compared of documents: valid or not; which relations as well; which cells, their order and figures too."""
PAGES: Final[Level] = "pages"
"""The level at which published pages are given instead of documents."""


class AnswerError(GknbError):
    """The output is no answer that can be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One finding of an answer."""

    code: str
    """The relation."""
    pointers: frozenset[str] | None
    """The cells; ``None`` where the answer leaves them out."""
    members: Mapping[str, Any] = field(default_factory=dict)
    """Those of severity, expected and actual that the answer gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an implementation answered for one document; ``None`` stands for a member that it left out."""

    valid: bool
    """Whether the document is valid."""
    unreadable: bool
    """Whether the document could not be read."""
    findings: tuple[Given, ...] | None
    """The findings."""
    undecided: frozenset[str] | None
    """The relations that are undecided somewhere."""
    organ: str | None
    """The name of the organ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference between an answer and the expected one."""

    kind: Literal[
        "verdict",
        "missing",
        "unexpected",
        "order",
        "figure",
        "undecided-missing",
        "undecided-unexpected",
        "left-out",
        "value",
    ]
    """``missing``, ``unexpected`` and ``order`` are about findings, ``figure`` about severity, expected or actual.

    ``order`` names the first finding that comes too late; ``given`` is the relation of the one in its place.
    ``value`` is about a value that was read from a page.
    """
    code: str | None = None
    """The relation."""
    pointers: frozenset[str] = frozenset()
    """The cells, at level ``cells``."""
    member: str | None = None
    """Which figure, or which member of the answer was left out."""
    expected: Any = None
    """What the suite has: a verdict or a figure."""
    given: Any = None
    """What the implementation answered."""


_FIGURES: Final = ("severity", "expected", "actual")
_NUMBER: Final = re.compile(r"-?[0-9]{1,4000}(\.[0-9]{1,4000})?")


def read_answer(value: Any) -> Answer:
    """Return the answer in a JSON value: ``{"results": [RESULT]}`` of ``finding.schema.json``, or the result itself.

    Only ``valid`` is required; what else is needed depends on the level. Raises :class:`AnswerError`.
    """
    if isinstance(value, dict) and "results" in value:
        results = value["results"]
        if not isinstance(results, list) or len(results) != 1:
            raise AnswerError("conformance.answer.one-result")
        (value,) = results
    if not isinstance(value, dict):
        raise AnswerError("conformance.answer.object")
    if not isinstance(value.get("valid"), bool):
        raise AnswerError("conformance.answer.valid")
    organ = value.get("organ")
    return Answer(
        valid=value["valid"],
        unreadable=value.get("error") is not None,
        findings=None if "findings" not in value else tuple(map(_given, _rows(value, "findings"))),
        undecided=None if "undecided" not in value else frozenset(map(_code, _rows(value, "undecided"))),
        organ=organ if isinstance(organ, str) else None,
    )


def _rows(value: Mapping[str, Any], name: str) -> list[Any]:
    rows = value[name]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise AnswerError("conformance.answer.rows", name=name)
    return rows


def _code(row: Mapping[str, Any]) -> str:
    code = row.get("code")
    if not isinstance(code, str):
        raise AnswerError("conformance.answer.code")
    return code


def _given(row: Mapping[str, Any]) -> Given:
    cells = row.get("cells")
    pointers = None
    if cells is not None:
        if not isinstance(cells, list) or not all(
            isinstance(cell, dict) and isinstance(cell.get("pointer"), str) for cell in cells
        ):
            raise AnswerError("conformance.answer.cells")
        pointers = frozenset(cell["pointer"] for cell in cells)
    return Given(code=_code(row), pointers=pointers, members={name: row[name] for name in _FIGURES if name in row})


def compare(expected: Expected, answer: Answer, level: Level = "cells") -> tuple[Difference, ...]:
    """Return the differences at ``level``; none where the answer conforms.

    Figures (severity, expected, actual) are compared where the answer gives them. At level ``cells`` the findings of
    one report come in the order of the form.
    """
    return tuple(_differences(expected, answer, level))


def _differences(expected: Expected, answer: Answer, level: Level) -> Iterator[Difference]:
    given = "valid" if answer.valid else "unreadable" if answer.unreadable else "invalid"
    same = given == expected.verdict if level != "verdict" else (given == "valid") == (expected.verdict == "valid")
    if not same:
        yield Difference(kind="verdict", expected=expected.verdict, given=given)
    if level == "verdict" or expected.verdict == given == "unreadable":
        return
    for name in ("findings", "undecided"):
        if getattr(answer, name) is None:
            yield Difference(kind="left-out", member=name)
    if answer.findings is not None:
        if level == "cells":
            yield from _by_cells(expected, answer.findings)
        else:
            yield from _by_codes(expected.findings, answer.findings)
    if answer.undecided is not None:
        for code in sorted(expected.undecided - answer.undecided):
            yield Difference(kind="undecided-missing", code=code)
        for code in sorted(answer.undecided - expected.undecided):
            yield Difference(kind="undecided-unexpected", code=code)


def _by_codes(expected: Sequence[ExpectedFinding], given: Sequence[Given]) -> Iterator[Difference]:
    severities = {one.code: one.severity for one in expected}
    codes = dict.fromkeys(one.code for one in given)
    for code in severities:
        if code not in codes:
            yield Difference(kind="missing", code=code)
    for code in codes:
        if code not in severities:
            yield Difference(kind="unexpected", code=code)
    for one in given:
        if one.code in severities and one.members.get("severity", severities[one.code]) != severities[one.code]:
            yield Difference(
                kind="figure",
                code=one.code,
                member="severity",
                expected=severities[one.code],
                given=one.members["severity"],
            )


def _by_cells(expected: Expected, given: Sequence[Given]) -> Iterator[Difference]:
    if any(one.pointers is None for one in given):
        yield Difference(kind="left-out", member="cells")
        return
    left = list(given)
    found = []
    for one in expected.findings:
        same = [other for other in left if (other.code, other.pointers) == (one.code, one.pointers)]
        if not same:
            yield Difference(kind="missing", code=one.code, pointers=one.pointers)
            continue
        # Of several findings at the same cells, take one with the right figures: their order does not matter.
        other = next((other for other in same if not any(_figures(one, other))), same[0])
        left.remove(other)
        found.append(one)
        yield from _figures(one, other)
    for other in left:
        yield Difference(kind="unexpected", code=other.code, pointers=other.pointers or frozenset())
    if expected.in_order:
        yield from _order(found, given)


def _order(found: Sequence[ExpectedFinding], given: Sequence[Given]) -> Iterator[Difference]:
    """Yield the first of the findings in both answers that comes too late."""
    unplaced = Counter((one.code, one.pointers) for one in found)
    common = []
    for other in given:
        key = (other.code, other.pointers or frozenset())
        if unplaced[key]:
            unplaced[key] -= 1
            common.append(key)
    for one, (code, pointers) in zip(found, common, strict=True):
        if (one.code, one.pointers) != (code, pointers):
            yield Difference(kind="order", code=one.code, pointers=one.pointers, given=code)
            return


def _figures(expected: ExpectedFinding, given: Given) -> Iterator[Difference]:
    for member, value in given.members.items():
        wanted = getattr(expected, member)
        if not same_value(wanted, value):
            yield Difference(
                kind="figure",
                code=expected.code,
                pointers=expected.pointers,
                member=member,
                expected=wanted,
                given=value,
            )


def figures_given(expected: Expected, answer: Answer) -> tuple[int, int]:
    """Return how many expected findings were given with both figures, and how many were given at all."""
    wanted = {(one.code, one.pointers) for one in expected.findings}
    found = [one for one in answer.findings or () if (one.code, one.pointers) in wanted]
    return sum({"expected", "actual"} <= one.members.keys() for one in found), len(found)


def same_value(wanted: Any, given: Any) -> bool:
    """Whether a value of an answer is the expected one: numbers are compared exactly, however they are written."""
    if isinstance(wanted, bool) or isinstance(given, bool):
        return wanted is given
    if isinstance(wanted, int | Decimal) and isinstance(given, str) and not _is_double(wanted):
        # finding.schema.json has a string where a double would change the number.
        return bool(_NUMBER.fullmatch(given)) and wanted == Decimal(given)
    return bool(wanted == given)


def _is_double(number: int | Decimal) -> bool:
    try:
        return Decimal(repr(float(number))) == number
    except OverflowError:
        return False
