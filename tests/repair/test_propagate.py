"""What follows one step at a time is what the whole search finds."""

from __future__ import annotations

import random

from worlds import world

from gknb.repair.minimal import Problem
from gknb.repair.propagate import constraints_by_cell, propagated
from gknb.repair.system import System, SystemBuilder
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.standard.catalog import load_catalog

CHECKER = Checker(None, load_catalog())


def systems(chooser: random.Random) -> list[System]:
    """Reports with a few figures changed, or blank, as systems."""
    made = []
    for report in world(2, organs=6, years=range(2020, 2022)).files.values():
        document = from_python(report).value
        evaluator = CHECKER.evaluator(document["edition"])
        cells = evaluator.cells(document)
        for _ in range(chooser.randrange(3)):
            at = chooser.randrange(len(cells))
            cells[at] = chooser.choice([cells[at] + 1, 10 * cells[at] + 1, 0, None])
        builder = SystemBuilder()
        builder.add_report(evaluator, document, cells)
        made.append(builder.build())
    return made


def test_it_is_never_told_otherwise_than_by_the_search() -> None:
    chooser = random.Random(4)  # noqa: S311 - no secrets
    told = []
    for system in systems(chooser):
        problem, of = Problem(system), constraints_by_cell(system)
        wrong = system.violated(system.values())
        near = [cell for n in wrong for cell in system.constraints[n].cells] or [*of]
        for _ in range(12):
            free = frozenset(chooser.sample(near, min(len(near), chooser.randrange(1, 4))))
            answer = problem.filled(problem.freed(free), free)[0] is not None
            before = problem.asked
            assert problem.possible(free) == answer
            assert problem.asked == before + 1
            said = propagated(system, of, problem.fixed.values, free | problem.blank)
            # It looks at what the free cells touch; elsewhere something may be violated.
            assert said is None or said == answer or not all(free & {*system.constraints[n].cells} for n in wrong)
            told.append(said)
    assert {*told} == {True, False, None}
