"""Apply a repair to a copy of a document and record it in ``extensions``."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import UsageError

if TYPE_CHECKING:
    from gknb.results import Change, Repair, Value

__all__ = ["NAMESPACE", "repaired"]

NAMESPACE: Final = "gknb.repairs"
"""Member of ``extensions`` that lists the repairs made."""


def repaired(document: Any, repair: Repair) -> Any:
    """Return a copy of ``document`` with the cells of ``repair`` changed and the repair recorded in ``extensions``.

    Changes in other files are left out. Raises :class:`~gknb.errors.UsageError` if a parent of a cell or of the record
    is neither missing nor an object.
    """
    made = deepcopy(document)
    changes = [change for change in repair.changes if change.file is None]
    for change in changes:
        _put(made, change.pointer.split("/")[1:], change.after, change.pointer)
    notes = _group(made, ["extensions"], "/extensions").setdefault(NAMESPACE, [])
    if not isinstance(notes, list):
        raise UsageError("repair.place", pointer=f"/extensions/{NAMESPACE}")
    notes.append({"reason": repair.reason, "changes": [_noted(change) for change in changes]})
    return made


def _put(document: Any, tokens: list[str], value: Value, pointer: str) -> None:
    _group(document, tokens[:-1], pointer)[tokens[-1]] = value


def _group(value: Any, tokens: list[str], pointer: str) -> dict[str, Any]:
    """Return the object at ``tokens``, created if missing or ``null``."""
    for token in ("", *tokens):
        if token and value.get(token) is None:
            value[token] = {}
        value = value[token] if token else value
        if not isinstance(value, dict):
            raise UsageError("repair.place", pointer=pointer)
    return value  # type: ignore[no-any-return]


def _noted(change: Change) -> dict[str, Any]:
    return {"pointer": change.pointer, "label": change.label, "from": change.before, "to": change.after}
