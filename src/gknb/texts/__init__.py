"""The messages of the program in Chinese and English: one JSON file per area, read on first use.

A file maps each key to its sentence in both languages, with placeholders in braces::

    "cli.schema.written": {"zh": "写好 {count} 个文件：{path}", "en": {"one": "wrote {count} file: {path}", "other": …}}

Where the words depend on a number, there are two forms: ``one`` if the placeholder ``count`` is 1, else ``other``;
``by`` names the placeholder if it is not ``count``.

The messages, labels and bases of findings are not here, but in ``schema/``.
"""

from __future__ import annotations

import json
import os
from typing import Final

__all__ = ["AREAS", "say", "texts"]

AREAS: Final = {
    "errors": ("source", "catalog", "usage"),
    "results": ("value", "sum", "text", "truth", "term"),
    "commands": ("cli", "new"),
    "relations": ("explain", "example", "relation"),
    "batch": ("batch",),
    "outputs": ("accepted", "rule", "verdict", "output", "sarif", "junit", "github", "markdown", "csv"),
    "html": ("html",),
    "policy": ("config", "explanation", "baseline", "profile"),
    "conformance": ("conformance",),
    "kit": ("kit",),
    "extract": ("extract",),
    "render": ("render",),
    "series": ("series",),
    "county": ("roster", "county", "consolidate"),
    "repair": ("repair",),
    "extract_readers": ("reader",),
}
"""File of each key prefix."""
_AREA_OF: Final = {beginning: area for area, beginnings in AREAS.items() for beginning in beginnings}
_READ: Final[dict[str, dict[str, dict[str, str | dict[str, str]]]]] = {}


def texts(area: str) -> dict[str, dict[str, str | dict[str, str]]]:
    """Return the sentences of one area by key and language; a sentence with plural forms is a dict."""
    if area not in _READ:
        # The loader of this module also reads from a zipped package.
        path = os.path.join(os.path.dirname(__file__), f"{area}.json")
        _READ[area] = json.loads(__spec__.loader.get_data(path))  # type: ignore[union-attr]
    return _READ[area]


def say(lang: str, key: str, /, **details: object) -> str:
    """Return the sentence ``key`` in ``lang`` (``"zh"``, else English), with placeholders filled from ``details``.

    Raises :class:`KeyError` for an unknown key, or a placeholder missing from ``details``.
    """
    area = _AREA_OF.get(key.partition(".")[0])
    sentence = texts(area).get(key) if area else None
    if sentence is None:
        message = f"no sentence {key!r} in gknb.texts"
        raise KeyError(message)
    form = sentence["zh" if lang == "zh" else "en"]
    if not isinstance(form, str):
        # A number may be formatted as 1,234.
        form = form["one" if str(details[form.get("by", "count")]) == "1" else "other"]
    return form.format(**details)
