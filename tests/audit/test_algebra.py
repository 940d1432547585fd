"""Algebra: its statements on cells and equalities agree with trying every single error."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from checkout import CONFORMANCE

from audit.algebra import algebra_of
from audit.audited_suite import CATALOG, RELATIONS, SUITE, answer, text_of, without
from audit.report import Audit, cell_rows
from audit.witnesses import witnesses_of
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.source.pointers import changed
from gknb.standard.form import form_of
from gknb.standard.publish import to_text

if TYPE_CHECKING:
    from audit.algebra import Algebra

every_edition = pytest.mark.parametrize("edition", CATALOG.editions)


def busy(edition: str) -> Any:
    return json.loads((CONFORMANCE / "bases" / f"{edition}-busy.json").read_bytes())


def pattern(edition: str, pointer: str, by: int) -> frozenset[tuple[str, frozenset[str], Any]]:
    """Return the violated equalities if one cell of a busy report is off by ``by``."""
    value: Any = busy(edition)
    for key in pointer.split("/")[1:]:
        value = value[key]
    equalities = {one.code for one in algebra(edition).equalities}
    found = Checker().check(from_python(changed(busy(edition), {pointer: value + by}))).findings
    return frozenset(
        (
            one.code,
            frozenset(cell.pointer for cell in one.cells),
            Fraction(str(one.actual)) - Fraction(str(one.expected)),
        )
        for one in found
        if one.code in equalities
    )


@cache
def algebra(edition: str) -> Algebra:
    return algebra_of(CATALOG, edition)


@every_edition
def test_every_cell_is_as_detectable_and_as_locatable_as_trying_it_shows(edition: str) -> None:
    seen: dict[Any, set[str]] = {}
    for cell in algebra(edition).cells:
        for by in (1, -1):
            found = pattern(edition, cell.pointer, by)
            assert bool(found) == (cell.detectable == "always")
            if found:
                seen.setdefault(found, set()).add(cell.pointer)
    for cell in algebra(edition).cells:
        if cell.detectable == "always":
            assert {other for alike in seen.values() if cell.pointer in alike for other in alike} == set(cell.alike)


@every_edition
def test_what_no_relation_looks_at_can_hold_anything(edition: str) -> None:
    blind = [cell.pointer for cell in algebra(edition).cells if cell.detectable == "never"]
    assert blind
    for pointer in blind:
        assert not Checker().check(from_python(changed(busy(edition), {pointer: 123456}))).findings


@every_edition
def test_dependencies_add_up_to_nothing(edition: str) -> None:
    """In each dependency, every cell and the constant cancel out."""
    found = algebra(edition)
    assert found.consistent
    assert found.rank == len(found.equalities) - len(found.dependencies)
    for dependency in found.dependencies:
        total: dict[int | None, Fraction] = {}
        for one, factor in dependency.instances:
            for position, of_cell in [*one.net, (None, one.constant)]:
                total[position] = total.get(position, Fraction(0)) + factor * of_cell
        assert not any(total.values())


@every_edition
def test_every_cell_is_in_the_table_once(edition: str) -> None:
    form = form_of(CATALOG, edition)
    listed = [cell.pointer for row in cell_rows(form, algebra(edition)) for cell in row.cells]
    assert sorted(listed) == sorted(form.cells)
    for row in cell_rows(form, algebra(edition)):
        assert {tuple(sorted({one.code for one in cell.covered_by})) for cell in row.cells} == {row.codes}


def test_relations_that_contradict_each_other_are_found() -> None:
    """One total cannot be both the sum of its parts and one more."""
    data = RELATIONS["T401"]
    wrong = {**data, "code": "T499", "relation": {**data["relation"]}}
    wrong["relation"]["right"] = [*data["relation"]["right"], {"constant": 1}]

    def read(path: str) -> bytes:
        file = CATALOG.json(path) if path in CATALOG.entry["relations"] else None
        if file is None or data not in file["relations"]:
            return CATALOG.read(path)
        return to_text({**file, "relations": [*file["relations"], wrong]}).encode()

    found = algebra_of(replace(CATALOG, read=read), "2021")
    assert not found.consistent
    audit_of_it = Audit(suite=SUITE, algebra=((found, witnesses_of(SUITE, found)),))
    assert not audit_of_it.sound
    assert "contradict each other" in text_of(audit_of_it)


def test_a_relation_that_no_report_violates_alone_is_listed() -> None:
    found = witnesses_of(without(SUITE, "T203"), algebra("2019"))
    assert found.alone["T203"] is None
    assert found.alone["T204"]
    assert "T203 may be redundant" in text_of(Audit(suite=SUITE, algebra=((algebra("2019"), found),)))


@every_edition
def test_the_witnesses_are_what_they_are_said_to_be(edition: str) -> None:
    found = witnesses_of(SUITE, algebra(edition))
    by_id = {vector.id: vector for vector in SUITE.vectors}
    assert found.together
    assert not answer(CATALOG, by_id[found.together]).findings
    for code, name in found.alone.items():
        assert name
        assert [one.code for one in answer(CATALOG, by_id[name]).findings] == [code]
