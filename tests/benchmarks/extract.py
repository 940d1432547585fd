"""How long it takes to extract a report: ``python tests/benchmarks/extract.py``.

Every peer is measured in the same run, turn by turn, and medians are compared; nothing here fails for being slow.

- **HTML**: ``extracted`` on the official form as ``gknb render`` writes it, against what parsing alone takes: by lxml,
  which gknb uses, by html.parser, and by html5lib where it is installed.
- **PDF**: ``extracted`` on a report, against ``extract_tables`` of pdfplumber on each of its pages: the report of the
  city where ``../shared`` stands beside the repository, else one that ``gknb render`` makes, where that can print.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import bench
import pdfplumber
from lxml import html

from gknb.documents.extract.published import extracted
from gknb.documents.render.rendered import rendered
from gknb.errors import UsageError
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HTML_TARGET: Final = 3.0
PDF_TARGET: Final = 1.3
CITY: Final = bench.ROOT.parent / "shared" / "real" / "huaian-2024.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """``gknb`` against one peer."""

    kind: str
    """What was extracted."""
    peer: str
    """What it is compared to."""
    ours_ms: float
    """Median time of ``gknb``."""
    peer_ms: float
    """Median time of the peer."""
    ratio: float
    """The first divided by the second."""
    target: float | None
    """What the ratio should not exceed; ``None`` where the peer only gives a measure."""


def html_measures(runs: int) -> list[Measure]:
    """The official form as a web page."""
    catalog = load_catalog()
    page = rendered(catalog, json.loads(bench.EXAMPLE.read_bytes()), "html")
    peers: dict[str, tuple[Callable[[], Any], float | None]] = {
        "lxml": (lambda: html.document_fromstring(page), HTML_TARGET),
        "html.parser": (lambda: HTMLParser().feed(page.decode()), None),
    }
    if find_spec("html5lib"):
        import html5lib  # type: ignore[import-untyped, import-not-found, unused-ignore]

        peers["html5lib"] = (lambda: html5lib.parse(page), None)
    return measures("HTML", lambda: extracted(catalog, page, "page.html"), peers, runs)


def pdf_measures(runs: int) -> list[Measure]:
    """A report as PDF; nothing where there is none."""
    catalog = load_catalog()
    try:
        content = (
            CITY.read_bytes() if CITY.is_file() else rendered(catalog, json.loads(bench.EXAMPLE.read_bytes()), "pdf")
        )
    except UsageError:
        return []

    def tables() -> None:
        with pdfplumber.open(BytesIO(content)) as document:
            for page in document.pages:
                page.extract_tables()

    peers: dict[str, tuple[Callable[[], Any], float | None]] = {"pdfplumber extract_tables": (tables, PDF_TARGET)}
    return measures("PDF", lambda: extracted(catalog, content, "report.pdf"), peers, runs)


def measures(
    kind: str, ours: Callable[[], Any], peers: Mapping[str, tuple[Callable[[], Any], float | None]], runs: int
) -> list[Measure]:
    """Each contestant in turn, ``runs`` times, after one turn that does not count."""
    contestants = {"": ours, **{name: peer for name, (peer, _) in peers.items()}}
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(runs + 1):
        for name, contestant in contestants.items():
            begun = time.perf_counter()
            contestant()
            times[name].append((time.perf_counter() - begun) * 1_000)
    median = {name: statistics.median(some[1:]) for name, some in times.items()}
    return [
        Measure(
            kind=kind,
            peer=name,
            ours_ms=round(median[""], 3),
            peer_ms=round(median[name], 3),
            ratio=round(median[""] / median[name], 2),
            target=target,
        )
        for name, (_, target) in peers.items()
    ]


def table(value: Mapping[str, Any]) -> str:
    """The same for people, as Markdown."""
    rows = [
        f"Python {value['python']}; medians of {value['runs']} runs.",
        "",
        "|  | gknb | peer in the same run | ratio | target |  |",
        "|---|---|---|---|---|---|",
    ]
    for one in value["measures"]:
        target = one["target"]
        told = ("", "") if target is None else (f"≤ {target:g}", "met" if one["ratio"] <= target else "missed")
        peer = f"{one['peer']}: {one['peer_ms']:.1f} ms"
        rows.append(f"| {one['kind']} | {one['ours_ms']:.1f} ms | {peer} | {one['ratio']} | {told[0]} | {told[1]} |")
    return "\n".join(rows) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="turns of each contestant (default 15)")
    options = parser.parse_args(argv)
    runs = max(1, options.runs)
    found = [asdict(one) for one in (*html_measures(runs), *pdf_measures(runs))]
    value = {"python": platform.python_version(), "runs": runs, "measures": found}
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n" if options.json else table(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
