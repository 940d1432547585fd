"""The sentences of the program itself, in Chinese and in English: one module an area, loaded when one is said.

What a *finding* says is not here: messages, labels and bases of relations live in ``schema/``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

__all__ = ["AREAS", "say", "texts"]

AREAS: Final = {
    "errors": ("source", "catalog", "usage"),
    "results": ("value", "sum", "text", "truth"),
    "commands": ("cli", "new"),
    "relations": ("explain", "example", "relation"),
    "form": ("form",),
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
"""The modules, each with what its keys begin with."""
_AREA_OF: Final = {beginning: area for area, beginnings in AREAS.items() for beginning in beginnings}


def texts(area: str) -> dict[str, tuple[str, str]]:
    """The sentences of one area by their keys, each as (Chinese, English)."""
    return import_module(f"gknb.texts.{area}").TEXTS  # type: ignore[no-any-return]


def say(lang: str, key: str, /, **details: object) -> str:
    """The sentence ``key`` in ``lang`` (``"zh"``, else English), its placeholders filled from ``details``."""
    area = _AREA_OF[key.partition(".")[0]]
    return texts(area)[key][0 if lang == "zh" else 1].format(**details)
