"""The quick yes: where all holds between reports, and where a consolidated report is the sum in every cell."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from worlds import world

from gknb.county.coverage import coverage_of
from gknb.county.rollup import rollups, sums
from gknb.county.roster import roster_of
from gknb.engine.evaluate import Evaluator, Outcome
from gknb.engine.options import Options
from gknb.series.pairs import series
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.standard.catalog import load_catalog
from gknb.standard.kinds import compile_years
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.county.rollup import Rollup
    from gknb.engine.digest import Digest
    from gknb.standard.relations import Compiled

CATALOG = load_catalog()
CHECKER = Checker(Options(digest=True), CATALOG)
ROLL_UP = next(one for one in families(CATALOG) if one.kind == "roll-up")
WORLD = world(7, organs=24, years=range(2019, 2023))
DIGESTS: list[Digest] = [CHECKER.check(from_python(report), str(path)).digest for path, report in WORLD.files.items()]
TRIED = 40


def spoiled(cells: tuple[Any, ...], chooser: random.Random) -> tuple[Any, ...]:
    """The same figures but for a few."""
    made = list(cells)
    for _ in range(chooser.choice((0, 1, 1, 2))):
        at = chooser.randrange(len(made))
        text = str(int(made[at]))
        more = [made[at] + 1, made[at] * 10, made[at] * 100, 0, Decimal(made[at]), int(text.lstrip("-")[::-1]), 12, 21]
        made[at] = chooser.choice(more)
    return tuple(made)


@pytest.mark.parametrize(
    "codes", [CHECKER.codes, frozenset({"Y601"}), frozenset({"Y604", "Y605", "Y606"}), frozenset()]
)
@pytest.mark.parametrize("editions", [("2019", "2019"), ("2021", "2019"), ("2021", "2021")])
def test_between_two_reports_it_is_said_exactly_where_nothing_else_is(
    codes: frozenset[str], editions: tuple[str, str]
) -> None:
    years = compile_years(CATALOG, *editions)
    evaluator = Evaluator(years.forms, [one for one in years.relations if one.relation.code in codes])
    chooser = random.Random(1)  # noqa: S311 - no secrets
    answers = set()
    for pair in series(DIGESTS):
        if (pair.report.edition, pair.other.edition) == editions:
            assert pair.report.complete
            for _ in range(TRIED):
                cells = spoiled((*pair.report.cells, *pair.other.cells), chooser)
                satisfied = not any(truth_of(evaluator, one, cells) != "satisfied" for one in evaluator.relations)
                assert evaluator.all_satisfied(cells) == satisfied
                assert satisfied == (not any(isinstance(one, Outcome) for one in evaluator.outcomes(None, cells)))
                answers.add(satisfied)
    assert answers == ({True, False} if evaluator.relations else {True})


def truth_of(evaluator: Evaluator, one: Compiled, cells: tuple[Any, ...]) -> str:
    """By the exact evaluation alone."""
    outcome = evaluator.outcome(one, None, cells)
    assert outcome is not None
    return outcome.truth


def every_rollup(digests: list[Digest]) -> Iterator[Rollup]:
    roster = roster_of(CATALOG, from_python(WORLD.roster), "")
    return rollups(roster, coverage_of(roster, digests))


def test_of_sums_it_is_said_where_all_of_them_agree() -> None:
    found = [sums(CATALOG, ROLL_UP, one.report.edition or "", one) for one in every_rollup(DIGESTS) if one.report]
    assert found
    assert all(one.all_satisfied() for one in found)


def test_of_sums_it_is_never_said_where_one_does_not_agree() -> None:
    chooser = random.Random(2)  # noqa: S311 - no secrets
    said = set()
    for _ in range(TRIED):
        some = [replace(one, cells=spoiled(one.cells, chooser)) for one in DIGESTS if chooser.random() < 0.99]
        for one in every_rollup([replace(digest, units=()) if chooser.random() < 0.01 else digest for digest in some]):
            if one.report is None:
                continue
            found = sums(CATALOG, ROLL_UP, one.report.edition or "", one)
            assert found.all_satisfied() == ({cell.truth for cell in found} == {"satisfied"})
            said.add(found.all_satisfied())
    assert said == {True, False}
