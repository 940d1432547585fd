"""The whole audit of the rule set, computed once: it finds no problems, and whole checkers confirm its results."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import _audit_reference
import pytest
from checkout import ROOT

from audit import command
from audit.audited_suite import CATALOG, SUITE, answer, made_of, text_of
from gknb.conformance.compare import compare
from gknb.standard.catalog import load_catalog, relation_files
from gknb.standard.form import Lang
from gknb.standard.publish import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.report import Audit
    from gknb.standard.catalog import Catalog


pytestmark = pytest.mark.thorough


def test_the_rule_set_is_sound(audited: Audit) -> None:
    assert audited.sound
    assert audited.mutation
    assert "all caught" in text_of(audited)


@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_page_of_the_audit_is_up_to_date(audited: Audit, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_audit_reference, "audited", lambda: audited)
    page = _audit_reference.AuditPage(load_catalog(), lang)
    made = "\n".join(page.lines()).rstrip("\n") + "\n"
    assert (ROOT / "docs" / page.file("audit")).read_text(encoding="utf-8") == made, "run docs/build.py"


def test_the_command_prints_the_whole_audit(
    audited: Audit, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "audit", lambda *_: audited)
    assert command.main(["--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"audit of the rule set · standard {load_catalog().version} ")
    assert printed.out.endswith("nothing is wrong\n")
    assert printed.err == ""


def killings(audited: Audit) -> list[tuple[str, str, str, str]]:
    """Return (code, operator, where, vector) of a fixed sample of killed mutants."""
    killed = [
        (one.code, found.mutant.operator, found.mutant.where, found.killed_by)
        for one in audited.mutation or ()
        for found in one.audited
        if found.killed_by
    ]
    return random.Random(20261123).sample(killed, 40)  # noqa: S311 - a sample, no secret


def test_a_checker_with_the_mutant_fails_the_vector(audited: Audit) -> None:
    """The audit evaluates one relation alone; a whole checker with the changed data gives the same result."""
    for code, operator, where, name in killings(audited):
        (mutant,) = [one for one in made_of(code) if (one.operator, one.where) == (operator, where)]
        (vector,) = [vector for vector in SUITE.vectors if vector.id == name]
        assert not compare(vector.expected, answer(CATALOG, vector)), name
        try:
            given = answer(with_relation(code, mutant.data), vector)
        except AssertionError:  # a schema failure without a relation
            continue
        assert compare(vector.expected, given), (code, operator, where, name)


def with_relation(code: str, data: Mapping[str, Any] | None) -> Catalog:
    """Return the published set with one relation replaced."""

    def read(path: str) -> bytes:
        if path not in relation_files(CATALOG.entry):
            return CATALOG.read(path)
        file = CATALOG.json(path)
        kept = [data if one["code"] == code else one for one in file["relations"]]
        return to_text({**file, "relations": [one for one in kept if one is not None]}).encode()

    return replace(CATALOG, read=read)
