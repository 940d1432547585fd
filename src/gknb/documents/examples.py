"""Build the reports that the examples in the relation files describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gknb.source.document import from_python, read_bytes
from gknb.source.pointers import changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.source.document import Source
    from gknb.standard.catalog import Catalog

__all__ = ["example_source"]


def example_source(catalog: Catalog, example: Mapping[str, Any]) -> Source:
    """Return the source of one example: its text, its page, or the zero report of its edition with its changes.

    An example with a report of last year gives a collection of the two reports; one with a roster gives a collection
    with that roster.
    """
    if "page" in example:
        from gknb.documents.extract.published import extracted
        from gknb.documents.extract.supplied import supplied

        found = extracted(catalog, example["page"].encode(), "example.md")
        return (supplied(catalog, found, example["given"], "option") if "given" in example else found).source()
    if "text" in example:
        return read_bytes(example["text"].encode(), format="json")
    if "roster" in example:
        reports = [changed(catalog.zero_report(one["edition"]), one.get("set", {})) for one in example["reports"]]
        return from_python({"reports": reports, "roster": example["roster"]})
    report = changed(catalog.zero_report(example["edition"]), example.get("set", {}), example.get("remove", ()))
    if "last" not in example:
        return from_python(report)
    last = catalog.zero_report(example["last"]["edition"])
    last["organ"], last["reporting_year"] = report["organ"], report["reporting_year"] - 1
    return from_python({"reports": [changed(last, example["last"].get("set", {})), report]})
