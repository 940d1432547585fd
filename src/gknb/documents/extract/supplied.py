"""Add to an extracted document what its file does not state and somebody knows."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.documents.extract.extraction import Origin
from gknb.documents.extract.organ import organ_level_and_kind
from gknb.documents.extract.report_head import ReadHead, deduce
from gknb.documents.extract.words import squeezed
from gknb.results import Printed
from gknb.standard.described import readings_of
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.documents.extract.extraction import Extraction
    from gknb.standard.catalog import Catalog

__all__ = ["supplied"]

_FROM_NAME: Final = ("/organ/level", "/organ/kind")
"""Members that are deduced from the name of the organ."""
_HEAD: Final = ("/organ/name", "/reporting_year", *_FROM_NAME, "/scope")


def supplied(
    catalog: Catalog, extraction: Extraction, given: Mapping[str, Any], by: Literal["option", "roster"]
) -> Extraction:
    """Return the extraction with the values that are given, by pointer, where the file states none.

    A value that the file states is kept, and a different one that is given is reported. A given value replaces one that
    was deduced from the name of the organ; that is reported if the name leaves no doubt. What follows from the given
    values is deduced anew.
    """
    readings = readings_of(catalog)
    made = _Supplied(extraction, readings)
    for pointer, value in given.items():
        made.give(pointer, value, by)
    return made.extraction(catalog)


class _Supplied:
    """State of adding to one extraction."""

    def __init__(self, extraction: Extraction, readings: Mapping[str, Any]) -> None:
        self._was, self._readings, self._codes = extraction, readings, readings["findings"]
        values = {one.pointer: one for one in extraction.origins if one.pointer in _HEAD}
        self._head = ReadHead(self._codes, values, list(extraction.troubles))

    def give(self, pointer: str, value: Any, by: Literal["option", "roster"]) -> None:
        """Add one value, if the file does not state another."""
        origin = self._head.values.get(pointer)
        name = self._head.value("/organ/name")
        if origin is None or origin.value is None:
            self._set(pointer, value, by)
        elif pointer not in _FROM_NAME or origin.printed.confidence != "deduced":
            if not _same(origin.value, value):
                self._head.trouble("given-otherwise", pointer, value=str(value), printed=str(origin.value))
        elif origin.value != value:
            key = pointer.rpartition("/")[2]
            if organ_level_and_kind(name or "", "", self._readings["organs"]).get(key) is not None:
                self._head.trouble("given-otherwise", pointer, value=str(value), printed=str(name))
            self._set(pointer, value, by)

    def _set(self, pointer: str, value: Any, by: Literal["option", "roster"]) -> None:
        self._without("deduced", pointer)
        self._head.put(Origin(pointer=pointer, value=value, printed=Printed(text=str(value), confidence=by)))

    def _without(self, name: str, *pointers: str) -> None:
        """Remove the reports of a problem at the pointers."""
        kept = [one for one in self._head.troubles if one.code != self._codes.get(name) or one.pointers != pointers]
        self._head.troubles[:] = kept

    def extraction(self, catalog: Catalog) -> Extraction:
        """Return the extraction with the new values and what follows from them."""
        was = self._was
        scope = self._head.values.get("/scope")
        if scope is not None and scope.printed.confidence == "deduced":
            del self._head.values["/scope"]
            self._without("deduced", "/scope")
        missing = self._codes.get("not-stated")
        self._head.troubles[:] = [one for one in self._head.troubles if one.code != missing]
        deduce(self._head, "\n".join(_texts(was.document)), self._readings)
        form = form_of(catalog, was.document["edition"])
        others = [one for one in was.origins if one.pointer not in _HEAD]
        origins = sorted([*others, *self._head.origins], key=lambda one: form.rank(one.pointer))
        document = deepcopy(was.document)
        for pointer in _HEAD:
            *way, key = pointer.split("/")[1:]
            (document if not way else document[way[0]])[key] = self._head.value(pointer)
        return replace(was, document=document, origins=tuple(origins), troubles=tuple(self._head.troubles))


def _texts(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a document."""
    return (value for value in document.values() if isinstance(value, str))


def _same(stated: Any, given: Any) -> bool:
    """Whether two values are the same but for the width of characters and white space."""
    return squeezed(str(stated)) == squeezed(str(given))
