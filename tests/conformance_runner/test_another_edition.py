"""The generator writes the vectors of an edition that exists as data alone, and the reference answers them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from edition_2026 import VECTORS, add_edition_2026

from gknb.conformance.compare import compare, read_answer
from gknb.conformance.suite import exact_json, suite_in
from gknb.engine.options import Options
from gknb.output.json import result_line
from gknb.run.inputs import check_lines
from gknb.settings.checker import Checker
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from gknb.conformance.suite import Suite
    from gknb.standard.catalog import Catalog

pytestmark = pytest.mark.thorough

GENERATOR: Final = ROOT / "tests" / "vectors" / "generate.py"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalog, Suite]:
    """The standard with the edition, and the suite written for it."""
    folder = tmp_path_factory.mktemp("edition")
    standard, out, more = add_edition_2026(folder / "2.1.0"), folder / "suite", folder / "editions.json"
    more.write_text(json.dumps(VECTORS), encoding="utf-8")
    options = ["--standard", standard, "--editions", more, "--out", out]
    ran = subprocess.run(
        [sys.executable, str(GENERATOR), *map(str, options)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return load_catalog(str(standard)), suite_in(lambda path: (out / path).read_bytes())


def test_the_edition_has_as_many_vectors_as_the_one_it_is_like(written: tuple[Catalog, Suite]) -> None:
    catalog, suite = written
    counts = Counter(vector.edition for vector in suite.vectors)
    assert suite.version == "2.1.0"
    assert set(counts) == {*catalog.editions, None}
    assert counts["2026"] > 0.99 * counts["2021"]
    ids = {vector.id for vector in suite.vectors if vector.file == "vectors/2.1.0/systematic/2026.json"}
    assert len(ids) == len(form_of(catalog, "2026").cells)
    assert {vector.since for vector in suite.vectors if vector.edition == "2026"} == {"2.1.0"}


@pytest.mark.parametrize("edition", ["2019", "2021", "2026", None])
def test_the_reference_answers_every_vector(written: tuple[Catalog, Suite], edition: str | None) -> None:
    catalog, suite = written
    for draft in (False, True):
        vectors = [vector for vector in suite.vectors if (vector.edition, vector.draft) == (edition, draft)]
        checker = Checker(Options(draft=draft), catalog)
        answers = [read_answer(exact_json(result_line(one))) for one in check_lines(checker, Lines(vectors))]
        wrong = {
            vector.id: found
            for vector, answer in zip(vectors, answers, strict=True)
            if (found := compare(vector.expected, answer))
        }
        assert wrong == {}


def test_a_renamed_column_is_followed(written: tuple[Catalog, Suite]) -> None:
    kinds = {vector.id: vector.kind for vector in written[1].vectors if "renamed-legal-person-enterprise" in vector.id}
    assert Counter(kinds.values()) == {"pass": 1, "fail": 2, "undecided": 1}


class Lines:
    """The documents of vectors, as a stream of lines."""

    def __init__(self, vectors: Any) -> None:
        self.lines = iter([*(vector.content + b"\n" for vector in vectors), b""])

    def readline(self, _: int) -> bytes:
        return next(self.lines)
