"""Skip files: the vectors that an implementation is known to fail.

A skip file is YAML or JSON::

    suite: 1.0.0             # the version of the suite that the entries were made for
    skip:
      - id: T301-2021-fail   # a vector, or several: T301-*
        reason: the total is computed by the database; see issue 17

Every entry needs a reason. With another version of the suite the entries have expired and skip nothing.
Skipped vectors are run nevertheless, so that one that passes can be reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from gknb.errors import SourceError, UsageError
from gknb.source.document import read_path
from gknb.standard.catalog import closest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.conformance.suite import Suite

__all__ = ["SkipFileError", "Skips", "read_skips"]


class SkipFileError(UsageError):
    """A skip file that cannot be read, with the reason."""

    def __init__(self, path: str, error: SourceError) -> None:
        super().__init__(error.reason, **error.details)
        self.path = path

    def say(self, lang: str) -> str:
        """Return the sentence for a person, with the path."""
        return f"{self.path}: {super().say(lang)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skips:
    """The vectors to skip."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """The reason for each, by the id of the vector."""
    expired: str | None = None
    """The version of the suite in the file, where it is another one."""


def read_skips(path: str, suite: Suite) -> Skips:
    """Read the skip file at ``path``. Raises :class:`~gknb.errors.UsageError` where it is not a valid one."""
    try:
        value = read_path(path).value
    except SourceError as error:
        raise SkipFileError(path, error) from error
    entries = value.get("skip") if isinstance(value, dict) else None
    version = value.get("suite") if isinstance(value, dict) else None
    if not isinstance(entries, list) or not isinstance(version, str) or value.keys() != {"suite", "skip"}:
        raise UsageError("conformance.skip.shape", path=path, version=suite.version)
    if version != suite.version:
        return Skips(expired=version)
    reasons: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        pattern, reason = _entry(path, number, entry)
        for name in _matching(path, pattern, suite):
            reasons.setdefault(name, reason)
    return Skips(reasons=reasons)


def _entry(path: str, number: int, entry: Any) -> tuple[str, str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or entry.keys() - {"id", "reason"}:
        raise UsageError("conformance.skip.entry", path=path, number=number)
    reason = entry.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        raise UsageError("conformance.skip.reason", path=path, id=entry["id"])
    return entry["id"], reason.strip()


def _matching(path: str, pattern: str, suite: Suite) -> list[str]:
    names = [vector.id for vector in suite.vectors] + [vector.id for vector in suite.pages]
    found = [name for name in names if fnmatchcase(name, pattern)]
    if not found:
        raise UsageError("conformance.skip.unknown", path=path, id=pattern, closest=closest(pattern, names) or names[0])
    return found
