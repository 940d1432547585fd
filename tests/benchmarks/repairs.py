"""How well the cell at fault is found, and how fast: ``python tests/benchmarks/repairs.py``.

Reports are filled at random so that every relation holds, with numbers of one to five digits in nearly every cell;
then one mistake of a kind is made in each, at a cell where it violates something, and ``explain`` is asked what is
wrong. The same reports and mistakes come in every run. The table says, by kind of mistake:

- **first**: how often the first repair changes just the cells that are wrong, back to what they were;
- **first, locatable**: the same where each wrong cell is one that the algebra of the relations can tell from all
  others (``python tests/audit``); elsewhere two cells differ in nothing, and the order is a guess;
- **together**, **each**: how often all wrong cells are together in some repair of the list, and each in some;
- **unseen**: how many mistakes were passed over for each that counts, because the relations hold all the same, or do
  so once a part of the wrong cells is put right: what the relations do not show, nobody can find by them;
- **time**: of the whole check with repairs, in milliseconds.

Nothing here fails because something is slow or not found: it prints ``met`` or ``missed``.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from audit.algebra import algebra_of  # noqa: E402

import gknb  # noqa: E402
from gknb.engine.evaluate import Evaluator  # noqa: E402
from gknb.repair.minimal import Problem  # noqa: E402
from gknb.repair.mistakes import Surroundings  # noqa: E402
from gknb.repair.suggest import habits_of  # noqa: E402
from gknb.repair.system import System, SystemBuilder  # noqa: E402
from gknb.source.pointers import changed  # noqa: E402
from gknb.standard.catalog import load_catalog  # noqa: E402
from gknb.standard.form import form_of  # noqa: E402
from gknb.standard.kinds import compile_relations  # noqa: E402
from gknb.testing.drawing import plan_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

EDITIONS: Final = ("2019", "2021")
TARGET: Final = 0.95
TYPICAL_MS: Final = 50
WORST_MS: Final = 2000
Chance = random.Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one kind of mistake."""

    kind: str
    """The kind."""
    cases: int
    """How many mistakes were made that show."""
    unseen: int
    """How many others were passed over."""
    first: float
    """Share whose first repair is right in cells and values."""
    locatable: int
    """How many of them are in cells that can be told from all others."""
    first_locatable: float | None
    """The share of those whose first repair is right; ``None`` where there are none."""
    together: float
    """Share whose wrong cells are together in a repair of the list."""
    each: float
    """Share of which each wrong cell is in some repair of the list."""
    median_ms: float
    """Median time of a check with repairs."""
    worst_ms: float
    """Longest time."""


class Form:
    """One edition, with what the making of mistakes needs to know of it."""

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self.catalog = load_catalog()
        self.form = form_of(self.catalog, edition)
        self.evaluator = Evaluator(self.form, compile_relations(self.catalog, edition))
        self.locatable = {cell.pointer for cell in algebra_of(self.catalog, edition).cells if cell.locatable}
        zero = self.catalog.zero_report(edition)
        builder = SystemBuilder()
        builder.add_report(self.evaluator, zero, self.evaluator.cells(zero))
        self.system = builder.build()
        self.around = Surroundings(self.system, habits_of(self.catalog))
        self.covered = sorted({cell for one in self.system.constraints for cell in one.cells})

    def busy(self, chance: Chance) -> list[Any]:
        """The cells of a report in which all relations hold, and few are 0."""
        plan = plan_of(self.catalog.zero_report(self.edition))
        drawn = {cell: 0 if chance.random() < 0.1 else number(chance) for cell in plan.free}
        return plan.fill(drawn, lambda _, limit: chance.randrange(min(limit, 99_999) + 1))

    def shows(self, typed: list[Any], wrong: Collection[int]) -> bool:
        """Whether all of the wrong cells are needed to put things right."""
        variables = [replace(one, value=value) for one, value in zip(self.system.variables, typed, strict=True)]
        problem = Problem(System(tuple(variables), self.system.constraints))
        return not any(problem.possible(frozenset(wrong) - {cell}) for cell in wrong)

    def report(self, values: list[Any]) -> dict[str, Any]:
        """The report with these cells."""
        report: dict[str, Any] = self.catalog.zero_report(self.edition)
        return changed(report, dict(zip(self.form.cells, values, strict=True)))


def number(chance: Chance) -> int:
    """A number of one to five digits, each length as likely."""
    length = chance.randint(1, 5)
    return chance.randrange(10 ** (length - 1), 10**length)


# Mistakes: each takes the true cells and gives those that were typed, or nothing where it cannot be made there.


def digit(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """One digit of a number is another."""
    cell, text = chosen(form, true, chance)
    place = chance.randrange(len(text))
    other = chance.choice([one for one in "0123456789" if one != text[place]])
    return {cell: int(text[:place] + other + text[place + 1 :])}


def swapped_digits(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """Two neighbouring digits are swapped."""
    cell, text = chosen(form, true, chance)
    place = chance.randrange(max(1, len(text) - 1))
    return {cell: int(text[:place] + text[place : place + 2][::-1] + text[place + 2 :])}


def missing_digit(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """A digit is missing."""
    cell, text = chosen(form, true, chance)
    place = chance.randrange(len(text))
    return {cell: int(text[:place] + text[place + 1 :] or "0")}


def doubled_digit(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """A digit is there twice."""
    cell, text = chosen(form, true, chance)
    place = chance.randrange(len(text))
    return {cell: int(text[: place + 1] + text[place:])}


def neighbouring_cell(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """A number is in the cell beside its own, which should be 0."""
    pairs = [
        (cell, other)
        for cell, others in sorted(form.around.neighbours.items())
        for other in others
        if true[cell] and not true[other] and {cell, other} <= set(form.covered)
    ]
    if not pairs:
        return {}
    cell, other = chance.choice(pairs)
    return {cell: 0, other: true[cell]}


def swapped_cells(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """The numbers of two cells beside each other are exchanged."""
    cell = chance.choice([cell for cell in form.covered if cell in form.around.neighbours])
    other = chance.choice(form.around.neighbours[cell])
    return {cell: true[other], other: true[cell]}


def shifted(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """A row or column slides by one cell: the first holds 0, and the number of the last is lost."""
    line = chance.choice([line for line in form.around.lines if len(line) > 4 and set(line) <= set(form.covered)])
    start = chance.randrange(len(line) - 3)
    part = line[start : start + chance.randint(4, 8)]
    part = part if chance.random() < 0.5 else part[::-1]
    return {cell: true[before] for cell, before in zip(part, [None, *part], strict=False) if before is not None} | {
        part[0]: 0
    }


def stale_total(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """A total is what it was before one of its parts was changed."""
    cell = chance.choice(sorted(form.around.parts))
    return {cell: max(0, true[cell] - chance.choice((1, -1)) * number(chance))}


def blank(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """A cell that should be 0 is blank."""
    zeros = [cell for cell in form.covered if true[cell] == 0]
    return {chance.choice(zeros): None} if zeros else {}


def two_slips(form: Form, true: list[Any], chance: Chance) -> dict[int, Any]:
    """Two cells have one slip each."""
    slips = (digit, swapped_digits, missing_digit, doubled_digit)
    return chance.choice(slips)(form, true, chance) | chance.choice(slips)(form, true, chance)


def chosen(form: Form, true: list[Any], chance: Chance) -> tuple[int, str]:
    """A cell with a number other than 0, and its digits."""
    cell = chance.choice([cell for cell in form.covered if true[cell] > 0])
    return cell, str(true[cell])


KINDS: Final[Mapping[str, Callable[[Form, list[Any], Chance], dict[int, Any]]]] = {
    "one digit wrong": digit,
    "two neighbouring digits swapped": swapped_digits,
    "a digit missing": missing_digit,
    "a digit doubled": doubled_digit,
    "a value in the neighbouring cell": neighbouring_cell,
    "two neighbouring cells swapped": swapped_cells,
    "a row or column shifted by one": shifted,
    "a total not updated": stale_total,
    "a blank meant as zero": blank,
    "two slips in different cells": two_slips,
}


@dataclass(frozen=True, slots=True)
class Case:
    """What became of one mistake."""

    first: bool
    together: bool
    each: bool
    unseen: int
    locatable: bool
    seconds: float


def case(form: Form, kind: str, chance: Chance) -> Case:
    """Make a mistake that violates something (or leaves a blank), and look for it."""
    for unseen in count():  # noqa: B007 - how many came to nothing
        true = form.busy(chance)
        wrong = {cell: value for cell, value in KINDS[kind](form, true, chance).items() if value != true[cell]}
        typed = [wrong.get(cell, value) for cell, value in enumerate(true)]
        if wrong and (None in wrong.values() or form.shows(typed, wrong.keys())):
            break
    report = form.report(typed)
    begin = time.perf_counter()
    found = gknb.check(report, explain=True).repairs
    seconds = time.perf_counter() - begin
    truth = {form.form.cells[cell]: true[cell] for cell in wrong}
    sets = [{change.pointer: change.after for change in repair.changes} for repair in found]
    return Case(
        first=bool(sets) and sets[0] == truth,
        together=any(truth.keys() <= one.keys() for one in sets),
        each=all(any(pointer in one for one in sets) for pointer in truth),
        unseen=unseen,
        locatable=truth.keys() <= form.locatable,
        seconds=seconds,
    )


def measure(kind: str, size: int, seed: int) -> Row:
    """One row of the table."""
    chance = Chance(f"{kind} {seed}")
    forms = [Form(edition) for edition in EDITIONS]
    cases = [case(forms[n % len(forms)], kind, chance) for n in range(size)]
    locatable = [one for one in cases if one.locatable]
    return Row(
        kind=kind,
        cases=size,
        unseen=sum(one.unseen for one in cases),
        first=share([one.first for one in cases]),
        locatable=len(locatable),
        first_locatable=share([one.first for one in locatable]) if locatable else None,
        together=share([one.together for one in cases]),
        each=share([one.each for one in cases]),
        median_ms=1000 * statistics.median(one.seconds for one in cases),
        worst_ms=1000 * max(one.seconds for one in cases),
    )


def share(answers: list[bool]) -> float:
    """How many of them are yes."""
    return sum(answers) / len(answers)


def verdict(row: Row) -> str:
    """Whether the targets are met."""
    several = row.kind.startswith("two slips")
    found = row.each >= TARGET if several else row.each == 1 and (row.first_locatable or 1) >= TARGET
    return "met" if found and row.median_ms <= TYPICAL_MS and row.worst_ms <= WORST_MS else "missed"


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    head = ("mistake", "cases", "unseen", "first", "locatable", "first, locatable", "together", "each")
    lines = ["| " + " | ".join((*head, "median ms", "worst ms", "")) + " |", "| --- |" + " --: |" * 9 + " --- |"]
    for row in rows:
        exact = "" if row.first_locatable is None else f"{row.first_locatable:.1%}"
        told = (
            row.kind,
            row.cases,
            row.unseen,
            f"{row.first:.1%}",
            row.locatable,
            exact,
            f"{row.together:.1%}",
            f"{row.each:.1%}",
        )
        lines.append(
            "| " + " | ".join((*map(str, told), f"{row.median_ms:.0f}", f"{row.worst_ms:.0f}", verdict(row))) + " |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=200, help="mistakes of each kind")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    rows = [measure(kind, options.cases, options.seed) for kind in KINDS]
    if options.json:
        print(json.dumps({"rows": [asdict(row) for row in rows]}, indent=2))  # noqa: T201 - what it is for
    else:
        print(table(rows))  # noqa: T201


if __name__ == "__main__":
    main()
