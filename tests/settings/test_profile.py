"""A profile adds and tightens; it has no means to loosen."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT
from hypothesis import given
from hypothesis import strategies as st
from strategies import reports, spoiled

from gknb.engine.options import Options
from gknb.errors import GknbError, SourceError, UsageError
from gknb.settings.checker import Checker
from gknb.settings.profile import Profile, profiled, read_profile
from gknb.source.document import from_python
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CATALOG = load_catalog()
NAMESPACE = "cn.example.county"
GROUP = f"/extensions/{NAMESPACE}"
RELATION: dict[str, Any] = {
    "code": "P001",
    "name": "hotline-covers-letters",
    "since": "2026",
    "status": "active",
    "severity": "error",
    "editions": ["2019", "2021"],
    "basis": {"kind": "stated", "citation": {"zh": "本县要求", "en": "the county asks for it"}},
    "title": {"zh": "热线总计不少于来信", "en": "Hotline cases are at least the letters"},
    "why": {"zh": "来信都登记在热线里。", "en": "Letters are registered with the hotline."},
    "relation": {
        "kind": "linear",
        "left": [{"cell": f"{GROUP}/hotline/total"}],
        "comparator": ">=",
        "right": [{"cell": f"{GROUP}/letters"}],
    },
    "message": {"zh": "{cell}：{actual}，应不少于 {expected}", "en": "{cell}: {actual}, should be at least {expected}"},
    "fix": {"zh": "核对。", "en": "Check both."},
    "examples": [],
}
CASES = {"upheld": 0, "corrected": 0, "other": 0, "pending": 0, "total": 0}
PROFILE: dict[str, Any] = {
    "profile": NAMESPACE,
    "version": "2026",
    "title": {"zh": "示例县补充规定", "en": "The county's profile"},
    "parameters": {"township_deadline": "02-15"},
    "severity": {"T201": "error"},
    "organs": ["示例县统计局", "白水乡人民政府"],
    "extensions": {
        NAMESPACE: {
            "type": "object",
            "title": "本县补充表",
            "x-title-en": "county table",
            "properties": {
                "letters": {"$ref": "#/$defs/count", "title": "来信", "x-title-en": "letters"},
                "hotline": {"$ref": "#/$defs/case_row", "title": "热线", "x-title-en": "hotline"},
            },
            "required": ["letters", "hotline"],
            "additionalProperties": False,
        }
    },
    "relations": [
        {
            **RELATION,
            "examples": [
                {
                    "edition": "2021",
                    "result": result,
                    "set": {"/extensions": {NAMESPACE: {"letters": letters, "hotline": CASES}}},
                }
                for result, letters in (("satisfied", 0), ("violated", 1))
            ],
        }
    ],
}


def county(**changes: Any) -> Profile:
    return Profile({**deepcopy(PROFILE), **changes})


def codes(profile: Profile | None, report: Any) -> list[tuple[str, str]]:
    """(code, severity) of each finding, under a profile or without one."""
    catalog = CATALOG if profile is None else profiled(CATALOG, profile)
    result = Checker(None, catalog).check(from_python(report))
    return [(finding.code, finding.severity) for finding in result.findings]


def found(profile: Profile | None, report: Any, *, strict: bool) -> list[tuple[object, str]]:
    """(relation and cells, severity) of each finding; a fault of the structure is one whatever it is called."""
    catalog = CATALOG if profile is None else profiled(CATALOG, profile)
    findings = Checker(Options(strict=strict), catalog).check(from_python(report)).findings
    return [
        (("S" if one.code.startswith("S") else one.code, {cell.pointer for cell in one.cells}), one.severity)
        for one in findings
    ]


def report(letters: Any = 0, **hotline: Any) -> Any:
    made = CATALOG.zero_report("2021")
    made["extensions"] = {NAMESPACE: {"letters": letters, "hotline": {**CASES, **hotline}}}
    return made


def test_a_report_that_meets_the_profile_is_valid() -> None:
    assert codes(county(), report()) == []


def test_a_report_without_the_countys_table_lacks_it() -> None:
    assert ("S001", "error") in codes(county(), CATALOG.zero_report("2021"))
    assert codes(None, CATALOG.zero_report("2021")) == []


def test_a_relation_of_the_county_is_evaluated_like_a_national_one() -> None:
    assert codes(county(), report(letters=1)) == [("P001", "error")]
    assert codes(county(), report(letters=None)) == [("S003", "error")]


def test_the_national_relations_hold_for_the_countys_rows_of_a_national_kind() -> None:
    assert codes(county(), report(total=1)) == [("T401", "error")]


def test_a_relation_may_count_for_more() -> None:
    made = report()
    made["proactive_disclosure"]["regulations"]["in_force"] = 6
    assert codes(None, made) == [("T201", "warning")]
    assert codes(county(), made) == [("T201", "error")]


def test_an_unexpected_organ_is_reported() -> None:
    made = report()
    made["organ"]["name"] = "外县统计局"
    assert codes(county(), made) == [("S005", "error")]


def test_the_findings_speak_of_the_countys_cells_by_their_names() -> None:
    catalog = profiled(CATALOG, county())
    (finding,) = Checker(Options(lang="zh"), catalog).check(from_python(report(letters=1))).findings
    assert finding.message == "本地扩展 · 本县补充表 · 热线 · 总计：0，应不少于 1"


def profiles() -> st.SearchStrategy[Profile]:
    """Any part of the profile, with any rise of severity."""
    severity = st.dictionaries(st.sampled_from(["T201", "T202", "T205", "E103", "T301"]), st.just("error"))
    parts = st.fixed_dictionaries(
        {},
        optional={
            "severity": severity,
            "organs": st.just(PROFILE["organs"]),
            "extensions": st.just(PROFILE["extensions"]),
        },
    )
    basic = {name: PROFILE[name] for name in ("profile", "version", "title")}
    return parts.map(lambda chosen: Profile({**basic, **chosen}))


class TestNeverLoosens:
    """Every finding of the national check is a finding of the check under a profile, and counts for no less."""

    @given(profiles(), spoiled(reports(max_count=20)), st.booleans())
    def test_findings_of_the_national_check_stay(self, profile: Profile, made: Any, strict: bool) -> None:
        weight = {"info": 0, "warning": 1, "error": 2}
        under = found(profile, made, strict=strict)
        for what, severity in found(None, made, strict=strict):
            assert any(what == other and weight[counts] >= weight[severity] for other, counts in under)

    @pytest.mark.parametrize(
        ("code", "severity", "reason"), [("T301", "warning", "profile.lower"), ("T999", "error", "usage.code")]
    )
    def test_a_severity_cannot_be_lowered(self, code: str, severity: str, reason: str) -> None:
        with pytest.raises(UsageError) as caught:
            profiled(CATALOG, county(severity={code: severity}))
        assert caught.value.reason == reason


def edited(path: str, value: Any) -> Any:
    profile = deepcopy(PROFILE)
    *way, last = path.split("/")
    group: Any = profile
    for step in way:
        group = group[int(step) if isinstance(group, list) else step]
    group[last] = value
    return profile


@pytest.mark.parametrize(
    "profile",
    [
        {},
        [],
        None,
        {**PROFILE, "ignore": ["T301"]},
        edited("relations/0/code", "T301"),
        edited("relations/0/status", "withdrawn"),
        edited("relations/0/relation", {"kind": "structure", "keywords": ["type"]}),
        edited("severity/T201", "info"),
        edited(f"extensions/{NAMESPACE}/additionalProperties", value=True),
        edited(f"extensions/{NAMESPACE}/properties/letters", {"$ref": "https://example.gov.cn/x"}),
        edited(f"extensions/{NAMESPACE}/pattern", "(a+)+$"),
        edited("organs", []),
    ],
)
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, profile: Any) -> None:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_profile(str(path), CATALOG)
    assert caught.value.reason == "profile.wrong"
    assert str(path) in str(caught.value)


def test_a_profile_may_be_yaml(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(json.dumps(PROFILE), encoding="utf-8")  # JSON in a YAML file: YAML reads it as well
    assert read_profile(str(path), CATALOG).parameters == {"township_deadline": "02-15"}
    with pytest.raises(SourceError):
        read_profile(str(tmp_path / "missing.yaml"), CATALOG)


def broken(change: Callable[[dict[str, Any]], object]) -> Profile:
    relation = deepcopy(PROFILE["relations"][0])
    change(relation)
    return county(relations=[relation])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda relation: relation["examples"][0].update(result="violated"), "profile.example"),
        (lambda relation: relation["examples"].pop(), "profile.no-violated"),
        (lambda relation: relation["message"].update(en="{nothing}"), "profile.name"),
        (lambda relation: relation["examples"][0].update(set={"/no/where": 1}), "profile.name"),
        (lambda relation: relation["relation"]["left"][0].update(cell="/no/where"), "catalog.relation"),
    ],
)
def test_a_relation_that_contradicts_its_examples_is_refused(
    change: Callable[[dict[str, Any]], object], reason: str
) -> None:
    with pytest.raises(GknbError) as caught:
        profiled(CATALOG, broken(change))
    assert caught.value.reason == reason
    assert "P001" in str(caught.value)


def test_the_example_profile_behaves_as_declared() -> None:
    example = ROOT / "docs" / "profiles" / "county.yaml"
    profile = read_profile(str(example), CATALOG)
    catalog = profiled(CATALOG, profile)
    organ, hotline = {"/organ/name": profile.data["organs"][0]}, {NAMESPACE: {"hotline": {"calls": 3, "answered": 4}}}
    report = changed(CATALOG.zero_report("2021"), {**organ, "/extensions": hotline})
    assert [one.code for one in Checker(None, catalog).check(from_python(report)).findings] == ["P001"]
    (finding,) = Checker(None, catalog).check(from_python(changed(report, {"/organ/name": "别的机关"}))).findings[:1]
    assert "list of organs" in finding.message
