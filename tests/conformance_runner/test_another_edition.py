"""The generator writes the vectors of an edition that exists as data alone, and the reference answers them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pytest
from checkout import ROOT
from new_edition import NEW, OLD, new_edition

from gknb.conformance.compare import compare, read_answer
from gknb.conformance.suite import exact_json, load_suite, suite_in
from gknb.county.roster import roster_of
from gknb.county.roster_results import County
from gknb.engine.options import Options
from gknb.output.json import result_line
from gknb.run.inputs import check_lines
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from gknb.conformance.suite import Suite
    from gknb.standard.catalog import Catalog

pytestmark = pytest.mark.thorough

SINCE: Final = "2.1.0"
GENERATOR: Final = ROOT / "tests" / "vectors" / "generate.py"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalog, Suite]:
    """The standard with the edition, and the suite written for it."""
    folder = tmp_path_factory.mktemp("edition")
    standard, out, more = new_edition(folder, load_suite().standard), folder / "suite", folder / "editions.json"
    entry = {"since": SINCE, "like": OLD, "busy": {"inspections": [417]}}
    more.write_text(json.dumps({"suite": SINCE, "editions": {NEW: entry}}), encoding="utf-8")
    options = ["--standard", standard, "--editions", more, "--out", out]
    ran = subprocess.run(
        [sys.executable, str(GENERATOR), *map(str, options)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return load_catalog(str(standard)), suite_in(lambda path: (out / path).read_bytes())


def test_the_edition_has_as_many_vectors_as_the_one_it_is_like(written: tuple[Catalog, Suite]) -> None:
    catalog, suite = written
    counts = Counter(vector.edition for vector in suite.vectors)
    assert suite.version == SINCE
    assert set(counts) == {*catalog.editions, None}
    assert counts[NEW] > 0.99 * counts[OLD]
    ids = {vector.id for vector in suite.vectors if vector.file == f"vectors/{SINCE}/systematic/{NEW}.json"}
    assert len(ids) == len(form_of(catalog, NEW).cells)
    assert {vector.since for vector in suite.vectors if vector.edition == NEW} == {SINCE}


@pytest.mark.parametrize("edition", ["2019", OLD, NEW, None])
def test_the_reference_answers_every_vector(written: tuple[Catalog, Suite], edition: str | None) -> None:
    catalog, suite = written
    for draft in (False, True):
        vectors = [vector for vector in suite.vectors if (vector.edition, vector.draft) == (edition, draft)]
        checker = Checker(Options(draft=draft), catalog)
        answers = [
            read_answer(exact_json(result_line(one)))
            for one in check_lines(checker, BytesIO(b"".join(one.content + b"\n" for one in vectors)))
        ]
        wrong = {
            vector.id: found
            for vector, answer in zip(vectors, answers, strict=True)
            if (found := compare(vector.expected, answer))
        }
        assert wrong == {}


def test_a_renamed_column_is_followed(written: tuple[Catalog, Suite]) -> None:
    kinds = {vector.id: vector.kind for vector in written[1].vectors if "renamed-legal-person-enterprise" in vector.id}
    assert Counter(kinds.values()) == {"pass": 1, "fail": 4, "undecided": 1}


@pytest.mark.parametrize("case", ["below", "left-out"])
def test_repairs_follow_a_renamed_column(written: tuple[Catalog, Suite], case: str) -> None:
    """What is corrected is a cell of the report that is corrected, under the name that it has there."""
    catalog, suite = written
    (vector,) = (one for one in suite.vectors if one.id.endswith(f"renamed-legal-person-enterprise-{case}"))
    collection = exact_json(vector.content)
    sources = {f"{n}.json": from_python(report) for n, report in enumerate(collection["reports"])}
    digesting = Checker(Options(digest=True), catalog)
    digests = [digesting.check(source, file).digest for file, source in sources.items()]
    roster = roster_of(catalog, from_python(collection["roster"]), "roster.yaml")
    county = County(Checker(Options(explain=True), catalog), roster, digests, lambda digest: sources[digest.file])
    repairs = [(result.file, repair) for result in county.results() for repair in result.repairs]
    wrong = "1.json" if case == "below" else "0.json"
    column = "business" if case == "below" else "enterprise"
    changed = {
        change.pointer for file, repair in repairs for change in repair.changes if (change.file or file) == wrong
    }
    assert f"/requests/received/legal_person/{column}" in changed
    assert changed <= form_of(catalog, collection["reports"][int(wrong[0])]["edition"]).index.keys()
