"""Mutation: the mutants of a relation, and relations without vectors."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from audit.audited_suite import RELATIONS, SUITE, made_of, text_of, without
from audit.mutants import OPERATORS
from audit.mutation import audit_mutation
from audit.report import Audit


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_makes_mutants(operator: str) -> None:
    assert any(one.operator == operator for code in RELATIONS for one in made_of(code))


def test_mutants_differ_from_the_relation_and_from_each_other() -> None:
    for code, data in RELATIONS.items():
        made = [one.data for one in made_of(code)]
        assert data not in made
        assert len({json.dumps(one, sort_keys=True) for one in made}) == len(made)


def test_a_balance_can_be_got_wrong_in_these_ways() -> None:
    """The balance of requests (T301) has the expected mutants."""
    made = {(one.operator, one.where): one.data for one in made_of("T301")}
    assert made["deleted", ""] is None
    assert {where for operator, where in made if operator == "severity"} == {"warning", "info"}
    assert {where for operator, where in made if operator == "comparator"} == {"<=", ">="}
    dropped = made["term-dropped", "left.0"]
    assert dropped is not None
    assert len(dropped["relation"]["left"]) == len(RELATIONS["T301"]["relation"]["left"]) - 1


@pytest.mark.thorough
@pytest.mark.parametrize("code", ["T202", "E103", "S005"])
def test_a_relation_that_no_vector_is_about_is_found(code: str) -> None:
    (found,) = audit_mutation(without(SUITE, code), codes=[code])
    assert not found.missed
    assert "deleted" in {mutant.operator for mutant in found.survivors}
    said = text_of(Audit(suite=SUITE, mutation=(found,)))
    assert f"{code} can be deleted without any vector failing" in said
    assert f"{code} survives: relation deleted" in said


def test_a_suite_of_faultless_reports_notices_little() -> None:
    """A suite of valid reports only does not distinguish a relation from one that is never violated."""
    kept = replace(SUITE, vectors=tuple(vector for vector in SUITE.vectors if vector.kind == "pass"))
    (found,) = audit_mutation(kept, codes=["T301"])
    assert {"deleted", "severity", "comparator", "place-left-out"} <= {mutant.operator for mutant in found.survivors}
