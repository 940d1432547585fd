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
import statistics
import sys
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
if str(ROOT / "src") not in sys.path:
    sys.path[:0] = [str(ROOT / "src")]
sys.path[:0] = [str(Path(__file__).parent)]

from fixtures import fixtures, standard, truth  # noqa: E402
from reading import FATES, read  # noqa: E402

from gknb.documents.extract.published import extracted  # noqa: E402
from gknb.documents.extract.readers.read import read_published  # noqa: E402
from gknb.errors import SourceError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fixtures import Fixture
    from reading import Reading

SPANS_TARGET: Final = 0.98
TEXT_MS: Final = 50
HTML_TARGET: Final = 4.0
PDF_TARGET: Final = 1.5


def targets_met(quality: str, count: Counter[str]) -> bool:
    """Whether the cells of the fixtures of one quality are read well enough."""
    if count["wrong"] or count["invented"]:
        return False
    share = count["right"] / max(1, count.total())
    return share >= {"whole": 1.0, "spans-lost": SPANS_TARGET, "order-lost": 0.0}[quality]


def table(readings: Sequence[Reading]) -> str:
    """Return the counts by converter and quality as Markdown, the total last."""
    lines = [
        "| converter | quality | files | " + " | ".join(FATES) + " | not found | right % | |",
        "|---|---|" + "--:|" * (len(FATES) + 3) + "---|",
    ]
    groups = dict.fromkeys((one.fixture.converter, one.fixture.quality) for one in readings)
    for converter, quality in groups:
        some = [one for one in readings if (one.fixture.converter, one.fixture.quality) == (converter, quality)]
        met = targets_met(quality, sum((one.count for one in some), Counter()))
        lines.append(row(converter, quality, some, "met" if met else "missed"))
    for quality in dict.fromkeys(one.fixture.quality for one in readings):
        some = [one for one in readings if one.fixture.quality == quality]
        met = targets_met(quality, sum((one.count for one in some), Counter()))
        lines.append(row("**all**", quality, some, "met" if met else "missed"))
    lines.append(row("**total**", "", readings, ""))
    return "\n".join(lines)


def row(converter: str, quality: str, readings: Sequence[Reading], verdict: str) -> str:
    """Return one row of the table."""
    count = sum((one.count for one in readings), Counter[str]())
    counts = " | ".join(str(count[fate]) for fate in FATES)
    share = 100 * count["right"] / max(1, count.total())
    unfound = sum(one.unfound for one in readings)
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


def timed(some: Sequence[Fixture], runs: int) -> list[dict[str, Any]]:
    """Return how long each kind of file takes, and against what: the worst file of each kind counts."""
    import pdfplumber

    def tables(content: bytes) -> None:
        with pdfplumber.open(BytesIO(content)) as document:
            for one in document.pages:
                one.extract_tables()

    measured: dict[str, list[tuple[float, float, str]]] = {"text": [], "HTML": [], "PDF": []}
    for fixture in some:
        suffix, name, content = fixture.name.rpartition(".")[2], fixture.name.rpartition("/")[2], fixture.content
        kind = {"txt": "text", "md": "text", "html": "HTML", "pdf": "PDF"}.get(suffix)
        if kind is None:
            continue

        def ours(content: bytes = content, name: str = name) -> None:
            try:
                extracted(standard(), content, name)
            except SourceError:
                return

        def peer(content: bytes = content, name: str = name, kind: str = kind) -> None:
            if kind == "PDF":
                tables(content)
            elif kind == "HTML":
                read_published(content, name)

        mine, other = milliseconds(ours, peer, 1 if kind == "PDF" else runs)
        measured[kind].append((mine, other, fixture.name))
    rows = []
    for kind, target in (("text", TEXT_MS), ("HTML", HTML_TARGET), ("PDF", PDF_TARGET)):
        of = [(mine if kind == "text" else mine / other, name) for mine, other, name in measured[kind]]
        if of:
            worst = max(of)
            rows.append(
                {
                    "kind": kind,
                    "unit": "ms" if kind == "text" else "times the peer",
                    "median": round(statistics.median(value for value, _ in of), 2),
                    "worst": round(worst[0], 2),
                    "file": worst[1],
                    "target": target,
                    "met": worst[0] <= target,
                }
            )
    return rows


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
        rows = timed(some, options.runs)
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
