"""Results for people and for machines: one module a format, loaded when it is asked for."""

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
"""The module and the class of each format."""


def output_for(name: str, setting: Setting) -> Output:
    """The output of one of :data:`FORMATS`."""
    module, output = FORMATS[name]
    return getattr(import_module(f"gknb.output.{module}"), output)(setting)  # type: ignore[no-any-return]
