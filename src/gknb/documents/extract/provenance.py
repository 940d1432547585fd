"""Write an extracted document and its provenance as JSON."""

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
    """Return the document as JSON, one member per line, with numbers exactly as printed."""
    return to_json(extraction.document)


def provenance_json(extraction: Extraction) -> str:
    """Return JSON with the pointer, printed text and place of each value, and a list of what could not be read."""
    values = [
        {"pointer": origin.pointer, "value": origin.value, **asdict(origin.printed)} for origin in extraction.origins
    ]
    unread = [{"code": one.code, "pointers": list(one.pointers), **one.details} for one in extraction.troubles]
    return f'{{\n  "values": {_rows(values)},\n  "unread": {_rows(unread)}\n}}\n'


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a JSON array with one object per line."""
    if not rows:
        return "[]"
    lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False, default=str)}" for row in rows)
    return f"[\n{lines}\n  ]"
