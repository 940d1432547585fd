"""A consolidated report made of the reports that a roster puts below an organ: the three tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gknb.county.rollup import contributors, sums
from gknb.documents.template import edition_for
from gknb.source.pointers import changed
from gknb.standard.form import form_of
from gknb.standard.relations import families
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.county.rollup import Rollup
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["NAMESPACE", "Problem", "consolidated", "problems", "unequal"]

NAMESPACE: Final = "gknb.consolidated"
"""Where ``extensions`` say what a consolidated report was made of."""
_TEXT: Final = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What keeps a report from being consolidated."""

    organ: str | None
    """The organ; ``None`` where nobody knows it."""
    file: str | None
    """Its report; ``None`` where there is none, or several."""
    message: str
    """One sentence in the language asked for."""


def unequal(catalog: Catalog, rollups: Iterable[Rollup]) -> Iterator[str]:
    """The files of those consolidated reports that are not the sums."""
    relation = next(one for one in families(catalog) if one.kind == "roll-up")
    for rollup in rollups:
        report = rollup.report
        if report is not None and report.edition is not None:
            found = sums(catalog, relation, report.edition, rollup)
            if any(one.truth == "violated" for one in found):
                yield report.file


def problems(catalog: Catalog, rollup: Rollup, wrong: Mapping[str, str], lang: Lang) -> Iterator[Problem]:
    """What is to be seen to before ``rollup`` is consolidated.

    ``wrong`` has the files that do not check, each with what of it does not: ``invalid``, ``beside`` (the year before)
    or ``unequal`` (to the sums).
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
    """The consolidated report: each cell the sum of what is known, blank where a form lacks it; the texts are blank.

    Level and kind of the organ are those of the roster, blank where it does not say.
    ``extensions`` say which files it was made of and, where there were problems, which.
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
    forms = [form_of(catalog, one.edition).index if one.edition else {} for one in rollup.digests]
    totals = {
        one.pointer: one.total
        for one in sums(catalog, relation, edition, rollup)
        if all(one.pointer in index for index in forms)
    }
    units = {pointer for one in rollup.digests for pointer, _ in one.units}
    stated = {pointer.rpartition("/")[0] + "/unit": "yuan" for pointer in units & totals.keys()}
    made = changed(report, {**blank, **head, **totals, **stated})
    note: dict[str, Any] = {"reports": list(contributors(rollup))}
    if known:
        note["problems"] = [{"organ": one.organ, "file": one.file, "message": one.message} for one in known]
    made["extensions"] = {NAMESPACE: note}
    return made
