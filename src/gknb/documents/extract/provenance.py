"""Write an extracted document and its provenance as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gknb.documents.write import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.extraction import Extraction

__all__ = ["document_json", "extraction_json", "provenance_json", "refusal_json"]


def document_json(extraction: Extraction) -> str:
    """Return the document as JSON, one member per line, with numbers exactly as printed."""
    return to_json(extraction.document)


def provenance_json(extraction: Extraction) -> str:
    """Return JSON with the pointer, printed text and place of each value, and a list of what could not be read."""
    return f"{{\n{_members(extraction)}\n}}\n"


def extraction_json(extraction: Extraction) -> str:
    """Return JSON with the document, the provenance of its values, and a list of what could not be read."""
    document = document_json(extraction).rstrip("\n").replace("\n", "\n  ")
    return f'{{\n  "document": {document},\n{_members(extraction)},\n  "error": null\n}}\n'


def refusal_json(reason: str) -> str:
    """Return JSON as :func:`extraction_json` does, for a file that is not a report."""
    error = json.dumps(reason, ensure_ascii=False)
    return f'{{\n  "document": null,\n  "values": [],\n  "unread": [],\n  "error": {error}\n}}\n'


def _members(extraction: Extraction) -> str:
    values = [
        {"pointer": origin.pointer, "value": origin.value, **asdict(origin.printed)} for origin in extraction.origins
    ]
    unread = [{"code": one.code, "pointers": list(one.pointers), **one.details} for one in extraction.troubles]
    return f'  "values": {_rows(values)},\n  "unread": {_rows(unread)}'


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a JSON array with one object per line."""
    if not rows:
        return "[]"
    lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False, default=str)}" for row in rows)
    return f"[\n{lines}\n  ]"
