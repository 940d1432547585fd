"""The search against brute force: what it lists is minimal, what is minimal is listed, and everything holds then."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Final

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from gknb.repair.choose import valued
from gknb.repair.deduce import deduced
from gknb.repair.minimal import Bounded, Localisation, Problem, localise
from gknb.repair.mistakes import Surroundings
from gknb.repair.ranked import ranked
from gknb.repair.suggest import habits_of
from gknb.repair.system import Constraint, System, SystemBuilder, Variable
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn

ALL: Final = Bounded(beyond=9, nodes=100_000, sets=10_000, width=4)
MOST: Final = 8
"""No cell of a small system needs a number above this: fillings are tried one by one up to it."""
HABITS: Final = habits_of(load_catalog())


def cell(name: str, value: Any, **more: Any) -> Variable:
    return Variable(pointer=f"/{name}", value=value, **more)


@st.composite
def systems(draw: DrawFn, *, blanks: bool = True, most: int = 4) -> System:
    """Some cells with 0 or 1 in them, and up to three constraints with factors 1 and -1."""
    count = draw(st.integers(2, most))
    numbers = st.integers(0, 1) | st.none() if blanks else st.integers(0, 1)
    values = draw(st.lists(numbers, min_size=count, max_size=count))
    factors = st.lists(st.sampled_from((-1, 0, 1)), min_size=count, max_size=count).filter(any)
    constraints = [
        Constraint(
            net=tuple((n, factor) for n, factor in enumerate(draw(factors)) if factor),
            constant=draw(st.integers(-1, 1)),
            comparator=draw(st.sampled_from(("=", "=", ">=", "<="))),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    if draw(st.integers(0, 3)) == 0:
        constraints.append(Constraint(net=((0, 1), (1, 1)), comparator="together"))
    return System(tuple(cell(f"x{n}", value) for n, value in enumerate(values)), tuple(constraints))


def fillings(system: System, free: frozenset[int]) -> Iterator[list[int]]:
    """Every way to fill the free cells and the blanks, up to a number that is large enough."""
    choices = [
        range(-MOST if one.signed else 0, MOST + 1) if n in free or one.value is None else (one.value,)
        for n, one in enumerate(system.variables)
    ]
    yield from (list(values) for values in product(*choices))


def possible(system: System, free: frozenset[int]) -> bool:
    return any(all(one.holds(values) for one in system.constraints) for values in fillings(system, free))


def minimal_sets(system: System) -> set[frozenset[int]]:
    """By the definition: everything can hold, and not with any cell less."""
    typed = [n for n, one in enumerate(system.variables) if one.value is not None]
    enough: list[frozenset[int]] = []
    for size in range(len(typed) + 1):
        for cells in map(frozenset, combinations(typed, size)):
            if not any(smaller <= cells for smaller in enough) and possible(system, cells):
                enough.append(cells)
    return set(enough)


def assert_all_minimal_sets_are_found(system: System) -> None:
    problem = Problem(system)
    found = localise(problem, ALL)
    expected = minimal_sets(system)
    if expected == {frozenset()}:
        assert found is None
    else:
        assert found is not None
        assert set(found.sets) == expected
        assert len(found.sets) == len(expected)
        assert found.complete is not problem.unsure


@given(systems())
def test_all_minimal_sets_are_found_and_no_others(system: System) -> None:
    """A set is minimal if its change lets every constraint hold, whole and not below 0, and no part of it does."""
    assert_all_minimal_sets_are_found(system)


@settings(max_examples=examples(40))
@given(systems(most=3), st.lists(st.booleans(), min_size=3, max_size=3))
def test_numbers_below_0_are_thought_of_where_they_may_be(system: System, signed: list[bool]) -> None:
    """The change of a number of items may be negative: sets are minimal with that in mind."""
    variables = (replace(one, signed=may) for one, may in zip(system.variables, signed, strict=False))
    assert_all_minimal_sets_are_found(System(tuple(variables), system.constraints))


@given(systems())
def test_the_values_of_a_set_restore_everything(system: System) -> None:
    problem = Problem(system)
    found = localise(problem, ALL)
    for cells in found.sets if found else ():
        chosen = valued(problem, cells, Surroundings(system, HABITS))
        assert chosen is not None
        values, ranges = chosen
        assert values.keys() == cells
        for n in cells:
            assert type(values[n]) is int
            assert values[n] >= 0
            assert values[n] != system.variables[n].value
            low, high = ranges.get(n, (values[n], values[n]))
            assert low is None or low <= values[n]
            assert high is None or high >= values[n]
        changed = System(
            tuple(cell(f"x{n}", values.get(n, one.value)) for n, one in enumerate(system.variables)), system.constraints
        )
        assert possible(changed, frozenset())


@given(systems(blanks=False))
def test_the_same_system_has_the_same_repairs(system: System) -> None:
    once, again = ranked(system, HABITS), ranked(system, HABITS)
    assert once == again
    assert [option.cost for option in once.options] == sorted(option.cost for option in once.options)


@given(systems())
def test_what_is_deduced_is_the_only_number_that_fits(system: System) -> None:
    if not possible(system, frozenset()):
        return
    values = [one.value for one in system.variables]
    for n, value in deduced(system, values).items():
        fitting = {
            filled[n]
            for filled in fillings(system, frozenset())
            if all(one.holds(filled) for one in system.constraints)
        }
        assert fitting == {value}


def smallest(found: Localisation) -> set[frozenset[int]]:
    least = min(map(len, found.sets))
    return {cells for cells in found.sets if len(cells) == least}


@pytest.mark.ortools
@given(systems(most=6))
def test_the_smallest_sets_are_those_of_a_solver(system: System) -> None:
    from cp_sat import smallest_sets

    found = localise(Problem(system), ALL)
    if found is not None and found.sets:
        assert smallest_sets(system) == smallest(found)


def grid() -> System:
    """A table of 5 by 5 cells at 1, whose sums should be 5, 6, 7, 8 and 9 in the rows and in the columns."""
    builder = SystemBuilder()
    for row, column in product(range(5), repeat=2):
        builder.add_variable(cell(f"{row}{column}", 1))
    for n in range(5):
        for names in ([f"/{n}{k}" for k in range(5)], [f"/{k}{n}" for k in range(5)]):
            builder.add_constraint({(None, name): 1 for name in names}, constant=-5 - n)
    return builder.build()


@pytest.mark.ortools
def test_the_smallest_sets_of_a_grid_are_those_of_a_solver() -> None:
    from cp_sat import smallest_sets

    found = localise(Problem(grid()), ALL)
    assert found is not None
    assert smallest_sets(grid()) == smallest(found)
    assert {len(cells) for cells in smallest(found)} == {4}


def test_a_search_that_gives_up_says_that_there_may_be_smaller_sets() -> None:
    few = replace(HABITS, bounded=replace(HABITS.bounded, nodes=20))
    assert ("some", 0) in ranked(grid(), few).notes
    assert ("some", 0) not in ranked(grid(), HABITS).notes


def test_of_too_many_sets_the_likeliest_are_kept() -> None:
    """A county's total of 300 organs: the one whose figure lacks a digit is found, wherever it stands."""
    builder = SystemBuilder()
    figures = [1234 if n == 290 else 100 + n for n in range(300)]
    for n, value in enumerate(figures):
        builder.add_variable(cell(f"{n}", value))
    builder.add_variable(cell("total", sum(figures) + 11_111, role="total"))
    builder.add_constraint({(None, f"/{name}"): -1 if name == "total" else 1 for name in [*range(300), "total"]})
    found = ranked(builder.build(), HABITS)
    assert [dict(option.changes) for option in found.options][:2] == [{290: 12_345}, {300: sum(figures)}]
    assert dict(found.notes) == {"listed": 301}


def test_a_question_that_is_given_up_is_told() -> None:
    """2x - 2y = 1 has no solution in whole numbers, and case splits never end: nothing is claimed then."""
    system = System(
        tuple(cell(name, None) for name in ("x", "y", "also-x", "also-y")),
        (
            Constraint(net=((0, 1), (2, -1))),
            Constraint(net=((1, 1), (3, -1))),
            Constraint(net=((0, 1), (1, -1), (2, 1), (3, -1)), constant=-1),
        ),
    )
    problem = Problem(system)
    assert not problem.possible(frozenset())
    assert problem.unsure
    found = localise(Problem(system), ALL)
    assert found is not None
    assert (found.sets, found.complete, found.certain) == ([], False, False)
    assert ranked(system, HABITS).notes == (("some", 0),)


def test_what_is_likelier_wrong_is_said_by_the_data() -> None:
    """A total and its one part differ by a digit: which comes first is for the weights to say."""
    system = System(
        (cell("part", 12, role="part"), cell("total", 13, role="total")), (Constraint(net=((0, 1), (1, -1))),)
    )
    for role, first in (("total", {0: 13}), ("part", {1: 12})):
        weighed = replace(HABITS, roles={**dict.fromkeys(HABITS.roles, 0), role: 9})
        assert dict(ranked(system, weighed).options[0].changes) == first


# --- What systems may hold ------------------------------------------------------------------------------------------


def test_amounts_are_exact_and_signed_cells_may_fall_below_zero() -> None:
    """0.1 + 0.2 is 0.3, and a change of -3 is a number like any other."""
    amounts = SystemBuilder()
    for name, value in (("a", "0.1"), ("b", "0.2"), ("sum", "0.4")):
        amounts.add_variable(cell(name, Decimal(value), whole=False))
    amounts.add_constraint({(None, "/a"): 1, (None, "/b"): 1, (None, "/sum"): -1})
    assert {tuple(option.changes.items()) for option in ranked(amounts.build(), HABITS).options} == {
        ((0, Decimal("0.2")),),
        ((1, Decimal("0.3")),),
        ((2, Decimal("0.3")),),
    }
    signed = System(
        (cell("last", 2), cell("change", 1, signed=True), cell("now", 0)),
        (Constraint(net=((0, 1), (1, 1), (2, -1))), Constraint(net=((0, 1),), constant=-2)),
    )
    assert [dict(option.changes) for option in ranked(signed, HABITS).options] == [{2: 3}, {1: -2}]


def test_cells_of_several_reports_hang_together() -> None:
    """Last year's 结转 does not arrive: either of the two reports may be wrong."""
    builder = SystemBuilder()
    builder.add_variable(cell("carried_forward", 12, file="2023.json"))
    builder.add_variable(cell("brought_forward", 21))
    builder.add_constraint({("2023.json", "/carried_forward"): 1, (None, "/brought_forward"): -1})
    found = ranked(builder.build(), HABITS)
    assert [dict(option.changes) for option in found.options] == [{0: 21}, {1: 12}]
    assert {option.mistakes[0].kind for option in found.options} == {"swapped-digits"}
    assert found.notes == ()


def test_a_warning_that_cannot_be_restored_beside_the_errors_is_let_go() -> None:
    system = System(
        (cell("a", 1), cell("b", 2)),
        (
            Constraint(net=((0, 1), (1, -1))),
            Constraint(net=((0, 1),), constant=-1),
            Constraint(net=((1, 1),), constant=-3, required=False),
        ),
    )
    assert [dict(option.changes) for option in ranked(system, HABITS).options] == [{1: 1}]


def test_nothing_is_listed_where_nothing_helps() -> None:
    system = System((cell("a", 1),), (Constraint(net=((0, 1),), constant=3),))
    found = ranked(system, HABITS)
    assert found.options == ()
    assert found.notes == (("none", 0),)


def test_blanks_that_no_numbers_fit_together_are_a_contradiction() -> None:
    """3 + blank = 5 and 4 + the same blank = 5 are each undecided; together they cannot hold."""
    system = System(
        (cell("blank", None), cell("three", 3), cell("four", 4), cell("five", 5), cell("six", 5)),
        (Constraint(net=((0, 1), (1, 1), (3, -1))), Constraint(net=((0, 1), (2, 1), (4, -1)))),
    )
    found = ranked(system, HABITS).options
    assert {frozenset(option.changes) for option in found} == {frozenset({0, n}) for n in (1, 2, 3, 4)}
    assert all(option.changes[0] in (1, 2) for option in found)
