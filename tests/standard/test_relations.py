"""The relation files: their examples do what they say, and what cannot be evaluated is refused."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from collections import Counter
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from gknb import Catalog, CatalogError, Checker, Options, UsageError, check, load_catalog
from gknb.documents.examples import example_source
from gknb.run.inputs import check_source
from gknb.source.document import from_python
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations, editions_of, kinds
from gknb.standard.relations import Relation, families
from gknb.standard.schemas import addressed
from gknb.standard.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gknb import Result

CATALOG: Final = load_catalog()
RELATIONS: Final = [relation for relation in families(CATALOG) if relation.kind != "reading"]
ROSTER: Final = ("missing", "unknown", "unexpected", "renamed", "differs")
TWO_VALUED: Final = ("structure", "duplicate-key", "gap", "twice", *ROSTER)
RESULTS: Final = ("satisfied", "violated", "undecided")
by_code = pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.code)


# --- The examples ---------------------------------------------------------------------------------------------------


def examples(*results: str) -> list[Any]:
    """Each example with its relation, named like ``T301-violated-2``."""
    params = []
    for relation in RELATIONS:
        counted: Counter[str] = Counter()
        for example in relation.data["examples"]:
            result = example["result"]
            counted[result] += 1
            if result in results:
                params.append(pytest.param(relation, example, id=f"{relation.code}-{result}-{counted[result]}"))
    return params


def run(example: dict[str, Any], lang: Any = "en") -> Result:
    options = Options(draft=example.get("draft", False), lang=lang)
    return check_source(Checker(options, CATALOG), example_source(CATALOG, example))


@pytest.mark.parametrize(("relation", "example"), examples("violated"))
def test_a_violated_example_raises_its_relation_alone_with_the_cells_given(
    relation: Relation, example: dict[str, Any]
) -> None:
    findings = run(example).findings
    codes = {finding.code for finding in findings}
    assert relation.code in codes if "text" in example else codes == {relation.code}
    if "findings" in example:
        found = [[cell.pointer for cell in one.cells] for one in findings if one.code == relation.code]
        assert found == example["findings"]


@pytest.mark.parametrize(("relation", "example"), examples("satisfied"))
def test_a_satisfied_example_raises_nothing(relation: Relation, example: dict[str, Any]) -> None:
    result = run(example)
    assert result.findings == ()
    assert relation.code not in {one.code for one in result.undecided}
    assert result.edition == (None if {"last", "roster"} & example.keys() else example["edition"])


@pytest.mark.parametrize(("relation", "example"), examples("undecided"))
def test_an_undecided_example_leaves_its_relation_open(relation: Relation, example: dict[str, Any]) -> None:
    result = run(example)
    assert relation.code in {one.code for one in result.undecided}
    assert relation.code not in {one.code for one in result.findings}
    if relation.kind in TWO_VALUED:
        assert result.edition is None
    elif example.get("draft"):
        assert result.findings == ()


def completeness() -> Iterator[Any]:
    for relation in RELATIONS:
        wanted = RESULTS[:2] if relation.kind in TWO_VALUED else RESULTS
        for edition in [None] if relation.kind in TWO_VALUED else editions_of(CATALOG, relation):
            for result in wanted:
                name = "-".join(filter(None, (relation.code, edition, result)))
                yield pytest.param(relation, edition, result, id=name)


@pytest.mark.parametrize(("relation", "edition", "result"), list(completeness()))
def test_each_relation_has_an_example_of_each_result_in_each_edition(
    relation: Relation, edition: str | None, result: str
) -> None:
    mine = [one for one in relation.data["examples"] if edition in (None, one["edition"]) and one["result"] == result]
    if relation.kind in TWO_VALUED:
        assert mine
    else:  # one at least in which the relation applies
        tallies = [tally for one in mine for tally in run(one).checked.relations if tally.code == relation.code]
        assert any(getattr(tally, result) for tally in tallies)


# --- The sentences --------------------------------------------------------------------------------------------------

LINEAR: Final = {"left", "right", "actual", "expected", "difference"}
NAMED: Final = {"cell", "actual", "expected", "key", "limit", "cells"}
PLACEHOLDERS: Final = {
    "linear": LINEAR,
    **dict.fromkeys(("range", "date", "check-digit", "zero-together"), NAMED),
    "structure": {"cell", "key", "value", "expected"},
    "duplicate-key": {"cell", "key"},
    "linear-years": LINEAR,
    **{key: {"cell", "actual", "expected", "last"} for key in ("magnitude", "transposed", "gap", "twice")},
    "unchanged": {"cell", "actual", "count"},
    "roll-up": {"cell", "actual", "expected", "difference", "count"},
    **{kind: {"cell", "actual", "expected"} for kind in ROSTER},
}


@by_code
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sentences_use_only_the_placeholders_of_their_kind(relation: Relation, lang: str) -> None:
    known = PLACEHOLDERS[relation.kind] | set(relation.data["relation"].get("for_each", ()))
    for text in (relation.data["message"][lang], relation.data["fix"][lang]):
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        assert used <= known


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("relation", "example"), examples("violated"))
def test_sentences_are_filled_in(relation: Relation, example: dict[str, Any], lang: str) -> None:
    for finding in run(example, lang).findings:
        assert finding.message
        assert finding.fix
        assert not re.search(r"\{\w*\}|None|Absent|Decimal", finding.message + finding.fix)
        if finding.code == relation.code:
            assert finding.title == relation.data["title"][lang]
            there = [one for one in relation.data.get("basis_at", ()) if finding.cells[0].pointer in one["pointers"]]
            basis = (there or [relation.data])[0]["basis"]
            assert (finding.basis.kind, finding.basis.citation) == (basis["kind"], basis["citation"][lang])


def test_what_the_national_form_does_not_have_is_no_basis_but_a_convention() -> None:
    catalog = load_catalog("2.0.0")
    report = catalog.zero_report("2021")
    report["organ"]["level"], report["scope"], report["other_matters"] = None, None, ""
    del report["organ"]["kind"], report["requests"]["received"]["total"]
    findings = Checker(Options(lang="en"), catalog).check(from_python(report)).findings
    kinds_of = {(one.code, one.cells[0].pointer): one.basis.kind for one in findings if one.code[0] == "S"}
    assert kinds_of == {
        ("S010", "/organ/level"): "convention",
        ("S001", "/organ/kind"): "convention",
        ("S010", "/scope"): "convention",
        ("S001", "/requests/received/total"): "stated",
        ("S010", "/other_matters"): "stated",
    }


def test_each_place_with_a_basis_of_its_own_is_in_some_edition() -> None:
    catalog = load_catalog("2.0.0")
    known = {pointer for edition in catalog.editions for pointer in form_of(catalog, edition).places}
    listed = [
        pointer
        for relation in catalog.relations()
        for one in relation.get("basis_at", ())
        for pointer in one["pointers"]
    ]
    assert listed
    assert set(listed) <= known


# --- The files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CATALOG.entry["relations"])
def test_each_file_is_as_its_own_schema_demands(path: str) -> None:
    schema = CATALOG.json(CATALOG.entry["relations_schema"])
    assert [error.message for error in Draft202012Validator(schema).iter_errors(CATALOG.json(path))] == []


def test_codes_and_names_are_unique() -> None:
    relations = CATALOG.relations()
    for key in ("code", "name"):
        assert [name for name, count in Counter(one[key] for one in relations).items() if count > 1] == []


@pytest.mark.parametrize("path", CATALOG.entry["relations"])
def test_codes_belong_to_their_family_and_are_sorted(path: str) -> None:
    file = CATALOG.json(path)
    codes = [relation["code"] for relation in file["relations"]]
    assert all(code.startswith(file["family"]) for code in codes)
    # Of structural relations the order in the file is that of matching (docs/semantics.md, "Structure").
    if not any(relation["relation"]["kind"] == "structure" for relation in file["relations"]):
        assert codes == sorted(codes)


@pytest.mark.parametrize("family", ["series", "roll_up"])
def test_families_between_reports_are_as_their_own_schemas_demand(family: str) -> None:
    paths = [CATALOG.entry[key] for key in (f"{family}_schema", "relations_schema", "roster_schema")]
    schema, *others = (addressed(CATALOG.json(path), path, CATALOG.base_url) for path in paths)
    registry: Any = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in (schema, *others))
    file = CATALOG.json(CATALOG.entry[f"{family}_relations"])
    assert [error.message for error in Draft202012Validator(schema, registry=registry).iter_errors(file)] == []


@by_code
def test_each_relation_is_laid_out_in_each_of_its_editions_and_in_no_other(relation: Relation) -> None:
    if relation.kind in kinds("cells"):
        laid_out = [
            edition
            for edition in CATALOG.editions
            if any(one.relation.code == relation.code for one in compile_relations(CATALOG, edition))
        ]
        assert laid_out == list(editions_of(CATALOG, relation))


@pytest.mark.parametrize(
    ("edition", "counts"),
    [
        ("2019", {"T201": 3, "T203": 2, "T204": 5, "T205": 1, "T301": 7, "T302": 7, "T303": 23, "T401": 3}),
        ("2021", {"T201": 3, "T202": 2, "T301": 7, "T302": 7, "T303": 25, "T401": 3}),
    ],
)
def test_each_relation_is_laid_out_over_the_rows_and_columns_of_the_form(edition: str, counts: dict[str, int]) -> None:
    compiled = Counter(one.relation.code for one in compile_relations(CATALOG, edition))
    assert compiled == {**counts, **dict.fromkeys(("E101", "E102", "E103", "E104"), 1)}


# --- Other data -----------------------------------------------------------------------------------------------------


def edited(code: str, edit: Callable[[dict[str, Any]], object]) -> Catalog:
    """The catalogue with one relation changed."""

    def read(path: str) -> bytes:
        content = CATALOG.read(path)
        if path not in CATALOG.entry["relations"]:
            return content
        file = json.loads(content)
        for relation in file["relations"]:
            if relation["code"] == code:
                edit(relation)
        return json.dumps(file).encode()

    return dataclasses.replace(CATALOG, read=read)


def replaced(code: str, **changes: Any) -> Catalog:
    return edited(code, lambda relation: relation["relation"].update(copy.deepcopy(changes)))


REFUSED: Final[dict[str, tuple[str, dict[str, Any], str]]] = {
    "unknown kind": ("T301", {"kind": "quadratic"}, "quadratic"),
    "factor 2": ("T303", {"right": [{"cell": "{row}/natural_person"}, {"cell": "{row}/natural_person"}]}, "factor"),
    "factor -2": ("T303", {"right": [{"cell": "{row}/total", "sign": -1}]}, "factor"),
}


@pytest.mark.parametrize(("code", "changes", "problem"), REFUSED.values(), ids=REFUSED)
def test_a_relation_that_cannot_be_laid_out_is_refused(code: str, changes: dict[str, Any], problem: str) -> None:
    catalog = replaced(code, **changes)
    with pytest.raises(CatalogError) as caught:
        check(CATALOG.zero_report("2021"), catalog=catalog)
    assert caught.value.reason == "catalog.relation"
    assert (caught.value.details["code"], caught.value.details["problem"]) == (code, problem)
    assert code in caught.value.say("zh")


WITHOUT_CELLS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "unknown cell": ("T301", {"left": [{"cell": "/requests/lost{column}"}]}),
    "not a cell": ("T303", {"left": [{"cell": "{row}"}]}),
    "unknown cell of a set": (
        "T302",
        {"right": [{"over": {"row": {"refer_to": "applicant_row"}}, "cell": "{row}/lost"}]},
    ),
    "an empty set": ("T302", {"right": [{"over": {"row": {"refer_to": "lost_row"}}, "cell": "{row}/total"}]}),
    "unknown place in a condition": ("T201", {"when": [{"/organ/rank": ["county"]}]}),
    "unknown cell of a pair": ("T205", {"cells": ["/projects", "/amount"]}),
    "unknown date": ("E102", {"value": "/published"}),
    "unknown year": ("E102", {"limits": [{"year": "/year", "plus": 0, "month_day": "12-31"}]}),
    "unknown key of ranges": ("E101", {"by": "/version"}),
}


@pytest.mark.parametrize(("code", "changes"), WITHOUT_CELLS.values(), ids=WITHOUT_CELLS)
def test_a_relation_applies_in_no_edition_that_lacks_a_place_that_it_needs(code: str, changes: dict[str, Any]) -> None:
    catalog = replaced(code, **changes)
    relation = next(one for one in families(catalog) if one.code == code)
    assert editions_of(catalog, relation) == ()
    with pytest.raises(
        CatalogError, match=rf"at /relations/\d+/relation: no edition has the cells that relation {code}"
    ):
        verify(catalog)


LEADS_NOWHERE: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "a pair of places that are no cells": ("T205", {"cells": ["/organ/name", "/requests"]}),
    "an unbound variable": ("T303", {"left": [{"cell": "{column}/total"}]}),
    "an undeclared parameter": ("E102", {"limits": [{"year": "/reporting_year", "plus": 0, "parameter": "day"}]}),
}


@pytest.mark.parametrize(("code", "changes"), LEADS_NOWHERE.values(), ids=LEADS_NOWHERE)
def test_names_that_lead_nowhere_are_refused(code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(CatalogError):
        check(CATALOG.zero_report("2019"), catalog=replaced(code, **changes))


def test_a_cell_on_both_sides_cancels() -> None:
    catalog = replaced("T303", left=[{"cell": "{row}/total"}], right=[{"cell": "{row}/total"}])
    report = CATALOG.zero_report("2021")
    report["requests"]["received"]["total"] = None
    result = check(report, catalog=catalog, draft=True, select=["T303"])
    assert (result.checked.satisfied, result.checked.undecided) == (25, 0)


def test_at_most_is_a_comparator_too() -> None:
    catalog = replaced("T203", comparator="<=")
    report = CATALOG.zero_report("2019")
    report["proactive_disclosure"]["normative_documents"]["disclosed_total"] = 3
    (finding,) = check(report, catalog=catalog).findings
    assert (finding.code, finding.actual, finding.expected) == ("T203", 3, "<=0")


def test_a_withdrawn_relation_is_not_evaluated_and_cannot_be_selected() -> None:
    catalog = edited("T303", lambda relation: relation.update(status="withdrawn"))
    report = CATALOG.zero_report("2021")
    report["requests"]["received"]["natural_person"] = 1
    assert {one.code for one in check(report, catalog=catalog).findings} == {"T301"}
    assert "T303" not in {one.code for one in check(report, catalog=catalog).checked.relations}
    with pytest.raises(UsageError):
        check(report, catalog=catalog, select=["T303"])


def test_a_relation_is_evaluated_only_in_its_editions() -> None:
    catalog = edited("T303", lambda relation: relation.update(editions=["2019"]))
    report = CATALOG.zero_report("2021")
    report["requests"]["received"]["natural_person"] = 1
    assert {one.code for one in check(report, catalog=catalog).findings} == {"T301"}
