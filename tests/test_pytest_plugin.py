"""The pytest plugin, in runs of pytest of its own; and the example of the documentation, as a vendor would run it."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT

from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"


@pytest.fixture
def report() -> Any:
    report = load_catalog().zero_report("2021")
    report["requests"]["received"]["total"] = 4
    return report


def test_a_failure_reads_like_a_check(pytester: pytest.Pytester, report: Any, run: Callable[..., Ran]) -> None:
    pytester.makefile(".json", report=json.dumps(report, ensure_ascii=False, indent=2))
    checked = run("check", "--lang", "en", "report.json")
    assert checked.code == 1
    pytester.makepyfile(
        """
        def test_report(assert_valid_report):
            assert_valid_report("report.json")
        """
    )
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    output = result.stdout.str()
    assert "assertions.py" not in output, "the frames of the helper are hidden"
    shown = {
        line.removeprefix("E").strip().removeprefix("AssertionError: ") for line in result.outlines if line[:1] == "E"
    }
    assert {line.strip() for line in checked.out.splitlines()} <= shown


def test_the_fixtures_give_results_in_the_language_of_the_configuration(pytester: pytest.Pytester, report: Any) -> None:
    pytester.makeini("[pytest]\ngknb_lang = zh")
    pytester.makefile(".json", report=json.dumps(report))
    pytester.makepyfile(
        """
        import pytest

        def test_results(gknb_check, assert_valid_report):
            result = gknb_check("report.json")
            assert not result.valid
            assert result.findings[0].cells[0].label.startswith("表三")
            assert gknb_check("report.json", lang="en").findings[0].cells[0].label.startswith("Table 3")
            assert gknb_check("report.json", select=["T4"]).valid
            assert assert_valid_report("report.json", select=["T4"]).valid
            with pytest.raises(AssertionError, match="不合格"):
                assert_valid_report("report.json")
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_plugin_needs_no_hypothesis(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(hypothesis="raise ModuleNotFoundError(__name__, name=__name__)")
    pytester.makefile(".json", report=json.dumps(load_catalog().zero_report("2019")))
    pytester.makepyfile(
        """
        import sys
        import pytest

        def test_report(gknb_check, assert_valid_report):
            assert gknb_check("report.json").valid
            assert_valid_report("report.json")
            assert "hypothesis" not in sys.modules
            with pytest.raises(ModuleNotFoundError, match="needs Hypothesis"):
                from gknb.testing import reports
        """
    )
    pytester.runpytest_subprocess("-p", "no:hypothesispytest").assert_outcomes(passed=1)


def test_the_plugin_says_what_it_offers(pytester: pytest.Pytester) -> None:
    fixtures = pytester.runpytest_subprocess("--fixtures").stdout.str()
    assert "gknb_check(document, **options)" in fixtures
    assert "assert_valid_report(document, **options)" in fixtures
    assert "gknb_lang" in pytester.runpytest_subprocess("--help").stdout.str()


def test_the_example_of_the_documentation_passes(pytester: pytest.Pytester) -> None:
    for name in ("exporter.py", "test_exporter.py"):
        shutil.copy(EXAMPLES / name, pytester.path)
    pytester.runpytest_subprocess("test_exporter.py").assert_outcomes(passed=1)


@pytest.mark.thorough
def test_the_example_finds_a_mistake_and_shows_the_smallest_report(pytester: pytest.Pytester) -> None:
    shutil.copy(EXAMPLES / "test_exporter.py", pytester.path)
    text = (EXAMPLES / "exporter.py").read_text(encoding="utf-8")
    sound = "_added_up(list(_table_rows(outcomes)))"
    assert sound in text
    pytester.makepyfile(exporter=text.replace(sound, "_added_up(list(_table_rows(outcomes))[1:])"))
    result = pytester.runpytest_subprocess("test_exporter.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["E *error    T302  Table 3 * column natural persons: total of outcomes 0, should equal granted 1; off by 1"]
    )


def test_the_documentation_shows_this_example_and_the_same_code_in_both_languages() -> None:
    texts = [(DOCS / name).read_text(encoding="utf-8") for name in ("testing.md", "testing.zh-CN.md")]
    english, chinese = (
        re.findall(r"^```(?:python|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for text in texts
    )
    assert english == chinese
    assert (EXAMPLES / "test_exporter.py").read_text(encoding="utf-8").partition("\n\n")[2] in english
