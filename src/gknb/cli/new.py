"""``gknb new``: write a report filled with zeros."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gknb.cli import OK, parser
from gknb.documents.render.rendered import BINARY, rendered
from gknb.documents.template import edition_for, empty_form, form_text
from gknb.errors import UsageError
from gknb.run.atomic_write import write_new
from gknb.standard.catalog import load_catalog
from gknb.standard.described import annotated
from gknb.standard.form import form_of
from gknb.texts import say, texts

if TYPE_CHECKING:
    import argparse

    from gknb.standard.form import Lang, Place

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb new", lang, description=say(lang, "cli.new"))
    command.add_argument("--organ", required=True, metavar="NAME", help=say(lang, "cli.new.organ"))
    command.add_argument("--year", required=True, type=int, help=say(lang, "cli.new.year"))
    command.add_argument("--edition", help=say(lang, "cli.new.edition"))
    for name, (place, default) in _choices().items():
        known = f"cli.new.{name}" in texts("commands")
        note = say(lang, f"cli.new.{name}") if known else place.name(lang)
        command.add_argument(f"--{name}", choices=place.schema["enum"], default=default, help=note)
    command.add_argument("--to", choices=("yaml", *BINARY[:2]), default="yaml", help=say(lang, "cli.new.to"))
    command.add_argument("-o", "--out", metavar="FILE", help=say(lang, "cli.new.out"))
    return command


def _choices() -> dict[str, tuple[Place, str]]:
    """Return the places of the head that have a usual value, with that value, by the name of their option."""
    catalog = load_catalog()
    form = form_of(catalog, catalog.editions[-1])
    usual = annotated(form, "x-default")
    return {pointer.rpartition("/")[2]: (form.places[pointer], value) for pointer, value in usual.items()}


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Write the form to the screen or to a new file; word-processor and spreadsheet forms are empty."""
    catalog = load_catalog()
    edition = options.edition or edition_for(catalog, options.year)
    places = form_of(catalog, edition).places
    head = {
        "/reporting_year": options.year,
        "/organ/name": options.organ,
        **{place.pointer: getattr(options, name) for name, (place, _) in _choices().items() if place.pointer in places},
    }
    if options.to != "yaml":
        if options.out is None:
            raise UsageError("render.needs-file", kind=options.to)
        write_new(options.out, rendered(catalog, empty_form(catalog, edition, head, lang), options.to, lang=lang))
        return OK
    text = form_text(catalog, edition, head, lang)
    if options.out is None:
        sys.stdout.write(text)
    else:
        write_new(options.out, text.encode())
    return OK
