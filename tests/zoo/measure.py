"""What is read of the zoo: ``python tests/zoo/measure.py``.

Each fixture is read as a published file, and each cell compared with the report that the fixture was made of. The table
says for each converter how many cells are **right** (the figure, or blank where the report is blank), **wrong** and not
reported, wrong but **reported**, **invented** (a figure where the report is blank, not reported), and **missed** (no
figure); and how many of the right blanks are reported as not found. ``--show NAME`` prints every cell that is not right
of the converters with ``NAME`` in theirs; ``--time`` measures instead how long reading takes against its peers.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections import Counter
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")] if "PYTHONPATH" in os.environ else [str(ROOT / "src"), str(ROOT / "tests")]

from gknb.documents.extract.readers.read import read_published  # noqa: E402
from zoo.fixtures import fixtures, truth  # noqa: E402
from zoo.reading import FATES, read  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zoo.fixtures import Fixture
    from zoo.reading import Reading

KINDS: Final = {"text": ((".txt", ".md"), 50.0), "HTML": ((".html",), 4.0), "PDF": ((".pdf",), 1.5)}
"""Kinds of files whose time counts: their suffixes, and the most that the worst may take.

Text: milliseconds; HTML: times the reader of HTML alone; PDF: times ``extract_tables`` of pdfplumber on each page.
"""


def targets_met(readings: Sequence[Reading]) -> bool:
    """Whether fixtures are read well enough."""
    count = sum((one.count for one in readings), Counter[str]())
    least = sum(one.fixture.least * len(one.fates) for one in readings)
    return not count["wrong"] and not count["invented"] and count["right"] >= least


def table(readings: Sequence[Reading]) -> str:
    """Return the counts by converter and quality as Markdown, the total last."""
    lines = [
        "| converter | quality | files | " + " | ".join(FATES) + " | not found | right % | |",
        "|---|---|" + "--:|" * (len(FATES) + 3) + "---|",
    ]
    for converter, quality in dict.fromkeys((one.fixture.converter, one.fixture.quality) for one in readings):
        some = [one for one in readings if (one.fixture.converter, one.fixture.quality) == (converter, quality)]
        lines.append(row(converter, quality, some))
    lines += (
        row("**all**", quality, [one for one in readings if one.fixture.quality == quality])
        for quality in dict.fromkeys(one.fixture.quality for one in readings)
    )
    lines.append(row("**total**", "", readings))
    return "\n".join(lines)


def row(converter: str, quality: str, readings: Sequence[Reading]) -> str:
    """Return one row of the table."""
    count = sum((one.count for one in readings), Counter[str]())
    counts = " | ".join(str(count[fate]) for fate in FATES)
    share = 100 * count["right"] / max(1, count.total())
    unfound, verdict = sum(one.unfound for one in readings), "met" if targets_met(readings) else "missed"
    return f"| {converter} | {quality} | {len(readings)} | {counts} | {unfound} | {share:.1f} | {verdict} |"


def shown(reading: Reading) -> str:
    """Return the cells of one fixture that are not right, and what is reported of it."""
    one = reading.fixture
    lines = [f"{one.name} ({one.quality}): {dict(reading.count)} {dict(reading.codes)} {reading.refused}".rstrip()]
    if not reading.edition and not reading.refused:
        lines.append("  the edition is another")
    true = truth(one.report)
    for pointer, fate in reading.fates.items():
        if fate != "right":
            value, reported = reading.cells[pointer]
            lines.append(f"  {fate:9} {pointer}: {value} for {true[pointer]}{' (reported)' if reported else ''}")
    return "\n".join(lines)


def milliseconds(ours: Callable[[], object], peer: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the median times of both, measured turn by turn after one turn that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs + 1):
        for place, contestant in zip(times, (ours, peer), strict=True):
            begun = time.perf_counter()
            contestant()
            place.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times[0][1:]), statistics.median(times[1][1:])


def tables_of(content: bytes) -> None:
    """Find the tables of a PDF as its peer does."""
    import pdfplumber

    with pdfplumber.open(BytesIO(content)) as document:
        for one in document.pages:
            one.extract_tables()


def timed(some: Sequence[Fixture], runs: int) -> Iterator[dict[str, Any]]:
    """Yield how long each kind of file takes, and against what: the worst file of each kind counts."""
    for kind, (suffixes, target) in KINDS.items():
        of: list[tuple[float, str]] = []
        for one in some:
            if not one.name.endswith(suffixes):
                continue
            ours = partial(read, one)
            if kind == "text":
                of.append((milliseconds(ours, int, runs)[0], one.name))
            else:
                name = one.name.rpartition("/")[2]
                peer = partial(tables_of, one.content) if kind == "PDF" else partial(read_published, one.content, name)
                mine, other = milliseconds(ours, peer, 1 if kind == "PDF" else runs)
                of.append((mine / other, one.name))
        if of:
            worst, name = max(of)
            yield {
                "kind": kind,
                "unit": "ms" if kind == "text" else "times the peer",
                "median": round(statistics.median(value for value, _ in of), 2),
                "worst": round(worst, 2),
                "file": name,
                "target": target,
                "met": worst <= target,
            }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", metavar="NAME", help="only converters with this in their name")
    parser.add_argument("--show", metavar="NAME", help="print each cell that is not right of these converters")
    parser.add_argument("--time", action="store_true", help="measure times")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="turns of each file (default 3; PDF: 1)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    some = [one for one in fixtures() if (options.show or options.only) in one.converter]
    if options.time:
        rows = list(timed(some, options.runs))
        print(json.dumps(rows, indent=2) if options.json else "\n".join(map(str, rows)))  # noqa: T201
        return 0
    readings = [read(one) for one in some]
    if options.show is not None:
        print("\n".join(shown(one) for one in readings))  # noqa: T201
    if options.json:
        value = [
            {"name": one.fixture.name, "quality": one.fixture.quality, **one.count, "seconds": round(one.seconds, 4)}
            for one in readings
        ]
        print(json.dumps(value, indent=2))  # noqa: T201
    else:
        print(table(readings))  # noqa: T201
        print(f"\n{sum(one.seconds for one in readings):.1f} s for {len(readings)} files")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
