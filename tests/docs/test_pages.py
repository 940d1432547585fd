"""The table of variants in ``docs/pages.md`` names tests that there are."""

from __future__ import annotations

import re

import pytest
from checkout import ROOT


def variants(name: str) -> list[str]:
    return re.findall(r"^\| .* \| `(\S+::\S+)` \|$", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("named", sorted(set(variants("pages.md"))))
def test_each_variant_has_its_test(named: str) -> None:
    file, _, test = named.partition("::")
    text = (ROOT / "tests" / "documents" / "extract" / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:def|class) {re.escape(test)}\b", text, re.MULTILINE)


def test_both_languages_list_the_same() -> None:
    assert variants("pages.md") == variants("pages.zh-CN.md")
