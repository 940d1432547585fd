"""A roster in a table, as a spreadsheet writes it: whatever is wrong in it is reported with its place."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gknb.county.roster import read_roster
from gknb.errors import SourceError
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from gknb.county.roster import Roster

CATALOG = load_catalog()
CHINESE = """机关名称,层级,性质,统一社会信用代码,上级,别名,起始年度,截止年度,本级报告
某县人民政府,县级,政府,,,,,,是
某县教育局,县级,部门,11350100m000100y43,某县人民政府,教体局；教育体育局,2019,2024,
某某镇人民政府,乡镇,政府,,某县人民政府,,,,否
"""


def table(folder: Path, text: str | bytes, name: str = "roster.csv") -> Roster:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_roster(CATALOG, str(path))


def refused(folder: Path, text: str | bytes) -> tuple[str, int | None, int | None]:
    with pytest.raises(SourceError) as caught:
        table(folder, text)
    assert caught.value.say("zh")
    return caught.value.reason, caught.value.line, caught.value.column


def test_chinese_words_will_do(tmp_path: Path) -> None:
    county, education, town = table(tmp_path, CHINESE).organs
    assert (county.level, county.kind, county.own) == ("county", "government", True)
    assert (education.kind, education.first, education.last) == ("department", 2019, 2024)
    assert education.aliases == ("教体局", "教育体育局")
    assert (town.level, town.parent, town.own) == ("township", "某县人民政府", False)


def test_english_titles_tabs_and_packed_files_will_do(tmp_path: Path) -> None:
    text = "Name\tlevel\tparent\n甲\tcounty\t\n乙\tcounty\t甲\n"
    assert [one.parent for one in table(tmp_path, text).organs] == [None, "甲"]
    packed = gzip.compress(CHINESE.encode("gb18030"))
    assert len(table(tmp_path, packed, "roster.csv.gz").organs) == 3


def test_empty_rows_columns_and_cells_at_the_end_are_passed_over(tmp_path: Path) -> None:
    text = "\n机关名称,层级,,\n,,,\n甲,县级,,,,\n乙,县级\n"
    assert [one.name for one in table(tmp_path, text).organs] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("机关名称,主管\n甲,乙\n", ("roster.column", 1, 2)),
        ("机关名称,名称\n甲,乙\n", ("roster.column-twice", 1, 2)),
        ("机关名称\n甲,乙\n", ("roster.row", 2, 2)),
        ("机关名称,上级\n甲,\n乙,丙\n", ("roster.parent", 3, 2)),
        ("机关名称,层级\n甲,三级\n", ("roster.choice", 2, 2)),
        ("机关名称,起始年度\n甲,二〇二〇\n", ("roster.year", 2, 2)),
        ("机关名称,起始年度,截止年度\n甲,2022,2021\n", ("roster.years", 2, 3)),
        ("机关名称,代码\n甲,a1\n乙,Ａ1\n", ("roster.twice", 3, 2)),
        ('机关名称\n"甲\n乙\n', ("roster.table", 2, 1)),
        ("机关名称\n", ("roster.nobody", 1, 1)),
        (",,,\n", ("roster.empty", None, None)),
        ("机关名称\n甲\n".encode("utf-16"), ("source.utf-16", None, None)),
        ("机关名称\n教育局统计局水利局\n".encode() + b"\xff\n", ("source.encoding", 3, 1)),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_errors_are_reported_with_line_and_column(
    tmp_path: Path, text: str | bytes, reported: tuple[str, int | None, int | None]
) -> None:
    assert refused(tmp_path, text) == reported


def test_a_cell_of_any_length_is_refused_and_no_more(tmp_path: Path) -> None:
    assert refused(tmp_path, "机关名称\n" + "甲" * 200_000)[0] == "roster.table"


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.yaml"
    path.write_text("roster: 1\norgans:\n  - name: 甲\n    name: 乙\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_roster(CATALOG, str(path))
    assert (caught.value.reason, caught.value.line) == ("roster.key", 4)


class TestAnyBytes:
    """Whatever a file holds, it is a roster or is refused."""

    @given(
        st.one_of(st.binary(max_size=200), st.text(alphabet='机关名称层级,"\n\r\t;2甲', max_size=60).map(str.encode))
    )
    def test_nothing_else_is_raised(self, tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
        folder = tmp_path_factory.mktemp("tables")
        try:
            table(folder, content)
        except SourceError as error:
            assert error.say("en")  # noqa: PT017 - any number of times, and mostly nothing
