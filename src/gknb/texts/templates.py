"""The Jinja2 templates of web pages. Imported only by modules that write HTML, as Jinja2 loads slowly."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gknb.texts.values import printable

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["packaged", "template"]

_LOADER: Final = PackageLoader("gknb", "")
"""Finds templates in a checkout, an installed package and a zipped package."""


def template(name: str) -> Template:
    """Return the template at a path below the package, compiled once per process.

    Everything printed is escaped, characters that could hide or reorder text included. ``None`` prints nothing; an
    undefined name is an error.
    """
    return _environment().get_template(name)


@cache
def packaged(name: str) -> str:
    """Return the text of a style sheet or script of the package."""
    content, _, _ = _LOADER.get_source(_environment(), name)
    return content


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=_LOADER,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["grouped"] = "{:,}".format  # digits in groups of three
    return environment


def _printed(value: Any) -> Any:
    """Return the text of an expression before escaping; markup is returned unchanged."""
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
