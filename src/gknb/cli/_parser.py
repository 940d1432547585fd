"""Argument parser whose errors are safe on a terminal and end with a hint."""

from __future__ import annotations

import argparse
import os
import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn

from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gknb.standard.form import Lang

__all__ = ["Parser", "add_colour", "coloured", "in_words", "listed"]


_PROBLEMS: Final = {
    "one": r"expected one argument",
    "some": r"expected at least one argument",
    "none": r"ignored explicit argument (?P<given>.+)",
    "int": r"invalid int value: (?P<given>.+)",
    "float": r"invalid float value: (?P<given>.+)",
    "choice-near": r"invalid choice: (?P<given>.+), maybe you meant (?P<closest>.+)\? \(choose from (?P<choices>.+)\)",
    "choice": r"invalid choice: (?P<given>.+) \(choose from (?P<choices>.+)\)",
    "unrecognized": r"unrecognized arguments: (?P<given>.+)",
    "required": r"the following arguments are required: (?P<names>.+)",
}
"""Error messages of :mod:`argparse`, by the last part of the key of their translation."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Formats help with ``usage:`` translated."""

    def __init__(self, prog: str, *, lang: Lang, **settings: Any) -> None:
        super().__init__(prog, max_help_position=32, **{"width": _columns() - 2, **settings})
        self._lang = lang

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, prefix or say(self._lang, "cli.help.usage"))


class Parser(argparse.ArgumentParser):
    """An argument parser in one language, whose errors end with a hint."""

    hint: str = ""
    """Hint on what to type next."""

    def __init__(self, *, prog: str, lang: Lang, allow_abbrev: bool, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            allow_abbrev=allow_abbrev,
            description=description,
            epilog=epilog,
            formatter_class=partial(_Formatter, lang=lang),
            add_help=False,
        )
        self._lang: Lang = lang
        self._positionals.title = say(lang, "cli.help.positionals")
        self._optionals.title = say(lang, "cli.help.options")
        self.add_argument("-h", "--help", action="help", help=say(lang, "cli.help.help"))

    def format_help(self) -> str:
        """Return the help; headings end with the colon of the language."""
        text = super().format_help()
        for title in (self._positionals.title, self._optionals.title):
            text = text.replace(f"\n{title}:\n", f"\n{say(self._lang, 'cli.help.heading', title=title)}\n")
        return text

    def error(self, message: str) -> NoReturn:
        """Print the message and the hint, and exit with 2."""
        print(f"gknb: {printable(in_words(message, self._lang))}", self.hint, sep="\n", file=sys.stderr)
        sys.exit(2)


def in_words(message: str, lang: Lang) -> str:
    """Return a message of :mod:`argparse` in ``lang``; any other message unchanged."""
    if about := re.fullmatch(r"argument (?P<name>[^:]+): (?P<problem>.+)", message, re.DOTALL):
        return say(lang, "cli.error.argument", name=about["name"], problem=in_words(about["problem"], lang))
    for kind, pattern in _PROBLEMS.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(lang, f"cli.error.{kind}", **found.groupdict())
    return message


def _columns() -> int:
    """Return the width of the terminal, as :func:`shutil.get_terminal_size` does.

    Every argument needs it, and importing :mod:`shutil` takes a twentieth of a cold check.
    """
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # not a terminal
        return 80


def add_colour(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the option ``--color``."""
    command.add_argument(
        "--color",
        "--colour",
        choices=("auto", "always", "never"),
        default="auto",
        help=say(lang, "cli.check.color"),
    )


def coloured(when: str) -> bool:
    """Return whether output is coloured, for a value of ``--color``."""
    if when != "auto":
        return when == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def listed(given: Iterable[str]) -> tuple[str, ...]:
    """Return the names in a repeatable option that takes comma-separated names."""
    # Keep an empty name: dropping it would select everything although the caller meant to choose.
    return tuple(name for names in given for name in names.replace(",", " ").split() or [""])
