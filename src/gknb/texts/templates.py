"""The Jinja2 templates of web pages. Only modules that write HTML import this one: Jinja2 takes long to load."""

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
"""Finds templates in a checkout, in an installed package and in a zipped one."""


def template(name: str) -> Template:
    """The template at a path below the package, compiled once in a process.

    It escapes whatever it prints, characters that could hide or reorder text included; ``None`` prints nothing, and a
    name that it is not given is an error.
    """
    return _environment().get_template(name)


@cache
def packaged(name: str) -> str:
    """A style or a script of the package, as it is."""
    content, _, _ = _LOADER.get_source(_environment(), name)
    return content


@cache
def _environment() -> Environment:
    made = Environment(
        loader=_LOADER,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["grouped"] = "{:,}".format  # digits in groups of three
    return made


def _printed(value: Any) -> Any:
    """What an expression prints, before it is escaped; markup is printed as it is."""
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
