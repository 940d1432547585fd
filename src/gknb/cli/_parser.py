"""Reading arguments, with errors that are safe on a terminal and say what to type next."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gknb.standard.form import Lang

__all__ = ["Parser", "add_colour", "coloured", "listed"]


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors end with a hint."""

    hint: str = ""
    """What to type next."""

    def __init__(self, *, prog: str, allow_abbrev: bool, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            allow_abbrev=allow_abbrev,
            description=description,
            epilog=epilog,
            formatter_class=partial(argparse.RawDescriptionHelpFormatter, max_help_position=32, width=_columns() - 2),
        )

    def error(self, message: str) -> NoReturn:
        """Print the message and the hint, and exit with 2."""
        print(f"gknb: {printable(message)}", self.hint, sep="\n", file=sys.stderr)
        sys.exit(2)


def _columns() -> int:
    """The width of the terminal as :func:`shutil.get_terminal_size` tells it.

    Every argument asks for it, and loading that module takes a twentieth of a cold check.
    """
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # there is none
        return 80


def add_colour(made: argparse.ArgumentParser, lang: Lang) -> None:
    """Let a command take ``--color``."""
    made.add_argument(
        "--color",
        "--colour",
        choices=("auto", "always", "never"),
        default="auto",
        help=say(lang, "cli.check.color"),
    )


def coloured(when: str) -> bool:
    """Whether the output is coloured, given what ``--color`` says."""
    if when != "auto":
        return when == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def listed(given: Iterable[str]) -> tuple[str, ...]:
    """The names in an option that may be given several times, each time with several."""
    # An empty name stays: to pass it over would take everything where the caller meant to choose.
    return tuple(name for names in given for name in names.replace(",", " ").split() or [""])
