"""``gknb schema``: print the JSON Schema of an edition for a tool, or write the whole published set."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from gknb.cli import OK, parser
from gknb.errors import UsageError
from gknb.run.atomic_write import write_new
from gknb.standard.catalog import load_catalog
from gknb.standard.publish import bundle, published_files, to_text
from gknb.standard.tool_schemas import for_code, for_editors, for_validators
from gknb.texts import say

if TYPE_CHECKING:
    import argparse
    from typing import Literal

    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]

_BOTH: Final = "both"
"""What ``--lang`` takes for the schema as it is published, with the texts of both languages."""
_PURPOSES: Final = {"validators": for_validators, "editors": for_editors, "code": for_code}


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb schema", lang, description=say(lang, "cli.schema"), also=(_BOTH,))
    command.add_argument("edition", nargs="?", metavar="EDITION", help=say(lang, "cli.schema.edition"))
    command.add_argument("--draft", action="store_true", help=say(lang, "cli.schema.draft"))
    command.add_argument("--for", dest="purpose", choices=_PURPOSES, help=say(lang, "cli.schema.for"))
    command.add_argument("--base-url", metavar="URL", help=say(lang, "cli.schema.base-url"))
    command.add_argument("--out", metavar="DIR", help=say(lang, "cli.schema.out"))
    return command


def run(options: argparse.Namespace, lang: Lang | Literal["both"]) -> int:
    """Print one schema with its definitions embedded, or write every file of the set."""
    catalog = load_catalog()
    base_url = catalog.base_url if options.base_url is None else _address(options.base_url)
    edition = options.edition or catalog.editions[-1]
    catalog.schema_path(edition)
    if options.purpose and (options.out is not None or lang == _BOTH):
        raise UsageError("usage.schema-for")
    if options.out is not None:
        return _write(catalog, base_url, options.out, lang)
    schema = bundle(catalog, edition, base_url, draft=options.draft)
    if lang != _BOTH:
        schema = _PURPOSES[options.purpose or "validators"](schema, lang)
    sys.stdout.write(to_text(schema))
    return OK


def _write(catalog: Catalog, base_url: str, folder: str, lang: str) -> int:
    if os.path.isdir(folder) and os.listdir(folder):
        raise UsageError("usage.exists", path=folder)
    count = 0
    for path, content in published_files(catalog, base_url):
        write_new(os.path.join(folder, path), content)
        count += 1
    print(say(lang, "cli.schema.written", count=count, path=folder))
    return OK


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise UsageError("usage.base-url", url=url)
    return url.rstrip("/") + "/"
