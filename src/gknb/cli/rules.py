"""``gknb rules``: list the relations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gknb.cli import OK, parser
from gknb.standard.catalog import load_catalog
from gknb.standard.kinds import editions_of
from gknb.standard.relations import Relation
from gknb.texts import say
from gknb.texts.columns import width

if TYPE_CHECKING:
    import argparse

    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb rules", lang, description=say(lang, "cli.rules"))
    command.add_argument("--format", choices=("text", "json"), default="text", help=say(lang, "cli.rules.format"))
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Print every relation on one line, or the published data of all."""
    catalog = load_catalog()
    relations = sorted(catalog.relations(), key=lambda relation: relation["code"])
    if options.format == "json":
        print(json.dumps({"version": catalog.version, "relations": relations}, ensure_ascii=False, indent=2))
        return OK
    rows = [
        (
            relation["code"],
            say(lang, f"text.severity.{relation['severity']}").strip(),
            ",".join(editions_of(catalog, Relation(relation))),
            relation["name"],
            relation["title"][lang],
        )
        for relation in relations
    ]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (text + " " * (columns - width(text)) for text, columns in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    return OK
