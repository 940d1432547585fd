"""What is derived is up to date, complete and linked; what was released stays as it was."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT

import gknb
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.publish import file_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gknb.standard.form import Lang

CATALOG = load_catalog()
LANGS: tuple[Lang, ...] = ("en", "zh")
SUFFIX = {"en": ".md", "zh": ".zh-CN.md"}
GENERATED = [f"{name}{SUFFIX[lang]}" for name in ("format-2019", "format-2021", "rules", "versions") for lang in LANGS]


def build(root: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build.py"), "--root", str(root), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A set of one version, and its documents."""
    shutil.copytree(ROOT / "schema" / "1.0.0", tmp_path / "schema" / "1.0.0")
    shutil.copy(ROOT / "schema" / "catalog.json", tmp_path / "schema")
    edit_catalog(tmp_path, keep_the_first)
    (tmp_path / "docs").mkdir()
    assert build(tmp_path).returncode == 0
    return tmp_path


def edit_catalog(root: Path, edit: Callable[[list[dict[str, Any]]], None]) -> None:
    path = root / "schema" / "catalog.json"
    catalog = json.loads(path.read_bytes())
    edit(catalog["versions"])
    path.write_text(json.dumps(catalog, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def keep_the_first(versions: list[dict[str, Any]]) -> None:
    del versions[1:]


def release(versions: list[dict[str, Any]]) -> None:
    versions[-1]["status"] = "released"


# Up to date


@pytest.mark.thorough
@pytest.mark.parametrize("seed", ["1", "2"])
def test_everything_derived_is_up_to_date(seed: str) -> None:
    run = build(ROOT, "--check", "--without-audit", seed=seed)  # tests/audit looks at that page
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("T301", "T3O1"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.removesuffix("\n"),
        lambda text: "\ufeff" + text,
        lambda _: "",
    ],
    ids=["text", "line breaks", "end", "byte order mark", "empty"],
)
def test_stale_documents_are_shown_and_then_made_anew(copy: Path, damage: Callable[[str], str]) -> None:
    before = contents(copy)
    for name in GENERATED:
        document = copy / "docs" / name
        document.write_bytes(damage(document.read_bytes().decode()).encode())
    stale = contents(copy)
    run = build(copy, "--check")
    assert (run.returncode, run.stderr) == (1, "")
    assert all(f"docs/{name}" in run.stdout for name in GENERATED)
    assert len(run.stdout.splitlines()) <= 25 * len(GENERATED)
    assert contents(copy) == stale
    run = build(copy)
    assert (run.returncode, run.stderr) == (0, "")
    assert sorted(run.stdout.splitlines()) == sorted(f"wrote docs/{name}" for name in GENERATED)
    assert contents(copy) == before


def test_the_difference_is_shown(copy: Path) -> None:
    document = copy / "docs" / "rules.md"
    document.write_bytes(document.read_bytes().replace(b"# The rules\n", b"# The ruins\n"))
    lines = build(copy, "--check").stdout.splitlines()
    assert {"-# The ruins", "+# The rules"} < set(lines)


@pytest.mark.thorough
def test_a_missing_document_is_made(copy: Path) -> None:
    before = contents(copy)
    (copy / "docs" / "rules.md").unlink()
    assert build(copy, "--check").returncode == 1
    assert build(copy).stdout == "wrote docs/rules.md\n"
    assert contents(copy) == before


@pytest.mark.thorough
def test_a_draft_may_change_and_takes_hashes_and_documents_along(copy: Path) -> None:
    edit_catalog(copy, lambda versions: versions[-1].update(status="draft"))
    relations = copy / "schema" / "1.0.0" / "relations" / "T3.json"
    relations.write_bytes(relations.read_bytes().replace(b"The requests balance", b"The requests even out"))
    run = build(copy, "--check")
    assert run.returncode == 1
    assert {line for line in run.stdout.splitlines() if line.startswith("--- ")} == {
        "--- schema/catalog.json",
        "--- docs/rules.md",
        "--- docs/versions.md",
        "--- docs/versions.zh-CN.md",
    }
    assert build(copy).returncode == 0
    assert build(copy, "--check").returncode == 0
    files = json.loads((copy / "schema" / "catalog.json").read_bytes())["versions"][-1]["files"]
    assert files["1.0.0/relations/T3.json"] == file_hash(relations.read_bytes())
    assert list(files) == sorted(files)
    assert "The requests even out" in (copy / "docs" / "rules.md").read_text(encoding="utf-8")


# Released


DAMAGES: dict[str, Callable[[Path], object]] = {
    "changed": lambda folder: (folder / "hints.json").write_bytes((folder / "hints.json").read_bytes() + b"\n"),
    "added": lambda folder: (folder / "relations" / "X.json").write_bytes(b"{}"),
    "removed": lambda folder: (folder / "hints.json").unlink(),
}


def test_a_released_version_as_it_was_released_is_fine(copy: Path) -> None:
    edit_catalog(copy, release)
    assert build(copy, "--check").returncode == 0


@pytest.mark.parametrize("arguments", [["--check"], []], ids=str)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_released_version_never_changes(copy: Path, damage: str, arguments: list[str]) -> None:
    edit_catalog(copy, release)
    DAMAGES[damage](copy / "schema" / "1.0.0")
    before = contents(copy)
    run = build(copy, *arguments)
    assert (run.returncode, run.stdout) == (1, "")
    assert re.match(rf"schema/1\.0\.0/\S+\.json: {damage} since version 1\.0\.0 was released\n", run.stderr)
    assert len(run.stderr.splitlines()) == 2
    assert contents(copy) == before


def test_the_page_of_versions_lists_what_changed_for_each_relation(copy: Path) -> None:
    schema = copy / "schema"
    shutil.copytree(schema / "1.0.0", schema / "1.1.0")
    tables = schema / "1.1.0" / "relations"
    for name, old, new in (
        ("T3", "The requests balance", "The requests even out"),
        ("T4", '"severity": "error"', '"severity": "warning"'),
        ("T2", '"status": "active"', '"status": "withdrawn"'),
    ):
        text = (tables / f"{name}.json").read_text(encoding="utf-8")
        assert old in text
        (tables / f"{name}.json").write_text(text.replace(old, new, 1), encoding="utf-8")
    record = {"code": "T401", "change": "changed", "reason": {"zh": "理由", "en": "a reason"}}
    record["basis"] = {"zh": "依据", "en": "a source"}

    def draft_the_next(versions: list[dict[str, Any]]) -> None:
        text = json.dumps({**versions[0], "files": {}, "status": "draft"}).replace("1.0.0", "1.1.0")
        versions.append({**json.loads(text), "changes": [record]})

    edit_catalog(copy, draft_the_next)
    assert build(copy).returncode == 0
    page = (copy / "docs" / "versions.md").read_text(encoding="utf-8")
    assert page.index("## 1.1.0 (draft)") < page.index("## 1.0.0\n")
    assert "| [1.1.0](#1.1.0) | draft | 2026-11-23 | 23 | 0 | 1 | 1 | 1 |" in page
    assert "| [T401](rules.md#T401) | cases-total | changed | a reason | a source |" in page
    assert "| [T201](rules.md#T201) | regulations-without-power | withdrawn | – | – |" in page
    title = "balance: received + brought forward = closed + carried forward |"
    assert f"| title | The requests {title} The requests even out: {title.partition(': ')[2]}" in page
    assert (
        "**[T401](rules.md#T401)**\n\n|  | 1.0.0 | 1.1.0 |\n| --- | --- | --- |\n| severity | error | warning |\n\n"
        in page
    )
    assert page.count("\n**[") == 2
    chinese = (copy / "docs" / "versions.zh-CN.md").read_text(encoding="utf-8")
    assert "## 1.1.0（草稿）" in chinese
    assert "| 改变 | 理由 | 依据 |" in chinese


@pytest.mark.thorough
@pytest.mark.parametrize("status", ["released", "withdrawn"])
def test_an_old_version_is_frozen_while_the_next_one_is_drafted(copy: Path, status: str) -> None:
    schema = copy / "schema"
    shutil.copytree(schema / "1.0.0", schema / "1.1.0")

    def draft_the_next(versions: list[dict[str, Any]]) -> None:
        text = json.dumps({**versions[0], "files": {}, "status": "draft"}).replace("1.0.0", "1.1.0")
        versions[0]["status"] = status
        versions.append(json.loads(text))

    edit_catalog(copy, draft_the_next)
    assert build(copy).returncode == 0
    old, new = json.loads((schema / "catalog.json").read_bytes())["versions"]
    assert old["files"] == json.loads((ROOT / "schema" / "catalog.json").read_bytes())["versions"][0]["files"]
    assert new["files"] == {path.replace("1.0.0", "1.1.0"): digest for path, digest in old["files"].items()}
    described = "1.0.0" if status == "released" else "1.1.0"  # a draft only where nothing is released
    assert f"schema/{described}/2021/" in (copy / "docs" / "format-2021.md").read_text(encoding="utf-8")
    DAMAGES["changed"](schema / "1.1.0")
    assert build(copy).returncode == 0
    DAMAGES["changed"](schema / "1.0.0")
    assert build(copy).returncode == 1


# Complete


def documented(edition: str, lang: Lang) -> Iterator[tuple[str, str, set[str]]]:
    """(name, pointer, codes) of each row of the tables of a form reference."""
    text = (ROOT / "docs" / f"format-{edition}{SUFFIX[lang]}").read_text(encoding="utf-8")
    for name, pointer, codes in re.findall(r"^\| (.*?) \| `(/.*?)` \| .* \| (.*?) \|$", text, re.MULTILINE):
        yield name, pointer, set(re.findall(r"\[(\w+)\]", codes))


def used(edition: str) -> dict[str, set[str]]:
    """The codes that each cell has a part in, as a check of an empty form has it."""
    pointers = form_of(CATALOG, edition).cells
    empty = changed(CATALOG.zero_report(edition), dict.fromkeys(pointers))
    codes: dict[str, set[str]] = {pointer: set() for pointer in pointers}
    for undecided in gknb.check(empty, draft=True).undecided:
        for cell in undecided.cells:
            codes.setdefault(cell.pointer, set()).add(undecided.code)
    return codes


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_every_cell_is_documented_with_all_rules_that_use_it(edition: str, lang: Lang) -> None:
    form = form_of(CATALOG, edition)
    codes = used(edition)
    rows = {(name, pointer): found for name, pointer, found in documented(edition, lang)}
    labels = {
        pointer: "<br>".join(form.label(pointer, each) for each in dict.fromkeys((lang, "zh")))
        for pointer in form.cells
    }
    assert {pointer: rows.get((label, pointer)) for pointer, label in labels.items()} == {
        pointer: codes[pointer] for pointer in form.cells
    }


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_every_place_is_documented_but_tables_and_groups_within_a_row(edition: str, lang: Lang) -> None:
    pointers = {pointer for _, pointer, _ in documented(edition, lang)}
    for pointer, place in form_of(CATALOG, edition).places.items():
        table = not place.parents and place.schema.get("x-label", "").startswith("表")
        within = any("applicant_row" in parent.definitions for parent in place.parents)
        assert (pointer in pointers) is not (table or (within and not place.is_cell) or pointer == "")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_conditions_and_dates_count_as_use(edition: str, lang: Lang) -> None:
    codes = {pointer: found for _, pointer, found in documented(edition, lang)}
    assert codes["/organ/level"] == {"E103", "T201"}
    assert codes["/organ/kind"] == {"E103", "T201"}
    assert codes["/organ/credit_code"] == {"E104"}
    assert codes["/edition"] == {"E101"}
    assert codes["/reporting_year"] == {"E101", "E102", "E103"}
    assert codes["/published_on"] == {"E102", "E103"}
    assert codes["/scope"] == codes["/overview"] == codes["/extensions"] == set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_is_documented_with_its_examples(lang: Lang) -> None:
    text = (ROOT / "docs" / f"rules{SUFFIX[lang]}").read_text(encoding="utf-8")
    sections = {part.partition('"')[0]: part for part in text.split('<a id="')[1:]}
    for relation in CATALOG.relations():
        section = sections[relation["code"]]
        assert f"| [{relation['code']}](#{relation['code']}) | {relation['name']} |" in text
        assert f"### {relation['code']} {relation['name']}\n" in section
        for key in ("title", "why", "fix", "message"):
            assert relation[key][lang].replace("<", r"\<") in section
        assert relation["basis"]["citation"][lang] in section
        assert all(f"`{name}={one['default']}`" in section for name, one in relation.get("parameters", {}).items())
        examples = re.findall(r"^- [^*].*\n(?:  - .*\n)*", section, re.MULTILINE)
        assert ["\n  - " in example for example in examples] == [
            example["result"] == "violated" for example in relation["examples"]
        ]


def test_the_messages_are_those_of_a_check() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    report = changed(
        CATALOG.zero_report("2021"), {"/requests/received/natural_person": 1, "/requests/received/total": 1}
    )
    findings = gknb.check(report, select=["T301"]).findings
    assert len(findings) == 2
    assert "".join(f"  - {finding.message}\n" for finding in findings) in text


@pytest.mark.parametrize("name", GENERATED)
def test_generated_documents_are_sound_markdown(name: str) -> None:
    text = (ROOT / "docs" / name).read_bytes().decode("utf-8")
    assert text.startswith("<!-- ")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert re.search(r"\r|\n\n\n|[ \t]\n|\bNone\b", text) is None
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


# Linked


DOCUMENTS = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def links(path: Path) -> set[str]:
    """The relative links of a document, inline and by reference."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "code", text)
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"^\[[^\]]+\]:\s*(\S+)", text, re.MULTILINE)
    return {link for link in found if not re.match(r"[a-z][a-z0-9+.-]*:", link)}


def anchors(path: Path) -> set[str]:
    """Where a link into a document may lead: named places, and headings as GitHub names them."""
    text = path.read_text(encoding="utf-8")
    found = set(re.findall(r'<a id="([^"]+)"></a>', text))
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(next(f"{slug}{n or ''}" for n in (0, *range(-1, -99, -1)) if f"{slug}{n or ''}" not in found))
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for link in sorted(links(path)):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_document_is_there_in_both_languages_and_links_the_other(path: Path) -> None:
    name = path.name
    other = name.replace(".zh-CN.md", ".md") if name.endswith(".zh-CN.md") else name.replace(".md", ".zh-CN.md")
    assert other in links(path)
    assert (path.parent / other).exists()
