"""Options for what a published file does not state: the organ, the year, the level and the kind."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import UsageError
from gknb.run.inputs import PAGES, is_pattern, report_files
from gknb.texts import say
from gknb.texts.terms import term

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from gknb.standard.form import Lang, Place

__all__ = ["add_supplied", "require_pages", "supplied_values"]

_POINTERS: Final[Mapping[str, str]] = {
    "organ": "/organ/name",
    "year": "/reporting_year",
    "level": "/organ/level",
    "kind": "/organ/kind",
}


def add_supplied(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the options."""
    command.add_argument("--organ", metavar="NAME", help=say(lang, "cli.supplied.organ"))
    command.add_argument("--year", type=int, metavar="YEAR", help=say(lang, "cli.supplied.year"))
    command.add_argument("--level", metavar="LEVEL", help=say(lang, "cli.supplied.level"))
    command.add_argument("--kind", metavar="KIND", help=say(lang, "cli.supplied.kind"))


def supplied_values(options: argparse.Namespace, lang: Lang) -> dict[str, Any]:
    """Return the values of the options by pointer. Raises :class:`~gknb.errors.UsageError` for one that cannot be."""
    given = {name: getattr(options, name) for name in _POINTERS if getattr(options, name) is not None}
    if not given:
        return {}
    from gknb.standard.catalog import load_catalog  # loaded only if there is a value to check
    from gknb.standard.form import form_of

    catalog = load_catalog()
    places = form_of(catalog, catalog.editions[-1]).places
    words = catalog.json(catalog.path("roster_schema"))["$defs"]["organ"]["properties"]
    made = {}
    for name, value in given.items():
        place = places[_POINTERS[name]]
        made[place.pointer] = _value(f"--{name}", value, place, words.get(name, {}).get("x-words", {}), lang)
    if "organ" in given and (len(options.files) != 1 or _has_several(options.files[0])):
        raise UsageError("usage.supplied-organ")
    return made


def _has_several(path: str) -> bool:
    return os.path.isdir(path) or is_pattern(path)


def _value(option: str, given: Any, place: Place, words: Mapping[str, str], lang: Lang) -> Any:
    """Return the value of an option; a level and a kind may be given in the Chinese ``words`` of a roster as well."""
    schema = place.schema
    if "enum" in schema:
        terms = {term("zh", place.pointer, value): value for value in schema["enum"]}
        value = {**words, **terms}.get(given, given)
        if value not in schema["enum"]:
            allowed = "、".join(terms) if lang == "zh" else ", ".join(schema["enum"])
            raise UsageError("usage.supplied-choice", option=option, given=given, allowed=allowed)
        return value
    if isinstance(given, int):
        least, most = schema["minimum"], schema["maximum"]
        if not least <= given <= most:
            raise UsageError("usage.supplied-year", given=given, least=least, most=most)
        return given
    name = " ".join(given.split())
    if len(name) > schema["maxLength"] or not re.search(schema["pattern"], name):
        raise UsageError("usage.supplied-name", most=schema["maxLength"])
    return name


def require_pages(paths: Sequence[str]) -> None:
    """Raise :class:`~gknb.errors.UsageError` for a path that is not a published file."""
    for path in report_files(paths):
        if not path.lower().endswith(PAGES):
            raise UsageError("usage.supplied-page", path=path, suffixes=" ".join(PAGES))
