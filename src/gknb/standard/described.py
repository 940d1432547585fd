"""What a set says of the form besides its cells: layout, units, the words of published pages.

Sets before 2.0.0 do not say it. The first set that does describes the same forms, and is read in their place.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gknb.errors import CatalogError
from gknb.standard.form import form_of
from gknb.standard.published_set import catalog_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.standard.catalog import Catalog, Json
    from gknb.standard.form import Form

__all__ = ["annotated", "readings_of"]


@cache
def readings_of(catalog: Catalog) -> Mapping[str, Json]:
    """Return how published reports print the form, as in ``reading-words.schema.json``.

    A set before 2.0.0 that has some of it is taken at its word. Raises :class:`~gknb.errors.CatalogError` where the
    file cannot be read.
    """
    describing = _describing(catalog)
    found: Mapping[str, Json] = describing.json(describing.entry["readings"])
    if describing is not catalog:
        own = catalog.json(catalog.entry["readings"]) if "readings" in catalog.entry else {}
        return {**found, **own}
    return found


@cache
def annotated(form: Form, name: str) -> Mapping[str, Json]:
    """Return the value of an annotation (``x-unit``) at each place of a form that has it, by pointer."""
    catalog = form.schemas.catalog
    describing = _describing(catalog)
    source = form
    if describing is not catalog:
        source = form_of(describing, form.edition)
    return {
        pointer: place.schema[name]
        for pointer, place in source.places.items()
        if name in place.schema and pointer in form.places
    }


@cache
def _describing(catalog: Catalog) -> Catalog:
    """Return the set itself; for one before 2.0.0, the first that describes the form."""
    if "reading_words_schema" in catalog.entry:
        return catalog
    root = catalog.json("catalog.json")
    entry = next((entry for entry in root["versions"] if "set" in entry), None)
    if entry is None:
        raise CatalogError("catalog.undescribed", version=catalog.version)
    return catalog_of(root, entry, catalog.read)
