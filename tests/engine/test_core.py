"""The core by example: labels, evaluation, hints, wording, exact numbers, and what ``check`` takes and refuses."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

import gknb
from gknb import CatalogError, Checker, Options, Result, SourceError, UsageError, check, load_catalog
from gknb.source.pointers import changed
from gknb.standard.catalog import _load, closest
from gknb.standard.form import form_of
from gknb.standard.hints import MOST, explain_difference
from gknb.standard.relations import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gknb import Finding
    from gknb.standard.form import Form, Lang

CATALOG: Final = load_catalog()
RECEIVED: Final = "/requests/received"
CARRIED: Final = "/requests/carried_forward"
DOCUMENTS: Final = "/proactive_disclosure/normative_documents"
CASES: Final = "/review_and_litigation/reconsideration"
FEES: Final = "/proactive_disclosure/fees/amount_wanyuan"
LICENSING: Final = "/proactive_disclosure/licensing"
PROCUREMENT: Final = "/proactive_disclosure/procurement"


def zero_with(values: dict[str, Any], edition: str = "2021") -> dict[str, Any]:
    """The zero report with values at JSON Pointers."""
    return changed(CATALOG.zero_report(edition), values)


def only(values: dict[str, Any], edition: str = "2021", **options: Any) -> Finding:
    """The one finding about such a report."""
    (finding,) = check(zero_with(values, edition), **options).findings
    return finding


def truth(values: dict[str, Any], code: str, edition: str = "2021") -> tuple[int, int, int]:
    """At how many places a relation is satisfied, violated and undecided in such a draft."""
    (tally,) = check(zero_with(values, edition), draft=True, select=[code]).checked.relations
    return tally.satisfied, tally.violated, tally.undecided


# --- The form -------------------------------------------------------------------------------------------------------

LABELS: Final = [
    ("2021", "/requests/brought_forward/natural_person", "表三 · 二、上年结转 · 自然人"),
    ("2021", "/requests/outcomes/granted/legal_person/business", "表三 · （一）予以公开 · 法人或其他组织 · 商业企业"),
    ("2021", "/requests/outcomes/refused/state_secret/total", "表三 · （三）不予公开 · 1.属于国家秘密 · 总计"),
    ("2021", "/requests/outcomes/other/fee_overdue/total", "表三 · （六）其他处理 · 2.逾期不缴费 · 总计"),
    ("2019", "/requests/outcomes/other/natural_person", "表三 · （六）其他处理 · 自然人"),
    ("2021", "/requests/outcomes/total/total", "表三 · （七）总计 · 总计"),
    ("2021", f"{CASES}/total", "表四 · 行政复议 · 总计"),
    ("2021", "/review_and_litigation/litigation/direct/upheld", "表四 · 行政诉讼 · 未经复议直接起诉 · 结果维持"),
    ("2021", f"{DOCUMENTS}/in_force", "表二 · 行政规范性文件 · 现行有效件数"),
    ("2019", f"{DOCUMENTS}/disclosed_total", "表二 · 规范性文件 · 对外公开总数量"),
    ("2021", FEES, "表二 · 行政事业性收费 · 本年收费金额（万元）"),
    ("2019", f"{PROCUREMENT}/amount/value", "表二 · 政府集中采购 · 采购总金额"),
    ("2019", f"{LICENSING}/change", "表二 · 行政许可 · 本年增/减"),
    ("2021", "/organ/credit_code", "报告机关 · 统一社会信用代码"),
    ("2021", "/overview", "一、总体情况"),
    ("2021", "", "政府信息公开工作年度报告（2021 版格式）"),
    ("2021", "/requests/recieved", "表三 · recieved"),
    ("2021", "/extensions/cn.gov.example/a~1b", "本地扩展 · cn.gov.example · a/b"),
]


@pytest.mark.parametrize(("edition", "pointer", "label"), LABELS)
def test_a_cell_is_named_as_on_the_form(edition: str, pointer: str, label: str) -> None:
    assert form_of(CATALOG, edition).label(pointer, "zh") == label


@pytest.mark.parametrize(
    ("edition", "pointer", "label"),
    [
        (
            "2021",
            "/requests/brought_forward/natural_person",
            "Table 3 · brought forward from last year · natural persons",
        ),
        ("2021", f"{CASES}/total", "Table 4 · reconsideration · total"),
        ("2021", FEES, "Table 2 · administrative fees · fees charged (10,000 yuan)"),
        ("2019", f"{PROCUREMENT}/amount/unit", "Table 2 · centralised procurement · total amount · unit"),
        ("2021", "/organ/name", "reporting organ · name"),
        ("2021", "/edition", "edition of the form"),
    ],
)
def test_a_cell_has_an_english_name(edition: str, pointer: str, label: str) -> None:
    assert form_of(CATALOG, edition).label(pointer, "en") == label


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_no_two_cells_have_the_same_name(edition: str, lang: Lang) -> None:
    form = form_of(CATALOG, edition)
    assert len({form.label(pointer, lang) for pointer in form.cells}) == len(form.cells)


@pytest.mark.parametrize(("edition", "tables"), [("2019", (22, 161, 15)), ("2021", (10, 175, 15))])
def test_the_cells_are_those_of_the_three_tables(edition: str, tables: tuple[int, ...]) -> None:
    sections = ("/proactive_disclosure/", "/requests/", "/review_and_litigation/")
    cells = form_of(CATALOG, edition).cells
    assert tuple(sum(cell.startswith(section) for cell in cells) for section in sections) == tables
    assert len(cells) == sum(tables)


@pytest.fixture(name="form")
def form_of_2021() -> Form:
    return form_of(CATALOG, "2021")


def test_pointers_sort_as_the_form_is_read(form: Form) -> None:
    printed = [
        "",
        "/edition",
        "/organ/name",
        "/organ/credit_code",
        "/organ/aaa",
        f"{DOCUMENTS}/issued",
        f"{RECEIVED}/natural_person",
        f"{RECEIVED}/total",
        f"{RECEIVED}/aaa",
        "/requests/brought_forward",
        "/requests/carried_forward/total",
        "/requests/aaa",
        f"{CASES}/upheld",
        "/other_matters",
        "/extensions",
        "/aaa",
        "/zzz",
    ]
    assert sorted(set(printed), key=form.rank) == printed


def test_unknown_members_that_follow_the_same_place_sort_by_their_pointers(form: Form) -> None:
    inner, outer = "/review_and_litigation/litigation/after_reconsideration/z", "/review_and_litigation/m"
    assert sorted([outer, inner], key=form.rank) == [inner, outer]


def test_what_the_form_does_not_know_belongs_to_what_holds_it(form: Form) -> None:
    assert form.nearest(f"{RECEIVED}/total")[1] == ""
    place, rest = form.nearest("/requests/recieved/total")
    assert (place.pointer, rest) == ("/requests", "/recieved/total")
    assert form.nearest("/zzz")[0] is form.root
    assert form.select(refer_to="count", within="no_such_definition") == {}


def test_which_cells_may_be_negative() -> None:
    form = form_of(CATALOG, "2019")
    signed = [pointer for pointer in form.cells if form.places[pointer].signed]
    assert signed == [pointer for pointer in form.cells if pointer.endswith("/change")]
    assert len(signed) == 5


# --- Evaluation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, (3, 0, 0)),
        # 3 + blank = 2: no filling satisfies it.
        ({f"{CASES}/upheld": 3, f"{CASES}/pending": None, f"{CASES}/total": 2}, (2, 1, 0)),
        # blank + 2 = 2: zero does, anything else does not.
        ({f"{CASES}/upheld": None, f"{CASES}/pending": 2, f"{CASES}/total": 2}, (2, 0, 1)),
        ({f"{CASES}/upheld": None, f"{CASES}/pending": None, f"{CASES}/total": 2}, (2, 0, 1)),
        ({f"{CASES}/upheld": 2, f"{CASES}/total": None}, (2, 0, 1)),
        # Not a count is as good as blank.
        ({f"{CASES}/upheld": "3", f"{CASES}/pending": 3, f"{CASES}/total": 2}, (2, 1, 0)),
        ({f"{CASES}/upheld": -1, f"{CASES}/pending": 2, f"{CASES}/total": 2}, (2, 0, 1)),
        ({CASES: None}, (2, 0, 1)),
    ],
)
def test_a_blank_is_an_unknown_count(values: dict[str, Any], counts: tuple[int, int, int]) -> None:
    assert truth(values, "T401") == counts


@pytest.mark.parametrize(
    ("issued", "repealed", "in_force", "expected"),
    [
        (8, 26, None, "satisfied"),  # whatever is in force, it is not below 8 - 26
        (8, 2, None, "undecided"),
        (8, None, 5, "undecided"),
        (8, None, 8, "satisfied"),
        (None, 2, 5, "undecided"),
        (8, 2, 5, "violated"),
        (8, 2, 6, "satisfied"),
        (None, None, None, "undecided"),
    ],
)
def test_in_force_covers_issued(issued: int | None, repealed: int | None, in_force: int | None, expected: str) -> None:
    values = {f"{DOCUMENTS}/issued": issued, f"{DOCUMENTS}/repealed": repealed, f"{DOCUMENTS}/in_force": in_force}
    satisfied, violated, undecided = truth(values, "T202")
    assert {"satisfied": satisfied - 1, "violated": violated, "undecided": undecided}[expected] == 1


@pytest.mark.parametrize(
    ("last_year", "change", "expected"),
    [(5, -5, (5, 0, 0)), (5, -6, (4, 1, 0)), (5, None, (4, 0, 1)), (None, 0, (5, 0, 0)), (None, -1, (4, 0, 1))],
)
def test_a_blank_change_may_be_negative(
    last_year: int | None, change: int | None, expected: tuple[int, int, int]
) -> None:
    values = {f"{LICENSING}/items_last_year": last_year, f"{LICENSING}/change": change}
    assert truth(values, "T204", "2019") == expected


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ({"/organ/level": "township", "/organ/kind": "government"}, (2, 1, 0)),
        ({"/organ/level": "township", "/organ/kind": None}, (2, 1, 0)),
        ({"/organ/level": "province", "/organ/kind": None}, (2, 0, 1)),
        ({"/organ/level": "municipal"}, (2, 0, 1)),
        ({"/organ": None}, (2, 0, 1)),
    ],
)
def test_an_unknown_organ_leaves_open_only_what_its_power_decides(
    organ: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    base = "/proactive_disclosure/regulations/in_force"
    assert truth({base: 5, **organ}, "T201") == expected


def test_an_organ_with_the_power_to_make_regulations_is_not_asked_about_it() -> None:
    values = {"/organ/level": "province", "/organ/kind": "government"}
    assert check(zero_with(values), select=["T201"]).checked.relations == ()


@pytest.mark.parametrize(
    ("level", "kind", "day", "late"),
    [
        ("county", "department", "2025-01-31", False),
        ("county", "department", "2025-02-01", True),
        ("national", "department", "2025-02-01", True),
        ("county", "government", "2025-03-31", False),
        ("province", "government", "2025-04-01", True),
        ("township", "government", "2025-01-31", False),
        ("township", "government", "2025-02-01", True),
        ("national", "government", "2030-12-31", False),
    ],
)
def test_who_publishes_by_when(level: str, kind: str, day: str, *, late: bool) -> None:
    values = {"/organ/level": level, "/organ/kind": kind, "/published_on": day}
    assert [one.code for one in check(zero_with(values)).findings] == ["E103"] * late


def test_a_county_sets_the_deadline_of_its_townships() -> None:
    values = {"/organ/level": "township", "/organ/kind": "government", "/published_on": "2025-02-15"}
    assert only(values).expected == "<=2025-01-31"
    late = only({**values, "/published_on": "2025-02-16"}, parameters={"township_deadline": "02-15"})
    assert (late.code, late.actual, late.expected) == ("E103", "2025-02-16", "<=2025-02-15")
    assert check(zero_with(values), parameters={"township_deadline": "02-15"}).findings == ()
    department = {"/published_on": "2025-02-15"}
    assert only(department, parameters={"township_deadline": "02-15"}).expected == "<=2025-01-31"


@pytest.mark.parametrize(
    ("values", "actual", "expected"),
    [
        ({f"{CASES}/total": 1}, 1, 0),
        ({f"{CASES}/upheld": 3, f"{CASES}/pending": None, f"{CASES}/total": 2}, 2, ">=3"),
        ({f"{DOCUMENTS}/issued": 8, f"{DOCUMENTS}/repealed": 2, f"{DOCUMENTS}/in_force": 5}, 5, ">=6"),
        ({"/reporting_year": 2020}, 2020, ">=2021"),
        ({"/published_on": "2024-12-31"}, "2024-12-31", ">2024-12-31"),
        ({"/organ/credit_code": "91350100M000100Y44"}, "4", "3"),
        ({"/edition": "2018"}, "2018", "2019|2021"),
        ({"/organ/kind": "bureau"}, "bureau", "government|department"),
        ({FEES: "1424.4万元"}, "1424.4万元", "amount"),
        ({f"{CASES}/total": "0"}, "0", "count"),
        ({RECEIVED: 0}, 0, "applicant_row"),
        ({"/requests/recieved": 0}, 0, "absent"),
        ({"/requests/recieved": {"total": 0}}, "{…}", "absent"),
    ],
)
def test_actual_and_expected_are_said_exactly(values: dict[str, Any], actual: Any, expected: Any) -> None:
    finding = check(zero_with(values), draft=True).findings[0]
    assert (finding.actual, finding.expected) == (actual, expected)


def test_actual_and_expected_of_2019() -> None:
    assert only({"/reporting_year": 2021}, "2019").expected == "2019..2020"
    finding = only({f"{PROCUREMENT}/amount/value": Decimal("25.1")}, "2019")
    assert (finding.actual, finding.expected) == ("0, 25.1", "0, 0 | >0, >0")


# --- Hints ----------------------------------------------------------------------------------------------------------


def cases(total: int, *results: int) -> dict[str, Any]:
    """Reconsideration cases: the total, then upheld, corrected, other and pending."""
    keys = ("total", "upheld", "corrected", "other", "pending")
    return {f"{CASES}/{key}": value for key, value in zip(keys, (total, *results), strict=False)}


@pytest.mark.parametrize(
    ("values", "hints"),
    [
        (cases(54, 45), [("digits", "total", "45"), ("digits", "upheld", "54")]),
        (cases(38, 380), [("zero", "total", "380"), ("zero", "upheld", "38")]),
        (cases(50, 30, 0, 6, 7), [("twice", "pending", "7")]),
        (cases(51, 20, 7, 8, 8), [("twice", "other result", "8"), ("twice", "pending", "8")]),
        # A value that stands in many cells explains nothing; nor does the other side left empty.
        (cases(50, 18, 8, 8, 8), []),
        (cases(1), []),
        (cases(0, 1), []),
        (cases(100, 3, 4), []),
    ],
)
def test_what_a_difference_may_mean(values: dict[str, Any], hints: list[tuple[str, ...]]) -> None:
    found = only(values).hints
    assert len(found) == len(hints)
    assert all(word in hint for hint, words in zip(found, hints, strict=True) for word in words)


def test_a_cell_left_out_of_a_total_is_hinted_at() -> None:
    (hint,) = only(cases(36, 30, 0, 6, 7)).hints
    assert "pending" in hint
    assert "left out" in hint


def test_hints_are_few() -> None:
    terms = [(1, 21), (-1, 12), (1, 21), (-1, 12)]
    assert len(explain_difference(terms, 9, range(4))) == MOST


def test_a_hint_speaks_the_language_asked_for() -> None:
    (hint,) = only(cases(50, 30, 0, 6, 7), lang="zh").hints
    assert "尚未审结" in hint


def test_there_is_no_hint_where_there_are_blanks() -> None:
    values = {f"{CASES}/upheld": 54, f"{CASES}/pending": None, f"{CASES}/total": 45}
    assert only(values, draft=True).hints == ()


# --- Wording --------------------------------------------------------------------------------------------------------


def test_a_sum_is_spelled_out_without_its_zeros() -> None:
    values = {f"{CASES}/upheld": 34, f"{CASES}/other": 4, f"{CASES}/total": 40}
    assert only(values).message == (
        "Table 4 · reconsideration: total 40, should equal upheld 34 + other result 4 = 38; off by 2"
    )
    assert only(values, lang="zh").message == "表四 · 行政复议：总计 40，应等于 结果维持 34＋其他结果 4＝38，相差 2"


def test_a_long_sum_is_counted() -> None:
    rows = [pointer for pointer in form_of(CATALOG, "2021").cells if pointer.startswith("/requests/outcomes/refused/")]
    values = dict.fromkeys((row for row in rows if row.endswith("/natural_person")), 1)
    (finding,) = check(zero_with(values), select=["T302"]).findings
    assert "the sum of 21 cells = 8; off by 8" in finding.message


@pytest.mark.parametrize(
    ("values", "left", "right"),
    [
        ({f"{CASES}/upheld": 3, f"{CASES}/pending": None, f"{CASES}/total": 2}, "total 2", "upheld 3 + 1 blank (>=3)"),
        ({f"{CASES}/upheld": 3, f"{CASES}/total": 2, f"{CASES}/other": None, f"{CASES}/pending": None}, "2", "2 blank"),
    ],
)
def test_a_sum_with_blanks_says_how_many_and_its_bound(values: dict[str, Any], left: str, right: str) -> None:
    message = only(values, draft=True).message
    assert left in message
    assert right in message


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "hostile",
    [
        "长" * 5000,
        "\x1b[2J\x1b]0;title\x07",
        "\u202e倒写\u2066",
        "line\nbreak\r\n\tand tab\u2028",
        "{actual} {0} %s {cell.__class__}",
        "\x00",
        "9" * 900,
    ],
    ids=["long", "escape", "bidi", "lines", "braces", "nul", "digits"],
)
@pytest.mark.parametrize("pointer", [f"{CASES}/total", "/organ/kind", "/published_on", "/requests", "/edition"])
def test_a_value_is_repeated_short_and_printable(pointer: str, hostile: str, lang: Lang) -> None:
    for finding in check(zero_with({pointer: hostile}), lang=lang).findings:
        for text in (finding.message, finding.fix, *finding.hints):
            assert text.isprintable()
            assert len(text) < 250
        assert finding.cells[0].value == hostile


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("x" * 5000, id="long"),
        pytest.param("k\x1b[2J\n", id="escape"),
        pytest.param("\u202ekey", id="bidi"),
    ],
)
def test_a_name_is_repeated_short_and_printable(key: str) -> None:
    finding = only({f"/requests/{key}": 0})
    assert finding.code == "S002"
    assert len(finding.message) < 250
    assert finding.message.isprintable()


def test_braces_in_a_name_are_not_placeholders() -> None:
    assert only({"/requests/{cell}": 0}).message == ("Table 3 · {cell}: this edition of the form has no such field")


@pytest.mark.parametrize(
    ("value", "told"), [(True, "true"), ([1], "[…]"), ({"a": 1}, "{…}"), (Decimal("1E-7"), "0.0000001")]
)
def test_values_of_other_kinds_are_told_in_jsons_words(value: Any, told: str) -> None:
    message = check(zero_with({f"{CASES}/total": value})).findings[0].message
    assert message == f"Table 4 · reconsideration · total: {told} is not a count; expected 0 or a positive whole number"


# --- Numbers --------------------------------------------------------------------------------------------------------


def test_decimals_are_exact() -> None:
    text = json.dumps(zero_with({FEES: 0})).replace('"amount_wanyuan": 0', '"amount_wanyuan": 59237.2449')
    assert check(text.encode()).valid
    assert check(zero_with({FEES: 0.1 + 0.2})).valid
    finding = only({FEES: Decimal("-0.1") - Decimal("0.2")})
    assert finding.actual == Decimal("-0.3")


def test_no_amount_is_rounded() -> None:
    tiny = Decimal("1E-400")
    finding = only({f"{PROCUREMENT}/amount/value": tiny}, "2019")
    assert finding.cells[1].value == tiny
    assert check(zero_with({f"{PROCUREMENT}/amount/value": tiny, f"{PROCUREMENT}/projects": 1}, "2019")).valid
    assert not check(zero_with({FEES: -tiny})).valid


@pytest.mark.parametrize("number", [2**53 + 1, 10**499 + 1], ids=["beyond 2**53", "500 digits"])
def test_counts_are_exact_at_any_size(number: int) -> None:
    values = {f"{CASES}/upheld": number, f"{CASES}/total": number}
    assert check(zero_with(values)).valid
    finding = only({**values, f"{CASES}/total": number + 1})
    assert (finding.actual, finding.expected) == (number + 1, number)
    assert "off by 1" in finding.message
    as_text = json.dumps(zero_with({**values, f"{CASES}/total": number + 1})).encode()
    (from_text,) = check(as_text).findings
    assert (from_text.actual, from_text.expected, from_text.hints) == (number + 1, number, finding.hints)


def test_sums_may_be_longer_than_any_number_that_is_read() -> None:
    longest = 10**1000 - 1
    finding = only({f"{CASES}/upheld": longest, f"{CASES}/corrected": longest})
    assert finding.expected == 2 * longest


def test_a_bound_is_not_shortened() -> None:
    number = 10**60
    assert only({f"{DOCUMENTS}/issued": number}).expected == f">={number}"


def test_a_pair_is_told_without_exponents() -> None:
    assert only({f"{PROCUREMENT}/amount/value": Decimal("1E-7")}, "2019").actual == "0, 0.0000001"


@pytest.mark.parametrize("count", [3, 3.0, Decimal(3), Decimal("3.00"), Decimal("3E0")], ids=repr)
def test_three_is_three(count: Any) -> None:
    assert check(zero_with({f"{CASES}/upheld": count, f"{CASES}/total": 3})).valid


@pytest.mark.parametrize("written", ["3.0", "3e0", "0.3E1", "3.000"])
def test_three_is_three_in_a_file(written: str) -> None:
    text = json.dumps(zero_with({f"{CASES}/upheld": "?", f"{CASES}/total": 3})).replace('"?"', written)
    assert check(text.encode()).valid
    assert check(yaml.safe_dump(json.loads(text)).encode()).valid


@pytest.mark.parametrize(
    "value", [True, False, "3", "", "/", "无", -1, 3.5, Decimal("0.1"), [3], {"value": 3}], ids=repr
)
def test_what_is_not_a_count(value: Any) -> None:
    pointer = "/proactive_disclosure/licensing/decisions"
    finding = only({pointer: value})
    assert (finding.code, finding.cells[0].pointer) == ("S003" if value == "" else "S004", pointer)
    assert check(zero_with({pointer: value}), draft=True).checked.blank == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), object(), {1, 2}, b"3"], ids=repr)
def test_what_json_has_no_notation_for_is_refused(value: Any) -> None:
    with pytest.raises(SourceError) as caught:
        check(zero_with({f"{CASES}/total": value}))
    assert caught.value.details["pointer"] == f"{CASES}/total"


# --- What check takes -----------------------------------------------------------------------------------------------


def test_a_report_is_a_dict_a_path_or_bytes(tmp_path: Path) -> None:
    document = zero_with({f"{CASES}/total": 1})
    file = tmp_path / "report.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    results = [check(document), check(str(file)), check(file), check(file.read_bytes())]
    assert [result.file for result in results] == ["", str(file), str(file), ""]
    assert [[one.code for one in result.findings] for result in results] == [["T401"]] * 4
    assert (results[0].findings[0].cells[0].line, results[1].findings[0].cells[0].line is None) == (None, False)
    with pytest.raises(SourceError):
        check(tmp_path / "none.yaml")
    with pytest.raises(SourceError):
        check(b"")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"edition": "2018"}, "usage.edition"),
        ({"select": ["T9"]}, "usage.code"),
        ({"select": ["t301"]}, "usage.code"),
        ({"select": [""]}, "usage.code"),
        ({"ignore": ["T3011"]}, "usage.code"),
        ({"parameters": {"deadline": "02-15"}}, "usage.parameter"),
        ({"parameters": {"township_deadline": "2-15"}}, "usage.parameter-value"),
        ({"parameters": {"township_deadline": "13-01"}}, "usage.parameter-value"),
        ({"parameters": {"township_deadline": "02-15\n"}}, "usage.parameter-value"),
    ],
    ids=lambda value: value if isinstance(value, str) else json.dumps(value),
)
def test_options_that_name_something_unknown_are_refused(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(CATALOG.zero_report("2021"), **options)
    assert caught.value.reason == reason
    assert caught.value.say("zh") != caught.value.say("en") == str(caught.value)


def test_a_misspelt_code_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="T301"):
        check({}, select=["t301"])
    assert closest("T3O1", ["T301", "E101"]) == "T301"
    assert closest("###", ["T301", "E101"]) == ""


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({}, ["S003", "T301", "T303"]),
        ({"select": ["T3"]}, ["T301", "T303"]),
        ({"select": ["T3"], "ignore": ["T301"]}, ["T303"]),
        ({"ignore": ["T"]}, ["S003"]),
        ({"select": ["E", "S"]}, ["S003"]),
        ({"draft": True}, ["T301", "T303"]),
    ],
    ids=str,
)
def test_codes_and_their_beginnings_are_selected(options: dict[str, Any], codes: list[str]) -> None:
    values = {f"{RECEIVED}/natural_person": 1, f"{CASES}/total": None}
    result = check(zero_with(values), **options)
    assert sorted({one.code for one in result.findings}) == codes
    assert {one.code for one in result.checked.relations} <= set(codes) | {"E101", "T201", "T202", "T302", "T401"}


def test_strict_counts_warnings() -> None:
    late = zero_with({"/published_on": "2025-02-01"})
    assert check(late).valid
    assert not check(late, strict=True).valid


# --- The edition ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2018", "", None, True, 2018, 2021.5, ["2021"]], ids=repr)
def test_without_an_edition_nothing_else_can_be_decided(edition: Any) -> None:
    result = check(zero_with({"/edition": edition, f"{CASES}/total": 1, "/scope": "?"}))
    assert (result.edition, result.valid, result.checked.cells) == (None, False, 0)
    (finding,) = result.findings
    assert finding.cells[0].pointer == "/edition"
    elsewhere = ELSEWHERE - {"structure"}
    every = {relation["code"] for relation in CATALOG.relations() if relation["relation"]["kind"] not in elsewhere}
    assert {one.code for one in result.undecided} == every - {finding.code}
    assert all(one.cells == () for one in result.undecided)


@pytest.mark.parametrize("document", [[], {}, {"edition": None}, [{"edition": "2021"}]], ids=repr)
def test_a_document_that_is_no_report_has_one_finding(document: Any) -> None:
    result = check(document)
    assert (len(result.findings), result.edition, result.valid) == (1, None, False)


@pytest.mark.parametrize("number", [2021, 2021.0, Decimal(2021)], ids=repr)
def test_an_edition_written_as_a_number_is_meant_as_the_text(number: Any) -> None:
    result = check(zero_with({"/edition": number, f"{CASES}/total": 1}))
    assert result.edition == "2021"
    assert [one.code for one in result.findings] == ["S005", "T401"]
    assert "in quotes" in result.findings[0].message
    assert [one.code for one in result.undecided] == ["E101"]  # its key cannot be used


def test_another_edition_can_be_asked_for() -> None:
    result = check(CATALOG.zero_report("2021"), edition="2019")
    assert result.edition == "2019"
    pointers = {one.cells[0].pointer for one in result.findings}
    assert {"/edition", f"{DOCUMENTS}/disclosed_total", f"{DOCUMENTS}/in_force"} <= pointers
    assert not result.valid


# --- The catalogue and the result -----------------------------------------------------------------------------------


def versions(edit: Callable[[dict[str, Any]], object]) -> Callable[[str], bytes]:
    """A reader of the published files under which ``catalog.json`` says something else."""

    def read(path: str) -> bytes:
        content = CATALOG.read(path)
        if path != "catalog.json":
            return content
        root = json.loads(content)
        edit(root)
        return json.dumps(root).encode()

    return read


def with_another(status: str) -> Callable[[str], bytes]:
    return versions(lambda root: root["versions"].append({**root["versions"][0], "version": "9.0.0", "status": status}))


def test_the_newest_version_that_is_not_withdrawn_is_the_default() -> None:
    assert load_catalog() is load_catalog()
    assert load_catalog(CATALOG.version).version == CATALOG.version
    assert _load(None, with_another("released")).version == "9.0.0"
    assert _load(None, with_another("withdrawn")).version == CATALOG.version
    assert _load("9.0.0", with_another("withdrawn")).status == "withdrawn"


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        load_catalog("0.0.1")
    assert caught.value.reason == "usage.version"
    assert CATALOG.version in str(caught.value)


def missing(path: str) -> bytes:
    raise FileNotFoundError(path)


def test_missing_files_are_a_catalog_error() -> None:
    with pytest.raises(CatalogError, match=r"catalog\.json"):
        _load(None, missing)
    catalog = dataclasses.replace(CATALOG, read=missing)
    with pytest.raises(CatalogError, match=r"zero\.report\.json"):
        catalog.zero_report("2021")
    with pytest.raises(CatalogError):
        Checker(catalog=catalog)
    with pytest.raises(UsageError):
        catalog.zero_report("2018")


def test_a_damaged_catalogue_is_a_catalog_error() -> None:
    with pytest.raises(CatalogError):
        _load(None, lambda _: b"{")


def test_a_catalogue_of_withdrawn_versions_is_refused() -> None:
    with pytest.raises(gknb.GknbError):
        _load(None, versions(lambda root: [one.update(status="withdrawn") for one in root["versions"]]))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"minimum"', '"exclusiveMinimum"', "catalog.keyword"),
        ("#/$defs/count", "#/$defs/number", "catalog.reference"),
        ("#/$defs/count", "#/properties/count", "catalog.reference"),
    ],
)
def test_a_schema_that_cannot_be_followed_is_refused(old: str, new: str, reason: str) -> None:
    catalog = dataclasses.replace(CATALOG, read=lambda path: CATALOG.read(path).replace(old.encode(), new.encode()))
    with pytest.raises(CatalogError) as caught:
        check(CATALOG.zero_report("2021"), catalog=catalog)
    assert caught.value.reason == reason


def test_a_result_is_immutable() -> None:
    result = check(zero_with({f"{CASES}/total": 1, f"{RECEIVED}/total": None}))
    held = (result, result.findings[0], result.findings[0].cells[0], result.findings[0].basis)
    for one in (*held, result.undecided[0], result.checked, result.checked.relations[0], Options()):
        name = dataclasses.fields(one)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, name, getattr(one, name))
    assert hash(result) == hash(check(zero_with({f"{CASES}/total": 1, f"{RECEIVED}/total": None})))
    for field in dataclasses.fields(result):
        assert not isinstance(getattr(result, field.name), list | dict | set)


def test_what_was_counted_adds_up() -> None:
    result = check(zero_with({f"{CASES}/total": 1, f"{RECEIVED}/total": None}))
    assert (result.checked.cells, result.checked.blank) == (200, 1)
    assert result.checked.violated == 1 == sum(not one.code.startswith("S") for one in result.findings)
    assert result.checked.undecided == len(result.undecided) == 2
    assert result.checked.satisfied == 3 + 2 + 7 + 7 + 25 + 3 + 1 - 3
    assert [one.code for one in result.checked.relations] == ["E101", "T201", "T202", "T301", "T302", "T303", "T401"]
    assert Result(file="").valid is False


def test_every_public_name_is_there() -> None:
    assert sorted(gknb.__all__) == gknb.__all__
    assert all(hasattr(gknb, name) for name in gknb.__all__)
