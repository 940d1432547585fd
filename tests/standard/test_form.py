"""The form of each edition: what its cells are called, and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from zero_reports import CASES, CATALOG, DOCUMENTS, FEES, LICENSING, PROCUREMENT, RECEIVED

from gknb.standard.form import form_of

if TYPE_CHECKING:
    from gknb.standard.form import Form, Lang

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


def test_unknown_pointers_belong_to_their_known_parent(form: Form) -> None:
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
