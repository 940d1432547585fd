"""Creates a consolidated report from the reports of the organs below, as the roster lists them: the three tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gknb.county.rollup import contributors, sums
from gknb.documents.template import edition_for
from gknb.engine.digest import stated_units
from gknb.source.pointers import changed
from gknb.standard.described import readings_of
from gknb.standard.form import form_of
from gknb.standard.relations import families
from gknb.standard.two_forms import two_forms
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.county.rollup import Rollup
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["NAMESPACE", "Problem", "consolidated", "problems", "unequal"]

NAMESPACE: Final = "gknb.consolidated"
"""Key of ``extensions`` that records the contributors."""
_TEXT: Final = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem that keeps a report from being consolidated."""

    organ: str | None
    """Name of the organ; ``None`` if unknown."""
    file: str | None
    """File of its report; ``None`` if there is none, or several."""
    message: str
    """Sentence in the requested language."""


def unequal(catalog: Catalog, rollups: Iterable[Rollup]) -> Iterator[str]:
    """Yield the files of consolidated reports that differ from the sums."""
    relation = next(one for one in families(catalog) if one.kind == "roll-up")
    for rollup in rollups:
        report = rollup.report
        if report is not None and report.edition is not None:
            found = sums(catalog, relation, report.edition, rollup)
            if any(one.truth == "violated" for one in found):
                yield report.file


def problems(catalog: Catalog, rollup: Rollup, wrong: Mapping[str, str], lang: Lang) -> Iterator[Problem]:
    """Yield the problems to solve before ``rollup`` is consolidated.

    ``wrong`` maps the files of invalid reports to the reason: ``invalid`` by itself, ``previous`` (compared with last
    year's) or ``unequal`` (to the sums).
    """
    edition = edition_for(catalog, rollup.year)
    for share in rollup.shares:
        due, digest = share.due, share.digest
        organ = due.organ.name
        if digest is None:
            key = "consolidate.twice" if due.reports else "consolidate.missing"
            said = say(lang, key, organ=organ, year=rollup.year, count=len(due.reports))
            yield Problem(organ=organ, file=None, message=said)
            continue
        words = {"organ": organ, "file": digest.file, "edition": digest.edition}
        if digest.file in wrong:
            message = say(lang, f"consolidate.{wrong[digest.file]}", **words)
            yield Problem(organ=organ, file=digest.file, message=message)
        elif digest.edition != edition:
            yield Problem(organ=organ, file=digest.file, message=say(lang, "consolidate.edition", **words))
        elif None in digest.cells:
            yield Problem(organ=organ, file=digest.file, message=say(lang, "consolidate.blank", **words))


def consolidated(catalog: Catalog, rollup: Rollup, known: list[Problem]) -> dict[str, Any]:
    """Return the consolidated report: each cell is the sum of the known figures; texts are blank.

    Cells that a form lacks are blank. Level and kind of the organ come from the roster, blank if not given there.
    ``extensions`` record the contributing files and the problems.
    """
    edition = edition_for(catalog, rollup.year)
    form, organ = form_of(catalog, edition), rollup.organ
    report: dict[str, Any] = catalog.zero_report(edition)
    blank = {
        pointer: None
        for pointer, place in form.places.items()
        if place.is_cell or (place.required and _TEXT in place.definitions)
    }
    head = {
        "/reporting_year": rollup.year,
        "/organ": {
            "name": organ.name,
            "level": organ.level,
            "kind": organ.kind,
            **({} if organ.code is None else {"credit_code": organ.code}),
        },
        "/scope": "consolidated",
    }
    relation = next(one for one in families(catalog) if one.kind == "roll-up")
    before = [two_forms(catalog, edition, one.edition).before if one.edition else {} for one in rollup.digests]
    totals = {
        one.pointer: one.total
        for one in sums(catalog, relation, edition, rollup)
        if all(one.pointer in cells for cells in before)
    }
    smallest = next(name for name, unit in readings_of(catalog)["units"].items() if unit["factor"] == 1)
    amounts = {pointer for one in rollup.digests for pointer, _ in one.units}
    stated = {unit: smallest for pointer, unit in stated_units(form).items() if pointer in amounts & totals.keys()}
    document = changed(report, {**blank, **head, **totals, **stated})
    note: dict[str, Any] = {"reports": list(contributors(rollup))}
    if known:
        note["problems"] = [{"organ": one.organ, "file": one.file, "message": one.message} for one in known]
    document["extensions"] = {NAMESPACE: note}
    return document
