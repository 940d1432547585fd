"""How long ``gknb`` takes, as ratios to its peers in the same run: ``python tests/benchmarks/bench.py``.

Absolute times drift from machine to machine and from minute to minute, so ``gknb`` and its peers take turns, and the
ratio is the median of the ratios of single turns: what slows the machine down slows both. Waiting for a busy processor
does not count. Nothing here fails because something is slow: it prints ``met`` or ``missed``.

- **cold**: one process for one file. ``python -m gknb check FILE`` (schema, relations, findings) against
  ``check-jsonschema --schemafile SCHEMA FILE`` (schema only), an import of ``jsonschema``, and Python itself.
- **warm**: one call on a report that is parsed already. ``gknb.check(report)`` against ``iter_errors`` of a
  ``jsonschema`` validator that was built once (schema only), a function compiled by ``fastjsonschema`` (schema only,
  and always on the valid report: it stops at the first failure), and ``json.loads`` of the report's text.

Both for a valid report, for one with an arithmetic error, and for one with a blank cell; warm also for 50 blank cells.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

import fastjsonschema  # noqa: E402
from jsonschema import Draft202012Validator  # noqa: E402

import gknb  # noqa: E402
from gknb.engine.evaluate import Evaluator  # noqa: E402
from gknb.engine.schema_check import checks  # noqa: E402
from gknb.source.document import from_python  # noqa: E402
from gknb.source.pointers import changed, lookup  # noqa: E402
from gknb.standard.form import form_of  # noqa: E402
from gknb.standard.kinds import compile_relations  # noqa: E402
from gknb.standard.publish import bundle, to_text  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

EDITION: Final = "2021"
EXAMPLE: Final = ROOT / "docs" / "examples" / "huaian-2024.json"
CELL: Final = "/requests/received/natural_person"
COLD_TARGET: Final = 0.30
WARM_TARGET: Final = 0.25
COMPILED_TARGETS: Final = {"valid": 1.0, "arithmetic error": 3.0, "50 blanks": 8.0}
INSTALL: Final = "pip install check-jsonschema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``gknb`` against one peer on one report."""

    kind: str
    """``cold`` or ``warm``."""
    case: str
    """Which report."""
    peer: str
    """What it is compared to."""
    ours_us: float
    """Median time of ``gknb`` in microseconds."""
    peer_us: float
    """Median time of the peer in microseconds."""
    ratio: float
    """The first divided by the second: the median over the turns."""
    target: float | None
    """What the ratio should not exceed; ``None`` where the peer only gives a measure."""
    met: bool | None
    """Whether it does not."""


Turns: TypeAlias = "Mapping[str, Sequence[float]]"
"""The seconds of each contestant, turn by turn."""


def comparisons(kind: str, case: str, times: Turns, targets: Mapping[str, float]) -> list[Comparison]:
    """``gknb`` against everything else that was timed, those with a target first."""
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    compared = []
    for peer in sorted(times.keys() - {"gknb"}, key=lambda name: (name not in targets, -middle[name])):
        quotient, target = round(ratio(times, "gknb", peer), 3), targets.get(peer)
        compared.append(
            Comparison(
                kind=kind,
                case=case,
                peer=peer,
                ours_us=round(middle["gknb"] * 1e6, 1),
                peer_us=round(middle[peer] * 1e6, 1),
                ratio=quotient,
                target=target,
                met=None if target is None else quotient <= target,
            )
        )
    return compared


def turns(contestants: Mapping[str, Callable[[], float]], runs: int) -> dict[str, list[float]]:
    """What each contestant gives in each turn, after one turn to warm up."""
    for contestant in contestants.values():
        contestant()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(runs):
        for name, contestant in contestants.items():
            times[name].append(contestant())
    return times


def ratio(times: Turns, one: str, other: str) -> float:
    """The median of what one contestant takes in relation to another in the same turn."""
    return statistics.median(a / b for a, b in zip(times[one], times[other], strict=True))


def medians(contestants: Mapping[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """The median of what each contestant gives in its turns."""
    return {name: statistics.median(taken) for name, taken in turns(contestants, runs).items()}


# Reports.


def example() -> str:
    """The text of a valid report: a city's as published, else the one with 0 in every cell."""
    if EXAMPLE.exists():
        return EXAMPLE.read_text(encoding="utf-8")
    return to_text(gknb.load_catalog().zero_report(EDITION))


def reports() -> dict[str, str]:
    """The text of a valid report, and of the same with one thing wrong."""
    text = example()
    more = lookup(json.loads(text), CELL) + 1
    every_fourth = form_of(gknb.load_catalog(), EDITION).cells[:200:4]
    return {
        "valid": text,
        "arithmetic error": json.dumps(changed(json.loads(text), {CELL: more}), ensure_ascii=False),
        "one blank": json.dumps(changed(json.loads(text), {CELL: None}), ensure_ascii=False),
        "50 blanks": json.dumps(changed(json.loads(text), dict.fromkeys(every_fourth)), ensure_ascii=False),
    }


# Cold.


def process(
    command: Sequence[str], expected: int, environment: Mapping[str, str], folder: Path, given: Path | None = None
) -> float:
    """Seconds that one process takes, in a folder without a configuration, with the content of ``given`` as its input.

    The smaller one of elapsed time and processor time: what waits for a busy processor has not worked, and what uses
    two at once has not taken longer for it.
    """
    nowhere = subprocess.DEVNULL
    with Path(given or os.devnull).open("rb") as content:
        start, before = timeit.default_timer(), processor_time()
        ran = subprocess.run(
            command, stdin=content, stdout=nowhere, stderr=nowhere, env=environment, cwd=folder, check=False
        )
        took = min(timeit.default_timer() - start, processor_time() - before)
    if ran.returncode != expected:
        message = f"{' '.join(command)} left with {ran.returncode}, not {expected}"
        raise SystemExit(message)
    return took


def processor_time() -> float:
    """Seconds of processor time of all processes that have ended; without end where the system does not tell."""
    if sys.platform == "win32":
        return math.inf
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def check_jsonschema() -> str | None:
    """The command of the peer: beside this Python, else wherever the path leads."""
    return shutil.which("check-jsonschema", path=os.path.dirname(sys.executable)) or shutil.which("check-jsonschema")


def cold(folder: Path, runs: int) -> list[Comparison]:
    """Whole processes, compiled modules in a place of their own so that they are there from the second turn on."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    catalog = gknb.load_catalog()
    schema = folder / "report.schema.json"
    schema.write_text(to_text(bundle(catalog, EDITION, catalog.base_url)), encoding="utf-8")
    python, peer = sys.executable, check_jsonschema()
    compared = []
    for case, text in reports().items():
        if case == "50 blanks":
            continue
        file = str(folder / "report.json")
        Path(file).write_text(text, encoding="utf-8")
        # An arithmetic error is nothing that a schema could see.
        ours, theirs = int(case != "valid"), int(case == "one blank")
        commands: dict[str, tuple[Sequence[str], int]] = {"gknb": ((python, "-m", "gknb", "check", file), ours)}
        if peer:
            commands["check-jsonschema"] = ((peer, "--schemafile", str(schema), file), theirs)
        if case == "valid":
            commands['python -c "import jsonschema"'] = ((python, "-c", "import jsonschema"), 0)
            commands["python -c pass"] = ((python, "-c", "pass"), 0)
        times = turns(
            {name: partial(process, *command, environment, folder) for name, command in commands.items()}, runs
        )
        compared += comparisons("cold", case, times, {"check-jsonschema": COLD_TARGET})
    return compared


# Warm.


def called(call: Callable[[], object], count: int) -> Callable[[], float]:
    """Seconds of processor time that one call takes, over ``count`` calls."""
    timer = timeit.Timer(call, timer=time.process_time)
    return lambda: timer.timeit(count) / count


def validator() -> Draft202012Validator:
    """A validator of the report schema as anyone would build it, from the published files."""
    catalog = gknb.load_catalog()
    return Draft202012Validator(catalog.json(catalog.schema_path(EDITION)))


def compiled() -> Callable[[object], object]:
    """The report schema compiled by ``fastjsonschema``."""
    catalog = gknb.load_catalog()
    function: Callable[[object], object] = fastjsonschema.compile(bundle(catalog, EDITION, catalog.base_url))
    return function


def warm(runs: int, count: int) -> tuple[list[Comparison], dict[str, float]]:
    """Single calls on parsed reports; and for the valid one the parts of a call, in microseconds."""
    peer, fast, valid = validator(), compiled(), json.loads(example())

    def all_errors(report: object) -> list[object]:
        return list(peer.iter_errors(report))

    compared = []
    for case, text in reports().items():
        report = json.loads(text)
        contestants = {
            "gknb": called(partial(gknb.check, report), count),
            "jsonschema iter_errors": called(partial(all_errors, report), max(1, count // 10)),
            "fastjsonschema": called(partial(fast, valid), count),
            "json.loads": called(partial(json.loads, text), count),
        }
        targets = {"jsonschema iter_errors": WARM_TARGET}
        if case in COMPILED_TARGETS:
            targets["fastjsonschema"] = COMPILED_TARGETS[case]
        compared += comparisons("warm", case, turns(contestants, runs), targets)
    return compared, split(runs, count)


def split(runs: int, count: int) -> dict[str, float]:
    """Where one warm call on the valid report spends its time, in microseconds."""
    catalog = gknb.load_catalog()
    form = form_of(catalog, EDITION)
    evaluator = Evaluator(form, compile_relations(catalog, EDITION))
    is_sound = checks(form)[""]
    report = json.loads(example())
    document = from_python(report).value
    cells = evaluator.cells(document)
    parts = {
        "source": called(partial(from_python, report), count),
        "verdict": called(partial(is_sound, document), count),
        "cells": called(partial(evaluator.cells, document), count),
        "relations": called(lambda: list(evaluator.outcomes(document, cells)), count),
        "all": called(partial(gknb.check, report), count),
    }
    times = {name: seconds * 1e6 for name, seconds in medians(parts, runs).items()}
    everything = times.pop("all")
    times["rest"] = everything - sum(times.values())
    times["all"] = everything
    return {name: round(microseconds, 1) for name, microseconds in times.items()}


# Telling.


def table(value: Mapping[str, Any]) -> str:
    """The comparisons and the split as a table for people."""
    lines = [f"{value['document']}, {value['bytes']} bytes; Python {value['python']}; medians of {value['runs']} runs"]
    lines += ["", f"{'':5} {'report':17}{'gknb':>11}  {'peer':30}{'':>11} {'ratio':>7} {'target':>8}"]
    for one in value["comparisons"]:
        target = "" if one["target"] is None else f"≤ {one['target']}"
        met = {None: "", True: "met", False: "missed"}[one["met"]]
        lines.append(
            f"{one['kind']:5} {one['case']:17}{duration(one['ours_us'])}  {one['peer']:30}{duration(one['peer_us'])}"
            f" {one['ratio']:7.2f} {target:>8} {met}".rstrip()
        )
    parts = ", ".join(f"{name} {microseconds:.0f}" for name, microseconds in value["split_us"].items())
    lines += ["", f"a warm call on the valid report, in µs: {parts}"]
    if value["missing"]:
        lines += ["", f"not measured: check-jsonschema, which is not here; {value['missing']}"]
    return "\n".join(lines) + "\n"


def duration(microseconds: float) -> str:
    return f"{microseconds / 1000:8.1f} ms" if microseconds >= 10_000 else f"{microseconds:8.0f} µs"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="turns of each contestant (default 15)")
    parser.add_argument("--quick", action="store_true", help="one short turn: whether it runs, not how fast it is")
    options = parser.parse_args(argv)
    runs, count = (1, 1) if options.quick else (max(1, options.runs), 50)
    with tempfile.TemporaryDirectory() as folder:
        compared = cold(Path(folder), runs)
    more, parts = warm(runs, count)
    value = {
        "document": str(EXAMPLE.relative_to(ROOT)) if EXAMPLE.exists() else f"the zero report of {EDITION}",
        "bytes": len(example().encode()),
        "python": platform.python_version(),
        "runs": runs,
        "comparisons": [asdict(one) for one in (*compared, *more)],
        "split_us": parts,
        "missing": None if check_jsonschema() else INSTALL,
    }
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n" if options.json else table(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
