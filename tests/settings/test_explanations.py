"""Explained findings: what an explanation accepts, and what becomes of one that no longer matches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from policies import IN_FORCE, TOTAL, applied, report

from gknb.errors import GknbError
from gknb.results import Acceptance, Result
from gknb.source.pointers import changed

pytestmark = pytest.mark.usefixtures("english", "folder")


EXPLANATION = {"code": "T201", "cells": [IN_FORCE], "reason": "made for the city", "by": "Zhang", "on": "2026-01-20"}


def states(result: Result) -> list[str]:
    return [explanation.state for explanation in result.explanations]


def test_an_explained_warning_is_accepted_and_does_not_count() -> None:
    result = applied(report(EXPLANATION), strict=True)
    (finding,) = result.findings
    assert finding.accepted == Acceptance(kind="explained", reason="made for the city", by="Zhang", on="2026-01-20")
    assert (result.valid, states(result)) == (True, ["used"])


def test_without_an_explanation_it_counts() -> None:
    assert [applied(report(), strict=strict).valid for strict in (False, True)] == [True, False]


@pytest.mark.parametrize("suffix", [".explained.yaml", ".explained.yml", ".explained.json"])
def test_explanations_may_be_in_a_file_next_to_the_report(suffix: str) -> None:
    Path(f"a{suffix}").write_text(json.dumps([EXPLANATION]), encoding="utf-8")
    result = applied(report(), "a.json", strict=True)
    assert (result.valid, result.explanations[0].source) == (True, f"a{suffix}")


def test_an_explanation_without_a_finding_is_reported() -> None:
    result = applied(changed(report(EXPLANATION), {IN_FORCE: 0}))
    assert (result.valid, states(result)) == (True, ["unused"])
    assert "remove it" in result.explanations[0].message
    assert not applied(changed(report(EXPLANATION), {IN_FORCE: 0}), strict=True).valid


def test_an_error_cannot_be_explained_away() -> None:
    error = {**EXPLANATION, "code": "T303", "cells": [TOTAL]}
    for severity in ({}, {"*": {"T303": "warning"}}):
        result = applied(report(error, **{TOTAL: 1}), "a.json", severity=severity)
        assert states(result) == ["refused"]
        assert all(finding.accepted is None for finding in result.findings)
    assert not applied(report(error, **{TOTAL: 1})).valid


def test_an_explanation_is_about_the_cells_it_names() -> None:
    other = {**EXPLANATION, "cells": ["/proactive_disclosure/regulations/issued"]}
    assert states(applied(report(other))) == ["unused"]


@pytest.mark.parametrize(
    "wrong",
    [
        *({name: value for name, value in EXPLANATION.items() if name != left_out} for left_out in EXPLANATION),
        *({**EXPLANATION, name: value} for name, value in (("reason", " "), ("on", "2026-02-30"), ("cells", "/x"))),
        *({**EXPLANATION, name: value} for name, value in (("on", 20260120), ("cells", []), ("until", "2027-01-01"))),
        None,
        "T201",
        [EXPLANATION],
    ],
    ids=str,
)
def test_an_incomplete_explanation_accepts_nothing_and_is_reported(wrong: Any) -> None:
    result = applied(report(wrong), strict=True)
    assert (result.valid, states(result)) == (False, ["unusable"])
    assert result.explanations[0].message.startswith("/extensions/gknb.explanations: ")


def test_explanations_that_cannot_be_read_are_an_error() -> None:
    Path("a.explained.yaml").write_text("[", encoding="utf-8")
    with pytest.raises(GknbError, match=r"a\.explained\.yaml cannot be read"):
        applied(report(), "a.json")
