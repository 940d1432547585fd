"""Mutation: every mutant of a relation is killed, and a relation without vectors is noticed."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from audit.audited_suite import CATALOG, RELATIONS, SUITE, answer, text_of, without
from audit.mutants import OPERATORS, mutants
from audit.mutation import audit_mutation
from audit.report import Audit
from gknb.conformance.compare import compare
from gknb.standard.catalog import relation_files
from gknb.standard.form import form_of
from gknb.standard.publish import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.mutants import Mutant
    from gknb.standard.catalog import Catalog


def test_the_rule_set_is_sound(audited: Audit) -> None:
    assert audited.sound
    assert audited.mutation
    assert "all caught" in text_of(audited)


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_makes_mutants(audited: Audit, operator: str) -> None:
    assert any(one.counts()[operator] for one in audited.mutation or ())


def test_mutants_differ_from_the_relation_and_from_each_other() -> None:
    for code, data in RELATIONS.items():
        made = [one.data for one in made_of(code)]
        assert data not in made
        assert len({json.dumps(one, sort_keys=True) for one in made}) == len(made)


def test_a_balance_can_be_got_wrong_in_these_ways() -> None:
    """The balance of requests (T301) has the mutants that one expects."""
    made = {(one.operator, one.where): one.data for one in made_of("T301")}
    assert made["deleted", ""] is None
    assert {where for operator, where in made if operator == "severity"} == {"warning", "info"}
    assert {where for operator, where in made if operator == "comparator"} == {"<=", ">="}
    dropped = made["term-dropped", "left.0"]
    assert dropped is not None
    assert len(dropped["relation"]["left"]) == len(RELATIONS["T301"]["relation"]["left"]) - 1


def killings(audited: Audit) -> list[tuple[str, str, str, str]]:
    """(code, operator, where, vector) of some mutants, always the same ones."""
    killed = [
        (one.code, found.mutant.operator, found.mutant.where, found.killed_by)
        for one in audited.mutation or ()
        for found in one.audited
        if found.killed_by
    ]
    return random.Random(20261123).sample(killed, 40)  # noqa: S311 - a sample, no secret


def test_a_checker_with_the_mutant_fails_the_vector(audited: Audit) -> None:
    """The audit evaluates one relation alone; the whole checker, with the changed data, comes to the same."""
    for code, operator, where, name in killings(audited):
        (mutant,) = [one for one in made_of(code) if (one.operator, one.where) == (operator, where)]
        (vector,) = [vector for vector in SUITE.vectors if vector.id == name]
        assert not compare(vector.expected, answer(CATALOG, vector)), name
        try:
            given = answer(with_relation(code, mutant.data), vector)
        except AssertionError:  # a fault of the structure for which no relation is left
            continue
        assert compare(vector.expected, given), (code, operator, where, name)


def made_of(code: str) -> list[Mutant]:
    forms = [form_of(CATALOG, edition) for edition in RELATIONS[code]["editions"]]
    return list(mutants(RELATIONS[code], forms))


def with_relation(code: str, data: Mapping[str, Any] | None) -> Catalog:
    """Return the published set with one relation replaced."""

    def read(path: str) -> bytes:
        if path not in relation_files(CATALOG.entry):
            return CATALOG.read(path)
        file = CATALOG.json(path)
        kept = [data if one["code"] == code else one for one in file["relations"]]
        return to_text({**file, "relations": [one for one in kept if one is not None]}).encode()

    return replace(CATALOG, read=read)


@pytest.mark.parametrize("code", ["T202", "E103", "S005"])
def test_a_relation_that_no_vector_is_about_is_found(code: str) -> None:
    (found,) = audit_mutation(without(SUITE, code), codes=[code])
    assert not found.missed
    assert "deleted" in {mutant.operator for mutant in found.survivors}
    said = text_of(Audit(suite=SUITE, mutation=(found,)))
    assert f"{code} can be deleted without any vector failing" in said
    assert f"{code} survives: relation deleted" in said


def test_a_suite_of_faultless_reports_notices_little() -> None:
    """In a suite of valid reports alone, a relation that never fails is as good as the right one."""
    kept = replace(SUITE, vectors=tuple(vector for vector in SUITE.vectors if vector.kind == "pass"))
    (found,) = audit_mutation(kept, codes=["T301"])
    assert {"deleted", "severity", "comparator", "place-left-out"} <= {mutant.operator for mutant in found.survivors}
