"""The cell at fault among several reports: what is listed restores each of them and what holds between them."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from worlds import Key, Mistake, World, inject, world

import gknb
from gknb.source.pointers import changed
from gknb.testing import typos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from command_line import Ran

COUNTY: Final = world(3, organs=7, years=range(2022, 2025))
BETWEEN: Final = ("Y601", "Y602", "Y603", "R701")


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing here is secret


def injected(*kinds: str, seeds: Iterable[int]) -> Iterator[tuple[World, Mistake]]:
    for kind in kinds:
        for seed in seeds:
            done = inject(COUNTY, chance(seed), kind)
            assert done is not None
            yield done


def violated(result: gknb.Result) -> set[str]:
    """The relations between cells that do not hold, within a report and between two."""
    codes = {one.code for one in result.checked.relations if one.violated}
    return {code for code in codes if code.startswith("T") or code in BETWEEN}


@pytest.mark.parametrize("kind", ["carry-over", "in-force"])
def test_a_repair_beside_last_year_s_report_restores_both(kind: str) -> None:
    """Each repair of the pair, made in the files that it names, leaves nothing violated in either or between them."""
    for county, mistake in injected(kind, seeds=range(3)):
        key = Key(mistake.organ, mistake.year, mistake.scope)
        this, last = county.reports[key], county.reports[key._replace(year=key.year - 1)]
        found = gknb.check(this, previous=last, explain=True)
        assert violated(found) <= {"Y601", "Y602"} != set()
        assert found.repairs
        if len(mistake.pointers) == 1:
            assert any({one.pointer for one in repair.changes} == {*mistake.pointers} for repair in found.repairs)
        for repair in found.repairs:
            parts = [copy.deepcopy(this), copy.deepcopy(last)]
            for change in repair.changes:
                changed(parts[change.file is not None], {change.pointer: change.after})
            assert violated(gknb.check(parts[0], previous=parts[1])) == set(), repair
            assert violated(gknb.check(parts[1])) == set(), repair


def test_without_anything_wrong_between_the_two_the_report_s_own_repairs_count() -> None:
    key = next(key for key in COUNTY.reports if key.year == 2024 and key.scope == "own")
    made = typos(COUNTY.reports[key], chance(1), "blank-for-zero")
    assert made is not None
    report, (slip,) = made
    last = COUNTY.reports[key._replace(year=2023)]
    alone, beside = (gknb.check(report, explain=True, previous=one) for one in (None, last))
    assert slip.pointer in {change.pointer for repair in beside.repairs for change in repair.changes}
    assert [repair.changes for repair in beside.repairs] == [repair.changes for repair in alone.repairs]


def test_a_repair_of_a_consolidated_report_restores_every_sum(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The likeliest repairs, made in the files that they name, leave no sum and no relation of any report violated."""
    monkeypatch.chdir(tmp_path)

    arguments = ("county", "--roster", "county/roster.yaml", "--format", "json", "--no-config")
    tried = 0
    for county, mistake in injected("not-the-sum", seeds=range(2)):
        county.write(tmp_path / "county")
        for result in run("check", "--explain", *arguments).results:
            wrong = {one["code"] for one in result["checked"]["relations"] if one["violated"]}
            if "R701" not in wrong:
                continue
            assert result["repairs"], mistake
            for repair in result["repairs"][:2]:
                files = {tmp_path / (change["file"] or result["file"]) for change in repair["changes"]}
                before = {path: path.read_bytes() for path in files}
                for change in repair["changes"]:
                    path = tmp_path / (change["file"] or result["file"])
                    report = changed(json.loads(path.read_bytes()), {change["pointer"]: change["to"]})
                    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
                left = [
                    (one["file"], tally["code"])
                    for one in run("check", *arguments).results
                    for tally in one["checked"]["relations"]
                    if tally["violated"]
                    and (tally["code"][0] == "T" or tally["code"] == "R701")
                    and one["file"] in {result["file"], *(str(path.relative_to(tmp_path)) for path in files)}
                ]
                assert left == [], repair
                tried += 1
                for path, content in before.items():
                    path.write_bytes(content)
    assert tried
