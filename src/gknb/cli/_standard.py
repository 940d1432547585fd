"""The option ``--standard``: which version of the standard a command works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.texts import say

if TYPE_CHECKING:
    import argparse

    from gknb.texts.languages import Lang

__all__ = ["add_standard"]


def add_standard(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add ``--standard VERSION``; ``load_catalog(options.standard)`` gives that version, by default the newest."""
    command.add_argument("--standard", metavar="VERSION", help=say(lang, "cli.standard"))
