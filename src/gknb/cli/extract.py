"""``gknb extract``: convert published pages to documents of the standard."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from gknb.cli import OK, UNREADABLE, WRONG, parser
from gknb.cli._files import read_named
from gknb.cli._settings import add_limits, limits_of
from gknb.cli._supplied import add_supplied, supplied_values
from gknb.documents.extract.bounded import extracted_bounded, extracted_path, whole_content
from gknb.documents.extract.provenance import document_json, extraction_json, provenance_json, refusal_json
from gknb.errors import SourceError, UsageError
from gknb.run.atomic_write import write_new
from gknb.run.supply import supply_from
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from gknb.county.roster import Roster
    from gknb.documents.extract.extraction import Extraction
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb extract", lang, description=say(lang, "cli.extract"), epilog=say(lang, "extract.epilog"))
    command.add_argument("files", nargs="+", metavar="FILE", help=say(lang, "extract.files"))
    command.add_argument("-o", "--out", metavar="OUT", help=say(lang, "extract.out"))
    command.add_argument("--provenance", metavar="FILE", help=say(lang, "extract.provenance"))
    command.add_argument("--json", action="store_true", help=say(lang, "extract.json"))
    add_supplied(command, lang)
    command.add_argument("--roster", metavar="FILE", help=say(lang, "extract.roster"))
    add_limits(command, lang)
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Read each file and write its document; an unreadable file does not stop the others."""
    several = len(options.files) > 1
    if several and (options.out is None or options.provenance is not None):
        raise UsageError("extract.several")
    given, limits = supplied_values(options, lang), limits_of(options)
    catalog, worst = load_catalog(), OK
    supply = supply_from(given, _roster(catalog, options.roster, lang))
    for path in options.files:
        try:
            found = _extracted(path, limits)
            found = found if supply is None else supply.added(found)
        except SourceError as error:
            print(f"gknb: {printable(f'{path}: {error.say(lang)}')}", file=sys.stderr)
            worst = UNREADABLE
            if options.json and options.out is None:
                sys.stdout.write(refusal_json(error.say(lang)))
            continue
        out = os.path.join(options.out, f"{_stem(path)}.json") if several else options.out
        _write(extraction_json(found) if options.json else document_json(found), out)
        if options.provenance is not None:
            write_new(options.provenance, provenance_json(found).encode())
        print(f"gknb: {printable(_summary(catalog, found, path, lang))}", file=sys.stderr)
        worst = max(worst, WRONG if _unread(catalog, found) else OK)
    return worst


def _roster(catalog: Catalog, path: str | None, lang: Lang) -> Roster | None:
    """Return the roster named by the option; ``None`` without the option."""
    if path is None:
        return None
    from gknb.county.roster import read_roster

    return read_named(path, partial(read_roster, catalog), lang)


def _extracted(path: str, limits: Mapping[str, int]) -> Extraction:
    return extracted_path(path, limits) if path != "-" else extracted_bounded(_standard_input(), path, limits)


def _standard_input() -> bytes:
    if sys.stdin is None:  # closed by the parent process
        raise SourceError("reader.empty")
    return whole_content(sys.stdin.buffer)


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _write(text: str, out: str | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        write_new(out, text.encode())


def _unread(catalog: Catalog, found: Extraction) -> int:
    """Return the number of places that could not be read with certainty."""
    severe = {one["code"] for one in catalog.relations() if one["severity"] == "error"}
    return sum(max(1, len(trouble.pointers)) for trouble in found.troubles if trouble.code in severe)


def _summary(catalog: Catalog, found: Extraction, path: str, lang: Lang) -> str:
    document = found.document
    cells = form_of(catalog, document["edition"]).cells
    values = {origin.pointer: origin.value for origin in found.origins}
    figures = sum(values.get(pointer) is not None for pointer in cells)
    return say(
        lang,
        "extract.read",
        file=path,
        edition=document["edition"],
        organ=document["organ"]["name"] or say(lang, "extract.unknown"),
        year=document["reporting_year"] or say(lang, "extract.unknown"),
        cells=len(cells),
        values=figures,
        blank=len(cells) - figures,
        unread=_unread(catalog, found),
    )
