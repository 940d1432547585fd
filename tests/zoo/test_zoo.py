"""Every fixture of the zoo is read as well as its quality allows, and no figure is wrong without a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gknb import check

if TYPE_CHECKING:
    from collections.abc import Iterator
from zoo.fixtures import converters, fixtures, truth
from zoo.measure import targets_met
from zoo.reading import Reading, read
from zoo.reports import made, stored

OLD = ("doc", "rtf")
"""Suffixes of files that gknb reads by LibreOffice."""
LATER = ("odt", "ods")
"""Suffixes of files that gknb does not read yet."""
SHORT = {
    ("page > w3m", "whole"): 0.98,
    ("page > html2text", "spans-lost"): 0.97,
    ("page > a4 > pdftotext-layout", "whole"): 0.96,
    ("page > a4-headers > pdftotext-layout", "whole"): 0.96,
    ("html > w3m", "spans-lost"): 0.94,
    ("xlsx > soffice-pdf", "spans-lost"): 0.39,
    ("docx > soffice-pdf > pdftotext-layout", "spans-lost"): 0.74,
    ("docx > soffice-pdf > pdftotext-layout", "whole"): 0.99,
    ("docx > soffice-pdf > pdftotext-raw", "spans-lost"): 0.74,
    ("docx > soffice-pdf > pdftotext-raw", "whole"): 0.99,
}
"""Converters of which less is read than should be, and how much is; whoever reads more takes them off the list."""
QUALITIES = {
    (name, one["quality"]): path.rpartition(".")[2]
    for name, how in converters().items()
    for path, one in how["files"].items()
}


def parameters() -> Iterator[object]:
    for (converter, quality), suffix in QUALITIES.items():
        marks = [pytest.mark.libreoffice] if suffix in OLD else []
        if suffix in LATER:
            marks.append(pytest.mark.xfail(reason=f"{suffix} is not read yet", strict=True))
        yield pytest.param(converter, quality, marks=marks, id=f"{converter}, {quality}")


@pytest.mark.parametrize(("converter", "quality"), list(parameters()))
def test_the_files_of_a_converter(converter: str, quality: str) -> None:
    some = [one for one in fixtures() if (one.converter, one.quality) == (converter, quality)]
    readings = [read(one) for one in some]
    assert not faults(readings, "wrong", "invented")
    assert targets_met(readings) is ((converter, quality) not in SHORT), faults(readings, "reported", "missed")
    if (converter, quality) in SHORT:
        right = sum(one.count["right"] for one in readings)
        assert right >= SHORT[converter, quality] * sum(len(one.fates) for one in readings)
    elif quality == "whole":
        assert not [one.fixture.name for one in readings if one.unfound], "blank cells are reported as not found"


def faults(readings: list[Reading], *fates: str) -> list[str]:
    """Return some of the cells with these fates."""
    found = [
        f"{one.fixture.name} {pointer}: {one.cells[pointer][0]} for {truth(one.fixture.report)[pointer]}"
        for one in readings
        for pointer, fate in one.fates.items()
        if fate in fates
    ]
    return [*found[:20], *([f"and {len(found) - 20} more"] if len(found) > 20 else [])]


def test_the_reports_are_those_that_the_seeds_give() -> None:
    assert {name: {**one, "document": plain(one["document"])} for name, one in stored().items()} == {
        name: {**one, "document": plain(one["document"])} for name, one in made().items()
    }


def plain(value: object) -> object:
    """Return the value with every number as text."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, str) else f"{float(str(value)):.4f}"


@pytest.mark.parametrize("name", [name for name in stored() if not name.startswith("wrong")])
def test_the_relations_hold_in_the_reports_that_are_not_made_wrong(name: str) -> None:
    found = {one.code for one in check(stored()[name]["document"], draft=True).findings}
    assert found <= {"T201"}  # most of these organs make no regulations


@pytest.mark.parametrize("name", ["wrong-2019", "wrong-2021"])
def test_relations_of_each_table_are_violated_in_the_reports_that_are_made_wrong(name: str) -> None:
    found = {one.code for one in check(stored()[name]["document"]).findings}
    assert found >= {"T301", "T302", "T303", "T401"}
