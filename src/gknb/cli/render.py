"""``gknb render``: the official form of a document."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from gknb.cli import OK, parser
from gknb.cli._files import read_named
from gknb.cli._settings import add_limits, limits_of
from gknb.documents.render.rendered import BINARY, KINDS, rendered
from gknb.engine.options import Options
from gknb.errors import UsageError
from gknb.run.atomic_write import write_new
from gknb.run.inputs import source_at
from gknb.settings.checker import Checker
from gknb.standard.catalog import load_catalog
from gknb.texts import say

if TYPE_CHECKING:
    import argparse

    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb render", lang, description=say(lang, "cli.render"), epilog=say(lang, "render.epilog"))
    command.add_argument("file", metavar="DOC", help=say(lang, "render.file"))
    command.add_argument("--to", required=True, choices=KINDS, help=say(lang, "render.to"))
    command.add_argument("-o", "--out", metavar="OUT", help=say(lang, "render.out"))
    command.add_argument("--findings", action="store_true", help=say(lang, "render.option.findings"))
    add_limits(command, lang)
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Write the form to the screen or to a new file."""
    if options.to in BINARY and options.out is None:
        raise UsageError("render.needs-file", kind=options.to)
    source = read_named(options.file, partial(source_at, limits=limits_of(options)), lang)
    result = Checker(Options(lang=lang)).check(source, options.file) if options.findings else None
    content = rendered(load_catalog(), source.value, options.to, result=result, lang=lang)
    if options.out is None:
        sys.stdout.write(content.decode())
    else:
        write_new(options.out, content)
    return OK
