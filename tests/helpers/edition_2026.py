"""Makes an edition ``2026`` from data alone: the form of 2021 with two more rows, a renamed column and one more block."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, Final

from checkout import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["VECTORS", "add_edition_2026"]

OLD, NEW = "editions/2021", "editions/2026"
ROWS: Final = {
    "transferred": ("4.转交其他机关", "transferred to another organ"),
    "withdrawn": ("5.申请人撤回", "withdrawn by the applicant"),
}
VECTORS: Final[dict[str, Any]] = {
    "suite": "2.1.0",
    "editions": {"2026": {"since": "2.1.0", "like": "2021", "busy": {"guidance": [417]}}},
}
"""What the generator of vectors has to know about it."""


def add_edition_2026(folder: Path, version: str = "2.0.0") -> Path:
    """Copy a version of the standard to ``folder``, add the edition, and return the folder."""
    shutil.copytree(SCHEMA / version, folder)
    text = (folder / OLD / "report.schema.json").read_text(encoding="utf-8")
    for old, new in (
        (OLD, NEW),
        ("2021 版", "2026 版"),
        ("form of 2021", "form of 2026"),
        ('\\"2021\\"', '\\"2026\\"'),
    ):
        text = text.replace(old, new)
    _write(folder / NEW / "report.schema.json", _schema(json.loads(text)))
    edition = {**_read(folder / OLD / "edition.json"), "edition": "2026", "first_year": 2026}
    _write(folder / NEW / "edition.json", edition | {"notice": "国办公开办函〔2026〕1号"})
    _write(folder / NEW / "zero.report.json", _zero_report(_read(folder / OLD / "zero.report.json")))
    listed = _read(folder / "set.json")
    listed["editions"]["2026"] = NEW
    _write(folder / "set.json", listed)
    envelope = _read(folder / "envelope.schema.json")
    envelope["properties"]["edition"]["enum"].append("2026")
    _write(folder / "envelope.schema.json", envelope)
    return folder


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    schema["properties"]["edition"]["const"] = "2026"
    kinds = schema["$defs"]["legal_person"]
    kinds["properties"] = _renamed(kinds["properties"])
    kinds["required"] = list(kinds["properties"])
    enterprise = kinds["properties"]["enterprise"]
    enterprise.pop("x-label", None)
    enterprise |= {"title": "企业", "x-title-en": "enterprises", "x-continues": "business"}
    other = schema["properties"]["requests"]["properties"]["outcomes"]["properties"]["other"]
    for name, (zh, en) in ROWS.items():
        other["properties"][name] = {"$ref": "#/$defs/applicant_row", "title": zh, "x-title-en": en}
        other["required"].append(name)
    table = schema["properties"]["proactive_disclosure"]
    guidance = {"$ref": "#/$defs/decision_row", "title": "行政指导", "x-title-en": "administrative guidance"}
    rows = list(table["properties"].items())
    rows.insert(3, ("guidance", {**guidance, "x-block": "第二十条第（九）项"}))
    table["properties"] = dict(rows)
    table["required"] = list(table["properties"])
    return schema


def _zero_report(report: Any) -> Any:
    report = _renamed(report) | {"edition": "2026", "reporting_year": 2026}
    row = report["requests"]["received"]
    report["requests"]["outcomes"]["other"] |= dict.fromkeys(ROWS, row)
    rows = list(report["proactive_disclosure"].items())
    rows.insert(3, ("guidance", {"decisions": 0}))
    report["proactive_disclosure"] = dict(rows)
    return report


def _renamed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {"enterprise" if name == "business" else name: _renamed(one) for name, one in value.items()}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
