"""The command line of the audit: is the rule set itself in order?"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from audit.json_audit import audit_json
from audit.report import PARTS, audit
from audit.text_audit import TextAudit
from audit.texts import say
from gknb.cli import INTERRUPTED, OK, UNREADABLE, WRONG, language, parser
from gknb.errors import GknbError
from gknb.texts import say as say_value

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from gknb.standard.form import Lang

__all__ = ["main"]


def main(argv: Sequence[str]) -> int:
    """Print what the audit finds; the exit code says whether anything is wrong."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    lang = language(argv)
    made = _parser(lang)
    options = made.parse_args(argv)
    for part in options.parts:
        if part not in PARTS:
            made.error(say(lang, "audit.part", part=part, parts=say_value(lang, "value.comma").join(PARTS)))
    try:
        return _run(options, lang)
    except GknbError as error:
        print(f"gknb: {error.say(lang)}", file=sys.stderr)
        return UNREADABLE
    except KeyboardInterrupt:
        print(f"gknb: {say_value(lang, 'cli.interrupted')}", file=sys.stderr)
        return INTERRUPTED


def _parser(lang: Lang) -> argparse.ArgumentParser:
    name = "python tests/audit"
    made = parser(name, lang, description=say(lang, "audit.about"), epilog=say(lang, "audit.epilog"))
    made.add_argument("parts", nargs="*", metavar="PART", help=say(lang, "audit.parts"))
    made.add_argument("--format", choices=("text", "json"), default="text", help=say(lang, "audit.format"))
    made.add_argument("--verbose", "-v", action="store_true", help=say(lang, "audit.verbose"))
    return made


def _run(options: argparse.Namespace, lang: Lang) -> int:
    found = audit(options.parts or PARTS, _progress(lang))
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    if options.format == "json":
        sys.stdout.write(audit_json(found, lang))
    else:
        print(*TextAudit(lang=lang, verbose=options.verbose).lines(found), sep="\n")
    return OK if found.sound else WRONG


def _progress(lang: Lang) -> Callable[[str], None]:
    """Return a function that shows on one line of a terminal what is being audited."""

    def show(what: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{say(lang, 'audit.progress', what=what)}", end="", file=sys.stderr, flush=True)

    return show
