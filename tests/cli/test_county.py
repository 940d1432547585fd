"""``gknb check DIR``, ``--previous``, ``--roster`` and ``gknb consolidate``: several reports at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from gknb.catalog import load_catalog
from gknb.examples import changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")
LICENSING = "/proactive_disclosure/licensing/decisions"
ROSTER = """
roster: 1
organs:
  - {name: 某县人民政府, level: county, kind: government}
  - {name: 某县教育局, level: county, kind: department, parent: 某县人民政府}
  - {name: 某某镇人民政府, level: township, kind: government, parent: 某县人民政府}
"""


def write(name: str, organ: str, year: int = 2024, scope: str = "own", **cells: Any) -> None:
    level = {"镇": "township"}.get(organ[2], "county")
    head = {
        "/organ": {"name": organ, "level": level, "kind": "government" if "政府" in organ else "department"},
        "/reporting_year": year,
        "/scope": scope,
    }
    given = {pointer.replace("_DOT_", "/"): value for pointer, value in cells.pop("set", {}).items()}
    report = changed(load_catalog().zero_report("2021"), {**head, **given})
    path = Path("reports", name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def county(total: int = 7) -> None:
    Path("roster.yaml").write_text(ROSTER, encoding="utf-8")
    write("county.json", "某县人民政府", scope="consolidated", set={LICENSING: total})
    write("edu.json", "某县教育局", set={LICENSING: 3})
    write("town.json", "某某镇人民政府", set={LICENSING: 4})


class TestYears:
    """Each report beside that of the year before."""

    IN_FORCE = "/proactive_disclosure/normative_documents/in_force"

    def two(self) -> None:
        write("a.json", "某县教育局", 2023, set={self.IN_FORCE: 5})
        write("b.json", "某县教育局", 2024, set={self.IN_FORCE: 6})

    def test_a_folder_is_held_against_itself(self, run: Callable[..., Ran]) -> None:
        self.two()
        ran = run("check", "--format", "json", "reports")
        beside = [result for result in ran.results if result["previous"]]
        (finding,) = beside[0]["findings"]
        assert (ran.code, finding["code"], beside[0]["file"]) == (1, "Y602", "reports/b.json")
        assert [cell["file"] for cell in finding["cells"]] == [None, "reports/a.json", None, None]
        assert all(cell["line"] for cell in finding["cells"])
        assert "Y601" in beside[0]["previous"]["compared"]

    def test_a_summary_counts_pairs_apart(self, run: Callable[..., Ran]) -> None:
        self.two()
        ran = run("check", "reports")
        assert "2 reports: 2 valid" in ran.out
        assert "1 held against the year before: 0 fit, 1 do not" in ran.out
        assert "reports/b.json · 某县教育局 · year 2024 · form of 2021 · beside 2023 (reports/a.json)" in ran.out

    def test_files_that_are_named_are_not_unless_asked_for(self, run: Callable[..., Ran]) -> None:
        self.two()
        files = ("reports/a.json", "reports/b.json")
        assert run("check", *files).code == 0
        assert run("check", "--series", *files).code == 1
        assert run("check", "--no-series", "reports").code == 0

    def test_by_hand(self, run: Callable[..., Ran]) -> None:
        self.two()
        ran = run("check", "reports/b.json", "--previous", "reports/a.json")
        assert (ran.code, "Y602" in ran.out) == (1, True)
        assert run("check", "reports/b.json", "--previous", "nowhere.json").code == 2
        assert run("check", "reports/b.json", "reports/a.json", "--previous", "reports/a.json").code == 2

    def test_a_renamed_organ_is_known_by_an_alias(self, run: Callable[..., Ran]) -> None:
        write("a.json", "某县体育局", 2023, set={self.IN_FORCE: 5})
        write("b.json", "某县教育局", 2024, set={self.IN_FORCE: 6})
        assert run("check", "reports").code == 0
        Path("gknb.toml").write_text('[aliases]\n"某县体育局" = "某县教育局"\n', encoding="utf-8")
        assert run("check", "reports").code == 1

    @pytest.mark.parametrize(("years", "code"), [((2022, 2024), "Y607"), ((2024, 2024), "Y608")])
    def test_a_gap_and_a_repetition(self, run: Callable[..., Ran], years: tuple[int, int], code: str) -> None:
        write("a.json", "某县教育局", years[0])
        write("b.json", "某县教育局", years[1])
        ran = run("check", "--format", "json", "reports")
        assert [one["code"] for result in ran.results for one in result["findings"]] == [code]


class TestRoster:
    """Who is missing, and whether sums are sums."""

    def test_all_is_well(self, run: Callable[..., Ran]) -> None:
        county()
        ran = run("check", "reports", "--roster", "roster.yaml")
        assert ran.code == 0
        assert "2024: 3 due, 3 received, 0 missing, 0 twice, 0 late" in ran.out
        assert "1 consolidated report: 1 agree with the sums, 0 do not, 0 cannot be told" in ran.out
        assert "held against the year before" not in ran.out

    def test_the_organ_that_explains_the_difference_is_named(self, run: Callable[..., Ran]) -> None:
        county(total=3)
        ran = run("check", "reports", "--roster", "roster.yaml")
        assert ran.code == 1
        assert "3, should be 7, the sum of 2 reports; off by 4" in ran.out
        assert "the difference is exactly the 4 of 某某镇人民政府: was it left out?" in ran.out

    def test_the_contributors_are_listed(self, run: Callable[..., Ran]) -> None:
        county(total=8)
        ran = run("check", "--format", "json", "reports", "--roster", "roster.yaml")
        (rolled,) = [one for one in ran.results if one["contributors"] and one["organ"]]
        assert rolled["contributors"] == ["reports/edu.json", "reports/town.json"]
        assert [cell["file"] for cell in rolled["findings"][0]["cells"]] == [None, *rolled["contributors"]]

    def test_who_is_missing_is_told_at_the_roster(self, run: Callable[..., Ran]) -> None:
        county()
        Path("reports/town.json").unlink()
        ran = run("check", "--format", "json", "reports", "--roster", "roster.yaml")
        (missing,) = [one for one in ran.results if one["file"] == "roster.yaml"]
        (finding,) = missing["findings"]
        assert (finding["code"], finding["cells"][0]["label"], finding["cells"][0]["line"]) == (
            "R702",
            "某某镇人民政府",
            6,
        )

    def test_a_roster_beside_the_reports_is_no_report(self, run: Callable[..., Ran]) -> None:
        county()
        Path("roster.yaml").rename("reports/roster.yaml")
        assert run("check", "reports", "--roster", "reports/roster.yaml").code == 0

    def test_a_roster_that_is_none(self, run: Callable[..., Ran]) -> None:
        county()
        Path("roster.yaml").write_text("roster: 2\n", encoding="utf-8")
        ran = run("check", "reports", "--roster", "roster.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert "roster.yaml:1:9" in ran.err


class TestPage:
    """The county on one page."""

    def test_it_opens_with_who_has_reported(self, run: Callable[..., Ran]) -> None:
        county()
        write("county-23.json", "某县人民政府", 2023, "consolidated", set={LICENSING: 5})
        write("edu-23.json", "某县教育局", 2023, set={LICENSING: 5})
        run("check", "reports", "--roster", "roster.yaml", "--output", "html=county.html")
        page = html.fromstring(Path("county.html").read_text(encoding="utf-8"))
        (table,) = page.xpath("//table[@class='coverage']")
        rows = {row.find("th").text: [cell.text_content() for cell in row.findall("td")] for row in table.iter("tr")}
        assert rows["某县教育局"] == ["✓", "✓"]
        assert rows["某某镇人民政府"] == ["—", "✓"], "missing in 2023"
        links = {link.get("href", "").removeprefix("#") for link in table.iter("a")}
        articles = [one.get("id") for one in page.iter("article")]
        assert links <= set(articles), "each mark leads to its report"
        assert len(articles) == len(set(articles))
        assert len(list(page.iter("svg"))) > 0

    def test_each_cell_has_last_years_figure_beside_it(self, run: Callable[..., Ran]) -> None:
        write("a.json", "某县教育局", 2023, set={LICENSING: 41})
        write("b.json", "某县教育局", 2024, set={LICENSING: 43})
        run("check", "reports", "--output", "html=page.html")
        page = html.fromstring(Path("page.html").read_text(encoding="utf-8"))
        beside = [one.text_content() for one in page.xpath("//span[@class='last']")]
        assert "41" in beside
        assert "43" not in beside


class TestExplain:
    """The cell at fault, among several reports."""

    def test_in_last_years_report(self, run: Callable[..., Ran]) -> None:
        carried, brought = "/requests/carried_forward", "/requests/brought_forward"
        same = {f"{one}/natural_person": 12 for one in ("/requests/received", carried)}
        same |= {f"{one}/total": 12 for one in ("/requests/received", carried)}
        write("a.json", "某县教育局", 2023, set={**same, f"{carried}/natural_person": 21})
        write("b.json", "某县教育局", 2024, set={f"{brought}/natural_person": 12, f"{brought}/total": 12,
                                          f"{carried}/natural_person": 12, f"{carried}/total": 12})  # fmt: skip
        ran = run("check", "--format", "json", "--explain", "reports")
        (beside,) = [one for one in ran.results if one["previous"]]
        (change,) = beside["repairs"][0]["changes"]
        assert (change["file"], change["pointer"]) == ("reports/a.json", f"{carried}/natural_person")
        assert (change["from"], change["to"]) == (21, 12)

    def test_in_a_report_that_is_consolidated(self, run: Callable[..., Ran]) -> None:
        county()
        rows = ("/requests/received", "/requests/outcomes/granted", "/requests/outcomes/total")
        good = {f"{row}/{column}": 21 for row in rows for column in ("natural_person", "total")}
        write("edu.json", "某县教育局", set={**good, LICENSING: 3, "/requests/received/natural_person": 12})
        write("county.json", "某县人民政府", scope="consolidated", set={**good, LICENSING: 7})
        ran = run("check", "--format", "json", "--explain", "reports", "--roster", "roster.yaml")
        (rolled,) = [one for one in ran.results if one["contributors"] and one["organ"]]
        (change,) = rolled["repairs"][0]["changes"]
        assert (change["file"], change["to"]) == ("reports/edu.json", 21)
        assert change["label"].startswith("某县教育局 · ")


class TestConsolidate:
    """One report of many."""

    def test_the_sums(self, run: Callable[..., Ran]) -> None:
        county()
        assert run("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json").code == 0
        made = json.loads(Path("sum.json").read_bytes())
        assert made["proactive_disclosure"]["licensing"]["decisions"] == 7
        assert (made["organ"]["name"], made["scope"], made["reporting_year"]) == ("某县人民政府", "consolidated", 2024)
        assert made["overview"] is None, "texts are for people"
        assert made["extensions"]["gknb.consolidated"] == {"reports": ["reports/edu.json", "reports/town.json"]}
        assert run("check", "--draft", "sum.json").code == 0

    def test_what_is_wrong_is_not_summed_unless_asked_for(self, run: Callable[..., Ran]) -> None:
        county()
        write("edu.json", "某县教育局", set={"/requests/received/total": 1})
        Path("reports/town.json").unlink()
        ran = run("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json")
        assert ran.code == 1
        assert "某县教育局: reports/edu.json is not valid" in ran.err
        assert "某某镇人民政府: no report for 2024" in ran.err
        assert not Path("sum.json").exists()
        assert run("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json", "--anyway").code == 0
        note = json.loads(Path("sum.json").read_bytes())["extensions"]["gknb.consolidated"]
        assert [one["organ"] for one in note["problems"]] == ["某县教育局", "某某镇人民政府"]

    def test_nobody_to_consolidate(self, run: Callable[..., Ran]) -> None:
        county()
        assert run("consolidate", "reports", "--roster", "roster.yaml", "--organ", "某县教育局").code == 2
        assert run("consolidate", "reports", "--roster", "roster.yaml", "--year", "1999").code == 2
        assert run("consolidate", "reports", "--roster", "nowhere.yaml").code == 2
