"""How long a whole county takes: ``python tests/benchmarks/whole_county.py``.

``gknb check DIR --roster FILE`` (each report by itself, beside last year's, and rolled up) against ``gknb check DIR
--no-series`` (each report by itself) on the same files, as whole processes, turn by turn; medians are compared. How
large the county on one page is, and how long that takes, is told as well. Nothing here fails because something is slow.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import bench

sys.path.insert(0, str(bench.ROOT / "tests"))

from worlds import world

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TARGET: Final = 1.5


def seconds(arguments: Sequence[str]) -> float:
    """How long one run of the command line takes."""
    command = [sys.executable, "-m", "gknb", "check", *arguments]
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=bench.ROOT / "src")
    return time.perf_counter() - begun


def measured(organs: int, runs: int) -> dict[str, Any]:
    """The county against the same files one by one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "county")
        of = world(1, organs=organs, years=range(2019, 2024))
        of.write(folder)
        roster = folder / "roster.yaml"
        outside = Path(name, "roster.yaml")
        roster.rename(outside)
        whole: list[float] = []
        single: list[float] = []
        for _ in range(runs + 1):
            whole.append(seconds([str(folder), "--roster", str(outside)]))
            single.append(seconds([str(folder), "--no-series"]))
        page = Path(name, "county.html")
        drawn = seconds([str(folder), "--roster", str(outside), "--output", f"html={page}"])
        size, packed = page.stat().st_size, len(gzip.compress(page.read_bytes()))
    ours, peer = (statistics.median(some[1:]) for some in (whole, single))
    return {
        "python": platform.python_version(),
        "organs": organs,
        "reports": len(of.reports),
        "runs": runs,
        "county_s": round(ours, 2),
        "single_s": round(peer, 2),
        "ratio": round(ours / peer, 2),
        "target": TARGET,
        "page_s": round(drawn, 1),
        "page_bytes": size,
        "page_gzip_bytes": packed,
    }


def table(value: Mapping[str, Any]) -> str:
    """The same for people, as Markdown."""
    told = "met" if value["ratio"] <= value["target"] else "missed"
    return (
        f"Python {value['python']}; medians of {value['runs']} runs.\n\n"
        "|  | county | one by one | ratio | target |  |\n|---|---|---|---|---|---|\n"
        f"| {value['organs']} organs, {value['reports']:,} reports | {value['county_s']} s | {value['single_s']} s "
        f"| {value['ratio']} | ≤ {value['target']:g} | {told} |\n\n"
        f"The county on one page: {value['page_s']} s, {value['page_bytes'] / 1e6:.1f} MB "
        f"({value['page_gzip_bytes'] / 1e6:.1f} MB with gzip).\n"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--organs", type=int, default=400, metavar="N", help="organs of the county (default 400)")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="turns of each (default 5)")
    options = parser.parse_args(argv)
    value = measured(max(2, options.organs), max(1, options.runs))
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n" if options.json else table(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
