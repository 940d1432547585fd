"""Read a roster from a CSV table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import SourceError
from gknb.series.pairs import plain_name
from gknb.source.document import Source
from gknb.source.encoding import decoded
from gknb.source.files import open_path, read_content
from gknb.source.limits import MAX_BYTES
from gknb.source.positions import Place
from gknb.source.refusals import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.standard.catalog import Catalog, Json

__all__ = ["read_table"]

_SEPARATORS: Final = str.maketrans(dict.fromkeys("；、|\n", ";"))
"""Translates the other separators of a list to semicolons."""


def read_table(catalog: Catalog, path: str) -> Source:
    """Return the roster in a CSV file with the same values as in YAML. Raises :class:`~gknb.errors.SourceError`.

    The position of an organ is the beginning of its row; that of a cell is the line of its row and its column number.
    """
    with open_path(path) as (stream, _):
        data = read_content(stream)
    if len(data) > MAX_BYTES:
        raise SourceError("source.too-large", limit="10 MiB", where="")
    text, encoding = decoded(data)
    if not text or text.isspace():
        raise SourceError("source.empty", where="")
    properties = catalog.json(catalog.path("roster_schema"))["$defs"]["organ"]["properties"]
    rows = _rows(text)
    line, titles = next(rows, (1, []))
    if not titles:
        raise SourceError("source.empty", where="")
    keys = _keys(line, titles, properties)
    organs: list[dict[str, Any]] = []
    places: dict[str, Place] = {}
    for line, row in rows:
        filled = {column: cell.strip() for column, cell in enumerate(row, 1) if cell.strip()}
        if max(filled) > len(keys):
            raise SourceError("roster.row", line=line, column=max(filled), found=max(filled), columns=len(keys))
        named = {key: (column, filled[column]) for column, key in enumerate(keys, 1) if key and column in filled}
        inside = {key: Place((line, column), None, {}) for key, (column, _) in named.items()}
        places[str(len(organs))] = Place((line, 1), None, inside)
        organs.append({key: _value(cell, properties[key]) for key, (_, cell) in named.items()})
    whole = Place((1, 1), None, {"organs": Place((1, 1), None, places)})
    return Source({"roster": 1, "organs": organs}, (), "python", encoding, lambda: whole)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with its line number."""
    head = text.split("\n", 1)[0]
    delimiter = max(",\t，", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError("roster.table", line=line, column=1, problem=short(str(error), 80)) from None


def _keys(line: int, titles: Sequence[str], properties: Mapping[str, Json]) -> list[str | None]:
    """Return the property of each column; ``None`` for a column without a title."""
    keys: list[str | None] = []
    for column, title in enumerate(titles, 1):
        key = _key(title, properties)
        if title.strip() and key is None:
            known = "、".join(schema["x-columns"][0] for schema in properties.values())
            raise SourceError("roster.column", line=line, column=column, title=short(title), titles=known)
        if key is not None and key in keys:
            raise SourceError("roster.column-twice", line=line, column=column, title=short(title))
        keys.append(key)
    return keys


def _key(title: str, properties: Mapping[str, Json]) -> str | None:
    plain = plain_name(title)
    fitting = (key for key, schema in properties.items() if plain.lower() == key or plain in schema["x-columns"])
    return next(fitting, None)


def _value(cell: str, schema: Mapping[str, Json]) -> Any:
    """Return the value of a cell; an invalid one stays a text, which the schema rejects."""
    words: Mapping[str, Any] = schema.get("x-words", {})
    if cell.lower() in words:
        return words[cell.lower()]
    match schema.get("type"):
        case "integer":
            return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 10 else cell
        case "array":
            return _parts(cell.translate(_SEPARATORS).split(";"))
        case _:
            return cell


def _parts(parts: Sequence[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]
