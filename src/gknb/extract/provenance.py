"""Documents and where their values came from, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gknb.extract.extraction import Extraction

__all__ = ["document_json", "provenance_json"]


def document_json(extraction: Extraction) -> str:
    """The document, a member a line, figures exactly as printed."""
    return _json(extraction.document) + "\n"


def provenance_json(extraction: Extraction) -> str:
    """For each value its pointer, what is printed, and where; then what could not be read."""
    return (
        _json(
            {
                "values": [
                    {"pointer": origin.pointer, "value": origin.value, **asdict(origin.printed)}
                    for origin in extraction.origins
                ],
                "unread": [
                    {"code": one.code, "pointers": list(one.pointers), **one.details} for one in extraction.troubles
                ],
            }
        )
        + "\n"
    )


def _json(value: Any, indent: str = "") -> str:
    """JSON in which decimals keep all their digits; rows of figures stay on one line."""
    inner = f"{indent}  "
    if isinstance(value, dict) and value:
        if not any(isinstance(one, dict | list | str) for one in value.values()):
            return "{" + ", ".join(f"{json.dumps(key)}: {_json(one)}" for key, one in value.items()) + "}"
        rows = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {_json(one, inner)}" for key, one in value.items())
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return (
            "[\n"
            + ",\n".join(inner + json.dumps(one, ensure_ascii=False, default=str) for one in value)
            + f"\n{indent}]"
        )
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)
