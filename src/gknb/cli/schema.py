"""``gknb schema``: print the JSON Schema of an edition, or write the whole published set."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from gknb.cli import OK, parser
from gknb.errors import UsageError
from gknb.run.atomic_write import write_new
from gknb.standard.catalog import load_catalog
from gknb.standard.publish import bundle, published_files, to_text
from gknb.texts import say

if TYPE_CHECKING:
    import argparse

    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb schema", lang, description=say(lang, "cli.schema"))
    command.add_argument("edition", nargs="?", metavar="EDITION", help=say(lang, "cli.schema.edition"))
    command.add_argument("--draft", action="store_true", help=say(lang, "cli.schema.draft"))
    command.add_argument("--base-url", metavar="URL", help=say(lang, "cli.schema.base-url"))
    command.add_argument("--out", metavar="DIR", help=say(lang, "cli.schema.out"))
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Print one schema with its definitions embedded, or write every file of the set."""
    catalog = load_catalog()
    base_url = catalog.base_url if options.base_url is None else _address(options.base_url)
    edition = options.edition or catalog.editions[-1]
    catalog.schema_path(edition)
    if options.out is None:
        sys.stdout.write(to_text(bundle(catalog, edition, base_url, draft=options.draft)))
        return OK
    if os.path.isdir(options.out) and os.listdir(options.out):
        raise UsageError("usage.exists", path=options.out)
    count = 0
    for path, content in published_files(catalog, base_url):
        write_new(os.path.join(options.out, path), content)
        count += 1
    print(say(lang, "cli.schema.written", count=count, path=options.out))
    return OK


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise UsageError("usage.base-url", url=url)
    return url.rstrip("/") + "/"
