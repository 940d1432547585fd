"""A checker with common mistakes: floats for numbers, 0 for a blank, stopping at the first finding.

It evaluates the linear relations of ``schema/`` itself and leaves the rest to the reference checker. Without its flaws
(``--flaws`` selects them, by default all) it is correct, so that every failure is due to them.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gknb import Checker, Options, SourceError, load_catalog
from gknb.run.collection import is_collection
from gknb.run.inputs import check_source
from gknb.source.document import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FLAWS: Final = ("floats", "blank-is-zero", "first-only")
SCHEMA: Final = Path(__file__).parents[2] / "schema"


def data(path: str) -> Any:
    return json.loads((SCHEMA / path).read_text(encoding="utf-8"))


VERSION: Final = load_catalog().entry
LINEAR: Final = [
    one for path in VERSION["relations"] for one in data(path)["relations"] if one["relation"]["kind"] == "linear"
]
CODES: Final = {one["code"] for one in LINEAR}


def floated(value: Any) -> Any:
    """Return a value with every number as a double, or an integer if that is whole."""
    if isinstance(value, dict):
        return {name: floated(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [floated(inner) for inner in value]
    if value is None or isinstance(value, str | bool):
        return value
    number = min(float(value) if abs(value) < 2**1023 else sys.float_info.max, sys.float_info.max)
    return int(number) if number.is_integer() else Decimal(repr(number))


@cache
def places(edition: str) -> dict[str, tuple[list[str], bool]]:
    """Return each pointer of a form with its definitions and whether it may be negative."""
    schema, found = data(VERSION["schemas"][edition]), dict[str, tuple[list[str], bool]]()
    definitions = data(VERSION["common"])["$defs"] | schema["$defs"] if "common" in VERSION else schema["$defs"]

    def walk(one: Any, pointer: str) -> None:
        refs = []
        while "$ref" in one:
            refs.append(one["$ref"].split("/")[-1])
            one = definitions[refs[-1]] | {name: value for name, value in one.items() if name != "$ref"}
        found[pointer] = refs, "minimum" not in one
        for name, inner in one.get("properties", {}).items():
            walk(inner, f"{pointer}/{name}")

    walk(schema, "")
    return found


def select(edition: str, sets: Any) -> list[str]:
    if isinstance(sets, list):
        return [pointer for one in sets for pointer in select(edition, one)]
    known, within, under = places(edition), sets.get("within"), f"{sets.get('under', '')}/"
    base = next(pointer for pointer, (refs, _) in known.items() if within in refs) if within else ""
    inside = (
        one.removeprefix(base) for one in known if one.startswith(f"{base}/") and sets["refer_to"] in known[one][0]
    )
    return [one for one in inside if one.startswith(under) and one not in sets.get("except", ())]


def order(edition: str, pointer: str) -> tuple[int, str]:
    """Return a sort key in the order of the form; what is unknown comes after all that is known in its object."""
    known, around = list(places(edition)), pointer
    while around not in places(edition):
        around = around.rpartition("/")[0]
    last = max(n for n, one in enumerate(known) if around in ("", one) or one.startswith(f"{around}/"))
    return (known.index(pointer), "") if around == pointer else (last, pointer)


@cache
def instances(edition: str, code: str) -> list[list[tuple[int, str]]]:
    """Return the cells of each instance of a relation with their factors; all constants are 0."""
    (relation,) = (one["relation"] for one in LINEAR if one["code"] == code)
    ((variable, sets),) = relation["for_each"].items()
    terms = [(1, one) for one in relation["left"]] + [(-1, one) for one in relation["right"]]

    def cells(bound: str) -> Iterator[tuple[int, str]]:
        for factor, term in terms:
            ((inner, over),) = term.get("over", {"": None}).items()
            for each in select(edition, over) if over else [""] if "cell" in term else ():
                pointer = term["cell"].replace(f"{{{variable}}}", bound).replace(f"{{{inner}}}", each)
                yield factor * term.get("sign", 1), pointer

    laid_out = [list(cells(bound)) for bound in select(edition, sets)]
    return [one for one in laid_out if all(pointer in places(edition) for _, pointer in one)]


class Sums:
    """The linear relations of one document."""

    def __init__(self, edition: str, document: Any, bad: set[str], flaws: Iterable[str]) -> None:
        self.edition, self.document, self.bad, self.flaws = edition, document, bad, flaws

    def value(self, pointer: str) -> Any:
        value = None if pointer in self.bad else self.document
        for name in pointer.split("/")[1:]:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def cell(self, pointer: str) -> Any:
        value = self.value(pointer)
        if value is None and "blank-is-zero" in self.flaws:
            return 0
        return float(value) if value is not None and "floats" in self.flaws else value

    def condition(self, alternatives: Any) -> tuple[bool | None, list[str]]:
        results = []
        for one in alternatives:
            known = [(self.value(pointer), allowed) for pointer, allowed in one.items()]
            if all(value is not None and value in allowed for value, allowed in known):
                return True, list(one)
            results.append(all(value is None or value in allowed for value, allowed in known))
        return None if any(results) else False, []

    def entries(self) -> Iterator[tuple[Any, list[str]]]:
        """Yield violated relations with their cells, and undecided ones without."""
        for one in LINEAR:
            relation = one["relation"]
            applies, looked = self.condition(relation.get("when", [{}]))
            for cells in instances(self.edition, one["code"]):
                holds = None if applies is False else self.holds(cells, relation["comparator"])
                if applies is not False and holds is not True:
                    yield one, [pointer for _, pointer in cells] + looked if applies and holds is False else []

    def holds(self, cells: list[tuple[int, str]], comparator: str) -> bool | None:
        low: float = 0
        high: float = 0
        for factor, pointer in cells:
            value, signed = self.cell(pointer), places(self.edition)[pointer][1]
            low += -math.inf if value is None and (signed or factor < 0) else factor * (value or 0)
            high += math.inf if value is None and (signed or factor > 0) else factor * (value or 0)
        below, above = comparator in ("=", ">=") and high < 0, comparator in ("=", "<=") and low > 0
        within = (comparator == "<=" or low >= 0) and (comparator == ">=" or high <= 0)
        return False if below or above else True if within else None


def reports(document: Any) -> dict[str, Any]:
    """Return the reports in a document by pointer: the document itself, or those of a collection."""
    if is_collection(document):
        return {f"/reports/{n}": report for n, report in enumerate(document["reports"])}
    return {"": document}


def answer(content: bytes, checker: Checker, flaws: Iterable[str]) -> dict[str, Any]:
    try:
        source = read_bytes(content, format="json")
        if "floats" in flaws:
            source = replace(source, value=floated(source.value))
        result = check_source(checker, source)
    except SourceError as error:
        return {"valid": False, "error": error.reason}
    findings: list[dict[str, Any]] = [
        {"code": one.code, "severity": one.severity, "cells": [{"pointer": cell.pointer} for cell in one.cells]}
        for one in result.findings
        if one.code not in CODES
    ]
    # Without an edition, nothing is decided and no cells exist.
    undecided = {one.code for one in result.undecided if one.code not in CODES or not one.cells}
    bad = {
        cell["pointer"]
        for one in findings
        if one["code"].startswith("S") and one["code"] != "S006"
        for cell in one["cells"]
    }
    for start, report in reports(source.value).items():
        edition = checker.edition_of(report)
        inside = {pointer.removeprefix(start) for pointer in bad if pointer.startswith(start)}
        for one, cells in Sums(edition, report, inside, flaws).entries() if edition is not None else ():
            if cells:
                listed = [{"pointer": start + pointer} for pointer in cells]
                findings.append({"code": one["code"], "severity": one["severity"], "cells": listed})
            else:
                undecided.add(one["code"])
        if edition is not None and report is source.value:
            findings.sort(key=lambda one: (*order(edition, one["cells"][0]["pointer"]), one["code"]))
    if "first-only" in flaws:
        del findings[1:]
    valid = not any(one["severity"] == "error" for one in findings)
    return {"valid": valid, "findings": findings, "undecided": [{"code": code} for code in sorted(undecided)]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--stream", action="store_true")
    parser.add_argument("--draft", action="store_true")
    parser.add_argument("--flaws", nargs="*", choices=FLAWS, default=FLAWS)
    options = parser.parse_args()
    checker = Checker(Options(draft=options.draft))
    for content in sys.stdin.buffer if options.stream else [sys.stdin.buffer.read()]:
        sys.stdout.write(f"{json.dumps(answer(content, checker, options.flaws))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
