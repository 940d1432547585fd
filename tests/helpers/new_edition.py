"""Builds the edition 2026 in a copy of the set: the form of 2021 with two more rows, a block and a new name."""

from __future__ import annotations

import difflib
import json
import shutil
from typing import TYPE_CHECKING, Any, Final

from checkout import SCHEMA

from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["NEW", "OLD", "differing_lines", "new_edition"]

OLD: Final = "2021"
NEW: Final = "2026"


def new_edition(folder: Path, version: str | None = None) -> Path:
    """Return a copy of a version, by default the newest, in ``folder`` that has the edition 2026 as well."""
    version = version or load_catalog().version
    copy = folder / version
    shutil.copytree(SCHEMA / version, copy)
    shutil.copytree(copy / "editions" / OLD, copy / "editions" / NEW)
    _edit(copy / "set.json", lambda files: files["editions"].update({NEW: f"editions/{NEW}"}))
    _edit(copy / "envelope.schema.json", _envelope)
    _edit(copy / "editions" / NEW / "edition.json", _facts)
    _edit(copy / "editions" / NEW / "report.schema.json", _form)
    _edit(copy / "editions" / NEW / "zero.report.json", _zero)
    return copy


def differing_lines(copy: Path) -> int:
    """Return how many lines one writes for the new edition: those that differ from the edition before and the set.

    The zero report, which follows from the schema, is not counted.
    """
    before, after = SCHEMA / copy.name, copy
    pairs = [(before / name, after / name) for name in ("set.json", "envelope.schema.json")]
    pairs += [
        (before / "editions" / OLD / name, after / "editions" / NEW / name)
        for name in ("edition.json", "report.schema.json")
    ]
    return sum(line.startswith(("+ ", "- ")) for old, new in pairs for line in difflib.ndiff(_lines(old), _lines(new)))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _edit(path: Path, change: Callable[[Any], object]) -> None:
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _envelope(schema: Any) -> None:
    edition = schema["properties"]["edition"]
    edition["enum"].append(NEW)
    for name in ("description", "x-description-en", "x-expected", "x-expected-en"):
        edition[name] = edition[name].replace(f'"{OLD}"', f'"{OLD}", "{NEW}"')


def _facts(facts: Any) -> None:
    facts.update(edition=NEW, first_year=int(NEW), notice=f"国办公开办函〔{NEW}〕1号")


def _form(schema: Any) -> None:
    tables = schema["properties"]
    schema["$id"] = schema["$id"].replace(OLD, NEW)
    schema["title"] = schema["title"].replace(OLD, NEW)
    schema["x-title-en"] = schema["x-title-en"].replace(OLD, NEW)
    for name, text in tables["edition"].items():
        tables["edition"][name] = text.replace(OLD, NEW)
    kinds = schema["$defs"]["legal_person"]
    business = kinds["properties"].pop("business")
    business |= {"title": "企业", "x-title-en": "enterprises", "x-continues": "business"}
    business = {name: value for name, value in business.items() if not name.startswith("x-label")}
    kinds["properties"] = {"enterprise": business, **kinds["properties"]}
    kinds["required"][kinds["required"].index("business")] = "enterprise"
    other = tables["requests"]["properties"]["outcomes"]["properties"]["other"]
    for name, title, english in (
        ("transferred", "4.转送其他行政机关", "transferred to another organ"),
        ("withdrawn", "5.申请人撤回申请", "withdrawn by the applicant"),
    ):
        said = {"description": f"{title[2:]}的。", "x-description-en": f"Requests {english}."}
        row = {"$ref": "#/$defs/applicant_row", "title": title, "x-title-en": english, **said}
        other["properties"][name] = row
        other["required"].append(name)
    block = {"$ref": "#/$defs/decision_row", "title": "行政检查", "x-title-en": "administrative inspections"}
    said = {"description": "本年作出的行政检查决定。", "x-description-en": "Inspections made this year."}
    tables["proactive_disclosure"]["properties"]["inspections"] = {**block, "x-block": "第二十条第（六）项", **said}
    tables["proactive_disclosure"]["required"].append("inspections")


def _zero(report: Any) -> None:
    report.update(edition=NEW, reporting_year=int(NEW))
    report["proactive_disclosure"]["inspections"] = {"decisions": 0}
    requests = report["requests"]
    requests["outcomes"]["other"] |= {name: _copy(requests["received"]) for name in ("transferred", "withdrawn")}
    _rename(report)


def _rename(value: Any) -> None:
    for name in list(value):
        inner = value.pop(name)
        value["enterprise" if name == "business" else name] = inner
        if isinstance(inner, dict):
            _rename(inner)


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))
