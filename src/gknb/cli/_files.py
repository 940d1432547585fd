"""Reads files named on the command line; errors name the file and the position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from gknb.errors import SourceError, UsageError
from gknb.run.inputs import LINES, PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.standard.form import Lang

__all__ = ["read_named", "require_document_name"]

_Read = TypeVar("_Read")
_ELSE: Final = (".gz", *LINES, *PAGES)
"""Suffixes of files that are not read as one document."""


def read_named(path: str, read: Callable[[str], _Read], lang: Lang) -> _Read:
    """Return the content of a file named on the command line.

    Raises :class:`~gknb.errors.UsageError` if it cannot be read.
    """
    try:
        return read(path)
    except SourceError as error:
        where = f":{error.line}:{error.column}" if error.line else ""
        raise UsageError("usage.file", path=f"{path}{where}", problem=error.say(lang)) from error


def require_document_name(path: str) -> None:
    """Raise :class:`~gknb.errors.UsageError` for a file name that would not be read as a document."""
    if path.lower().endswith(_ELSE):
        raise UsageError("usage.document-name", path=path)
