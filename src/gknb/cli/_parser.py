"""Reading arguments, with errors that are safe on a terminal and say what to type next."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import NoReturn

from gknb.show import printable

__all__ = ["Parser"]


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
            formatter_class=partial(argparse.RawDescriptionHelpFormatter, max_help_position=32),
        )

    def error(self, message: str) -> NoReturn:
        """Print the message and the hint, and exit with 2."""
        print(f"gknb: {printable(message)}", self.hint, sep="\n", file=sys.stderr)
        sys.exit(2)
