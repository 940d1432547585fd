"""The errors of gknb. An exception means "could not be checked"; an error in a report is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gknb.texts.languages import language_of

if TYPE_CHECKING:
    from gknb.texts.languages import Lang

__all__ = ["CatalogError", "GknbError", "SourceError", "UsageError", "lang_of"]


class GknbError(Exception):
    """Base class of all errors that gknb raises.

    ``reason`` is a stable key of :mod:`gknb.texts`, which holds the sentence in Chinese and English; ``details`` fills
    its placeholders. ``str(error)`` is the English sentence.
    """

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details

    def say(self, lang: str) -> str:
        """Return the sentence in a language; ``lang`` is a tag as for :func:`lang_of`."""
        from gknb.texts import say  # loaded only for errors

        return say(lang_of(lang), self.reason, **self.details)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.say("en")


class SourceError(GknbError):
    """The input cannot be read as one document: not found, not text, not JSON or YAML, over a limit.

    ``line`` and ``column`` count from 1, in characters; both are ``None`` if the error has no position.
    """

    def __init__(self, reason: str, *, line: int | None = None, column: int | None = None, **details: object) -> None:
        super().__init__(reason, **details)
        self.line = line
        self.column = column


class CatalogError(GknbError):
    """The published files under ``schema/`` are missing, changed, or cannot be evaluated."""


class UsageError(GknbError):
    """An argument names something that does not exist: an edition, a relation, a parameter."""


def lang_of(tag: Any) -> Lang:
    """Return the language that a tag names: ``zh-CN``, ``zh_CN.UTF-8``, ``en-GB``.

    Raises :class:`UsageError` for an unsupported language.
    """
    lang = language_of(tag)
    if lang is None:
        raise UsageError("usage.lang", given=tag)
    return lang
