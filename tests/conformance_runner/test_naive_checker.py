"""A naive checker fails the suite, and the report explains each of its mistakes, in both languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from naive_checker import FLAWS

from gknb.conformance.suite import load_suite

if TYPE_CHECKING:
    from collections.abc import Iterable

CHECKER: Final = ROOT / "tests" / "helpers" / "naive_checker.py"
TOPIC: Final = {"floats": "exact-numbers", "blank-is-zero": "blanks", "first-only": "all-findings"}
VECTORS: Final = {
    "floats": [
        "amount-minus-1e-minus-400-2021",
        "procurement-1e-minus-400-2019",
    ],
    "blank-is-zero": [
        "blank-total-2021",
        "missing-row-is-blank-2021",
        "blank-change-may-be-negative-2019",
    ],
    "first-only": [
        "every-column-wrong-2021",
        "every-total-zero-2021",
        "nearly-every-relation-violated-2021",
    ],
}
"""Vectors that only this mistake makes fail; 2^53 + 1 has two findings, and so fails for the first alone too."""
EXPLAINED: Final = {
    "en": {
        "floats": "It most likely uses floating point.",
        "blank-is-zero": "It most likely takes a blank for 0.",
        "first-only": "It most likely stops at the first finding",
    },
    "zh": {
        "floats": "多半用了浮点数。",
        "blank-is-zero": "多半把空白当作 0。",
        "first-only": "多半是查出第一个问题就停了",
    },
}
every_flaw = pytest.mark.parametrize("flaw", FLAWS)
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])

pytestmark = pytest.mark.skipif(os.name != "posix", reason="commands are run on POSIX systems only")


@cache
def ran(*options: str, flaws: Iterable[str] | None = None, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """``gknb conformance`` with the naive checker; all flaws are what it has where none are named."""
    command = [sys.executable, str(CHECKER), "--stream", *(["--draft"] if "--draft" in options else [])]
    if flaws is not None:
        command += ["--flaws", *flaws]
    runner = [sys.executable, "-m", "gknb", "conformance", "--lang", lang, "--stream", *options, "--", *command]
    return subprocess.run(runner, capture_output=True, text=True, encoding="utf-8", check=False)


@cache
def report(*flaws: str, select: tuple[str, ...] = ("--select", ",".join(TOPIC.values()))) -> Any:
    return json.loads(ran("--format", "json", *select, flaws=flaws).stdout)


def failed(report: Any) -> set[str]:
    assert [one["id"] for one in report["vectors"] if one["problem"]] == []
    return {one["id"] for one in report["vectors"] if one["status"] == "failed"}


def topics(text: str, lang: str) -> dict[str, str]:
    """What the report says the failures have in common: by topic, the lines under its title."""
    heading = {"en": "what the failures have in common", "zh": "不通过的用例有什么共同点"}[lang]
    section = text.split(f"{heading}\n")[1].partition("\n\n")[0]
    names = {topic.title[lang]: name for name, topic in load_suite().topics.items()}
    blocks = re.split(r"^  (?=\S)", section, flags=re.MULTILINE)[1:]
    return {names[re.split(": |：", block.splitlines()[0])[1]]: block for block in blocks}


@pytest.mark.parametrize("options", [(), ("--draft",)], ids=["reports", "drafts"])
def test_without_its_flaws_it_is_right(options: tuple[str, ...]) -> None:
    run = ran(*options, flaws=())
    assert (run.returncode, run.stderr) == (0, ""), run.stdout


@both_languages
def test_the_report_explains_all_three_with_named_vectors(lang: str) -> None:
    run = ran(lang=lang)
    assert (run.returncode, run.stderr) == (1, "")
    told = topics(run.stdout, lang)
    ids = {vector.id: vector for vector in load_suite().vectors}
    for flaw, sentence in EXPLAINED[lang].items():
        block = told[TOPIC[flaw]]
        assert sentence in block
        named = re.split("[,，] ?", block.splitlines()[-1].split(maxsplit={"en": 2, "zh": 1}[lang])[-1])
        assert len(named) == 3
        assert all(TOPIC[flaw] in ids[one].topics for one in named)
        assert set(named) <= failed(report(flaw))


@every_flaw
@both_languages
def test_the_first_explanation_of_one_flaw_is_its_own(flaw: str, lang: str) -> None:
    run = ran("--select", ",".join(TOPIC.values()), flaws=(flaw,), lang=lang)
    assert run.returncode == 1
    name, block = next(iter(topics(run.stdout, lang).items()))
    assert name == TOPIC[flaw]
    assert EXPLAINED[lang][flaw] in block


@every_flaw
def test_a_flaw_fails_its_vectors_and_the_others_do_not(flaw: str) -> None:
    own = set(VECTORS[flaw])
    assert own <= {vector.id for vector in load_suite().vectors if TOPIC[flaw] in vector.topics}
    assert own <= failed(report(flaw))
    others = [other for other in FLAWS if other != flaw]
    assert own & failed(report(*others)) == set()


@every_flaw
def test_without_the_flaw_its_vectors_are_not_explained(flaw: str) -> None:
    others = [other for other in FLAWS if other != flaw]
    select = ("--select", ",".join(VECTORS[flaw]))
    assert EXPLAINED["en"][flaw] in ran(*select).stdout
    run = ran(*select, flaws=tuple(others))
    assert EXPLAINED["en"][flaw] not in run.stdout
    assert run.returncode == 0, run.stdout


def test_floats_fail_nothing_but_exact_numbers() -> None:
    value = report("floats", select=())
    assert [topic["name"] for topic in value["topics"]] == ["exact-numbers"]


@every_flaw
def test_the_page_names_the_vectors_as_well(flaw: str) -> None:
    page = ran("--select", ",".join(VECTORS[flaw]), "--format", "html").stdout
    (names,) = re.findall(r"<br>such as ([^<]+)</small>", page)
    assert set(names.split(", ")) == set(VECTORS[flaw])


def test_one_document_at_a_time_gives_the_same() -> None:
    select = ("--select", ",".join(one for names in VECTORS.values() for one in names), "--format", "json")
    runner = [sys.executable, "-m", "gknb", "conformance", *select, "--", sys.executable, str(CHECKER)]
    single = subprocess.run(runner, capture_output=True, text=True, check=False)
    assert failed(json.loads(single.stdout)) == {one for names in VECTORS.values() for one in names}
