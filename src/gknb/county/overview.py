"""A county on one page, for an output that draws it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gknb.form import form_of
from gknb.output.base import Figure, OrganYears, Overview, Received
from gknb.relations import families

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from gknb.county.coverage import Due
    from gknb.county.results import County
    from gknb.county.roster import Organ

__all__ = ["overview"]


def overview(county: County, late: Collection[str], errors: Mapping[str, int], shown: Mapping[str, str]) -> Overview:
    """The overview of a county.

    ``late`` has the files of late reports, ``errors`` counts the errors of each file, and ``shown`` has for a file what
    stands for it in the output where that is not the file itself.
    """
    roster, years = county.roster, county.coverage.years
    by_year: dict[tuple[str, int], list[Due]] = defaultdict(list)
    for due in county.coverage.due:
        by_year[due.organ.name, due.year].append(due)

    def received(due: Due) -> Received:
        report = due.report
        if report is None:
            return Received(state=due.state)
        return Received(
            state=due.state,
            file=shown.get(report.file, report.file),
            late=report.file in late,
            errors=errors.get(report.file, 0),
        )

    organs = tuple(
        OrganYears(
            name=organ.name,
            depth=depth,
            years=tuple(tuple(map(received, by_year[organ.name, year])) for year in years),
        )
        for organ, depth in roster.from_the_top()
    )
    top = next((organ for organ in roster.organs if organ.parent is None and roster.below[organ.name]), None)
    figures = () if top is None else tuple(_figures(county, top))
    return Overview(name=top.name if top else roster.organs[0].name, years=years, organs=organs, figures=figures)


def _figures(county: County, top: Organ) -> Iterator[Figure]:
    """The main figures, which are those that the set watches from year to year."""
    catalog, lang = county.checker.catalog, county.checker.options.lang
    watching = [relation.data["relation"] for relation in families(catalog) if relation.kind == "magnitude"]
    watched = [pointer for data in watching for pointer in data["cells"]]
    reports = {one.year: one.report for one in county.rollups if one.organ is top}
    for pointer in watched:
        values: list[Any] = []
        label = ""
        for year in county.coverage.years:
            report = reports.get(year)
            form = form_of(catalog, report.edition) if report is not None and report.edition else None
            if report is None or form is None or pointer not in form.index:
                values.append(None)
                continue
            values.append(report.cells[form.index[pointer]])
            label = label or form.label(pointer, lang)
        if label:
            yield Figure(label=label, values=tuple(values))
