"""The Jinja2 templates of web pages. Only modules that write HTML import this one: Jinja2 takes long to load."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any, Final

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gknb._version import __version__
from gknb.texts.values import printable

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.bccache import Bucket

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
        bytecode_cache=_Compiled(os.path.dirname(__spec__.cached)) if __spec__ and __spec__.cached else None,
    )
    made.filters["grouped"] = "{:,}".format  # digits in groups of three
    return made


def _printed(value: Any) -> Any:
    """What an expression prints, before it is escaped; markup is printed as it is."""
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


class _Compiled(BytecodeCache):
    """Compiled templates, kept in the folder where Python keeps this module compiled: compiling takes 0.1 s.

    Where nothing can be kept, templates are compiled in each process.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept; the bucket itself sees whether it is of this template, Python and Jinja2."""
        with suppress(OSError), open(self._path(bucket), "rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, whole or not at all."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):  # a folder that is not there or is not ours
            descriptor, name = mkstemp(dir=self._folder)
            try:
                with open(descriptor, "wb") as file:
                    bucket.write_bytecode(file)
                os.replace(name, self._path(bucket))
            except OSError:
                os.unlink(name)
                raise

    def _path(self, bucket: Bucket) -> str:
        return os.path.join(self._folder, f"{bucket.key}.gknb-{__version__}.jinja")
