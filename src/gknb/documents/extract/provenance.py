"""Documents and where their values came from, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gknb.documents.write import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.extraction import Extraction

__all__ = ["document_json", "provenance_json"]


def document_json(extraction: Extraction) -> str:
    """The document, a member a line, figures exactly as printed."""
    return to_json(extraction.document)


def provenance_json(extraction: Extraction) -> str:
    """For each value its pointer, what is printed, and where; then what could not be read."""
    values = [
        {"pointer": origin.pointer, "value": origin.value, **asdict(origin.printed)} for origin in extraction.origins
    ]
    unread = [{"code": one.code, "pointers": list(one.pointers), **one.details} for one in extraction.troubles]
    return f'{{\n  "values": {_rows(values)},\n  "unread": {_rows(unread)}\n}}\n'


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """A JSON array with a row a line."""
    if not rows:
        return "[]"
    lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False, default=str)}" for row in rows)
    return f"[\n{lines}\n  ]"
