"""The standard and the suite that the tests of the audit use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from audit.mutants import mutants
from audit.text_audit import TextAudit
from gknb.conformance.compare import read_answer
from gknb.conformance.suite import exact_json, load_suite
from gknb.engine.options import Options
from gknb.output.json import result_line
from gknb.run.inputs import check_source
from gknb.settings.checker import Checker
from gknb.source.document import read_bytes
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relations import Relation

if TYPE_CHECKING:
    from audit.mutants import Mutant
    from audit.report import Audit
    from gknb.conformance.suite import Suite, Vector
    from gknb.standard.catalog import Catalog

SUITE: Final = load_suite()
CATALOG: Final = load_catalog(SUITE.standard)
RELATIONS: Final = {relation["code"]: relation for relation in CATALOG.relations()}


def made_of(code: str) -> list[Mutant]:
    """Return the mutants of the relation with a code."""
    forms = [form_of(CATALOG, edition) for edition in editions_of(CATALOG, Relation(RELATIONS[code]))]
    return list(mutants(RELATIONS[code], forms))


def text_of(found: Audit) -> str:
    """Return the audit as English text."""
    return "\n".join(TextAudit(lang="en").lines(found))


def without(suite: Suite, code: str) -> Suite:
    """Return the suite without the vectors that mention a relation."""
    return replace(
        suite,
        vectors=tuple(
            vector
            for vector in suite.vectors
            if code not in {*vector.codes, *vector.expected.undecided, *(one.code for one in vector.expected.findings)}
        ),
    )


def answer(catalog: Catalog, vector: Vector) -> Any:
    """Return the answer of a checker with this catalogue."""
    source = read_bytes(vector.content, format="json")
    result = check_source(Checker(Options(draft=vector.draft), catalog), source)
    return read_answer(exact_json(result_line(result).encode()))
