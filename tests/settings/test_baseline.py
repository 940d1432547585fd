"""Baselines: what is in one does not fail, and what is new does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from policies import TOTAL, applied, report

from gknb.errors import GknbError
from gknb.settings.baseline import Baseline, fingerprint, read_baseline
from gknb.settings.checker import Checker
from gknb.source.document import read_path

if TYPE_CHECKING:
    from gknb.results import Result

pytestmark = pytest.mark.usefixtures("english", "folder")


def baseline_of(*results: Result, path: str = "baseline.json") -> Baseline:
    text = Baseline(path).text((one.file, map(fingerprint, one.findings)) for one in results)
    Path(path).write_text(text, encoding="utf-8")
    return read_baseline(path)


def test_known_findings_do_not_fail_and_new_ones_do() -> None:
    old = applied(report(**{TOTAL: 1}), "a.json")
    assert not old.valid
    baseline = baseline_of(old)
    known = applied(report(**{TOTAL: 1}), "a.json", baseline=baseline, strict=True)
    assert known.valid
    assert {finding.accepted and finding.accepted.kind for finding in known.findings} == {"baseline"}
    for worse in ({TOTAL: 2}, {TOTAL: 1, "/requests/brought_forward/total": 1}):
        assert not applied(report(**worse), "a.json", baseline=baseline).valid
    assert not applied(report(**{TOTAL: 1}), "b.json", baseline=baseline).valid


def test_a_baseline_knows_a_finding_where_ever_it_stands_in_the_file() -> None:
    baseline = baseline_of(applied(report(**{TOTAL: 1}), "a.json"))
    Path("a.json").write_text("\n\n" + json.dumps(report(**{TOTAL: 1}), indent=8), encoding="utf-8")
    assert Checker(baseline=baseline).check(read_path("a.json"), "a.json").valid


def test_a_baseline_names_reports_relative_to_itself_and_is_sorted() -> None:
    Path("archive").mkdir()
    results = [applied(report(), name) for name in ("b.json", "archive/a.json")]
    baseline = baseline_of(*results, path="archive/baseline.json")
    assert list(baseline.reports) == ["../b.json", "a.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"gknb-baseline": 2, "reports": {}}', "[" * 100_000])
def test_an_invalid_baseline_is_refused(text: str) -> None:
    Path("x.json").write_text(text, encoding="utf-8")
    with pytest.raises(GknbError, match="write it again"):
        read_baseline("x.json")


def test_a_missing_baseline_is_reported() -> None:
    with pytest.raises(GknbError, match="--write-baseline writes one"):
        read_baseline("missing.json")
