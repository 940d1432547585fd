"""How fast ``gknb check`` goes through many reports: ``python tests/benchmarks/batch.py``.

Every peer is measured in the same run, and ratios are printed with ``met`` or ``missed``; nothing here fails because
something is slow. Where single processes are compared, they take turns as in :mod:`bench`.

- **throughput**: an NDJSON file of different reports, one in a hundred wrong, with text output and two processes,
  against a plain loop of ``json.loads`` and ``iter_errors`` of a ``jsonschema`` validator in one process.
- **one core**: the lines of the same file in one process: checked as a file, answered one by one (``--stream``), and
  given to ``gknb.check`` in a loop. The peer is a loop of ``orjson.loads`` and ``is_valid`` of a ``jsonschema_rs``
  validator (schema only, written in Rust). Each is timed on many lines and on a few, and the difference counts: what
  lines take, without the start of the process.
- **memory**: the most that all processes together hold at once (Linux only), as their resident sizes add up.
- **growth**: the time a report takes in a long file against the time it takes in a short one.
- **relations**: evaluating the relations of one report against parsing its JSON text, both as the checker does.
- **cold**: one process for one report, against ``check-jsonschema`` and, where npx has it, ``ajv-cli`` (schema only).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import bench

from gknb.engine.evaluate import Evaluator
from gknb.source.document import read_bytes
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations
from gknb.standard.publish import bundle, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

WRONG_EVERY: Final = 100
MEMORY: Final = 300
"""The most MiB that all processes together should hold."""
PEERS: Final = {"check-jsonschema": 0.3, "ajv-cli": 0.2}
COLUMNS: Final = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
LOOP: Final = """
import json, sys
sys.path[:0] = sys.argv[2:]
import bench
validator = bench.validator()
with open(sys.argv[1], encoding="utf-8") as file:
    wrong = sum(bool(list(validator.iter_errors(json.loads(line)))) for line in file)
print(wrong)
"""
RUST_LOOP: Final = """
import sys
sys.path[:0] = sys.argv[2:]
import bench, gknb, jsonschema_rs, orjson
from gknb.standard.publish import bundle
catalog = gknb.load_catalog()
validator = jsonschema_rs.validator_for(bundle(catalog, bench.EDITION, catalog.base_url))
with open(sys.argv[1], "rb") as file:
    wrong = sum(not validator.is_valid(orjson.loads(line)) for line in file)
print(wrong)
"""
LIBRARY_LOOP: Final = """
import sys
sys.path[:0] = sys.argv[2:]
import gknb
with open(sys.argv[1], "rb") as file:
    wrong = sum(not gknb.check(line).valid for line in file)
print(wrong)
"""
LINES: Final = 5_000
"""Lines of one turn in one process: short enough for many turns."""
FEW: Final = 2 * WRONG_EVERY
"""Lines that a process checks for its start to be taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number, and what it should be."""

    name: str
    """What was measured."""
    ours: str
    """What ``gknb`` gave, with its unit."""
    peer: str
    """What it is compared to, and what that gave."""
    value: float
    """The ratio, or the amount."""
    target: str
    """What it should be."""
    met: bool
    """Whether it is."""


# Reports.


def reports(count: int, seed: int = 2026) -> Iterator[str]:
    """The lines of different reports that add up, except one in a hundred, which has one cell too much."""
    chance = random.Random(seed)  # noqa: S311 - the same reports in every run, no secret
    report = json.loads(bench.example())
    for n in range(count):
        report["organ"]["name"] = f"第{n}号机关"
        fill(report["requests"], chance)
        if n % WRONG_EVERY == WRONG_EVERY // 2:
            report["requests"]["received"]["total"] += 1
        yield json.dumps(report, ensure_ascii=False) + "\n"


def fill(requests: Any, chance: random.Random) -> None:
    """Table 3 with other figures, in which every sum is right."""
    outcomes = list(rows({name: row for name, row in requests["outcomes"].items() if name != "total"}))
    total, received = requests["outcomes"]["total"], requests["received"]
    for column in COLUMNS:
        for row in outcomes:
            put(row, column, chance.randrange(40))
        put(total, column, sum(get(row, column) for row in outcomes))
        forward = chance.randrange(20)
        put(requests["brought_forward"], column, forward)
        put(requests["carried_forward"], column, forward)
        put(received, column, get(total, column))
    for row in (received, requests["brought_forward"], requests["carried_forward"], total, *outcomes):
        row["total"] = sum(get(row, column) for column in COLUMNS)


def rows(value: Any) -> Iterator[dict[str, Any]]:
    """Every row below."""
    if "natural_person" in value:
        yield value
        return
    for inner in value.values():
        yield from rows(inner)


def put(row: dict[str, Any], column: str, value: int) -> None:
    (row if column in row else row["legal_person"])[column] = value


def get(row: Mapping[str, Any], column: str) -> int:
    value: int = (row if column in row else row["legal_person"])[column]
    return value


def write(path: Path, count: int) -> Path:
    """A file of that many reports."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(reports(count))
    return path


# Runs.


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONPATH": str(bench.ROOT / "src")}


def check(path: Path, jobs: int) -> tuple[float, float]:
    """Seconds that a check of the file takes, and the most MiB that its processes held."""
    command = [sys.executable, "-m", "gknb", "check", "--lang", "en", "--jobs", str(jobs), str(path)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], held(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    done.set()
    watching.join()
    if code not in (0, 1):
        message = f"{' '.join(command)} left with {code}"
        raise SystemExit(message)
    return seconds, peak[0]


def held(pid: int) -> float:
    """MiB that a process and all that it started hold; 0 where there is no /proc."""
    children: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:  # it has just ended
            continue
        number = int(lines["Pid"])
        children.setdefault(int(lines["PPid"]), []).append(number)
        sizes[number] = int(lines.get("VmRSS", "0").split()[0])
    family, total = [pid], 0
    while family:
        one = family.pop()
        total += sizes.get(one, 0)
        family += children.get(one, [])
    return total / 1024


def loop(code: str, path: Path) -> list[str]:
    """The command that runs a loop over the lines of a file."""
    folders = [str(bench.ROOT / "tests" / "benchmarks"), str(bench.ROOT / "src")]
    return [sys.executable, "-c", code, str(path), *folders]


def plain_loop(path: Path) -> float:
    """Seconds that the plain loop takes, without its start."""
    empty = path.with_name("empty.ndjson")
    empty.write_text("")
    times = []
    for file in (empty, path):
        start = time.perf_counter()
        subprocess.run(loop(LOOP, file), check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return times[1] - times[0]


# Measures.


def throughput(folder: Path, count: int, sample: int) -> list[Measure]:
    """The batch against the plain loop, and the memory it takes."""
    seconds, peak = check(write(folder / "many.ndjson", count), 2)
    peer = plain_loop(write(folder / "sample.ndjson", sample))
    ours, theirs = count / seconds, sample / peer
    measures = [
        Measure(
            name=f"throughput, {count:,} reports, 2 processes",
            ours=f"{ours:,.0f} reports/s",
            peer=f"json.loads + iter_errors, 1 process: {theirs:,.0f} reports/s on {sample:,}",
            value=round(ours / theirs, 1),
            target="≥ 12",
            met=ours >= 12 * theirs,
        )
    ]
    if peak:
        measures.append(
            Measure(
                name="memory, all processes",
                ours=f"{peak:.0f} MiB",
                peer="",
                value=round(peak, 1),
                target=f"≤ {MEMORY} MiB",
                met=peak <= MEMORY,
            )
        )
    return measures


def one_core(folder: Path, count: int, runs: int) -> list[Measure]:
    """Lines of reports in one process, against the loop in Rust."""
    many, few = write(folder / "many.ndjson", FEW + count), write(folder / "few.ndjson", FEW)
    program = [sys.executable, "-m", "gknb", "check", "--lang", "en"]

    def lines(command: Callable[[Path], Sequence[str]], expected: int) -> float:
        """Seconds that ``count`` lines take; a command reads them from its file, or else from its input."""
        long, short = (bench.process(command(path), expected, environment(), folder, path) for path in (many, few))
        return long - short

    contestants: dict[str, Callable[[], float]] = {
        "peer": lambda: lines(partial(loop, RUST_LOOP), 0),
        "file of lines": lambda: lines(lambda path: [*program, "--jobs", "1", str(path)], 1),
        "--stream": lambda: lines(lambda _: [*program, "--stream"], 1),
        "gknb.check of each line": lambda: lines(partial(loop, LIBRARY_LOOP), 0),
    }
    times = bench.turns(contestants, runs)
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    measures = []
    for name in list(contestants)[1:]:
        value = bench.ratio(times, "peer", name)
        measures.append(
            Measure(
                name=f"one core, {name}",
                ours=f"{middle[name] / count * 1e6:.0f} µs a line",
                peer=f"orjson + jsonschema_rs: {middle['peer'] / count * 1e6:.0f} µs a line",
                value=round(value, 2),
                target="≥ 0.2",
                met=value >= 0.2,
            )
        )
    return measures


def growth(folder: Path, counts: Sequence[int]) -> list[Measure]:
    """What one more report costs: in the longer part of the file against the shorter."""
    times = {}
    for count in counts:
        path = write(folder / "grown.ndjson", count)
        times[count], _ = check(path, 2)
        path.unlink()
    low, middle, high = counts
    first = (times[middle] - times[low]) / (middle - low)
    second = (times[high] - times[middle]) / (high - middle)
    listed = ", ".join(f"{count:,}: {seconds:.1f} s" for count, seconds in times.items())
    return [
        Measure(
            name=f"growth from {low:,} to {high:,} reports",
            ours=listed,
            peer="a report after the middle against one before it",
            value=round(second / first, 2),
            target="≤ 1.2",
            met=second <= 1.2 * first,
        )
    ]


def relations(runs: int, count: int) -> list[Measure]:
    """Evaluating the relations of one report against reading its text."""
    catalog = load_catalog()
    evaluator = Evaluator(form_of(catalog, bench.EDITION), compile_relations(catalog, bench.EDITION))
    content = next(reports(1)).encode()
    value = read_bytes(content, format="json").value
    parts = {
        "parsing": bench.called(partial(read_bytes, content, format="json"), count),
        "relations": bench.called(lambda: list(evaluator.outcomes(value, evaluator.cells(value))), count),
    }
    times = bench.medians(parts, runs)
    return [
        Measure(
            name="relations of one report",
            ours=f"{times['relations'] * 1e6:.0f} µs",
            peer=f"parsing its JSON: {times['parsing'] * 1e6:.0f} µs",
            value=round(times["relations"] / times["parsing"], 2),
            target="≤ 1",
            met=times["relations"] <= times["parsing"],
        )
    ]


def cold(folder: Path, runs: int) -> list[Measure]:
    """One process for one valid report."""
    catalog = load_catalog()
    report, schema = folder / "report.json", folder / "report.schema.json"
    report.write_text(bench.example(), encoding="utf-8")
    schema.write_text(to_text(bundle(catalog, bench.EDITION, catalog.base_url)), encoding="utf-8")
    commands = {"gknb": [sys.executable, "-m", "gknb", "check", str(report)]}
    if peer := bench.check_jsonschema():
        commands["check-jsonschema"] = [peer, "--schemafile", str(schema), str(report)]
    if ajv := ajv_cli():
        commands["ajv-cli"] = [
            *ajv,
            "validate",
            "--spec=draft2020",
            "--strict=false",
            "-s",
            str(schema),
            "-d",
            str(report),
        ]
    contestants = {
        name: partial(bench.process, command, 0, environment(), folder) for name, command in commands.items()
    }
    times = bench.turns(contestants, runs)
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    ratios = {name: bench.ratio(times, "gknb", name) for name in sorted(commands.keys() - {"gknb"})}
    return [
        Measure(
            name="cold, one report",
            ours=f"{middle['gknb'] * 1e3:.0f} ms",
            peer=f"{name}: {middle[name] * 1e3:.0f} ms",
            value=round(value, 2),
            target=f"≤ {PEERS[name]}",
            met=value <= PEERS[name],
        )
        for name, value in ratios.items()
    ]


def ajv_cli() -> list[str] | None:
    """The command that runs ajv-cli through npx, where it can be had."""
    npx = shutil.which("npx")
    if npx is None:
        return None
    command = [npx, "--yes", "ajv-cli@5"]
    ran = subprocess.run([*command, "help"], capture_output=True, check=False, timeout=120)
    return command if ran.returncode in (0, 2) else None


# Telling.


def table(value: Mapping[str, Any]) -> str:
    """The measures as a table in Markdown, as it stands in the documents."""
    head = ("", "gknb", "peer in the same run", "ratio or amount", "target", "")
    lines = [
        f"Python {value['python']}, {value['processors']} processors; single reports: medians of {value['runs']} runs.",
        "",
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
    ]
    for one in value["measures"]:
        met = "met" if one["met"] else "missed"
        lines.append(f"| {one['name']} | {one['ours']} | {one['peer']} | {one['value']} | {one['target']} | {met} |")
    if value["missing"]:
        lines += ["", f"Not measured, because it is not here: {', '.join(value['missing'])}."]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="turns of each contestant (default 15)")
    parser.add_argument(
        "--quick", action="store_true", help="few reports, one turn: whether it runs, not how fast it is"
    )
    options = parser.parse_args(argv)
    runs, count, sample = (1, 200, 20) if options.quick else (max(1, options.runs), 20_000, 1_000)
    counts = (10, 50, 200) if options.quick else (1_000, 10_000, 100_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: list[Callable[[], list[Measure]]] = [
            partial(cold, folder, runs),
            partial(throughput, folder, count, sample),
            partial(one_core, folder, count if options.quick else LINES, 1 if options.quick else runs),
            partial(growth, folder, counts),
            partial(relations, runs, 1 if options.quick else 200),
        ]
        measures = [measure for part in parts for measure in part()]
    told = " ".join(one.peer for one in measures)
    value = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "runs": runs,
        "measures": [asdict(one) for one in measures],
        "missing": [peer for peer in PEERS if peer not in told],
    }
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n" if options.json else table(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
