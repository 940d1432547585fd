"""Level, kind and scope: in Chinese sentences their English words never appear."""

from __future__ import annotations

import re
from typing import Any

import pytest
from output_samples import written

import gknb
from gknb import Checker, Options
from gknb.source.document import from_python
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relation_text import example_text, relation_text
from gknb.standard.relations import families
from gknb.texts.terms import TERMS, basis_heading, span, term

CATALOG = load_catalog()
WORDS = re.compile(rf"\b({'|'.join(word for words in TERMS.values() for word in words)})\b", re.ASCII)


@pytest.mark.parametrize("edition", CATALOG.editions)
def test_the_words_are_those_of_the_form(edition: str) -> None:
    for pointer, words in TERMS.items():
        allowed = form_of(CATALOG, edition).places[pointer].schema["enum"]
        assert set(words) == {word for word in allowed if word is not None}


@pytest.mark.parametrize(
    ("pointer", "value", "said"),
    [
        ("/organ/level", "county", "县级"),
        ("/organ/kind", "department", "部门"),
        ("/scope", "own", "本级"),
        ("/scope", "consolidated|own", "汇总或本级"),
        ("/scope", "county", "county"),
        ("/scope", "全部", "全部"),
        ("/scope", None, None),
        ("/organ/level", ["county"], ["county"]),
        ("/organ/name", "county", "county"),
    ],
)
def test_a_word_is_said_in_chinese_where_it_belongs(pointer: str, value: Any, said: Any) -> None:
    assert term("zh", pointer, value) == said
    assert term("en", pointer, value) == value


@pytest.mark.parametrize(
    ("limits", "chinese", "english"),
    [
        (">=2026", "2026 及以后", "2026 and later"),
        ("2020..2022", "2020–2022", "2020–2022"),
        ("2024", "2024", "2024"),
        ("本级", "本级", "本级"),
    ],
)
def test_years_are_said_in_words(limits: str, chinese: str, english: str) -> None:
    assert (span("zh", limits), span("en", limits)) == (chinese, english)


@pytest.mark.parametrize("edition", CATALOG.editions)
def test_relations_are_explained_in_chinese(edition: str) -> None:
    form = form_of(CATALOG, edition)
    for relation in families(CATALOG):
        if edition in editions_of(CATALOG, relation):
            told = [relation_text(CATALOG, relation, edition, "zh")]
            told += [example_text(form, one, "zh") for one in relation.data["examples"] if "text" not in one]
            assert not [text for text in told if WORDS.search(text)], relation.code


def test_what_a_roster_contradicts_is_said_in_chinese() -> None:
    own = {"/organ/name": "某县教育局", "/organ/level": "county", "/organ/kind": "government", "/reporting_year": 2024}
    report = changed(CATALOG.zero_report("2021"), {**own, "/scope": "consolidated"})
    later = changed(report, {"/reporting_year": 2022, "/scope": "own"})
    roster = {"roster": 1, "organs": [{"name": "某县教育局", "level": "township", "kind": "department", "from": 2023}]}
    result = gknb.check({"roster": roster, "reports": [report, later]}, lang="zh")
    told = {finding.code: finding for finding in result.findings if finding.code in {"R704", "R706"}}
    messages = [finding.message for finding in result.findings if finding.code in told]
    assert messages
    assert not [message for message in messages if WORDS.search(message)]
    assert any("报告为“政府”，名册为“部门”" in message for message in messages)
    assert any("收到的报告为 2022，名册载明为 2023" in message for message in messages)
    assert {"government", "county"} <= {finding.actual for finding in result.findings}, "values stay as they are"


def test_only_what_is_stated_or_derived_is_called_a_basis() -> None:
    catalog = load_catalog("2.0.0")
    report = changed(catalog.zero_report("2021"), {"/scope": None, "/other_matters": ""})
    result = Checker(Options(lang="zh"), catalog).check(from_python(report))
    assert {one.code for one in result.findings} == {"S010"}
    lines = [line.strip() for line in written("text", result, lang="zh").splitlines()]
    assert "说明：本标准的约定：国家格式不含此项" in lines
    assert "依据：国办公开办函〔2019〕60号、〔2021〕30号所附格式：各部分均须填写" in lines
    assert [basis_heading(kind) for kind in ("stated", "derived", "convention", "plausibility")] == [
        "basis", "basis", "note", "note",
    ]  # fmt: skip
