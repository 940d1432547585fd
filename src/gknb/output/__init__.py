"""Output formats: one module per format, loaded on use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gknb.output.base import Output, Setting

__all__ = ["FORMATS", "output_for"]

FORMATS: Final = {
    "text": ("text", "TextOutput"),
    "json": ("json", "JsonOutput"),
    "ndjson": ("json", "NdjsonOutput"),
    "sarif": ("sarif", "SarifOutput"),
    "junit": ("junit", "JunitOutput"),
    "github": ("github", "GithubOutput"),
    "gitlab": ("gitlab", "GitlabOutput"),
    "csv": ("csv", "CsvOutput"),
    "markdown": ("markdown", "MarkdownOutput"),
    "html": ("html", "HtmlOutput"),
}
"""Module and class of each format."""


def output_for(name: str, setting: Setting) -> Output:
    """Return the output for one of :data:`FORMATS`."""
    module, output = FORMATS[name]
    return getattr(import_module(f"gknb.output.{module}"), output)(setting)  # type: ignore[no-any-return]
