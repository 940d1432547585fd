"""Loads the published files under ``schema/``, from a checkout or an installed wheel. Nothing else reads them."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from gknb.errors import CatalogError, UsageError
from gknb.standard.published_set import Catalog, Json, catalog_of, expanded, read_object, relation_files
from gknb.standard.resources import read_packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["STANDARD", "Catalog", "Json", "catalog_of", "closest", "expanded", "load_catalog", "relation_files"]

STANDARD: Final = "GKNB_STANDARD"
"""Environment variable with the version or folder of the standard that is used where none is given."""


def load_catalog(version: str | os.PathLike[str] | None = None) -> Catalog:
    """Return the published set of ``version``, by default the newest released one.

    ``version`` may also be a folder with one version: a copy of ``schema/2.0.0``, for instance with another edition. A
    name like ``2.0.0`` is a version, whether there is such a folder or not.
    The environment variable ``GKNB_STANDARD``, which ``gknb --standard`` sets, is the default for both.

    Raises :class:`UsageError` for an unknown version and :class:`CatalogError` where the files are missing or, in a
    folder, contradict each other.
    """
    given = os.fspath(version or os.environ.get(STANDARD) or "") or None
    if given is not None and (os.sep in given or (os.path.isdir(given) and not re.fullmatch(r"\d+\.\d+\.\d+", given))):
        return _load_folder(os.path.abspath(given))
    return _load(given, _read_packaged)


@cache
def _load(version: str | None, read: Callable[[str], bytes]) -> Catalog:
    root = read_object(read, "catalog.json")
    entries = {entry["version"]: entry for entry in root["versions"]}
    released = [name for name, entry in entries.items() if entry["status"] == "released"]
    if version is None and not released:
        raise CatalogError("catalog.withdrawn")
    chosen = version or released[-1]
    if chosen not in entries:
        raise UsageError("usage.version", version=chosen, versions=", ".join(entries))
    return catalog_of(root, entries[chosen], read)


@cache
def _load_folder(folder: str) -> Catalog:
    from gknb.standard.verification import verified  # a folder is not known to be right, as a released version is

    return verified(folder)


def _read_packaged(path: str) -> bytes:
    return read_packaged(f"schema/{path}", f"schema/{path}")


def closest(word: str, known: Sequence[str]) -> str:
    """Return the name in ``known`` closest to ``word``, or an empty string."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1, cutoff=0.4)), "")
