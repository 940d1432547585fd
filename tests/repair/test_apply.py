"""A copy with a repair in it: what was not to be changed is as it was, whatever stands in the document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gknb
from gknb.documents.write import document_text
from gknb.repair.apply import NAMESPACE, repaired
from gknb.source.document import read_bytes
from gknb.source.pointers import changed

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

HUAIAN: Final = ROOT / "docs" / "examples" / "huaian-2024.json"
CELL: Final = "/requests/received/natural_person"
FEES: Final = "/proactive_disclosure/fees/amount_wanyuan"
MARKED: Final = (
    *("yes", "1_000", "0o7", "2024-01-01", "1:30", "~", "=", "<<", "1e3", "-0", "0x1f", "null", "", ".5", "1.", ".nan"),
    *(
        "- a",
        "a: b",
        "# c",
        "\x07",
        "\u2028",
        "\x85",
        "\ufeff",
        "a\nb\n",
        " x ",
        "%",
        "@",
        "`",
        "\t",
        "'",
        '"',
        "\\",
        "!!x",
    ),
)
"""Texts that mean something else in YAML, or in one of its versions, unless they are quoted."""
TEXTS: Final = st.sampled_from(MARKED) | st.text(max_size=5)
NUMBERS: Final = (
    st.integers(-(10**999), 10**999)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.sampled_from([Decimal("0.10"), Decimal("1E+400"), Decimal("59237.2449")])
)
VALUES: Final = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def ordered(value: Any) -> Any:
    """A value with the order of its members, and with numbers told from ``true`` and ``false``."""
    if isinstance(value, dict):
        return [(key, ordered(one)) for key, one in value.items()]
    if isinstance(value, list):
        return [None, *map(ordered, value)]
    return isinstance(value, bool), value


@st.composite
def mistyped(draw: DrawFn) -> dict[str, Any]:
    """The report with a wrong number, members in any order, and anything in its texts and extensions."""
    report = changed(json.loads(HUAIAN.read_bytes()), {CELL: 3010, FEES: draw(NUMBERS), "/overview": draw(TEXTS)})
    report["extensions"] = draw(st.dictionaries(TEXTS.map("org.example.{}".format), VALUES, max_size=4))
    return {key: report[key] for key in draw(st.permutations(list(report)))}


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(mistyped(), st.sampled_from(["new.json", "new.yaml"]))
def test_a_copy_differs_by_the_repair_and_by_the_note_of_it(report: dict[str, Any], name: str) -> None:
    """Values are exact, members stand in their order, and what is in the extensions stays."""
    (repair, *_) = gknb.check(report, explain=True).repairs
    text = document_text(repaired(report, repair), name)
    copy = read_bytes(text.encode(), format="yaml" if name.endswith("yaml") else "json").value
    (note,) = copy["extensions"].pop(NAMESPACE)
    assert note["reason"] == repair.reason
    assert [(one["pointer"], one["from"], one["to"]) for one in note["changes"]] == [(CELL, 3010, 3001)]
    assert ordered(changed(copy, {CELL: 3010})) == ordered(report)


def test_a_second_repair_is_noted_beside_the_first() -> None:
    report = changed(json.loads(HUAIAN.read_bytes()), {CELL: 3010})
    once = repaired(report, gknb.check(report, explain=True).repairs[0])
    again = changed(once, {CELL: 301})
    twice = repaired(again, gknb.check(again, explain=True).repairs[0])
    assert [note["changes"][0]["from"] for note in twice["extensions"][NAMESPACE]] == [3010, 301]
    assert gknb.check(twice).valid


SCRIPT: Final = """
import json, sys
import gknb
for report in json.load(sys.stdin):
    result = gknb.check(report, explain=True)
    print([[(one.pointer, one.after) for one in repair.changes] for repair in result.repairs], result.repairs_note)
"""


def test_the_list_does_not_depend_on_the_order_of_sets() -> None:
    """The same repairs in the same order, however Python scatters what it hashes."""
    report = json.loads(HUAIAN.read_bytes())
    rows = ("received", "brought_forward", "outcomes/granted", "carried_forward")
    wrong = [
        changed(json.loads(HUAIAN.read_bytes()), {f"/requests/{row}/{column}": 7 for row in rows[:n]})
        for n in (1, 2, 4)
        for column in ("natural_person", "total")
    ]
    told = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=json.dumps([report, *wrong]),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(told[0].splitlines()) == 1 + len(wrong)


@pytest.mark.parametrize("text", MARKED)
def test_texts_stay_texts_in_yaml(text: str) -> None:
    document = {"extensions": {f"org.example.{text}": text, "list": [text, {text: [text]}]}}
    assert read_bytes(document_text(document, "x.yaml").encode(), format="yaml").value == document
