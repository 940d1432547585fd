"""A generated county with forty known mistakes: each is reported, and nothing else is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from audit.algebra import algebra_of
from worlds import Key, mistaken, world

from gknb.county.coverage import coverage_of
from gknb.county.rollup import rollups
from gknb.county.roster import roster_of
from gknb.county.roster_results import County
from gknb.engine.options import Options
from gknb.series.comparison import compare_all
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.standard.catalog import load_catalog
from gknb.testing import SLIPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worlds import World

    from gknb.results import Result
    from gknb.source.document import Source

CATALOG = load_catalog()
CHECKER = Checker(Options(digest=True), CATALOG)
EXPLAINING = Checker(Options(explain=True), CATALOG)
PLAUSIBLE = {"Y604", "Y605"}
"""What only looks odd; a mistake may or may not."""


def chooser(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - no secrets


def results(of: World) -> Iterator[Result]:
    """All that ``gknb check DIR --roster FILE`` says."""
    sources: dict[str, Source] = {str(path): from_python(report) for path, report in of.files.items()}
    checked = [CHECKER.check(source, file) for file, source in sources.items()]
    digests = [result.digest for result in checked]
    roster = roster_of(CATALOG, from_python(of.roster), "roster.yaml")
    yield from checked
    yield from compare_all(CHECKER, digests, sources.get, roster.names)
    yield from County(CHECKER, roster, digests, lambda digest: sources[digest.file]).results()


def reported(of: World) -> set[tuple[str, str, int]]:
    """Each relation that is violated, with the organ (by its name on the roster) and the year."""
    roster = roster_of(CATALOG, from_python(of.roster), "roster.yaml")
    found = set()
    for result in results(of):
        for finding in result.findings:
            if result.file == "roster.yaml":
                found.add((finding.code, finding.cells[0].label, int(str(finding.expected))))
                continue
            organ = result.organ or ""
            known = roster.by_name.get(organ)
            if finding.code == "R705":
                known = roster.by_name[finding.cells[1].label]
            elif known is None:  # renamed: its code tells who it is
                known = next((roster.organ_of(one.digest) for one in checked(of) if one.file == result.file), None)
            found.add((finding.code, known.name if known else organ, result.reporting_year or 0))
    return {one for one in found if one[0] not in PLAUSIBLE}


def open_sums(of: World) -> set[tuple[str, str, int]]:
    """R701 for each consolidated report of which a part is missing, there twice, or not recognised."""
    roster = roster_of(CATALOG, from_python(of.roster), "roster.yaml")
    coverage = coverage_of(roster, [result.digest for result in checked(of)])
    return {("R701", one.organ.name, one.year) for one in rollups(roster, coverage) if one.missing}


def checked(of: World) -> list[Any]:
    return [CHECKER.check(from_python(report), str(path)) for path, report in of.files.items()]


def test_in_a_county_without_mistakes_nothing_is_found() -> None:
    of = world(3, organs=40, years=range(2019, 2024))
    assert reported(of) == set()
    assert all(result.valid for result in results(of))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(3))
def test_forty_mistakes_are_reported_and_nothing_else_is(seed: int) -> None:
    of, mistakes = mistaken(world(seed, organs=60, years=range(2019, 2024)), chooser(seed), 40)
    expected = {one for mistake in mistakes for one in mistake.expected_codes if one[0] not in PLAUSIBLE}
    assert len(mistakes) == 40
    assert expected <= reported(of)
    # What is expected counts a sum with a missing part as open. It is violated where even the parts that are there
    # come to more than the whole.
    more = {one for one in reported(of) - expected if one[0] != "Y606"}  # small tables may be alike by chance
    assert more <= open_sums(of)


@pytest.mark.thorough
def test_the_cell_at_fault_comes_first_where_it_is_locatable() -> None:
    """Of forty mistakes those that are slips in cells that the algebra of the relations tells from all others.

    A figure in the wrong row may look like two wrong totals; nothing else does.
    """
    locatable = {
        edition: {cell.pointer for cell in algebra_of(CATALOG, edition).cells if cell.locatable}
        for edition in CATALOG.editions
    }
    first: dict[bool, list[bool]] = {True: [], False: []}
    for seed in range(2):
        of, mistakes = mistaken(world(seed, organs=60, years=range(2019, 2024)), chooser(seed), 40)
        for slip in (one for one in mistakes if one.kind in SLIPS):
            report = of.reports[Key(slip.organ, slip.year, slip.scope)]
            if set(slip.pointers) <= locatable[report["edition"]]:
                changes = EXPLAINING.check(from_python(report)).repairs[0].changes
                truth = set(zip(slip.pointers, slip.was, strict=True))
                first[slip.kind == "neighbouring-cell"].append({(one.pointer, one.after) for one in changes} == truth)
    assert len(first[False]) >= 20
    assert all(first[False])
    assert any(first[True])


def test_an_organ_left_out_or_added_twice_is_named_once() -> None:
    of, mistakes = mistaken(
        world(5, organs=150, years=range(2021, 2024)), chooser(0), 2, kinds=("left-out", "counted-twice")
    )
    texts = {
        (result.organ, result.reporting_year): [one.message for one in result.findings if one.code == "R701"]
        for result in results(of)
        if result.contributors
    }
    for mistake in mistakes:
        mine = [code for code, organ, year in mistake.expected_codes if (organ, year) == (mistake.organ, mistake.year)]
        if "R701" in mine:
            said = {"left-out": "report was left out", "counted-twice": "report was added twice"}[mistake.kind]
            assert sum(text.endswith(said) for text in texts[mistake.organ, mistake.year]) == 1
