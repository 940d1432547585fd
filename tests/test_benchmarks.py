"""The benchmarks run, and say what they should; how fast anything is, no test asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

BENCH = Path(__file__).parent / "benchmarks" / "bench.py"


def test_the_benchmarks_give_every_ratio() -> None:
    ran = subprocess.run([sys.executable, BENCH, "--quick", "--json"], capture_output=True, check=True, timeout=120)
    value = json.loads(ran.stdout)
    assert set(value) == {"document", "bytes", "python", "runs", "comparisons", "split_us", "missing"}
    assert list(value["split_us"]) == ["source", "verdict", "cells", "relations", "rest", "all"]
    cases = ["valid", "arithmetic error", "one blank"]
    told = [(one["kind"], one["case"], one["peer"], one["target"]) for one in value["comparisons"]]
    assert {("warm", case, "jsonschema iter_errors", 0.25) for case in cases} <= set(told)
    limits = {"valid": 1.0, "arithmetic error": 3.0, "50 blanks": 8.0}
    assert {("warm", case, "fastjsonschema", limit) for case, limit in limits.items()} <= set(told)
    assert value["missing"] or {("cold", case, "check-jsonschema", 0.3) for case in cases} <= set(told)
    assert {("cold", "valid", "python -c pass", None), ("warm", "valid", "json.loads", None)} <= set(told)
    for one in value["comparisons"]:
        assert one["ratio"] > 0
        assert one["met"] is (None if one["target"] is None else one["ratio"] <= one["target"])


def test_the_benchmark_of_batches_gives_every_measure() -> None:
    command = [sys.executable, str(BENCH.with_name("batch.py")), "--quick", "--json"]
    offline = os.environ | {"npm_config_offline": "true"}  # npx would try for minutes where there is no network
    ran = subprocess.run(command, capture_output=True, check=True, timeout=300, env=offline)
    value = json.loads(ran.stdout)
    names = [one["name"].partition(",")[0].partition(" from")[0] for one in value["measures"]]
    assert {"throughput", "one core", "growth", "relations of one report"} <= set(names)
    assert len([name for name in names if name == "cold"]) + len(value["missing"]) == 2
    for one in value["measures"]:
        # These are of differences of two times, which may come out below 0 where both are short.
        assert one["value"] > 0 or one["name"].startswith(("growth", "one core", "throughput"))
        assert one["ours"]


def test_the_benchmark_of_repairs_gives_every_kind_of_mistake() -> None:
    command = [sys.executable, str(BENCH.with_name("repairs.py")), "--cases", "3", "--json"]
    ran = subprocess.run(command, capture_output=True, check=True, timeout=120)
    rows = json.loads(ran.stdout)["rows"]
    assert len(rows) == 10
    for row in rows:
        assert row["cases"] == 3
        assert row["each"] >= row["together"] >= 0
        if not row["kind"].startswith("two slips"):
            assert row["each"] == 1


def test_the_reports_of_the_benchmark_are_different_and_one_in_a_hundred_is_wrong() -> None:
    code = "import batch, gknb, json; print(*(int(gknb.check(json.loads(line)).valid) for line in batch.reports(200)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=BENCH.parent, text=True)
    assert ran.stdout.split().count("0") == 2


def test_the_benchmark_of_extraction_gives_every_ratio() -> None:
    command = [sys.executable, str(BENCH.with_name("extract.py")), "--runs", "1", "--json"]
    ran = subprocess.run(command, capture_output=True, check=True, timeout=120)
    told = {(one["kind"], one["peer"], one["target"]) for one in json.loads(ran.stdout)["measures"]}
    assert {("HTML", "lxml", 3.0), ("HTML", "html.parser", None)} <= told


def test_the_benchmark_of_a_county_gives_its_ratio() -> None:
    command = [sys.executable, str(BENCH.with_name("whole_county.py")), "--organs", "12", "--runs", "1", "--json"]
    value = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout)
    assert (value["organs"], value["target"]) == (12, 1.5)
    assert value["ratio"] > 0
