"""``gknb check DIR``, ``--previous``, ``--roster`` and ``gknb consolidate``: several reports at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

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

    def test_the_reports_of_a_folder_are_compared(self, run: Callable[..., Ran]) -> None:
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
        assert "1 report compared with the year before: 0 consistent, 1 not" in ran.out
        assert "reports/b.json · 某县教育局 · year 2024 · form of 2021 · compared with 2023 (reports/a.json)" in ran.out

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

    def test_aliases_of_the_settings_apply_with_a_roster(self, run: Callable[..., Ran]) -> None:
        write("a.json", "某县体育局", 2024)
        Path("roster.yaml").write_text("roster: 1\norgans:\n- name: 某县教育局\n", encoding="utf-8")
        assert "R703" in run("check", "reports", "--roster", "roster.yaml").out
        Path("gknb.toml").write_text('[aliases]\n"某县体育局" = "某县教育局"\n', encoding="utf-8")
        assert run("check", "reports", "--roster", "roster.yaml").code == 0

    def test_a_name_that_is_much_alike_is_offered(self, run: Callable[..., Ran]) -> None:
        write("a.json", "某县人力资源和社会保障服务局", 2024)
        Path("roster.yaml").write_text("roster: 1\norgans: [{name: 某县人力资源和社会保障局}, {name: 某县水利局}]\n")
        assert (
            "the roster has a similar name, “某县人力资源和社会保障局”"
            in run("check", "reports", "--roster", "roster.yaml", "--lang", "en").out
        )

    def test_repeated_names_in_a_collection_are_reported(self, run: Callable[..., Ran]) -> None:
        Path("all.json").write_text('{"reports": [], "reports": []}', encoding="utf-8")
        assert [one["code"] for one in run("check", "--format", "json", "all.json").results[0]["findings"]] == ["S006"]
        Path("all.json").write_text('{"reports": [], "roster": {"roster": 1, "roster": 1}}', encoding="utf-8")
        (result,) = run("check", "--format", "json", "all.json").results
        assert result["error"]["reason"] == "roster.key"

    def test_contributors_are_listed_with_their_lines(self, run: Callable[..., Ran]) -> None:
        county(total=4)
        (finding,) = (
            one
            for result in run("check", "--format", "json", "reports", "--roster", "roster.yaml").results
            for one in result["findings"]
            if one["code"] == "R701"
        )
        assert all(cell["line"] and cell["column"] for cell in finding["cells"])
        assert len({cell["file"] for cell in finding["cells"]}) == len(finding["cells"]) > 1

    def test_all_is_well(self, run: Callable[..., Ran]) -> None:
        county()
        ran = run("check", "reports", "--roster", "roster.yaml")
        assert ran.code == 0
        assert "2024: 3 due, 3 received, 0 missing, 0 duplicate, 0 late" in ran.out
        assert "1 consolidated report: 1 equal to the sums, 0 not equal, 0 undecided" in ran.out
        assert "compared with the year before" not in ran.out

    def test_the_organ_that_explains_the_difference_is_named(self, run: Callable[..., Ran]) -> None:
        county(total=3)
        ran = run("check", "reports", "--roster", "roster.yaml")
        assert ran.code == 1
        assert "3, but the 2 reports that it consolidates add up to 7; off by 4" in ran.out
        assert "the difference is exactly the 4 of 某某镇人民政府: was it left out?" in ran.out

    def test_the_contributors_are_listed(self, run: Callable[..., Ran]) -> None:
        county(total=8)
        ran = run("check", "--format", "json", "reports", "--roster", "roster.yaml")
        (rolled,) = [one for one in ran.results if one["contributors"] and one["organ"]]
        assert rolled["contributors"] == ["reports/edu.json", "reports/town.json"]
        assert [cell["file"] for cell in rolled["findings"][0]["cells"]] == [None, *rolled["contributors"]]

    def test_missing_reports_are_findings_of_the_roster(self, run: Callable[..., Ran]) -> None:
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

    def test_a_roster_in_the_folder_is_not_a_report(self, run: Callable[..., Ran]) -> None:
        county()
        Path("roster.yaml").rename("reports/roster.yaml")
        assert run("check", "reports", "--roster", "reports/roster.yaml").code == 0

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("command", ["check", "consolidate"])
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\xff",
            "roster: 1\norgans: [{name: 甲}]\n".encode("utf-16"),
            b"[1]",
            b"roster: 1\norgans: []\n",
            b"roster: 1\norgans: [{name: a, level: b}]\n",
            b"roster: 1\norgans: [{name: a, parent: b}]\n",
            b"roster: 1\norgans: [{name: a, parent: b}, {name: b, parent: a}]\n",
            b"roster: 1\norgans: [{name: a}, {name: a}]\n",
            None,
        ],
        ids=["empty", "bytes", "utf-16", "list", "nobody", "level", "parent", "circle", "twice", "folder"],
    )
    def test_an_invalid_roster_is_one_line(
        self, run: Callable[..., Ran], content: bytes | None, command: str, lang: str
    ) -> None:
        county()
        Path("bad.yaml").mkdir() if content is None else Path("bad.yaml").write_bytes(content)
        ran = run(command, "reports", "--roster", "bad.yaml", "--lang", lang)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert ran.err.startswith("gknb: bad.yaml")
        assert "gknb new" not in ran.err, "that is for reports"

    @pytest.mark.parametrize("path", ["roster.yaml", "reports/edu.json"])
    @pytest.mark.parametrize("option", ["--output=html=", "--write-baseline="])
    def test_neither_roster_nor_reports_are_overwritten(self, run: Callable[..., Ran], path: str, option: str) -> None:
        county()
        there = Path(path).read_bytes()
        ran = run("check", "reports", "--roster", "roster.yaml", f"{option}{path}")
        assert (ran.code, ran.out) == (2, "")
        assert path in ran.err
        assert Path(path).read_bytes() == there

    def test_a_roster_that_is_none(self, run: Callable[..., Ran]) -> None:
        county()
        Path("roster.yaml").write_text("roster: 2\n", encoding="utf-8")
        ran = run("check", "reports", "--roster", "roster.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert "roster.yaml:1:9" in ran.err


class TestPage:
    """The county on one page."""

    def page(self, run: Callable[..., Ran], *options: str) -> Any:
        run("check", "reports", "--roster", "roster.yaml", "--output", "html=county.html", *options)
        return html.fromstring(Path("county.html").read_text(encoding="utf-8"))

    def rows(self, page: Any, name: str) -> dict[str, list[str]]:
        """The rows of a table by their headings, without spaces."""
        (table,) = page.xpath(f"//table[@class='{name}']")
        return {
            "".join(row.find("th").text_content().split()): ["".join(cell.text_content().split()) for cell in row[1:]]
            for row in table.iter("tr")
        }

    def two_years(self) -> None:
        county()
        write("county-23.json", "某县人民政府", 2023, "consolidated", set={LICENSING: 5})
        write("edu-23.json", "某县教育局", 2023, set={LICENSING: 5})

    def test_it_opens_with_who_has_reported(self, run: Callable[..., Ran]) -> None:
        self.two_years()
        page = self.page(run)
        rows = self.rows(page, "coverage")
        assert rows["某县教育局"] == ["✓", "✓"]
        assert rows["某某镇人民政府"] == ["—", "✓"], "missing in 2023"
        links = {link.get("href").removeprefix("#") for link in page.iter("a")}
        ids = [one.get("id") for one in page.iter() if one.get("id")]
        assert links <= set(ids), "each link leads somewhere"
        assert len(ids) == len(set(ids))
        assert page.find(".//h1").text == "某县人民政府: annual reports on information disclosure, 2023–2024"

    def test_each_report_is_drawn_once_with_all_that_is_said_of_it(self, run: Callable[..., Ran]) -> None:
        self.two_years()
        in_force = "/proactive_disclosure/normative_documents/in_force"
        write("edu.json", "某县教育局", set={LICENSING: 3, in_force: 9, "/requests/received/total": 1})
        page = self.page(run)
        articles = page.xpath("//article")
        assert len(articles) == 5
        (edu,) = [one for one in articles if "reports/edu.json" in one.text_content()]
        codes = {code.text for code in edu.xpath(".//h4/code")}
        assert codes == {"T301", "T303", "Y602"}, "by itself, and beside the year before"
        assert "invalid" in edu.xpath(".//header/@class")[0]
        marks = page.xpath("//table[@class='coverage']//a[contains(@class, 'wrong')]/@href")
        assert f"#{edu.get('id')}" in marks

    def test_the_years_in_numbers(self, run: Callable[..., Ran]) -> None:
        self.two_years()
        write("edu.json", "某县教育局", set={LICENSING: 4, "/published_on": "2025-02-03"})
        rows = self.rows(self.page(run), "lines")
        # due, received, missing, twice, late, with errors, sums that do not fit
        assert rows["2024"] == ["3", "3100%", "0", "0", "1", "1", "1of1"]
        assert rows["2023"] == ["3", "266%", "1", "0", "0", "0", "0of1"]

    def test_who_is_late_with_the_day_and_the_deadline(self, run: Callable[..., Ran]) -> None:
        county()
        write("edu.json", "某县教育局", set={LICENSING: 3, "/published_on": "2025-02-03"})
        write("more.json", "某县供销社")
        write("town-too.json", "某某镇人民政府", set={LICENSING: 4})
        page = self.page(run)
        (table,) = page.xpath("//table[@class='matters']")
        reported = {
            row.find("td").text_content(): " ".join(row.text_content().split())
            for row in table.iter("tr")
            if row.find("td") is not None
        }
        assert "published 2025-02-03, due 2025-01-31" in reported["late"]
        assert "某县教育局" in reported["late"]
        assert "某某镇人民政府" in reported["duplicate"]
        assert reported["duplicate"].count(".json") == 2
        assert "某县供销社" in reported["not on the roster"]

    def test_findings_by_organ_and_relation(self, run: Callable[..., Ran]) -> None:
        self.two_years()
        write("edu.json", "某县教育局", set={LICENSING: 3, "/requests/received/total": 1})
        page = self.page(run)
        rows = self.rows(page, "findings")
        heads = rows["organ"]
        assert heads == ["count", "R701", "R702", "T301", "T303"]
        assert rows["某县教育局"] == ["2", "", "", "2024", "2024"]
        assert rows["某某镇人民政府"] == ["1", "", "2023", "", ""], "it is missing"
        assert rows["all"] == ["4", "1", "1", "1", "1"]
        assert page.xpath("//table[@class='findings']//thead//a/@href")[0] == "#relation-R701"
        assert page.xpath("//*[@id='relation-R701']")

    def test_totals_by_year_each_with_a_chart(self, run: Callable[..., Ran]) -> None:
        self.two_years()
        write("county.json", "某县人民政府", scope="consolidated", set={LICENSING: 12_345})
        page = self.page(run)
        rows = self.rows(page, "figures")
        (row,) = [row for name, row in rows.items() if "licensing" in name]
        assert row[:3] == ["5", "12,345sum7", "×2,469"]
        charts = page.xpath("//table[@class='figures']//svg[@role='img']/title/text()")
        assert any("2023: 5, 2024: 12,345" in title for title in charts)

    def test_one_report_has_a_page_with_the_county_too(self, run: Callable[..., Ran]) -> None:
        county()
        for name in ("county", "edu"):
            Path(f"reports/{name}.json").unlink()
        page = self.page(run)
        assert self.rows(page, "coverage")["某县教育局"] == ["—"]

    def test_without_any_report_there_is_a_page_as_well(self, run: Callable[..., Ran]) -> None:
        county()
        for path in Path("reports").iterdir():
            path.write_text("{", encoding="utf-8")
        page = self.page(run)
        assert self.rows(page, "coverage")["某县教育局"] == []

    def test_names_are_text_whatever_is_in_them(self, run: Callable[..., Ran]) -> None:
        county()
        evil = "</title><script>alert(1)</script><img src=x onerror=x()>\u202e" + "长" * 3000
        write("evil.json", "某县" + evil)
        Path("roster.yaml").write_text(ROSTER + f"  - {json.dumps({'name': evil})}\n", encoding="utf-8")
        page = self.page(run)
        assert not page.xpath("//img")
        assert len(page.xpath("//script")) == 1
        assert all(len(cell.text_content()) < 200 for cell in page.xpath("//section[@class='front']//th"))

    def test_each_cell_shows_last_years_figure(self, run: Callable[..., Ran]) -> None:
        write("a.json", "某县教育局", 2023, set={LICENSING: 41})
        write("b.json", "某县教育局", 2024, set={LICENSING: 43})
        run("check", "reports", "--output", "html=page.html")
        page = html.fromstring(Path("page.html").read_text(encoding="utf-8"))
        beside = [one.text_content() for one in page.xpath("//td/small")]
        assert "41" in beside
        assert "43" not in beside
        assert "small: the figure of the report for 2023" in page.text_content()

    def test_cells_of_another_report_lead_to_it(self, run: Callable[..., Ran]) -> None:
        county(total=3)
        page = self.page(run)
        (article,) = [one for one in page.xpath("//article") if "reports/county.json" in one.text_content()]
        chips = {chip.text_content(): chip.get("href") for chip in article.xpath(".//a[@class='chip']")}
        other = {one.get("id"): one.text_content() for one in page.xpath("//article")}
        (town,) = [href for name, href in chips.items() if name.startswith("某某镇人民政府 · ")]
        assert "reports/town.json" in other[town.removeprefix("#")]
        assert {"某县教育局", "某某镇人民政府"} <= chips.keys(), "what it consolidates"

    def test_by_hand_it_is_one_form(self, run: Callable[..., Ran]) -> None:
        write("a.json", "某县教育局", 2023, set={LICENSING: 41})
        write("b.json", "某县教育局", 2024, set={LICENSING: 43})
        ran = run("check", "reports/b.json", "--previous", "reports/a.json", "--format", "html")
        assert ran.out.count("<article") == 1
        assert "<small>41</small>" in ran.out


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

    def test_a_consolidated_report_that_is_there_may_be_of_any_form(self, run: Callable[..., Ran]) -> None:
        county()
        for edition in ("2019", "2018"):
            there = json.loads(Path("reports/county.json").read_bytes()) | {"edition": edition}
            Path("reports/county.json").write_text(json.dumps(there), encoding="utf-8")
            assert run("consolidate", "reports", "--roster", "roster.yaml").code == 0

    def test_cells_that_a_form_lacks_stay_blank(self, run: Callable[..., Ran]) -> None:
        """A sum of those that have the cell would be taken for that of all."""
        county()
        old = changed(load_catalog().zero_report("2019"), {"/organ/name": "某县教育局", LICENSING: 3})
        Path("reports/edu.json").write_text(json.dumps(old | {"reporting_year": 2024}, ensure_ascii=False))
        asked = ("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json")
        assert run(*asked).code == 1
        assert run(*asked, "--anyway").code == 0
        made = json.loads(Path("sum.json").read_text(encoding="utf-8"))["proactive_disclosure"]
        assert (made["licensing"]["decisions"], made["normative_documents"]["in_force"]) == (7, None)

    def test_the_sums(self, run: Callable[..., Ran]) -> None:
        county()
        assert run("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json").code == 0
        made = json.loads(Path("sum.json").read_bytes())
        assert made["proactive_disclosure"]["licensing"]["decisions"] == 7
        assert (made["organ"]["name"], made["scope"], made["reporting_year"]) == ("某县人民政府", "consolidated", 2024)
        assert made["overview"] is None, "texts are for people"
        assert made["extensions"]["gknb.consolidated"] == {"reports": ["reports/edu.json", "reports/town.json"]}
        assert run("check", "--draft", "sum.json").code == 0

    def test_invalid_reports_are_summed_only_on_request(self, run: Callable[..., Ran]) -> None:
        county()
        write("edu.json", "某县教育局", set={"/requests/received/total": 1})
        Path("reports/town.json").unlink()
        ran = run("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json")
        assert ran.code == 1
        assert "某县教育局: reports/edu.json is invalid" in ran.err
        assert "某某镇人民政府: no report for 2024" in ran.err
        assert not Path("sum.json").exists()
        assert run("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json", "--anyway").code == 0
        note = json.loads(Path("sum.json").read_bytes())["extensions"]["gknb.consolidated"]
        assert [one["organ"] for one in note["problems"]] == ["某县教育局", "某某镇人民政府"]

    def test_a_consolidated_report_that_differs_from_its_sum_is_not_summed(self, run: Callable[..., Ran]) -> None:
        roster = ROSTER + "  - {name: 某市人民政府}\n"
        county(total=8)
        Path("roster.yaml").write_text(
            roster.replace("kind: government}", "kind: government, parent: 某市人民政府}", 1), encoding="utf-8"
        )
        ran = run("consolidate", "reports", "--roster", "roster.yaml")
        assert (ran.code, ran.out) == (1, "")
        assert "某县人民政府: reports/county.json is not the sum of the reports it consolidates" in ran.err

    def test_a_report_inconsistent_with_last_years_is_not_summed(self, run: Callable[..., Ran]) -> None:
        county()
        write("edu-23.json", "某县教育局", 2023, set={"/proactive_disclosure/normative_documents/in_force": 5})
        write("town-23.json", "某某镇人民政府", 2023)
        ran = run("consolidate", "reports", "--roster", "roster.yaml", "--year", "2024")
        assert ran.code == 1
        assert "某县教育局: reports/edu.json does not agree with last year's report" in ran.err

    def test_a_file_that_cannot_be_read_is_not_passed_over(self, run: Callable[..., Ran]) -> None:
        county()
        Path("reports/broken.json").write_text("{", encoding="utf-8")
        arguments = ("consolidate", "reports", "--roster", "roster.yaml", "-o", "sum.json")
        ran = run(*arguments)
        assert (ran.code, Path("sum.json").exists()) == (2, False)
        assert "reports/broken.json: " in ran.err
        assert run(*arguments, "--anyway").code == 0
        note = json.loads(Path("sum.json").read_bytes())["extensions"]["gknb.consolidated"]
        assert [(one["organ"], one["file"]) for one in note["problems"]] == [(None, "reports/broken.json")]

    def test_an_existing_file_is_reported_first(self, run: Callable[..., Ran]) -> None:
        county()
        there = Path("reports/edu.json").read_bytes()
        ran = run("consolidate", "reports", "--roster", "roster.yaml", "--anyway", "-o", "reports/edu.json")
        assert ran.code == 2
        assert ran.err.splitlines() == [
            "gknb: reports/edu.json exists and is not overwritten; choose another place, or move it away first"
        ]
        assert Path("reports/edu.json").read_bytes() == there

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize(
        ("options", "names"),
        [
            (("--organ", "某县教育局"), ["某县教育局", "某县人民政府"]),
            (("--organ", "某县粮食局"), ["某县粮食局", "某县人民政府"]),
            (("--year", "1999"), ["1999", "2024"]),
        ],
    )
    def test_the_choices_are_listed(
        self, run: Callable[..., Ran], options: tuple[str, str], names: list[str], lang: str
    ) -> None:
        county()
        ran = run("consolidate", "reports", "--roster", "roster.yaml", *options, "--lang", lang)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert all(name in ran.err for name in names)

    @pytest.mark.parametrize(
        ("organs", "reported"),
        [
            ("[{name: 甲}, {name: 乙}]", "no organ on the roster roster.yaml has another below it"),
            (
                "[{name: 甲}, {name: 乙}, {name: 丙, parent: 甲}, {name: 丁, parent: 乙}]",
                "the roster has 2 organs at the top; choose one with --organ: 甲, 乙",
            ),
            ("[{name: 甲}, {name: 丙, parent: 甲}]", "none of the files is a report of an organ on the roster"),
        ],
    )
    def test_a_roster_with_several_organs_to_consolidate(
        self, run: Callable[..., Ran], organs: str, reported: str
    ) -> None:
        county()
        Path("roster.yaml").write_text(f"roster: 1\norgans: {organs}\n", encoding="utf-8")
        ran = run("consolidate", "reports", "--roster", "roster.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert reported in ran.err

    def test_a_roster_without_organs_to_consolidate(self, run: Callable[..., Ran]) -> None:
        county()
        assert run("consolidate", "reports", "--roster", "roster.yaml", "--organ", "某县教育局").code == 2
        assert run("consolidate", "reports", "--roster", "roster.yaml", "--year", "1999").code == 2
        assert run("consolidate", "reports", "--roster", "nowhere.yaml").code == 2
