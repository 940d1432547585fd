"""A naive checker fails the suite, and the report explains each of its mistakes, in both languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from naive_checker import FLAWS

from gknb.conformance.outcome import Setting
from gknb.conformance.output.html import report_html
from gknb.conformance.output.json import report_json
from gknb.conformance.output.text import TextReport
from gknb.conformance.process import Processes
from gknb.conformance.runner import run_suite
from gknb.conformance.suite import load_suite

if TYPE_CHECKING:
    from gknb.conformance.outcome import Report
    from gknb.standard.form import Lang

pytestmark = pytest.mark.thorough

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
SUITE: Final = load_suite()
PART: Final = replace(
    SUITE,
    vectors=tuple(
        vector
        for n, vector in enumerate(SUITE.vectors)
        if n % 5 == 0 or not set(TOPIC.values()).isdisjoint(vector.topics)
    ),
)
"""What the mistakes are about, and a fifth of everything else: the naive checker is slow."""
every_flaw = pytest.mark.parametrize("flaw", FLAWS)
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])

pytestmark = pytest.mark.skipif(os.name != "posix", reason="commands are run on POSIX systems only")


@cache
def ran(*flaws: str, select: tuple[str, ...] = (), draft: bool = False) -> Report:
    """The run of the suite with the naive checker and these of its flaws; each is done once."""
    options = ["--draft"] if draft else []
    command = (sys.executable, str(CHECKER), "--stream", *options, "--flaws", *flaws)
    setting = Setting(command=command, level="cells", stream=True, jobs=2, select=select, draft=draft)
    with Processes(command) as processes:
        return run_suite(PART, setting, processes)


def report(*flaws: str, select: tuple[str, ...] = tuple(TOPIC.values())) -> Any:
    return json.loads(report_json(ran(*flaws, select=select), "en"))


def text(report: Report, lang: Lang = "en") -> str:
    return "\n".join(TextReport(lang=lang).lines(report)) + "\n"


def failed(report: Any) -> set[str]:
    assert [one["id"] for one in report["vectors"] if one["problem"]] == []
    return {one["id"] for one in report["vectors"] if one["status"] == "failed"}


def topics(text: str, lang: Lang) -> dict[str, str]:
    """What the report says the failures have in common: by topic, the lines under its title."""
    heading = {"en": "what the failures have in common", "zh": "不通过的用例有什么共同点"}[lang]
    section = text.split(f"{heading}\n")[1].partition("\n\n")[0]
    names = {topic.title[lang]: name for name, topic in SUITE.topics.items()}
    blocks = re.split(r"^  (?=\S)", section, flags=re.MULTILINE)[1:]
    return {names[re.split(": |：", block.splitlines()[0])[1]]: block for block in blocks}


@pytest.mark.parametrize("draft", [False, True], ids=["reports", "drafts"])
def test_without_its_flaws_it_is_right(*, draft: bool) -> None:
    run = ran(draft=draft)
    assert run.conforms, text(run)


@both_languages
def test_the_report_explains_all_three_with_named_vectors(lang: Lang) -> None:
    run = ran(*FLAWS)
    assert not run.conforms
    reported = topics(text(run, lang), lang)
    ids = {vector.id: vector for vector in SUITE.vectors}
    for flaw, sentence in EXPLAINED[lang].items():
        block = reported[TOPIC[flaw]]
        assert sentence in block
        named = re.split("[,，] ?", block.splitlines()[-1].split(maxsplit={"en": 2, "zh": 1}[lang])[-1])
        assert len(named) == 3
        assert all(TOPIC[flaw] in ids[one].topics for one in named)
        assert set(named) <= failed(report(flaw))


@every_flaw
@both_languages
def test_the_first_explanation_of_one_flaw_is_its_own(flaw: str, lang: Lang) -> None:
    run = ran(flaw, select=tuple(TOPIC.values()))
    assert not run.conforms
    name, block = next(iter(topics(text(run, lang), lang).items()))
    assert name == TOPIC[flaw]
    assert EXPLAINED[lang][flaw] in block


@every_flaw
def test_a_flaw_fails_its_vectors_and_the_others_do_not(flaw: str) -> None:
    own = set(VECTORS[flaw])
    assert own <= {vector.id for vector in SUITE.vectors if TOPIC[flaw] in vector.topics}
    assert own <= failed(report(flaw))
    others = [other for other in FLAWS if other != flaw]
    assert own & failed(report(*others)) == set()


@every_flaw
def test_without_the_flaw_its_vectors_are_not_explained(flaw: str) -> None:
    others = [other for other in FLAWS if other != flaw]
    select = tuple(VECTORS[flaw])
    assert EXPLAINED["en"][flaw] in text(ran(*FLAWS, select=select))
    run = ran(*others, select=select)
    assert EXPLAINED["en"][flaw] not in text(run)
    assert run.conforms, text(run)


def test_floats_fail_nothing_but_exact_numbers() -> None:
    value = report("floats", select=())
    assert [topic["name"] for topic in value["topics"]] == ["exact-numbers"]


@every_flaw
def test_the_page_names_the_vectors_as_well(flaw: str) -> None:
    page = report_html(ran(*FLAWS, select=tuple(VECTORS[flaw])), "en")
    (names,) = re.findall(r"<br>such as ([^<]+)</small>", page)
    assert set(names.split(", ")) == set(VECTORS[flaw])


def test_the_command_does_the_same_one_document_at_a_time() -> None:
    select = ("--select", ",".join(one for names in VECTORS.values() for one in names), "--format", "json")
    runner = [sys.executable, "-m", "gknb", "conformance", *select, "--", sys.executable, str(CHECKER)]
    single = subprocess.run(runner, capture_output=True, text=True, check=False)
    assert (single.returncode, single.stderr) == (1, "")
    assert failed(json.loads(single.stdout)) == {one for names in VECTORS.values() for one in names}
