"""``gknb repair``: list the likeliest mistakes in a report, and write a copy with one of them corrected."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from gknb.cli import OK, WRONG, parser
from gknb.cli._files import read_named, require_document_name
from gknb.cli._settings import add_arguments, project
from gknb.documents.write import document_text
from gknb.errors import UsageError
from gknb.output import output_for
from gknb.output.base import Totals, row_of
from gknb.output.remarks import change_told, repairs_told
from gknb.repair.apply import repaired
from gknb.run.atomic_write import write_new
from gknb.run.collection import is_collection
from gknb.run.inputs import check_source, source_at
from gknb.run.setting import setting_for
from gknb.source.document import from_python
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from gknb.cli._settings import Chosen
    from gknb.results import Repair, Result
    from gknb.source.document import Source
    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb repair", lang, description=say(lang, "cli.repair"), epilog=say(lang, "repair.epilog"))
    command.add_argument("file", metavar="FILE", help=say(lang, "repair.file"))
    command.add_argument("--accept", type=int, metavar="N", help=say(lang, "repair.option.accept"))
    command.add_argument("-o", "--out", metavar="OUT", help=say(lang, "repair.option.out"))
    command.add_argument("--format", choices=("text", "json"), default="text", help=say(lang, "repair.option.format"))
    command.add_argument("--previous", metavar="FILE", help=say(lang, "cli.check.previous"))
    add_arguments(command, lang, without={"explain": True, "baseline": None, "write-baseline": None})
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """List the repairs of a report, or write the copy with one of them."""
    if options.out is not None:
        if options.accept is None:
            raise UsageError("repair.needs-accept")
        require_document_name(options.out)
    options.files = [options.file]
    chosen = project(options, lang)
    read = partial(source_at, limits=chosen.limits)
    source = read_named(options.file, read, chosen.lang)
    if is_collection(source.value):
        raise UsageError("repair.collection", file=options.file)
    last = None if options.previous is None else read_named(options.previous, read, chosen.lang)
    previous = None if last is None else (last, options.previous)
    check = partial(check_source, chosen.checker, previous=previous)
    result = check(source, options.file)
    if options.accept is None:
        _list(result, chosen, options)
        return OK if result.valid else WRONG
    repair = _chosen(result, source, options)
    copy = repaired(source.value, repair)
    text = document_text(copy, f".{source.format}" if options.out is None else options.out)
    if options.out is None:
        sys.stdout.write(text)
    else:
        write_new(options.out, text.encode())
    left = check(from_python(copy), "")
    for sentence in _done(repair, left, options, chosen.lang):
        print(f"gknb: {printable(sentence)}", file=sys.stderr)
    return OK if left.valid else WRONG


def _chosen(result: Result, source: Source, options: argparse.Namespace) -> Repair:
    """Return the requested repair. Raises :class:`~gknb.errors.UsageError` if no copy can be written with it."""
    if not 1 <= options.accept <= len(result.repairs):
        raise UsageError("repair.none", file=options.file, number=options.accept, count=len(result.repairs))
    for twice in source.duplicates:  # the copy would lose one of the two
        where = f"{options.file}:{twice.position.line}:{twice.position.column}"
        raise UsageError("repair.twice", path=where, name=twice.key)
    repair: Repair = result.repairs[options.accept - 1]
    if all(change.file is not None for change in repair.changes):
        raise UsageError("repair.elsewhere", number=options.accept, file=repair.changes[0].file)
    return repair


def _done(repair: Repair, left: Result, options: argparse.Namespace, lang: Lang) -> Iterator[str]:
    """Yield lines on the changes made, those to make in other files, and the remaining findings."""
    own = sum(change.file is None for change in repair.changes)
    words = {"file": options.file, "number": options.accept, "count": own}
    yield say(lang, "repair.done", reason=repair.reason, **words)
    for change in repair.changes:
        if change.file is not None:
            yield say(lang, "repair.also", file=change.file, change=change_told(change, lang))
    errors = sum(finding.severity == "error" for finding in left.findings)
    if errors:
        yield say(lang, "repair.still", count=errors)


def _list(result: Result, chosen: Chosen, options: argparse.Namespace) -> None:
    lang = chosen.lang
    if options.format == "json":
        output, totals = output_for("json", setting_for(chosen.settings.make_checker)), Totals()
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
        previous = "" if options.previous is None else f" --previous {printable(options.previous)}"
        print(say(lang, "repair.how", file=f"{file}{previous}"))
