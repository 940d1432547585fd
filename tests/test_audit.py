"""The audit of the rule set: what it finds in a sound set, and that it finds what is wrong in an unsound one."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import CONFORMANCE

from gknb.audit.algebra import Algebra, algebra_of
from gknb.audit.freeze import frozen_set, frozen_suite
from gknb.audit.mutants import OPERATORS, mutants
from gknb.audit.mutation import audit_mutation
from gknb.audit.report import Audit, audit, cell_rows
from gknb.audit.text import TextAudit
from gknb.audit.witnesses import witnesses_of
from gknb.conformance.compare import compare, read_answer
from gknb.conformance.suite import Suite, exact_json, load_suite
from gknb.engine.check import Options
from gknb.output.json import result_line
from gknb.run.inputs import check_source
from gknb.settings.checker import Checker
from gknb.source.document import from_python, read_bytes
from gknb.source.pointers import changed
from gknb.standard.catalog import Catalog, load_catalog, relation_files
from gknb.standard.form import form_of
from gknb.standard.publish import file_hash, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from command_line import Ran

    from gknb.conformance.suite import Vector

SUITE: Final = load_suite()
CATALOG: Final = load_catalog(SUITE.standard)
RELATIONS: Final = {relation["code"]: relation for relation in CATALOG.relations()}
every_edition = pytest.mark.parametrize("edition", CATALOG.editions)

pytestmark = pytest.mark.usefixtures("english")


SAMPLES: Final = 40
"""So many of the mutants are put into a whole checker."""


@cache
def audited() -> Audit:
    return audit()


def text_of(found: Audit, *, verbose: bool = False) -> str:
    return "\n".join(TextAudit(lang="en", verbose=verbose).lines(found))


def without(suite: Suite, code: str) -> Suite:
    """The suite without the vectors that have anything to say of a relation."""
    return replace(
        suite,
        vectors=tuple(
            vector
            for vector in suite.vectors
            if code not in {*vector.codes, *vector.expected.undecided, *(one.code for one in vector.expected.findings)}
        ),
    )


def test_the_rule_set_is_sound() -> None:
    assert audited().sound
    assert audited().mutation
    assert "all caught" in text_of(audited())


# --- Mutation -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_makes_mutants(operator: str) -> None:
    assert any(one.counts()[operator] for one in audited().mutation or ())


def test_mutants_differ_from_the_relation_and_from_each_other() -> None:
    for data in RELATIONS.values():
        made = [one.data for one in mutants(data, [form_of(CATALOG, edition) for edition in data["editions"]])]
        assert data not in made
        assert len({json.dumps(one, sort_keys=True) for one in made}) == len(made)


def test_a_balance_can_be_got_wrong_in_these_ways() -> None:
    """The balance of requests, as the data says it and as somebody might misread it."""
    forms = [form_of(CATALOG, edition) for edition in RELATIONS["T301"]["editions"]]
    made = {(one.operator, one.where): one.data for one in mutants(RELATIONS["T301"], forms)}
    assert made["deleted", ""] is None
    assert {where for operator, where in made if operator == "severity"} == {"warning", "info"}
    assert {where for operator, where in made if operator == "comparator"} == {"<=", ">="}
    dropped = made["term-dropped", "left.0"]
    assert dropped is not None
    assert len(dropped["relation"]["left"]) == len(RELATIONS["T301"]["relation"]["left"]) - 1


@cache
def killings() -> tuple[tuple[str, str, str, str], ...]:
    """(code, operator, where, vector) of some mutants, always the same ones."""
    killed = [
        (one.code, found.mutant.operator, found.mutant.where, found.killed_by)
        for one in audited().mutation or ()
        for found in one.audited
        if found.killed_by
    ]
    return tuple(random.Random(20261123).sample(killed, SAMPLES))  # noqa: S311 - a sample, no secret


def given_by(catalog: Catalog, vector: Vector) -> Any:
    source = read_bytes(vector.content, format="json")
    result = check_source(Checker(Options(draft=vector.draft), catalog), source)
    return read_answer(exact_json(result_line(result).encode()))


@pytest.mark.parametrize("sample", range(SAMPLES))
def test_a_checker_with_the_mutant_fails_the_vector(sample: int) -> None:
    """The audit looks at one relation alone; the whole checker, with the changed data, says the same."""
    code, operator, where, name = killings()[sample]
    forms = [form_of(CATALOG, edition) for edition in RELATIONS[code]["editions"]]
    (mutant,) = [one for one in mutants(RELATIONS[code], forms) if (one.operator, one.where) == (operator, where)]
    (vector,) = [vector for vector in SUITE.vectors if vector.id == name]
    assert not compare(vector.expected, given_by(CATALOG, vector))
    try:
        given = given_by(with_relation(code, mutant.data), vector)
    except AssertionError:  # a fault of the structure that no relation takes any more
        given = None
    assert given is None or compare(vector.expected, given)


def with_relation(code: str, data: Mapping[str, Any] | None) -> Catalog:
    """The published set with one relation replaced."""

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
    """The hole of suites that only say valid: a relation that never fails looks as good as one that is right."""
    kept = replace(SUITE, vectors=tuple(vector for vector in SUITE.vectors if vector.kind == "pass"))
    (found,) = audit_mutation(kept, codes=["T301"])
    assert {"deleted", "severity", "comparator", "place-left-out"} <= {mutant.operator for mutant in found.survivors}


# --- Algebra --------------------------------------------------------------------------------------------------------


def busy(edition: str) -> Any:
    return json.loads((CONFORMANCE / "bases" / f"{edition}-busy.json").read_bytes())


def pattern(edition: str, pointer: str, by: int) -> frozenset[tuple[str, frozenset[str], Any]]:
    """How the equalities fail when one cell of a busy report is off by ``by``."""
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
    """Each is a combination of equalities in which every cell, and the constant, cancels out."""
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
    """A total that is both the sum of its parts and one more."""
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


def test_a_relation_that_no_report_violates_alone_is_told() -> None:
    found = witnesses_of(without(SUITE, "T203"), algebra("2019"))
    assert found.alone["T203"] is None
    assert found.alone["T204"]
    assert "T203 may be redundant" in text_of(Audit(suite=SUITE, algebra=((algebra("2019"), found),)))


@every_edition
def test_the_witnesses_are_what_they_are_said_to_be(edition: str) -> None:
    found = witnesses_of(SUITE, algebra(edition))
    by_id = {vector.id: vector for vector in SUITE.vectors}
    assert found.together
    assert not given_by(CATALOG, by_id[found.together]).findings
    for code, name in found.alone.items():
        assert name
        assert [one.code for one in given_by(CATALOG, by_id[name]).findings] == [code]


# --- Freeze ---------------------------------------------------------------------------------------------------------

RULE: Final = {
    "code": "T900",
    "name": "a-rule",
    "status": "active",
    "severity": "error",
    "editions": ["2021"],
    "relation": {"kind": "linear"},
}
RECORD: Final = {"code": "T900", "reason": {"en": "…"}, "basis": {"en": "…"}}


def published(*versions: list[dict[str, Any]], changes: list[dict[str, Any]] | None = None) -> dict[str, bytes]:
    """A set whose versions have those relations; the last one records those changes."""
    files: dict[str, bytes] = {}
    entries: list[dict[str, Any]] = []
    for n, relations in enumerate(versions, start=1):
        path = f"{n}.0.0/relations.json"
        files[path] = json.dumps({"relations": relations}).encode()
        hashes = {path: file_hash(files[path])}
        entries.append({"version": f"{n}.0.0", "status": "released", "relations": [path], "files": hashes})
    entries[-1] |= {"changes": changes or []}
    return {**files, "catalog.json": json.dumps({"versions": entries}).encode()}


def reader(files: Mapping[str, bytes]) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read


def problems(files: Mapping[str, bytes]) -> list[str]:
    return [one.reason.removeprefix("audit.frozen.") for one in frozen_set(reader(files))]


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ([RULE, {**RULE, "code": "T901"}], "added"),
        ([{**RULE, "status": "withdrawn"}], "withdrawn"),
        ([{**RULE, "severity": "info"}], "changed"),
        ([{**RULE, "editions": []}], "changed"),
        ([{**RULE, "relation": {"kind": "date"}}], "changed"),
    ],
)
def test_a_change_of_the_rule_set_needs_a_record(after: list[dict[str, Any]], change: str) -> None:
    assert problems(published([RULE], after)) == [change]
    record = {**RECORD, "code": after[-1]["code"], "change": change}
    assert problems(published([RULE], after, changes=[record])) == []
    for lacking in ("reason", "basis"):
        assert problems(published([RULE], after, changes=[{**record, lacking: None}])) == [change]


def test_words_may_change_without_a_record() -> None:
    assert problems(published([RULE], [{**RULE, "title": {"en": "clearer"}}])) == []


def test_no_relation_vanishes_and_no_name_changes() -> None:
    assert problems(published([RULE], [])) == ["vanished"]
    assert problems(published([RULE], [{**RULE, "name": "other"}])) == ["renamed"]


def test_a_record_of_what_did_not_happen_is_told() -> None:
    assert problems(published([RULE], [RULE], changes=[{**RECORD, "change": "withdrawn"}])) == ["not-so"]


def test_a_released_file_that_is_not_as_it_was_is_told() -> None:
    files = published([RULE])
    assert problems({**files, "1.0.0/relations.json": files["1.0.0/relations.json"] + b" "}) == ["file"]


def suite_files() -> dict[str, bytes]:
    paths = [path for path in CONFORMANCE.rglob("*") if path.is_file()]
    return {path.relative_to(CONFORMANCE).as_posix(): path.read_bytes() for path in paths}


def test_a_vector_that_was_changed_is_told() -> None:
    files = suite_files()
    assert not list(frozen_suite(reader(files)))
    path = json.loads((CONFORMANCE / "index.json").read_bytes())["vectors"][0]["file"]
    (problem,) = frozen_suite(reader({**files, path: files[path] + b" "}))
    assert (problem.reason, problem.details["path"]) == ("audit.frozen.suite", f"tests/conformance/{path}")


def test_a_released_vector_that_was_changed_along_with_its_hash_is_told() -> None:
    files = suite_files()
    index = json.loads(files["index.json"])
    path = index["vectors"][0]["file"]
    files["releases/0.9.0.sha256"] = f"{'0' * 64}  {path}\n".encode()
    files["index.json"] = json.dumps({**index, "releases": ["0.9.0"], "status": "draft"}).encode()
    reasons = {(one.reason, one.details["path"]) for one in frozen_suite(reader(files))}
    assert ("audit.frozen.file", f"tests/conformance/{path}") in reasons


def test_a_released_suite_has_its_hashes_on_record() -> None:
    files = suite_files()
    index = {**json.loads(files["index.json"]), "status": "released", "suite": "9.9.9"}
    reasons = {one.reason for one in frozen_suite(reader({**files, "index.json": json.dumps(index).encode()}))}
    assert "audit.frozen.unrecorded" in reasons


# --- The command ----------------------------------------------------------------------------------------------------


def test_the_command_says_what_was_found(run: Callable[..., Ran]) -> None:
    ran = run("audit")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("audit of the rule set · standard 1.3.0")
    assert ran.out.endswith("nothing is wrong\n")
    assert "没有问题" in run("audit", "freeze", "--lang", "zh").out


def test_one_part_alone(run: Callable[..., Ran]) -> None:
    value = json.loads(run("audit", "algebra", "--format", "json").out)
    assert (value["mutation"], value["freeze"]) == (None, None)
    assert value["algebra"]["2021"]["consistent"] is True
    assert len(value["algebra"]["2021"]["cells"]) == len(form_of(CATALOG, "2021").cells)


def test_a_part_that_there_is_not(run: Callable[..., Ran]) -> None:
    ran = run("audit", "everything")
    assert ran.code == 2
    assert "mutation, algebra, freeze" in ran.err


def test_every_cell_is_listed_at_length(run: Callable[..., Ran]) -> None:
    out = run("audit", "algebra", "--verbose").out
    assert "Table 4 · reconsideration" in out
    assert "one of 5" in out


def test_what_is_wrong_makes_the_exit_code_1(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    found = Audit(suite=SUITE, problems=tuple(frozen_set(reader(published([RULE], [])))))
    monkeypatch.setattr("gknb.cli.audit.audit", lambda *_: found)
    ran = run("audit", "freeze")
    assert ran.code == 1
    assert "version 2.0.0 lacks T900: a relation is withdrawn, never removed" in ran.out
    assert "problems: 1" in ran.out
    assert json.loads(run("audit", "freeze", "--format", "json").out)["sound"] is False
