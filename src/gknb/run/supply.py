"""What is known of published pages besides what they state: from options and from the roster."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gknb.series.pairs import plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.county.roster import Roster
    from gknb.documents.extract.extraction import Extraction

__all__ = ["Supply", "supply_from"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Values by pointer; can be pickled."""

    given: Mapping[str, Any] = field(default_factory=dict)
    """For every page."""
    organs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """For the pages of an organ, by its name and its other names."""

    def added(self, extraction: Extraction) -> Extraction:
        """Return an extraction with what its file does not state."""
        from gknb.documents.extract.supplied import supplied  # published files only
        from gknb.standard.catalog import load_catalog

        catalog = load_catalog()
        if self.given:
            extraction = supplied(catalog, extraction, self.given, "option")
        listed = self.organs.get(plain_name(extraction.document["organ"]["name"] or ""))
        return supplied(catalog, extraction, listed, "roster") if listed else extraction


def supply_from(given: Mapping[str, Any], roster: Roster | None) -> Supply | None:
    """Return the supply of options and a roster; ``None`` if they say nothing.

    A page is of an organ of the roster by the name that it states or an option gives; the roster supplies level and
    kind. An option goes before the roster.
    """
    organs = {}
    for name, organ in roster.by_name.items() if roster is not None else ():
        known = {"/organ/level": organ.level, "/organ/kind": organ.kind}
        if found := {pointer: value for pointer, value in known.items() if value is not None and pointer not in given}:
            organs[name] = found
    return Supply(given=given, organs=organs) if given or organs else None
