"""Simulated counties: without mistakes they have no findings, and each mistake causes exactly those it states."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Final

import pytest
import yaml
from examples import examples
from hypothesis import HealthCheck, Phase, find, given, settings
from strategies import CATALOG, get
from wrong_counties import Triple, wrong_county

import gknb
from gknb.errors import UsageError
from worlds import (
    MISTAKES,
    Key,
    Mistake,
    NoRoomError,
    World,
    inject,
    mistaken,
    mistaken_worlds,
    world,
    worlds,
)
from worlds.yearly import Limits, limits

ONCE: Final = settings(phases=[Phase.generate], max_examples=3000, database=None)
"""Settings under which ``find`` shows that something is drawn at all."""
LEAST: Final = settings(phases=[Phase.generate, Phase.shrink], max_examples=3000, database=None)
"""Settings under which ``find`` shows the simplest example."""
few = settings(max_examples=examples(15), suppress_health_check=list(HealthCheck))
REMARKS: Final = {"Y606"}
"""Plausibility hints, which the hand-written check of a county does not have."""


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing here is secret


def wrong(one: World) -> set[Triple]:
    """All findings of a county: by the checker within reports, by the hand-written check between them."""
    within = {
        (finding.code, *key[:2]) for key, report in one.reports.items() for finding in gknb.check(report).findings
    }
    return within.union(wrong_county(one.roster, one.files.values()))


def expected(mistakes: tuple[Mistake, ...]) -> set[Triple]:
    return {triple for mistake in mistakes for triple in mistake.expected_codes if triple[0] not in REMARKS}


@pytest.fixture(scope="module")
def prefecture() -> World:
    return world(7, organs=60)


# --- Counties without mistakes --------------------------------------------------------------------------------------


@few
@given(one=worlds() | worlds(levels=("national", "province"), years=[2020, 2021]) | worlds(max_count=10**12, organs=3))
def test_a_county_has_no_findings(one: World) -> None:
    assert wrong(one) == set()
    years = {key.year for key in one.reports}
    assert one.reports.keys() == {key for year in years for key in one.expected(year)}
    assert len(one.files) == len(one.reports)
    assert {path: json.loads(json.dumps(report)) for path, report in one.files.items()} == one.files


def test_a_large_county_has_no_findings_either(prefecture: World) -> None:
    assert wrong(prefecture) == set()
    organs = prefecture.roster["organs"]
    assert len(organs) == 60
    assert {(organ["level"], organ["kind"]) for organ in organs} == {
        ("prefecture", "government"),
        ("prefecture", "department"),
        ("county", "government"),
        ("county", "department"),
        ("township", "government"),
    }
    assert {key.year for key in prefecture.reports} == set(range(2019, 2024))
    for key in ("code", "parent", "aliases", "from", "to", "own"):
        assert 0 < sum(key in organ for organ in organs) < 60
    for table in ("proactive_disclosure", "requests", "review_and_litigation"):
        zeros = {edition: CATALOG.zero_report(edition)[table] for edition in CATALOG.editions}
        assert any(report[table] != zeros[report["edition"]] for report in prefecture.reports.values())


def test_figures_stay_near_those_of_last_year(prefecture: World) -> None:
    cells = ("/requests/received/total", "/proactive_disclosure/licensing/decisions")
    for key, report in prefecture.reports.items():
        last = prefecture.reports.get(key._replace(year=key.year - 1))
        for cell in cells if last is not None else ():
            small, large = sorted((get(report, cell), get(last, cell)))
            assert large < 100 or large < 10 * max(small, 1)


def test_the_same_seed_gives_the_same_county(prefecture: World) -> None:
    assert world(7, organs=60) == prefecture
    assert world(8, organs=60) != prefecture


def test_a_renamed_organ_bears_its_old_name_at_first(prefecture: World) -> None:
    renamed = [organ for organ in prefecture.roster["organs"] if "aliases" in organ]
    for organ in renamed:
        names = [prefecture.reports[Key(organ["name"], year, "own")]["organ"]["name"] for year in range(2019, 2024)]
        turn = names.index(organ["name"])
        assert names == organ["aliases"] * turn + [organ["name"]] * (5 - turn)
        assert turn > 0
    assert not any("aliases" in organ for organ in world(7, organs=60, renames=False).roster["organs"])


def test_the_simplest_county_is_one_of_zeros() -> None:
    one = find(worlds(), lambda _: True, settings=LEAST)
    assert {key.year for key in one.reports} == {2021, 2022}
    assert len(one.organs) == 2
    zero = CATALOG.zero_report("2021")
    assert all(report["requests"] == zero["requests"] for report in one.reports.values())


@pytest.mark.parametrize("key", ["from", "to", "aliases", "own"])
def test_histories_are_drawn(key: str) -> None:
    find(worlds(organs=8), lambda one: any(key in organ for organ in one.roster["organs"]), settings=ONCE)


def test_files(tmp_path: Path) -> None:
    one = world(3, organs=12, years=[2023, 2024])
    for folder in ("a", "b"):
        one.write(tmp_path / folder)
    written = {path.relative_to(tmp_path / "a").as_posix(): path.read_bytes() for path in (tmp_path / "a").rglob("*.*")}
    assert {name: (tmp_path / "b" / name).read_bytes() for name in written} == written
    assert yaml.safe_load(written.pop("roster.yaml")) == one.roster
    assert {name: json.loads(text) for name, text in written.items()} == one.files
    root = one.roster["organs"][0]["name"]
    assert f"2024/{root}（汇总）.json" in written


@pytest.mark.parametrize(
    "arguments",
    [{"organs": 0}, {"years": []}, {"years": [2020, 2022]}, {"years": [2018]}, {"max_count": -1}]
    + [{"levels": levels} for levels in ((), ("village",), ("prefecture", "township"), ("county", "prefecture"))],
)
def test_arguments_out_of_range(arguments: dict[str, object]) -> None:
    with pytest.raises((UsageError, ValueError)):
        worlds(**arguments)  # type: ignore[arg-type]
    with pytest.raises((UsageError, ValueError)):
        world(1, **arguments)  # type: ignore[arg-type]


def test_the_limits_of_what_is_plausible_are_those_of_the_relations() -> None:
    assert limits() == Limits(factor=10, least=100, filled=6)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="left-out"):
        inject(world(1, organs=2), chance(1), "typo")
    with pytest.raises(UsageError, match="left-out"):
        mistaken_worlds(kinds=["typo"])


# --- Counties with mistakes -----------------------------------------------------------------------------------------


def check_what_changed(before: World, after: World, mistake: Mistake) -> None:
    """Only the report of the mistake differs, and in it only the cells that the mistake names."""
    key = Key(mistake.organ, mistake.year, mistake.scope)
    assert after.roster == before.roster
    others = before.reports.keys() - {key}
    assert {other: after.reports[other] for other in others} == {other: before.reports[other] for other in others}
    if key in before.reports and key in after.reports:
        report = copy.deepcopy(before.reports[key])
        for pointer, was, now in zip(mistake.pointers, mistake.was, mistake.now, strict=True):
            assert get(report, pointer) == was != now
            get(report, pointer.rpartition("/")[0])[pointer.rpartition("/")[2]] = now
        assert report == after.reports[key]


@pytest.mark.parametrize("kind", MISTAKES)
@pytest.mark.parametrize("seed", range(3))
def test_each_kind_is_found_as_stated(prefecture: World, kind: str, seed: int) -> None:
    found = inject(prefecture, chance(seed), kind)
    assert found is not None
    after, mistake = found
    check_what_changed(prefecture, after, mistake)
    assert mistake.kind == kind
    assert mistake.expected_codes
    assert wrong(after) == expected((mistake,))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("carry-over", "Y601"),
        ("in-force", "Y602"),
        ("items", "Y603"),
        ("not-the-sum", "R701"),
        ("left-out", "R701"),
        ("counted-twice", "R701"),
        ("missing", "R702"),
        ("duplicated", "Y608"),
        ("renamed", "R705"),
        ("unrecognised", "R702"),
        ("unrecognised", "R703"),
        ("unknown", "R703"),
        ("outside", "R704"),
        ("copied-table", "Y606"),
        ("late", "E103"),
        ("blank-for-zero", "S003"),
    ],
)
def test_what_tells_of_each_kind(prefecture: World, kind: str, code: str) -> None:
    for seed in range(5):
        found = inject(prefecture, chance(seed), kind)
        assert found is not None
        codes = {triple[0] for triple in found[1].expected_codes}
        assert code in codes
        if kind in {"carry-over", "in-force", "items", "not-the-sum", "left-out", "counted-twice"}:
            assert not any(one.startswith(("T", "S", "E")) for one in codes)


def test_an_organ_left_out_or_counted_twice_is_one_of_those_included(prefecture: World) -> None:
    for kind, sign in (("left-out", -1), ("counted-twice", 1)):
        found = inject(prefecture, chance(1), kind)
        assert found is not None
        mistake = found[1]
        differences = [sign * round(now - was, 4) for was, now in zip(mistake.was, mistake.now, strict=True)]
        parts = prefecture.contributors(Key(mistake.organ, mistake.year, mistake.scope))
        assert differences in [[get(prefecture.reports[part], cell) for cell in mistake.pointers] for part in parts]


@pytest.mark.thorough
@pytest.mark.parametrize("levels", [("prefecture", "county", "township"), ("county", "township")])
def test_many_mistakes_do_not_hide_each_other(levels: tuple[str, ...]) -> None:
    before = world(11, organs=120, levels=levels)
    after, mistakes = mistaken(before, chance(1), 40)
    assert wrong(after) == expected(mistakes)
    assert len(mistakes) == 40
    # Where there is but one consolidated report a year, its sums are soon all taken.
    assert len({mistake.kind for mistake in mistakes}) >= len(MISTAKES) - 3
    assert len({(mistake.organ, mistake.year) for mistake in mistakes}) == 40
    assert all(mistake.expected_codes for mistake in mistakes)
    assert mistaken(before, chance(1), 40) == (after, mistakes)
    assert wrong(before) == set()


@few
@given(drawn=mistaken_worlds(2, max_count=99))
def test_mistaken_worlds_are_wrong_as_stated(drawn: tuple[World, tuple[Mistake, ...]]) -> None:
    after, mistakes = drawn
    assert len(mistakes) == 2
    assert wrong(after) == expected(mistakes)


def test_a_county_has_room_for_so_many_mistakes_only() -> None:
    with pytest.raises(NoRoomError, match="50"):
        mistaken(world(1, organs=3, years=[2023]), chance(1), 50)


def test_the_same_seed_gives_the_same_county_in_every_process() -> None:
    """Whatever the order of sets."""
    program = """
import hashlib, random
from worlds import mistaken, world
of, mistakes = mistaken(world(3, organs=12, years=range(2020, 2023)), random.Random(1), 8)
told = [(one.kind, one.organ, one.year, one.pointers, one.now, sorted(one.expected_codes)) for one in mistakes]
print(hashlib.sha256(repr((of.roster, list(of.files.items()), told)).encode()).hexdigest())
"""
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
