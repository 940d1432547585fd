"""``gknb audit``: is the rule set itself in order?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from audit.json_audit import audit_json
from audit.report import PARTS, audit
from audit.text_audit import TextAudit
from gknb.cli import OK, WRONG, parser
from gknb.errors import UsageError
from gknb.texts import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """What the command takes."""
    made = parser("gknb audit", lang, description=say(lang, "cli.audit"), epilog=say(lang, "audit.epilog"))
    made.add_argument("parts", nargs="*", metavar="PART", help=say(lang, "audit.parts"))
    made.add_argument("--format", choices=("text", "json"), default="text", help=say(lang, "audit.format"))
    made.add_argument("--verbose", "-v", action="store_true", help=say(lang, "audit.verbose"))
    return made


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Print what the audit finds; the exit code says whether anything is wrong."""
    for part in options.parts:
        if part not in PARTS:
            raise UsageError("audit.part", part=part, parts=say(lang, "value.comma").join(PARTS))
    found = audit(options.parts or PARTS, _progress(lang))
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    if options.format == "json":
        sys.stdout.write(audit_json(found, lang))
    else:
        print(*TextAudit(lang=lang, verbose=options.verbose).lines(found), sep="\n")
    return OK if found.sound else WRONG


def _progress(lang: Lang) -> Callable[[str], None]:
    """What keeps one line of a terminal up to date."""

    def show(what: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{say(lang, 'audit.progress', what=what)}", end="", file=sys.stderr, flush=True)

    return show
