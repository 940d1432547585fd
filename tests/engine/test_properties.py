"""What the standard says of every report, tried on drawn ones; each class proves the sentence in its docstring."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest
import yaml
from examples import examples
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from strategies import (
    CATALOG,
    DATES,
    EDITIONS,
    JUNK,
    KINDS,
    LEVELS,
    OPTIONAL,
    Report,
    amounts,
    cells_of,
    get,
    has_power,
    reports,
    spoiled,
    with_values,
)

from gknb import Checker, Options, check
from gknb.engine.evaluate import Evaluator, Outcome
from gknb.engine.schema_check import checks
from gknb.engine.schema_failures import failing, places_of
from gknb.source.document import from_python, read_bytes
from gknb.standard.form import form_of
from gknb.standard.relations import Linear, Relation, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hypothesis.strategies import DataObject, SearchStrategy
    from jsonschema.protocols import Validator

    from gknb import Cell, Finding, Result, Undecided
    from gknb.standard.form import Form


@cache
def validator(form: Form) -> Validator:
    """Stock ``jsonschema`` over the whole schema of a form: the authority."""
    resources = [Resource.from_contents(schema) for schema in form.schemas.files()]
    registry = Registry().with_resources((resource.id() or "", resource) for resource in resources)
    return Draft202012Validator(form.schemas.root, registry=registry)


editions = pytest.mark.parametrize("edition", EDITIONS)
variants = pytest.mark.parametrize("draft", [False, True], ids=["strict", "draft"])


# --- An oracle: the relations of the standard's section 6, written out by hand over the shape of the zero report ----


@dataclass(frozen=True)
class Instance:
    """One relation at one place. Shares nothing with gknb: neither the relation files nor what evaluates them."""

    code: str
    left: tuple[str, ...]
    comparator: str
    """``=``, ``>=``, or ``0`` for both zero or both positive."""
    right: tuple[tuple[int, str], ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        return (*self.left, *(pointer for _, pointer in self.right))

    def condition(self, organ: Mapping[str, str]) -> tuple[str, ...] | None:
        """What makes it apply to such an organ; ``None`` where it does not apply."""
        if self.code != "T201":
            return ()
        if has_power(organ["level"], organ["kind"]):
            return None
        return ("/organ/level",) if organ["level"] in {"county", "township"} else ("/organ/level", "/organ/kind")

    def holds(self, value: Mapping[str, Any]) -> bool:
        """Whether it holds for these values of its cells."""
        if self.comparator == "0":
            first, second = (value[pointer] > 0 for pointer in self.cells)
            return bool(first == second)
        left = sum(value[pointer] for pointer in self.left)
        right = sum(sign * value[pointer] for sign, pointer in self.right)
        return bool(left == right if self.comparator == "=" else left >= right)


def objects_with(key: str, value: Any, base: str = "") -> Iterator[str]:
    """The pointers of all objects that have a member ``key``."""
    if isinstance(value, dict):
        if key in value:
            yield base
        for name, item in value.items():
            yield from objects_with(key, item, f"{base}/{name}")


@cache
def instances(edition: str) -> tuple[Instance, ...]:
    """Every relation between the cells of an edition."""
    zero = CATALOG.zero_report(edition)
    return (*table_2(zero), *table_3(zero), *table_4(zero))


def plus(base: str, *cells: str) -> tuple[tuple[int, str], ...]:
    return tuple((1, base + cell) for cell in cells)


def table_2(zero: Report) -> Iterator[Instance]:
    for cell in zero["proactive_disclosure"]["regulations"]:
        yield Instance("T201", (f"/proactive_disclosure/regulations/{cell}",), "=")
    for row in objects_with("in_force", zero):
        yield Instance("T202", (f"{row}/in_force",), ">=", ((1, f"{row}/issued"), (-1, f"{row}/repealed")))
    for row in objects_with("disclosed_total", zero):
        yield Instance("T203", (f"{row}/disclosed_total",), ">=", plus(row, "/disclosed"))
    for row in objects_with("items_last_year", zero):
        yield Instance("T204", (f"{row}/items_last_year", f"{row}/change"), ">=")
    for row in objects_with("projects", zero):
        yield Instance("T205", (f"{row}/projects", f"{row}/amount/value"), "0")


def table_3(zero: Report) -> Iterator[Instance]:
    kinds = [f"/legal_person/{key}" for key in zero["requests"]["received"]["legal_person"]]
    rows = list(objects_with("natural_person", zero))
    outcomes = [row for row in rows if row.startswith("/requests/outcomes/") and row != "/requests/outcomes/total"]
    for column in ("/natural_person", *kinds, "/total"):
        left = (f"/requests/outcomes/total{column}", f"/requests/carried_forward{column}")
        yield Instance("T301", left, "=", plus("/requests", f"/received{column}", f"/brought_forward{column}"))
        yield Instance("T302", left[:1], "=", tuple((1, row + column) for row in outcomes))
    for row in rows:
        yield Instance("T303", (f"{row}/total",), "=", plus(row, "/natural_person", *kinds))


def table_4(zero: Report) -> Iterator[Instance]:
    for group in objects_with("upheld", zero):
        results = plus(group, "/upheld", "/corrected", "/other", "/pending")
        yield Instance("T401", (f"{group}/total",), "=", results)


def all_violated(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    """The code and the cells of each relation that a report without blanks violates, by hand."""
    found = []
    for one in instances(report["edition"]):
        condition = one.condition(report["organ"])
        if condition is not None and not one.holds({cell: get(report, cell) for cell in one.cells}):
            found.append((one.code, (*one.cells, *condition)))
    return sorted(found)


# --- What results say, in a form to compare -------------------------------------------------------------------------


def at(found: Finding | Undecided) -> tuple[str, tuple[str, ...]]:
    """Which relation at which place: its code and its cells, without what its condition looked at."""
    pointers = tuple(cell.pointer for cell in found.cells)
    return found.code, tuple(p for p in pointers if not p.startswith("/organ/l") and p != "/organ/kind") or pointers


def violated(result: Result) -> set[tuple[str, tuple[str, ...]]]:
    """The relations of a result that are violated, structure left out."""
    return {at(finding) for finding in result.findings if not finding.code.startswith("S")}


def undecided(result: Result) -> set[tuple[str, tuple[str, ...]]]:
    """The relations of a result that are undecided."""
    return set(map(at, result.undecided))


def reported(result: Result) -> Result:
    """A result without lines and columns."""

    def anywhere(cells: Iterable[Cell]) -> tuple[Cell, ...]:
        return tuple(dataclasses.replace(cell, line=None, column=None) for cell in cells)

    return dataclasses.replace(
        result,
        findings=tuple(dataclasses.replace(one, cells=anywhere(one.cells)) for one in result.findings),
        undecided=tuple(dataclasses.replace(one, cells=anywhere(one.cells)) for one in result.undecided),
    )


def usable_values(edition: str, cell: str) -> SearchStrategy[Any]:
    """Numbers that the schema accepts in a cell."""
    definitions = form_of(CATALOG, edition).places[cell].definitions
    if "amount" in definitions:
        return amounts(100)
    return st.integers(-100 if "change" in definitions else 0, 100)


# --- Properties -----------------------------------------------------------------------------------------------------


class TestAValidReport:
    """A report that obeys the schema and every relation has no finding, and nothing about it is undecided."""

    @editions
    @given(data=st.data())
    def test_passes(self, edition: str, data: DataObject) -> None:
        report = data.draw(reports(edition=edition, max_count=data.draw(st.sampled_from([5, 10**6, 10**30]))))
        result = check(report, strict=True)
        assert (result.findings, result.undecided, result.valid) == ((), (), True)
        assert (result.edition, result.organ, result.checked.blank) == (edition, report["organ"]["name"], 0)
        assert result.checked.cells == len(cells_of(report))

    @editions
    @given(data=st.data())
    def test_every_relation_is_evaluated_at_each_of_its_places(self, edition: str, data: DataObject) -> None:
        report = data.draw(reports(edition=edition))
        expected = Counter(one.code for one in instances(edition) if one.condition(report["organ"]) is not None)
        expected["E101"] = 1
        if "published_on" in report:
            expected["E102"] = 1
            expected["E103"] = int((report["organ"]["level"], report["organ"]["kind"]) != ("national", "government"))
        expected["E104"] = int("credit_code" in report["organ"])
        assert {one.code: one.satisfied for one in check(report).checked.relations} == +expected

    @pytest.mark.parametrize(("edition", "rows"), [("2019", 23), ("2021", 25)])
    def test_the_oracle_has_the_rows_of_the_form(self, edition: str, rows: int) -> None:
        counted = Counter(one.code for one in instances(edition))
        assert (counted["T301"], counted["T302"], counted["T303"], counted["T401"]) == (7, 7, rows, 3)
        assert {cell for one in instances(edition) for cell in one.cells} <= set(cells_of({"edition": edition}))


class TestOneWrongCell:
    """A relation is violated exactly where its cells do not satisfy it."""

    @editions
    @settings(max_examples=examples(200))
    @given(data=st.data())
    def test_is_found_by_exactly_the_relations_that_contain_it(self, edition: str, data: DataObject) -> None:
        sound = data.draw(reports(edition=edition, max_count=50))
        cell = data.draw(st.sampled_from(cells_of(sound)))
        new = data.draw(usable_values(edition, cell))
        assume(Decimal(str(new)) != Decimal(str(get(sound, cell))))
        report = with_values(sound, {cell: new})
        result = check(report)
        found = sorted((one.code, tuple(each.pointer for each in one.cells)) for one in result.findings)
        assert found == all_violated(report)
        # Of an equation between cells, none cancels: each that contains the cell is violated.
        equations = [one for one in instances(edition) if one.code >= "T3" and cell in one.cells]
        assert [one for one in found if one[0] >= "T3"] == sorted((one.code, one.cells) for one in equations)
        assert result.undecided == ()
        severities = {"T201": "warning", "T202": "warning", "T203": "warning", "T205": "warning"}
        assert [one.severity for one in result.findings] == [
            severities.get(one.code, "error") for one in result.findings
        ]

    @editions
    @given(data=st.data())
    def test_nor_do_many_hide_each_other(self, edition: str, data: DataObject) -> None:
        report = data.draw(reports(edition=edition, max_count=5))
        for cell in data.draw(st.sets(st.sampled_from(cells_of(report)), max_size=8)):
            report = with_values(report, {cell: data.draw(usable_values(edition, cell))})
        result = check(report)
        found = sorted((one.code, tuple(each.pointer for each in one.cells)) for one in result.findings)
        assert found == all_violated(report)


class TestRefinement:
    """Filling in blanks never turns a violated relation into a satisfied one, nor a satisfied into a violated one."""

    BESIDE_THE_TABLES: Final = ("/organ/level", "/organ/kind", "/organ/credit_code", "/published_on", "/reporting_year")

    @editions
    @settings(max_examples=examples(200))
    @given(data=st.data())
    def test_decided_outcomes_stay_decided(self, edition: str, data: DataObject) -> None:
        full = data.draw(reports(edition=edition, max_count=5))
        focus = data.draw(st.sampled_from(instances(edition))).cells
        for cell in data.draw(st.sets(st.sampled_from(focus), max_size=2)):
            full = with_values(full, {cell: data.draw(usable_values(edition, cell))})
        candidates = (*focus, *self.BESIDE_THE_TABLES, *cells_of(full))
        present = [pointer for pointer in candidates if has(full, pointer)]
        blank = data.draw(st.sets(st.sampled_from(focus) | st.sampled_from(present), min_size=1, max_size=12))
        filled = data.draw(st.sets(st.sampled_from(sorted(blank)), min_size=1))
        cells = set(cells_of(full))
        values = {
            pointer: data.draw(st.just(get(full, pointer)) | usable_values(edition, pointer))
            if pointer in cells
            else get(full, pointer)
            for pointer in sorted(filled)
        }
        before = with_values(full, dict.fromkeys(blank))
        after = with_values(before, values)
        self.compare(check(before, draft=True), check(after, draft=True))

    def compare(self, before: Result, after: Result) -> None:
        assert violated(before) <= violated(after)
        assert violated(after) <= violated(before) | undecided(before)
        assert undecided(after) <= undecided(before)

    @editions
    @given(data=st.data())
    def test_a_valid_report_with_blanks_violates_nothing(self, edition: str, data: DataObject) -> None:
        result = check(data.draw(reports(edition=edition, blanks=True)), draft=True)
        assert (result.findings, result.valid) == ((), True)
        assert result.checked.blank > 0


def has(report: Report, pointer: str) -> bool:
    """Whether there is a value at a pointer."""
    *groups, key = pointer.split("/")[1:]
    return key in get(report, "".join(f"/{group}" for group in groups))


class TestExactness:
    """Violated: no filling of the blanks satisfies it. Satisfied: every filling does. Undecided: otherwise."""

    @editions
    @settings(max_examples=examples(200))
    @given(data=st.data())
    def test_of_the_published_relations(self, edition: str, data: DataObject) -> None:
        one = data.draw(st.sampled_from(instances(edition)))
        some = st.sets(st.sampled_from(one.cells), max_size=3)
        signed = {cell for cell in one.cells if cell.endswith("/change")}
        values: dict[str, Any] = dict.fromkeys(one.cells, 0)
        for cell in data.draw(some):
            values[cell] = data.draw(st.integers(-3 if cell in signed else 0, 3))
        blank = data.draw(some)
        level, kind = data.draw(st.sampled_from((*LEVELS, None))), data.draw(st.sampled_from((*KINDS, None)))
        drawn = {"/organ/level": level, "/organ/kind": kind, **values, **dict.fromkeys(blank)}
        report = with_values(CATALOG.zero_report(edition), drawn)

        most = sum(map(abs, values.values())) + 1  # one blank alone can make up for all the rest, and go beyond
        domains = [
            range(-most if cell in signed else 0, most + 1) if cell in blank else [known]
            for cell, known in values.items()
        ]
        outcomes = {
            one.condition(dict(zip(("level", "kind"), organ, strict=True))) is None
            or one.holds(dict(zip(values, filling, strict=True)))
            for organ in itertools.product([level] if level else LEVELS, [kind] if kind else KINDS)
            for filling in itertools.product(*domains)
        }
        expected = "undecided" if len(outcomes) == 2 else "satisfied" if outcomes.pop() else "violated"
        result = check(report, draft=True, select=[one.code])
        assert self.truth(result, one) == expected

    def truth(self, result: Result, one: Instance) -> str:
        for truth, found in (("violated", violated(result)), ("undecided", undecided(result))):
            if (one.code, one.cells) in found:
                return truth
        return "satisfied"

    CELLS: Final = (
        "/proactive_disclosure/licensing/items_last_year",
        "/proactive_disclosure/licensing/change",
        "/proactive_disclosure/licensing/decisions",
        "/proactive_disclosure/penalties/change",
        "/proactive_disclosure/penalties/decisions",
    )

    @settings(max_examples=examples(300))
    @given(data=st.data())
    def test_of_any_linear_relation(self, data: DataObject) -> None:
        """Whatever the terms, the comparator and the constants are: also a cell on both sides, and ``<=``."""
        form = form_of(CATALOG, "2019")
        terms = st.lists(
            st.tuples(st.sampled_from(self.CELLS), st.sampled_from((1, -1))), max_size=4, unique_by=lambda term: term[0]
        )
        sides = [(data.draw(terms), data.draw(st.integers(-3, 3))) for _ in "ab"]
        net: Counter[str] = Counter()
        for factor, (side, _) in zip((1, -1), sides, strict=True):
            for cell, sign in side:
                net[cell] += factor * sign
        assume(all(abs(factor) <= 1 for factor in net.values()))
        comparator: Any = data.draw(st.sampled_from(("=", "<=", ">=")))
        left, right = (
            Side(tuple((form.index[cell], sign) for cell, sign in side), constant) for side, constant in sides
        )
        linear = Linear(
            relation=Relation({"code": "X000", "name": "drawn", "relation": {"kind": "linear"}}),
            where=(),
            left=left,
            comparator=comparator,
            right=right,
            when=None,
            net=tuple((form.index[cell], factor) for cell, factor in net.items() if factor),
        )
        values = {cell: data.draw(st.integers(-2 if cell.endswith("/change") else 0, 2)) for cell in self.CELLS}
        blank = data.draw(st.sets(st.sampled_from(self.CELLS), max_size=3))

        constant = sides[0][1] - sides[1][1]
        most = abs(constant) + sum(abs(factor * values[cell]) for cell, factor in net.items()) + 1
        factors = [(factor, cell) for cell, factor in net.items() if factor]
        domains = [
            range(-most if cell.endswith("/change") else 0, most + 1) if cell in blank else [values[cell]]
            for _, cell in factors
        ]
        differences = {
            constant + sum(factor * value for (factor, _), value in zip(factors, filling, strict=True))
            for filling in itertools.product(*domains)
        }
        outcomes = {{"=": d == 0, "<=": d <= 0, ">=": d >= 0}[comparator] for d in differences}
        expected = "undecided" if len(outcomes) == 2 else "satisfied" if outcomes.pop() else "violated"

        report = with_values(CATALOG.zero_report("2019"), {**values, **dict.fromkeys(blank)})
        evaluator = Evaluator(form, (linear,))
        (outcome,) = evaluator.outcomes(report, evaluator.cells(report))
        assert (outcome.truth if isinstance(outcome, Outcome) else "satisfied") == expected


def rearranged(value: Any, by: int, *, backwards: bool) -> Any:
    """The same value with the members of its objects in another order."""
    if not isinstance(value, dict):
        return value
    keys = list(value)
    turn = by % len(keys) if keys else 0
    order = [*keys[turn:], *keys[:turn]][:: -1 if backwards else 1]
    return {key: rearranged(value[key], by, backwards=backwards) for key in order}


def plain(value: Any) -> Any:
    """The same value with floats for Decimals, which neither ``json`` nor ``yaml`` writes."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        assume("e" not in repr(value))  # 1e-30 becomes 1.0e-30 in PyYAML, and messages repeat figures as written
    return value


class TestNotation:
    """A report is one value: neither the order of names, nor JSON or YAML, nor layout, nor encoding matters."""

    @given(
        report=spoiled(reports(max_count=100, blanks=True) | reports(max_count=100)),
        by=st.integers(0, 9),
        backwards=st.booleans(),
    )
    def test_the_order_of_names_changes_nothing(self, report: Report, by: int, *, backwards: bool) -> None:
        assert check(rearranged(report, by, backwards=backwards)) == check(report)

    @settings(max_examples=examples(150))
    @given(report=spoiled(reports(max_count=100)), data=st.data())
    def test_json_yaml_layout_and_encoding_change_nothing(self, report: Report, data: DataObject) -> None:
        value = plain(report)
        format_: Literal["json", "yaml"] = data.draw(st.sampled_from(("json", "yaml")))
        if format_ == "json":
            indent = data.draw(st.sampled_from((None, 0, 2, "\t")))
            text = json.dumps(value, ensure_ascii=data.draw(st.booleans()), indent=indent)
        else:
            flow = data.draw(st.sampled_from((False, None, True)))
            text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=flow)
        text = text.replace("\n", data.draw(st.sampled_from(("\n", "\r\n"))))
        data_ = text.encode(data.draw(st.sampled_from(("utf-8", "utf-8-sig", "gb18030"))))
        draft = data.draw(st.booleans())
        result = Checker(Options(draft=draft)).check(read_bytes(data_, format=format_))
        assert reported(result) == check(value, draft=draft)
        assert all(cell.line and cell.column for finding in result.findings for cell in finding.cells)


class TestPurity:
    """A check is a function of the report and the options: it changes nothing and keeps nothing."""

    @given(report=spoiled(reports(blanks=True) | reports()))
    def test_the_report_is_not_changed_and_the_answer_is_the_same_again(self, report: Report) -> None:
        before = copy.deepcopy(report)
        first = check(report)
        assert repr(report) == repr(before)
        assert check(report) == first
        assert check(copy.deepcopy(report)) == first

    @settings(max_examples=examples(15))
    @given(drawn=st.lists(spoiled(reports(blanks=True)), min_size=2, max_size=6))
    def test_threads_do_not_disturb_each_other(self, drawn: list[Report]) -> None:
        checker = Checker(Options(lang="zh"))
        sources = [from_python(report) for report in drawn] * 4
        expected = [checker.check(source) for source in sources]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(checker.check, sources)) == expected


class TestVerdict:
    """The fast verdict says yes exactly where the JSON Schema does."""

    @variants
    @pytest.mark.parametrize("edition", [*EDITIONS, None])
    @settings(max_examples=examples(150))
    @given(data=st.data())
    def test_on_reports(self, edition: str | None, data: DataObject, *, draft: bool) -> None:
        form = form_of(CATALOG, edition, draft=draft)
        report = data.draw(spoiled(reports(edition=edition, max_count=5, blanks=data.draw(st.booleans()))))
        value = from_python(report).value
        assert checks(form)[""](value) == (not any(validator(form).iter_errors(value)))

    @pytest.mark.parametrize("edition", [*EDITIONS, None])
    @pytest.mark.parametrize("junk", JUNK, ids=lambda junk: repr(junk)[:12])
    def test_on_values_that_are_not_reports(self, edition: str | None, junk: Any) -> None:
        form, value = form_of(CATALOG, edition), from_python(junk).value
        assert not checks(form)[""](value)
        assert any(validator(form).iter_errors(value))

    @variants
    @editions
    @pytest.mark.parametrize("values", [JUNK, DATES, *OPTIONAL.values()], ids=["junk", "dates", *OPTIONAL])
    def test_on_each_place_by_itself(self, edition: str, values: Sequence[Any], *, draft: bool) -> None:
        form = form_of(CATALOG, edition, draft=draft)
        leaves = [place for place in form.places.values() if "properties" not in place.schema]
        for place in {json.dumps(leaf.schema, sort_keys=True): leaf for leaf in leaves}.values():
            accepts, authority = checks(form)[place.pointer], Draft202012Validator(place.schema)
            for value in (from_python(one).value for one in values):
                assert accepts(value) == authority.is_valid(value), (place.pointer, value)


class TestFailing:
    """Looking only where the verdict says no finds all that ``jsonschema`` finds in the whole report."""

    @variants
    @pytest.mark.parametrize("edition", [*EDITIONS, None])
    @settings(max_examples=examples(100))
    @given(data=st.data())
    def test_on_reports(self, edition: str | None, data: DataObject, *, draft: bool) -> None:
        form = form_of(CATALOG, edition, draft=draft)
        report = data.draw(spoiled(reports(edition=edition, max_count=5, blanks=data.draw(st.booleans()))))
        value = from_python(report).value
        whole = [pair for error in validator(form).iter_errors(value) for pair in places_of(error)]
        assert sorted(failing(form, value)) == sorted(whole)

    @pytest.mark.parametrize("junk", JUNK, ids=lambda junk: repr(junk)[:12])
    def test_on_values_that_are_not_reports(self, junk: Any) -> None:
        form, value = form_of(CATALOG, None), from_python(junk).value
        whole = [pair for error in validator(form).iter_errors(value) for pair in places_of(error)]
        assert sorted(failing(form, value)) == sorted(whole)


class TestStructure:
    """A report that the schema does not accept has one finding for each place that fails; one that it accepts, none."""

    @variants
    @settings(max_examples=examples(150))
    @given(report=spoiled(reports(max_count=5) | reports(max_count=5, blanks=True)))
    def test_findings_are_there_exactly_when_the_schema_says_no(self, report: Report, *, draft: bool) -> None:
        result = check(report, draft=draft)
        form = form_of(CATALOG, result.edition, draft=draft)
        structural = [finding for finding in result.findings if finding.code.startswith("S")]
        assert bool(structural) == any(validator(form).iter_errors(from_python(report).value))
        places = [cell.pointer for finding in structural for cell in finding.cells]
        assert len(places) == len(set(places)) == len(structural)
        assert all(finding.severity == "error" for finding in structural)
        assert result.valid == (not any(finding.severity == "error" for finding in result.findings))

    @given(report=spoiled(reports(max_count=5)))
    def test_nothing_is_reported_inside_a_missing_or_mistyped_object(self, report: Report) -> None:
        places = {one.cells[0].pointer for one in check(report).findings if one.code.startswith("S")}
        assert not [(inner, outer) for inner in places for outer in places if inner.startswith(f"{outer}/")]


@cache
def printed_order(edition: str | None) -> dict[str, int]:
    """The places of an edition in the order of the schema files, read without gknb.standard.form."""
    root = CATALOG.json(CATALOG.entry["envelope"] if edition is None else CATALOG.schema_path(edition))

    def walk(node: Mapping[str, Any], pointer: str) -> Iterator[str]:
        yield pointer
        while "$ref" in node:
            node = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
        for key, below in node.get("properties", {}).items():
            yield from walk(below, f"{pointer}/{key}")

    return {pointer: n for n, pointer in enumerate(walk(root, ""))}


class TestOrder:
    """Findings come in the order of the form; a member that it does not know, after all that is known around it."""

    def position(self, edition: str | None, found: Finding | Undecided) -> tuple[int, bool, str, str]:
        order, pointer = printed_order(edition), found.cells[0].pointer
        if pointer in order:
            return order[pointer], False, pointer, found.code
        holder = pointer
        while holder not in order:
            holder = holder.rpartition("/")[0]
        last = max(n for known, n in order.items() if known == holder or known.startswith(f"{holder}/"))
        return last, True, pointer, found.code

    @settings(max_examples=examples(150))
    @given(report=spoiled(reports(max_count=5, blanks=True), most=8))
    @example(report={"zz": 0, "aa": 0, "edition": "2021"})
    def test_is_that_of_the_form(self, report: Report) -> None:
        result = check(report)
        found: Sequence[Sequence[Finding | Undecided]] = (result.findings, result.undecided)
        for several in found:
            positions = [self.position(result.edition, one) for one in several if one.cells]
            assert positions == sorted(positions)
