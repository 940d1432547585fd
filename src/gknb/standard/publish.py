"""The published set for a web site: addresses replaced, draft schemas derived, hashes computed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from gknb.standard.schemas import addressed, derive_draft, rebase, with_addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.standard.published_set import Catalog, Json

__all__ = ["bundle", "file_hash", "published_files", "to_text"]


def to_text(value: Json) -> str:
    """Return a JSON value in the format of the published files: two spaces of indent, final line break."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def file_hash(content: bytes) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def bundle(catalog: Catalog, edition: str, base_url: str, *, draft: bool = False) -> Json:
    """Return one report schema that refers to its own definitions only.

    Before version 2.0.0, that takes in the definitions of the common schema.
    """
    paths = [catalog.schema_path(edition), *filter(None, [catalog.entry.get("common")])]
    schema, *common = (rebase(catalog.json(path), catalog.base_url, base_url) for path in paths)
    if draft:
        schema, *common = (derive_draft(one) for one in (schema, *common))
    for one in common:
        schema["$defs"] |= one["$defs"]
    return with_addresses(schema, lambda address: "#" + address.partition("#")[2], keys=("$ref",))


def published_files(catalog: Catalog, base_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the set as (path, content) for publication at ``base_url``, ``catalog.json`` last."""
    hashes: dict[str, str] = {}
    for path, value in _values(catalog, base_url):
        content = to_text(value).encode()
        hashes[path] = file_hash(content)
        yield path, content
    yield "catalog.json", to_text(_catalog(catalog, base_url, hashes)).encode()


def _values(catalog: Catalog, base_url: str) -> Iterator[tuple[str, Json]]:
    has_draft = {catalog.entry.get("common"), *catalog.entry["schemas"].values()}
    for path in catalog.entry["files"]:
        value = rebase(catalog.json(path), catalog.base_url, base_url)
        if path.endswith(".schema.json") and base_url != catalog.base_url:
            value = addressed(value, path, base_url)
        yield path, value
        if path in has_draft:
            yield path.replace(".schema.json", ".draft.schema.json"), derive_draft(value)


def _catalog(catalog: Catalog, base_url: str, hashes: Mapping[str, str]) -> Json:
    root = catalog.json("catalog.json")
    entry = next(entry for entry in root["versions"] if entry["version"] == catalog.version)
    return {
        **root,
        "base_url": base_url,
        "versions": [{**entry, "files": dict(sorted(hashes.items()))}],
    }
