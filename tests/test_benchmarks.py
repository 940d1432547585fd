"""The benchmarks run, and say what they should; how fast anything is, no test asks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parent / "benchmarks" / "bench.py"


def test_the_benchmarks_give_every_ratio() -> None:
    ran = subprocess.run([sys.executable, BENCH, "--quick", "--json"], capture_output=True, check=True, timeout=120)
    value = json.loads(ran.stdout)
    assert set(value) == {"document", "bytes", "python", "runs", "comparisons", "split_us", "missing"}
    assert list(value["split_us"]) == ["source", "verdict", "cells", "relations", "rest", "all"]
    cases = ["valid", "arithmetic error", "one blank"]
    told = [(one["kind"], one["case"], one["peer"], one["target"]) for one in value["comparisons"]]
    assert {("warm", case, "jsonschema iter_errors", 0.25) for case in cases} <= set(told)
    assert value["missing"] or {("cold", case, "check-jsonschema", 0.5) for case in cases} <= set(told)
    assert {("cold", "valid", "python -c pass", None), ("warm", "valid", "json.loads", None)} <= set(told)
    for one in value["comparisons"]:
        assert one["ratio"] > 0
        assert one["met"] is (None if one["target"] is None else one["ratio"] <= one["target"])
