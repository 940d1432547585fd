"""Vectors that are published pages, each with what must be read from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.results import Value

__all__ = ["OPTIONS", "ExpectedReading", "PageVector", "page_vector"]

OPTIONS: Final[Mapping[str, str]] = {
    "/organ/name": "--organ",
    "/reporting_year": "--year",
    "/organ/level": "--level",
    "/organ/kind": "--kind",
}
"""The option of the command that gives a value which somebody knows besides the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedReading:
    """What must be read from a page."""

    edition: str | None
    """The edition; ``None`` if the page is not a report and must be refused."""
    values: Mapping[str, Value]
    """Values by pointer; ``None`` for a cell that must stay blank."""
    findings: frozenset[tuple[str, str]]
    """Each relation with each cell that it reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVector:
    """One published page, and what must be read from it."""

    id: str
    """Unique in the suite, never reused."""
    title: Mapping[str, str]
    """What it shows, by language."""
    since: str
    """The version of the suite that added it."""
    kind: Literal["pass", "fail"]
    """Whether its relations are satisfied or violated."""
    edition: str | None
    """The edition of the report; ``None`` if the page is not a report."""
    codes: tuple[str, ...]
    """The relations that it tests."""
    topics: tuple[str, ...]
    """Names of its topics."""
    file: str
    """The file of the suite that contains it."""
    format: Literal["html", "markdown", "text"]
    """The format of the page."""
    given: Mapping[str, Value]
    """Values by pointer that are given to the command besides the page."""
    content: bytes = field(repr=False)
    """The page, in UTF-8."""
    expected: ExpectedReading = field(repr=False)
    """What must be read."""

    @property
    def draft(self) -> bool:
        """Always false: a page is not checked, only read."""
        return False

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments of the command that give the values besides the page."""
        return tuple(text for pointer, value in self.given.items() for text in (OPTIONS[pointer], str(value)))


def page_vector(item: Mapping[str, Any], file: str) -> PageVector:
    """Return a vector of a file that ``page.schema.json`` describes."""
    expected = item["expected"]
    return PageVector(
        id=item["id"],
        title=item["title"],
        since=item["since"],
        kind=item["kind"],
        edition=item["edition"],
        codes=tuple(item["codes"]),
        topics=tuple(item["topics"]),
        file=file,
        format=item["format"],
        given=item.get("given", {}),
        content="".join(f"{line}\n" for line in item["page"]).encode(),
        expected=ExpectedReading(
            edition=expected["edition"],
            values=expected["values"],
            findings=frozenset((one["code"], pointer) for one in expected["findings"] for pointer in one["pointers"]),
        ),
    )
