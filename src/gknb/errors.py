"""The errors of gknb. An exception means "could not be checked"; what is wrong in a report is a finding."""

from __future__ import annotations

__all__ = ["CatalogError", "GknbError", "SourceError", "UsageError"]


class GknbError(Exception):
    """Base of every error that gknb raises on purpose.

    ``reason`` is a stable key of :mod:`gknb.texts`, which holds the sentence in Chinese
    and in English; ``details`` fills its placeholders. ``str(error)`` is the English one.
    """

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details

    def say(self, lang: str) -> str:
        """The sentence for a person, in ``"zh"`` or ``"en"``."""
        from gknb.texts import say

        return say(lang, self.reason, **self.details)

    def __str__(self) -> str:
        """The sentence in English."""
        return self.say("en")


class SourceError(GknbError):
    """The input cannot be read as one document: not found, not text, not JSON or YAML, over a limit.

    ``line`` and ``column`` count from 1, in characters; both are ``None`` where the whole input is meant.
    """

    def __init__(self, reason: str, *, line: int | None = None, column: int | None = None, **details: object) -> None:
        super().__init__(reason, **details)
        self.line = line
        self.column = column


class CatalogError(GknbError):
    """The published files under ``schema/`` are missing, changed, or say something that cannot be evaluated."""


class UsageError(GknbError):
    """An argument names something that does not exist: an edition, a relation, a parameter."""
