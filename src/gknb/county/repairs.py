"""Repairs of a consolidated report that differs from the sum of its contributors."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gknb.county.causes import BELOW
from gknb.county.rollup import cells_there
from gknb.repair.several import Part, several_repairs
from gknb.results import Change, Repair
from gknb.series.comparison import document_of
from gknb.standard.described import readings_of
from gknb.standard.form import form_of
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.county.causes import Cause
    from gknb.county.rollup import CellSum, Rollup
    from gknb.engine.digest import Digest
    from gknb.repair.several import Link
    from gknb.settings.checker import Checker
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["rolled_repairs"]


def rolled_repairs(
    checker: Checker, rollup: Rollup, found: Sequence[CellSum], causes: Sequence[tuple[Cause, str]]
) -> tuple[tuple[Repair, ...], str | None]:
    """Return the repairs of a consolidated report, and a note on their limits.

    ``found`` are its sums, ``causes`` the causes of several differences, each with a sentence. Cells with a cause are
    corrected accordingly and not searched further. Raises as :func:`~gknb.repair.several.several_repairs` does.
    """
    report = rollup.report
    if report is None:
        return (), None
    catalog, lang = checker.catalog, checker.options.lang
    changes = tuple(one for cause, _ in causes for one in _corrections(catalog, rollup, report, cause, lang))
    explained_cells = {one.pointer for cause, _ in causes for one in cause.cells}
    off = [one for one in found if one.truth == "violated" and not one.unknown]
    repairs: tuple[Repair, ...] = ()
    note = say(lang, "county.one-cause", count=len(explained_cells)) if explained_cells else None
    if any(one.pointer not in explained_cells for one in off):
        digests = (report, *rollup.digests)
        parts = [_part(catalog, _corrected(catalog, one, report, changes), own=one is report) for one in digests]
        repairs, more = several_repairs(checker, parts, _links(catalog, rollup, found))
        note = say(lang, "repair.and").join(filter(None, (note, more))) or None
        if not repairs:
            return (), note
    if not changes:
        return repairs, note
    reasons = [reason for _, reason in causes]
    return tuple(
        Repair(
            changes=(*changes, *one.changes), reason=say(lang, "repair.and").join(filter(None, (*reasons, one.reason)))
        )
        for one in repairs or (Repair(changes=(), reason=""),)
    ), note


def _corrections(catalog: Catalog, rollup: Rollup, report: Digest, cause: Cause, lang: Lang) -> Iterator[Change]:
    """Yield the corrections of a cause, in the consolidated report or in the contributor at fault."""
    below = cause.name == BELOW
    wrong = cause.digest if below else report
    form = form_of(catalog, wrong.edition)
    stated, units = dict(wrong.units), readings_of(catalog)["units"]
    there = cells_there(catalog, rollup, wrong)
    for one in cause.cells:
        pointer = there[one.pointer]
        before = wrong.cells[form.index[pointer]]
        more = (one.value - one.total) if below else (one.total - one.value)
        factor = units[stated[pointer]]["factor"] if pointer in stated else 1
        after = before + (more if factor == 1 else Decimal(more) / factor)
        label = form.label(pointer, lang)
        yield Change(
            pointer=pointer,
            label=f"{wrong.organ} · {label}" if below else label,
            before=before,
            after=int(after) if after == int(after) else after,
            file=wrong.file if below else None,
        )


def _corrected(catalog: Catalog, digest: Digest, report: Digest, changes: Sequence[Change]) -> Digest:
    """Return the digest of a report with its changes applied."""
    mine = {one.pointer: one.after for one in changes if (one.file or report.file) == digest.file}
    if not mine:
        return digest
    cells = zip(form_of(catalog, digest.edition).cells, digest.cells, strict=True)
    return replace(digest, cells=tuple(mine.get(pointer, value) for pointer, value in cells))


def _part(catalog: Catalog, digest: Digest, *, own: bool) -> Part:
    document = document_of(catalog, digest)
    if own:
        return Part(digest=digest, document=document, file=None)
    return Part(digest=digest, document=document, file=digest.file, name=digest.organ or "")


def _links(catalog: Catalog, rollup: Rollup, found: Sequence[CellSum]) -> Iterator[Link]:
    """Yield the sums as constraints: violated ones to restore, and satisfied ones that no repair may violate."""
    parts = [(one.file, cells_there(catalog, rollup, one)) for one in rollup.digests]
    amounts = {pointer for one in rollup.digests for pointer, _ in one.units}
    for one in found:
        if one.pointer not in amounts and not one.unknown and one.truth != "undecided":
            net: Mapping[tuple[str | None, str], int] = {
                (None, one.pointer): 1,
                **{(file, there[one.pointer]): -1 for file, there in parts},
            }
            yield net, 0, "="
