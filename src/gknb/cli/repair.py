"""``gknb repair``: the likeliest mistakes in a report, and a copy in which the one that somebody chose is put right."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gknb.cli import OK, WRONG, parser
from gknb.cli._files import read_named, require_document_name
from gknb.cli._project import add_arguments, project
from gknb.documents import document_text
from gknb.errors import UsageError
from gknb.files import source_at
from gknb.output import output_for
from gknb.output.base import Totals, row_of
from gknb.output.remarks import repairs_told
from gknb.repair.apply import repaired
from gknb.series.collection import is_collection
from gknb.show import printable
from gknb.source import from_python
from gknb.texts import say
from gknb.writing import write_new

if TYPE_CHECKING:
    import argparse

    from gknb.cli._project import Project
    from gknb.findings import Result
    from gknb.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """What the command takes."""
    made = parser("gknb repair", lang, description=say(lang, "cli.repair"), epilog=say(lang, "repair.epilog"))
    made.add_argument("file", metavar="FILE", help=say(lang, "repair.file"))
    made.add_argument("--accept", type=int, metavar="N", help=say(lang, "repair.option.accept"))
    made.add_argument("-o", "--out", metavar="OUT", help=say(lang, "repair.option.out"))
    made.add_argument("--format", choices=("text", "json"), default="text", help=say(lang, "repair.option.format"))
    add_arguments(made, lang, without={"explain": True, "baseline": None, "write-baseline": None})
    return made


def run(options: argparse.Namespace, lang: Lang) -> int:
    """List the repairs of a report, or write the copy with one of them."""
    if options.out is not None and options.accept is None:
        raise UsageError("repair.needs-accept")
    if options.out is not None:
        require_document_name(options.out)
    options.files = [options.file]
    chosen = project(options, lang)
    source = read_named(options.file, source_at, chosen.lang)
    if is_collection(source.value):
        raise UsageError("repair.collection", file=options.file)
    result = chosen.checker().check(source, options.file)
    if options.accept is None:
        _list(result, chosen, options.format)
        return OK if result.valid else WRONG
    if not 1 <= options.accept <= len(result.repairs):
        raise UsageError("repair.none", file=options.file, number=options.accept, count=len(result.repairs))
    for twice in source.duplicates:  # the copy could only have one of the two
        where = f"{options.file}:{twice.position.line}:{twice.position.column}"
        raise UsageError("repair.twice", path=where, name=twice.key)
    repair = result.repairs[options.accept - 1]
    copy = repaired(source.value, repair)
    text = document_text(copy, f".{source.format}" if options.out is None else options.out)
    if options.out is None:
        sys.stdout.write(text)
    else:
        write_new(options.out, text.encode())
    changed = len(repair.changes)
    words = {"file": options.file, "number": options.accept, "count": changed, "s": "" if changed == 1 else "s"}
    _tell(say(lang, "repair.done", reason=repair.reason, **words))
    left = chosen.checker().check(from_python(copy))
    errors = sum(finding.severity == "error" for finding in left.findings)
    if errors:
        _tell(say(lang, "repair.still", count=errors, s="" if errors == 1 else "s"))
    return OK if left.valid else WRONG


def _tell(sentence: str) -> None:
    print(f"gknb: {printable(sentence)}", file=sys.stderr)


def _list(result: Result, chosen: Project, format_: str) -> None:
    lang = chosen.lang
    if format_ == "json":
        output, totals = output_for("json", chosen.setting()), Totals()
        totals.add(row_of(result))
        sys.stdout.writelines([output.head(totals), *output.piece(result), output.tail(totals)])
        return
    file = printable(result.file)
    if not result.repairs:
        print(say(lang, "repair.nothing" if result.valid else "repair.else", file=file))
    else:
        print(file, *(f"  {line}" for line in repairs_told(result, lang, len(result.repairs))), sep="\n")
    if result.repairs_note:
        print(f"  {printable(say(lang, 'repair.note', text=result.repairs_note))}")
    if result.repairs:
        print(say(lang, "repair.how", file=file))
