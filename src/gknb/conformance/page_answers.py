"""Comparing what was read from a published page with what must be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gknb.conformance.compare import AnswerError, Difference, same_value
from gknb.source.pointers import Absent, lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.conformance.page_vectors import PageVector

__all__ = ["Reading", "compare_reading", "read_reading"]

_EXTENSIONS: Final = "/extensions"
"""Pointers below this one are the choice of an implementation; they are compared as this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an implementation read from one page."""

    document: Any
    """The document; ``None`` if the page was refused."""
    findings: frozenset[tuple[str, str]]
    """Each relation with each cell that it reports."""


def read_reading(value: Any) -> Reading:
    """Return what was read, from the JSON that ``gknb extract --json`` prints. Raises :class:`AnswerError`."""
    if not isinstance(value, dict):
        raise AnswerError("conformance.answer.object")
    if "document" not in value or not isinstance(value["document"], dict | None):
        raise AnswerError("conformance.answer.document")
    unread = value.get("unread")
    if not isinstance(unread, list) or not all(map(_is_finding, unread)):
        raise AnswerError("conformance.answer.unread")
    found = frozenset((one["code"], _comparable(pointer)) for one in unread for pointer in one["pointers"])
    return Reading(document=value["document"], findings=found)


def _is_finding(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("code"), str):
        return False
    pointers = value.get("pointers")
    return isinstance(pointers, list) and all(isinstance(pointer, str) for pointer in pointers)


def _comparable(pointer: str) -> str:
    return _EXTENSIONS if pointer.startswith(f"{_EXTENSIONS}/") else pointer


def compare_reading(vector: PageVector, given: Reading) -> tuple[Difference, ...]:
    """Return the differences; none if the reading conforms.

    Compared are the edition, the values that the vector has, the findings at these, and all findings of its relations.
    """
    return tuple(_differences(vector, given))


def _differences(vector: PageVector, given: Reading) -> Iterator[Difference]:
    expected = vector.expected
    refused = given.document is None
    if refused or expected.edition is None:
        if refused != (expected.edition is None):
            names = {True: "refused", False: "read"}
            yield Difference(kind="verdict", expected=names[not refused], given=names[refused])
        return
    for pointer, wanted in {"/edition": expected.edition, **expected.values}.items():
        value = lookup(given.document, pointer)
        value = None if value is Absent else value
        if not same_value(wanted, value):
            yield Difference(kind="value", pointers=frozenset({pointer}), expected=wanted, given=value)
    found = {(code, at) for code, at in given.findings if code in vector.codes or at in expected.values}
    for code, pointers in _by_code(expected.findings - found):
        yield Difference(kind="missing", code=code, pointers=pointers)
    for code, pointers in _by_code(found - expected.findings):
        yield Difference(kind="unexpected", code=code, pointers=pointers)


def _by_code(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, frozenset[str]]]:
    by_code: dict[str, set[str]] = {}
    for code, pointer in pairs:
        by_code.setdefault(code, set()).add(pointer)
    return ((code, frozenset(pointers)) for code, pointers in sorted(by_code.items()))
