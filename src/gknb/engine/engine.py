"""The pipeline: source -> structure -> relations -> result."""

from __future__ import annotations

import re
from decimal import Context, localcontext
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from gknb.engine.digest import digest_of
from gknb.engine.evaluate import Evaluator, Outcome
from gknb.engine.fast_check import read, result_of
from gknb.engine.options import Options
from gknb.engine.schema_check import checks
from gknb.errors import UsageError
from gknb.results import Checked, Finding, Result, Tally, Undecided
from gknb.source.pointers import lookup
from gknb.standard.catalog import closest, load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations, kinds
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.engine.findings import FindingWriter
    from gknb.source.document import Source
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form
    from gknb.standard.relations import Compiled, Relation

__all__ = ["EXACT", "Engine", "hints_of", "in_order", "tallies"]

EXACT = Context(prec=10_000)
"""Precision at which no sum of amounts is rounded: numbers have at most ``MAX_DIGITS`` digits on each side."""

_Placed = TypeVar("_Placed", Finding, Undecided)


class Engine:
    """Checks reports against the published set. Stateless and safe in threads.

    :class:`gknb.settings.checker.Checker` adds project settings and repairs.
    """

    def __init__(self, options: Options | None = None, catalog: Catalog | None = None) -> None:
        """Raises :class:`~gknb.errors.UsageError` for an option that names an unknown code, parameter or edition."""
        self.options = options or Options()
        self.catalog = catalog or load_catalog()
        self._relations = families(self.catalog)
        self.codes: frozenset[str] = _chosen(self._relations, self.options.select, self.options.ignore)
        self._parameters = _known_parameters(self._relations, self.options.parameters)
        if self.options.edition is not None:
            self.catalog.schema_path(self.options.edition)

    @property
    def rules(self) -> tuple[Mapping[str, Any], ...]:
        """The selected relations, as objects from the files of the set."""
        return tuple(relation.data for relation in self._relations if relation.code in self.codes)

    def refuse_unknown(self, codes: Iterable[str]) -> None:
        """Raises :class:`~gknb.errors.UsageError` for a code that no relation has or begins with."""
        _chosen(self._relations, tuple(codes), ())

    def check(self, source: Source, file: str = "") -> Result:
        """Return the result of one source, with ``file`` as its name. Errors in the report become findings."""
        with localcontext(EXACT):
            return self._check(source, file)

    def digested(self, source: Source, file: str) -> Result:
        """Return the result of one source with its digest, regardless of ``Options.digest``."""
        with localcontext(EXACT):
            return self._check(source, file, digest=True)

    def _check(self, source: Source, file: str, *, digest: bool = False) -> Result:
        document = source.value
        found = None if source.duplicates or source.troubles else read(self, document)
        result = None if found is None else result_of(self, found, document, file, digest=digest)
        if result is not None:
            return result
        edition = self.edition_of(document)
        evaluator = self.evaluator(edition)
        asserted = form_of(self.catalog, edition, draft=self.options.draft)
        sound = found is not None or checks(asserted)[""](document)
        cells = found.cells if found is not None else evaluator.cells(document, sound=sound)
        outcomes = tuple(evaluator.outcomes(document, cells))
        unsatisfied = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
        findings: list[Finding] = []
        undecided: list[Undecided] = []
        if unsatisfied or not sound or source.duplicates or source.troubles:
            writer = self._writer(evaluator.form, source, cells)
            findings += self._structure(asserted, source, writer, sound=sound)
            findings += [writer.violated(o) for o in unsatisfied if o.truth == "violated"]
            undecided += [writer.undecided(o) for o in unsatisfied if o.truth == "undecided"]
        if edition is None:
            undecided += self._all_undecided({finding.code for finding in findings})
        year, organ, blank = lookup(document, "/reporting_year"), lookup(document, "/organ/name"), cells.count(None)
        wanted = digest or self.options.digest
        return Result(
            file=file,
            edition=edition,
            reporting_year=year if type(year) is int and 0 <= year <= 9999 else None,
            organ=organ if isinstance(organ, str) else None,
            valid=not any(map(self.fails, findings)),
            findings=in_order(evaluator.form, findings),
            undecided=in_order(evaluator.form, undecided),
            checked=Checked(
                cells=len(cells),
                blank=blank,
                relations=(tallies if unsatisfied else _usual_tallies)(outcomes),
            ),
            digest=digest_of(evaluator, document, file, edition, cells) if wanted else None,
            report=document if self.options.keep else None,
        )

    def evaluator(self, edition: str | None) -> Evaluator:
        """Return the evaluator of the selected relations of an edition."""
        return _evaluator(self.catalog, edition, self._parameters, self.codes)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes a report invalid."""
        return finding.severity == "error" or (self.options.strict and finding.severity == "warning")

    def edition_of(self, document: Any) -> str | None:
        """Return the edition to check a document against: ``Options.edition``, else the one the document names.

        A number is read as text. ``None`` if the document names no known edition.
        """
        if self.options.edition is not None:
            return self.options.edition
        named = lookup(document, "/edition")
        if type(named) is int:
            named = str(named)
        return named if isinstance(named, str) and named in self.catalog.editions else None

    def _writer(self, form: Form, source: Source, cells: Sequence[Any]) -> FindingWriter:
        from gknb.engine.findings import FindingWriter

        return FindingWriter(form, source, cells, self.options.lang, hints_of(self.catalog))

    def _structure(self, form: Form, source: Source, writer: FindingWriter, *, sound: bool) -> Iterable[Finding]:
        readings = {one.code: one for one in self._relations if one.kind == "reading"} if source.troubles else {}
        # A cell that could not be read is reported once, not also as a blank.
        unread = {
            pointer
            for trouble in source.troubles
            for pointer in trouble.pointers
            if readings[trouble.code].data["severity"] == "error" and trouble.code in self.codes
        }
        if not sound:
            from gknb.engine.schema_failures import failures

            for failure in failures(form, source.value):
                if failure.relation.code in self.codes and failure.pointer not in unread:
                    yield writer.failure(failure)
        for relation in self._relations if source.duplicates else ():
            if relation.kind == "duplicate-key" and relation.code in self.codes:
                yield from (writer.duplicate(relation, duplicate) for duplicate in source.duplicates)
        for trouble in source.troubles:
            if trouble.code in self.codes:
                yield from writer.reading(readings[trouble.code], trouble)

    def _all_undecided(self, found: set[str]) -> Iterable[Undecided]:
        """Without an edition there is no form to hold the report against: nothing else can be decided."""
        for relation in self._relations:
            if relation.code in self.codes - found and relation.kind in kinds("cells", "schema"):
                title = relation.data["title"][self.options.lang]
                yield Undecided(code=relation.code, name=relation.name, title=title, cells=())


@cache
def _evaluator(
    catalog: Catalog, edition: str | None, parameters: tuple[tuple[str, str], ...], codes: frozenset[str]
) -> Evaluator:
    relations = () if edition is None else compile_relations(catalog, edition, parameters)
    return Evaluator(form_of(catalog, edition), [one for one in relations if one.relation.code in codes])


@cache
def hints_of(catalog: Catalog) -> Mapping[str, Mapping[str, str]]:
    """Return the sentences of ``hints.json``, keyed by name and language."""
    return {hint["name"]: hint for hint in catalog.json(catalog.entry["hints"])["hints"]}


def tallies(outcomes: tuple[Outcome | Compiled, ...]) -> tuple[Tally, ...]:
    """Return the number of outcomes of each relation, in the order of the codes."""
    counts: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        truth, one = (outcome.truth, outcome.compiled) if isinstance(outcome, Outcome) else ("satisfied", outcome)
        tally = counts.setdefault(one.relation.code, {"satisfied": 0, "violated": 0, "undecided": 0})
        tally[truth] += 1
    return tuple(Tally(code=code, **counts[code]) for code in sorted(counts))


_usual_tallies = lru_cache(maxsize=64)(tallies)
"""Cached tallies for reports without violations: the same relations apply to most reports."""


def in_order(form: Form, found: Sequence[_Placed]) -> tuple[_Placed, ...]:
    """Return findings or undecided relations in the order of the form."""

    def place(one: _Placed) -> tuple[tuple[int, str], str]:
        return form.rank(one.cells[0].pointer) if one.cells else (-1, ""), one.code

    return tuple(sorted(found, key=place))


def _chosen(relations: Iterable[Relation], select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    codes = [relation.code for relation in relations]
    for wanted in (*select, *ignore):
        if not wanted or not any(code.startswith(wanted) for code in codes):
            same_family = next((code for code in codes if code.startswith(wanted[:1].upper())), codes[0])
            raise UsageError("usage.code", code=wanted, closest=closest(wanted.upper(), codes) or same_family)
    return frozenset(
        code for code in codes if (not select or code.startswith(select)) and not (ignore and code.startswith(ignore))
    )


def _known_parameters(relations: Iterable[Relation], given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    declared = {name: one for relation in relations for name, one in relation.data.get("parameters", {}).items()}
    for name, value in given.items():
        if name not in declared:
            raise UsageError("usage.parameter", name=name, names=", ".join(declared))
        if not re.fullmatch(declared[name]["pattern"], value):
            raise UsageError("usage.parameter-value", name=name, value=value, default=declared[name]["default"])
    return tuple(sorted(given.items()))
