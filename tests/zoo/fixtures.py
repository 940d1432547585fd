"""The stored fixtures of the zoo."""

from __future__ import annotations

import json
import os
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.resources import read_packaged
from zoo.reports import stored

if TYPE_CHECKING:
    from gknb.standard.catalog import Catalog

__all__ = ["FIXTURES", "MANIFEST", "Fixture", "converters", "fixtures", "standard", "truth"]

FIXTURES: Final = Path(__file__).with_name("fixtures")
MANIFEST: Final = FIXTURES / "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """One file that a converter made of a report."""

    name: str
    """The path of the file inside the zoo."""
    converter: str
    """The name of the converter."""
    report: str
    """The name of the report."""
    style: str
    """The style of the page, or the format that ``gknb render`` made."""
    quality: str
    """What can be read of it: ``whole`` (every cell), ``spans-lost`` (98 % of the cells) or ``order-lost``."""
    least: float
    """The least share of its cells that is read: less than the quality says where rows of a text are broken."""
    content: bytes
    """The file."""


@cache
def standard() -> Catalog:
    """Return the newest version of the standard, a draft included; ``GKNB_STANDARD`` overrides it."""
    if "GKNB_STANDARD" in os.environ:
        return load_catalog()
    root = json.loads(read_packaged("schema/catalog.json", "schema/catalog.json"))
    return load_catalog(root["versions"][-1]["version"])


@cache
def fixtures() -> tuple[Fixture, ...]:
    """Return every fixture, in the order of the manifest."""
    contents: dict[str, bytes] = {}
    for path in sorted(FIXTURES.glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member)
                assert file is not None
                contents[member.name] = file.read()
    return tuple(
        Fixture(name=name, converter=converter, content=contents[name], **one)
        for converter, how in converters().items()
        for name, one in how["files"].items()
    )


@cache
def converters() -> dict[str, Any]:
    """Return the manifest of each converter: its ``tools``, its ``commands`` and the ``files`` that it made."""
    found: dict[str, Any] = json.loads(MANIFEST.read_bytes())["converters"]
    return found


@cache
def truth(report: str) -> dict[str, Any]:
    """Return the figures of a report by pointer."""
    document = stored()[report]["document"]
    return {pointer: lookup(document, pointer) for pointer in form_of(standard(), document["edition"]).cells}
