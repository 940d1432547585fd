"""Files that a command line names: what is wrong with one is told with its name and place."""

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
"""Names under which a document would be read as something else."""


def read_named(path: str, read: Callable[[str], _Read], lang: Lang) -> _Read:
    """What is in a file that the command line names.

    Raises :class:`~gknb.errors.UsageError` for what is wrong with it.
    """
    try:
        return read(path)
    except SourceError as error:
        where = f":{error.line}:{error.column}" if error.line else ""
        raise UsageError("usage.file", path=f"{path}{where}", problem=error.say(lang)) from error


def require_document_name(path: str) -> None:
    """Raise :class:`~gknb.errors.UsageError` for a name under which a document could not be read again."""
    if path.lower().endswith(_ELSE):
        raise UsageError("usage.document-name", path=path)
