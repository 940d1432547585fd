"""Rosters: what may be in one, how organs are recognised, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gknb.county.coverage import coverage_of, covered
from gknb.county.roster import read_roster, roster_of
from gknb.engine.digest import Digest
from gknb.engine.schema_check import check_of
from gknb.errors import CatalogError, SourceError
from gknb.source.document import from_python
from gknb.standard.catalog import load_catalog
from gknb.standard.relations import families

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = load_catalog()
SCHEMA = CATALOG.json(CATALOG.entry["roster_schema"])
ORGANS: list[dict[str, Any]] = [
    {"name": "某县人民政府", "level": "county", "kind": "government"},
    {"name": "某县教育局", "parent": "某县人民政府", "aliases": ["某县教育体育局"], "code": "X1"},
    {"name": "某某镇人民政府", "parent": "某县人民政府", "from": 2020, "to": 2021},
]


def roster(*organs: dict[str, Any]) -> Any:
    return roster_of(CATALOG, from_python({"roster": 1, "organs": list(organs)}), "roster.yaml")


def digest(organ: str, year: int = 2021, scope: str = "own", code: str | None = None) -> Digest:
    return Digest(
        file=f"{year}/{organ}",
        organ=organ,
        code=code,
        level=None,
        kind=None,
        scope=scope,
        year=year,
        edition="2021",
        published_on=None,
        cells=(),
    )


def test_who_is_below_whom() -> None:
    below = roster(*ORGANS).below
    assert [organ.name for organ in below["某县人民政府"]] == ["某县教育局", "某某镇人民政府"]
    assert below["某县教育局"] == ()


@pytest.mark.parametrize(
    "found", [digest("某县教育局"), digest(" 某县 教育局"), digest("某县教育体育局"), digest("不认识的局", code="X1")]
)
def test_an_organ_is_known_by_name_alias_or_code(found: Digest) -> None:
    organ = roster(*ORGANS).organ_of(found)
    assert organ is not None
    assert organ.name == "某县教育局"


def test_who_has_reported() -> None:
    found = [
        digest("某县人民政府", scope="consolidated"),
        digest("某县教育局"),
        digest("某县教育局"),
        digest("某某镇人民政府", 2022),
        digest("外县水利局"),
        digest("新名字局", 2022, code="X1"),
    ]
    coverage = coverage_of(roster(*ORGANS), found)
    states = {(due.organ.name, due.year): due.state for due in coverage.due}
    assert states == {
        ("某县人民政府", 2021): "received",
        ("某县人民政府", 2022): "missing",
        ("某县教育局", 2021): "twice",
        ("某县教育局", 2022): "received",
        ("某某镇人民政府", 2021): "missing",
    }
    assert [one.organ for one in coverage.unknown] == ["外县水利局"]
    assert [(one.organ.name, one.expected) for one in coverage.unexpected] == [("某某镇人民政府", "2020..2021")]
    assert [(one.organ, organ.name) for one, organ in coverage.known][-1] == ("新名字局", "某县教育局")


def test_an_organ_without_organs_below_owes_its_own_report() -> None:
    found = [digest("某县教育局", scope="consolidated"), digest("某县教育局")]
    coverage = coverage_of(roster(ORGANS[0], ORGANS[1]), found)
    (due,) = (one for one in coverage.due if one.organ.name == "某县教育局")
    assert (due.state, [one.scope for one in due.reports]) == ("received", ["own"])
    assert [(one.pointer, one.expected) for one in coverage.unexpected] == [("/scope", "own")]


WRONG: dict[str, tuple[list[dict[str, Any]], str]] = {
    "an unknown parent": ([{"name": "甲", "parent": "乙"}], "roster.parent"),
    "a circle": ([{"name": "甲", "parent": "乙"}, {"name": "乙", "parent": "甲"}], "roster.circle"),
    "itself above": ([{"name": "甲", "parent": "甲"}], "roster.circle"),
    "a name twice": ([{"name": "甲"}, {"name": " 甲"}], "roster.twice"),
    "an alias that is a name": ([{"name": "甲"}, {"name": "乙", "aliases": ["甲"]}], "roster.twice"),
    "a code twice": ([{"name": "甲", "code": "1"}, {"name": "乙", "code": "1"}], "roster.twice"),
    "years the wrong way round": ([{"name": "甲", "from": 2022, "to": 2021}], "roster.years"),
    "an unknown key": ([{"name": "甲", "boss": "乙"}], "roster.unknown-key"),
    "no name": ([{"level": "county"}], "roster.nameless"),
    "nobody": ([], "roster.nobody"),
    "another level": ([{"name": "甲", "level": "village"}], "roster.choice"),
    "a name that is a number": ([{"name": 7}], "roster.text"),
    "a blank name": ([{"name": " "}], "roster.text"),
    "a year in words": ([{"name": "甲", "from": "去年"}], "roster.year"),
    "a word for yes": ([{"name": "甲", "own": "是"}], "roster.flag"),
    "one alias": ([{"name": "甲", "aliases": "乙"}], "roster.names"),
    "an alias that is a number": ([{"name": "甲", "aliases": [7]}], "roster.text"),
}


@pytest.mark.parametrize(("organs", "reason"), WRONG.values(), ids=list(WRONG))
def test_errors_in_a_roster(organs: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        roster(*organs)
    assert caught.value.reason == reason


NONE: dict[str, tuple[Any, str]] = {
    "a list": ([1], "roster.shape"),
    "nothing": (None, "roster.shape"),
    "a report": (CATALOG.zero_report("2021"), "roster.shape"),
    "no organs": ({"roster": 1}, "roster.shape"),
    "organs that are none": ({"roster": 1, "organs": "甲"}, "roster.shape"),
    "an organ that is none": ({"roster": 1, "organs": ["甲"]}, "roster.organ"),
    "another version": ({"roster": 2, "organs": [{"name": "甲"}]}, "roster.version"),
}


@pytest.mark.parametrize(("document", "reason"), NONE.values(), ids=list(NONE))
def test_values_that_are_not_rosters(document: Any, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        roster_of(CATALOG, from_python(document), "roster.yaml")
    assert caught.value.reason == reason
    assert caught.value.say("zh") != caught.value.say("en")


@pytest.mark.parametrize("name", ["roster.yaml", "roster.json", "roster.csv"])
def test_an_empty_roster_is_distinguished_from_an_empty_report(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(" \n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_roster(CATALOG, str(path))
    assert caught.value.reason == "roster.empty"


def test_a_roster_too_long_for_yaml_can_be_a_table(tmp_path: Path) -> None:
    names = [f"某县第{n}局" for n in range(12_000)]
    path = tmp_path / "roster.yaml"
    path.write_text("roster: 1\norgans:\n" + "".join(f"- {{name: {name}}}\n" for name in names), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_roster(CATALOG, str(path))
    assert caught.value.reason == "roster.too-long"
    table = tmp_path / "roster.csv"
    table.write_text("\n".join(["机关名称", *names]), encoding="utf-8")
    assert len(read_roster(CATALOG, str(table)).organs) == 12_000


def test_a_long_chain_of_organs_and_many_of_them() -> None:
    chain = [{"name": f"甲{n}", **({"parent": f"甲{n - 1}"} if n else {})} for n in range(50)]
    many = [{"name": f"乙{n}", "parent": f"甲{n % 50}"} for n in range(3000)]
    found = roster(*chain, *many)
    depths = [depth for _, depth in found.from_the_top()]
    assert (len(depths), max(depths)) == (3050, 50)


def test_errors_are_reported_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "roster.yaml"
    path.write_text("roster: 1\norgans:\n  - name: 甲\n    parent: 乙\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_roster(CATALOG, str(path))
    assert (caught.value.line, caught.value.column) == (4, 13)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_will_do(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "roster.csv"
    rows = (
        "机关名称,层级,上级,别名,起始年度,本级报告",
        "某县人民政府,county,,,,是",
        "某县教育局,,某县人民政府,教体局；教育体育局,2020,",
    )
    text = "".join(f"{row}\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    found = read_roster(CATALOG, str(path))
    assert [(one.name, one.first, one.own, one.aliases) for one in found.organs] == [
        ("某县人民政府", 0, True, ()),
        ("某县教育局", 2020, False, ("教体局", "教育体育局")),
    ]
    assert found.organs[1].parent == "某县人民政府"


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"a,b\n1,2\n", b'"' * 100, b"\xef\xbb\xbf\n"])
def test_any_bytes_are_a_roster_or_refused(tmp_path: Path, content: bytes) -> None:
    for name in ("r.csv", "r.yaml", "r.json"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SourceError):
            read_roster(CATALOG, str(tmp_path / name))


def test_one_mistyped_year_makes_no_report_missing() -> None:
    organs = [{"name": f"{n}局"} for n in "甲乙丙丁戊己庚"]
    found = [digest(one["name"]) for one in organs] + [digest("甲局", 2031)]
    coverage = covered(roster(*organs), found, families(CATALOG))
    assert coverage.years == (2021,)
    assert {due.state for due in coverage.due} == {"received"}
    assert [(one.digest.year, one.pointer, one.expected) for one in coverage.unexpected] == [
        (2031, "/reporting_year", "2021")
    ]


def test_a_year_without_any_report_between_others_counts() -> None:
    coverage = covered(roster({"name": "甲局"}), [digest("甲局", 2020), digest("甲局", 2022)], families(CATALOG))
    assert [(due.year, due.state) for due in coverage.due] == [
        (2020, "received"),
        (2021, "missing"),
        (2022, "received"),
    ]


@pytest.mark.parametrize(("own", "scopes"), [(False, ["own", "gross"]), (True, ["gross"])])
def test_a_report_of_an_unexpected_scope_is_reported(own: bool, scopes: list[str]) -> None:
    organs: list[dict[str, Any]] = [{"name": "甲县", "own": own}, {"name": "乙局", "parent": "甲县"}]
    found = [digest("甲县", scope=scope) for scope in ("consolidated", "own", "gross")]
    coverage = coverage_of(roster(*organs), found)
    assert [(one.digest.scope, one.pointer) for one in coverage.unexpected] == [(scope, "/scope") for scope in scopes]


# --- The fast yes ---------------------------------------------------------------------------------------------------

ANYTHING: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, 2, 1999, 2019, 9999, 10000, "", " ", "县", "county", [], [""], {}]
)
KEYS = [*SCHEMA["$defs"]["organ"]["properties"], "more"]
SPOILED: st.SearchStrategy[Any] = st.one_of(
    ANYTHING,
    st.lists(st.sampled_from(ORGANS) | st.dictionaries(st.sampled_from(KEYS), ANYTHING), max_size=3),
)


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "more"]), SPOILED) | ANYTHING)
def test_the_fast_verdict_on_a_roster_says_yes_exactly_where_the_schema_does(value: Any) -> None:
    assert check_of(SCHEMA, "")(value) == Draft202012Validator(SCHEMA).is_valid(value)


@given(st.sampled_from(ORGANS), st.sampled_from(KEYS), ANYTHING)
def test_so_it_does_where_one_thing_in_an_organ_is_another(organ: dict[str, Any], key: str, value: Any) -> None:
    changed = {"roster": 1, "organs": [{**organ, key: value}]}
    assert check_of(SCHEMA, "")(changed) == Draft202012Validator(SCHEMA).is_valid(changed)


@pytest.mark.parametrize("schema", [{"oneOf": []}, {"items": {"uniqueItems": True}}, {"$ref": "#/$defs/none"}])
def test_the_fast_verdict_passes_over_no_keyword(schema: dict[str, Any]) -> None:
    with pytest.raises(CatalogError):
        check_of(schema, "")
