"""The errors that reading raises, and text shortened for their messages."""

from __future__ import annotations

from gknb.errors import SourceError

__all__ = ["not_read", "refusal", "short"]


def refusal(reason: str, at: tuple[int, int] | None = None, **details: object) -> SourceError:
    """Return the error to raise, with the line and column ``at`` where they are known.

    ``details["where"]`` names the place of a value that has no line; it is empty for text.
    """
    line, column = at or (None, None)
    return SourceError(reason, line=line, column=column, **{"where": "", **details})


def not_read(error: OSError) -> SourceError:
    """Return the error for a file that exists and cannot be read."""
    return refusal("source.not-readable", problem=short(error.strerror or "?", 80))


def short(text: str, most: int = 40) -> str:
    """Return ``text`` for a message: at most ``most`` characters, unprintable ones written as escapes."""
    escaped = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: most + 1])
    shown = "".join(escaped)
    return shown if len(shown) <= most else shown[: most - 1] + "…"
