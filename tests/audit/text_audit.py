"""The audit as text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.report import cell_rows, places_of_relations
from audit.texts import say
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.texts import say as say_value
from gknb.texts.columns import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.algebra import Algebra, CellAlgebra, Dependency
    from audit.freeze import Problem
    from audit.mutation import Mutation
    from audit.report import Audit, CellRow
    from audit.witnesses import Witnesses
    from gknb.standard.form import Form, Lang

__all__ = ["TextAudit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAudit:
    """Writes an audit as lines of text."""

    lang: Lang
    """Their language."""
    verbose: bool = False
    """Whether every cell and every kind of mutant is listed."""

    def say(self, key: str, **details: object) -> str:
        """Return a sentence of the audit."""
        return say(self.lang, f"audit.{key}", **details)

    def lines(self, audit: Audit) -> Iterator[str]:
        """Yield the whole audit, each problem in its part, and the verdict last."""
        suite = audit.suite
        yield self.say("heading", standard=suite.standard, version=suite.version, count=len(suite.vectors))
        if audit.mutation is not None:
            yield from ("", self.say("mutation"))
            yield from (f"  {line}" for line in self.mutation(audit.mutation))
        for algebra, witnesses in audit.algebra or ():
            yield from ("", self.say("algebra", edition=algebra.edition))
            yield from (f"  {line}" for line in self.algebra(algebra, witnesses))
            if self.verbose:
                form = form_of(load_catalog(suite.standard), algebra.edition)
                yield from (f"    {line}" for line in self._table(self.cells(form, algebra)))
        if audit.problems is not None:
            yield from ("", self.say("freeze"))
            yield from (f"  {line}" for line in self.freeze(audit.problems))
        yield from ("", self.say("sound") if audit.sound else self.say("unsound", count=audit.wrong))

    def mutation(self, audited: Sequence[Mutation]) -> Iterator[str]:
        """Yield the survivors and the table of relations."""
        yield self.caught(audited)
        for one in audited:
            for mutant in one.survivors:
                where = self.say("mutation.where", where=mutant.where) if mutant.where else ""
                operator = self.say(f"operator.{mutant.operator}")
                yield self.say("mutation.survivor", code=one.code, operator=operator, where=where)
            if not one.missed:
                yield self.say("mutation.unheld", code=one.code)
        yield from (f"  {line}" for line in self._table(self.relations(audited)))

    def caught(self, audited: Sequence[Mutation]) -> str:
        """Return how many mutants there are, and how many are caught."""
        count = sum(one.counts().total() for one in audited)
        survivors = sum(len(one.survivors) for one in audited)
        if not survivors:
            return self.say("mutation.all", count=count)
        share = f"{100 * (count - survivors) / count:.1f}"
        return self.say("mutation.some", count=count, survivors=survivors, share=share)

    def relations(self, audited: Sequence[Mutation]) -> Iterator[list[str]]:
        """Yield the rows of a table: each relation, its mutants, and the vectors that fail without it."""
        columns = ("code", "mutants", "missed", "first", *(["operators"] if self.verbose else ()))
        yield [self.say(f"mutation.{name}") for name in columns]
        for one in audited:
            first = next((vector for vector in one.missed if vector.startswith(one.code)), "".join(one.missed[:1]))
            operators = [self.operators(one)] if self.verbose else []
            yield [one.code, str(one.counts().total()), str(len(one.missed)), first, *operators]

    def operators(self, one: Mutation) -> str:
        """Return the number of mutants of a relation by operator."""
        parts = [f"{self.say(f'operator.{name}')} {count}" for name, count in one.counts().items()]
        return say_value(self.lang, "value.comma").join(parts)

    def algebra(self, algebra: Algebra, witnesses: Witnesses) -> Iterator[str]:
        """Yield the dependencies, and how many single errors are detected."""
        yield self.applying(algebra.edition)
        yield self.consistent(algebra, witnesses)
        yield from map(self.dependency, algebra.dependencies)
        if shown := [
            self.say("algebra.alone.part", code=code, vector=vector)
            for code, vector in witnesses.alone.items()
            if vector
        ]:
            yield self.say("algebra.alone", parts=say_value(self.lang, "value.comma").join(shown))
        for code, vector in witnesses.alone.items():
            if vector is None:
                yield self.say("algebra.not-alone", code=code)
        yield self.detectable(algebra)

    def applying(self, edition: str) -> str:
        """Return which relations on cells apply in an edition, and at how many places."""
        counts = places_of_relations(load_catalog(), edition)
        parts = [f"{code} {count}" for code, count in counts.items()]
        return self.say("algebra.applying", parts=say_value(self.lang, "value.comma").join(parts))

    def consistent(self, algebra: Algebra, witnesses: Witnesses) -> str:
        """Return whether all relations can be satisfied at once."""
        facts = {"equalities": len(algebra.equalities), "rank": algebra.rank, "together": witnesses.together}
        if not algebra.consistent:
            return self.say("algebra.inconsistent", **facts)
        return self.say("algebra.consistent" if witnesses.together else "algebra.no-witness", **facts)

    def dependency(self, dependency: Dependency) -> str:
        """Return which equalities follow from each other."""
        counts = Counter(one.code for one, _ in dependency.instances)
        parts = [self.say("algebra.part", code=code, count=count) for code, count in counts.items()]
        return self.say(
            "algebra.dependency", parts=say_value(self.lang, "value.comma").join(parts), count=counts.total()
        )

    def detectable(self, algebra: Algebra) -> str:
        """Return in how many cells a single error is detected and located."""
        counts = Counter(cell.detectable for cell in algebra.cells)
        words = {name: counts[name] for name in ("always", "sometimes", "never")}
        locatable = sum(cell.locatable for cell in algebra.cells)
        return self.say("algebra.cells", cells=len(algebra.cells), locatable=locatable, **words)

    def cells(self, form: Form, algebra: Algebra) -> Iterator[list[str]]:
        """Yield the rows of a table: all cells, their relations, and whether a single error is detected and located."""
        yield [self.say(f"algebra.{name}") for name in ("row", "count", "rules", "detectable", "locatable")]
        for row in cell_rows(form, algebra):
            first = row.cells[0]
            codes = " ".join(row.codes) or self.say("algebra.not-located")
            detectable = self.say(f"algebra.detectable.{first.detectable}")
            yield [self.name(form, row), str(len(row.cells)), codes, detectable, self.located(first)]

    def name(self, form: Form, row: CellRow) -> str:
        """Return the name of the cells."""
        names = " · ".join(row.row.names(self.lang))
        if row.whole:
            return names
        columns = [form.places[cell.pointer].name(self.lang) for cell in row.cells]
        return f"{names} · {say_value(self.lang, 'value.comma').join(columns)}"

    def located(self, cell: CellAlgebra) -> str:
        """Return whether a single error in the cell can be located."""
        if cell.locatable:
            return self.say("algebra.located")
        if cell.detectable == "always":
            return self.say("algebra.among", count=len(cell.alike))
        return self.say("algebra.not-located")

    def freeze(self, problems: Sequence[Problem]) -> Iterator[str]:
        """Yield the problems of released files, or that there are none."""
        if not problems:
            yield self.say("frozen")
        yield from (say(self.lang, problem.reason, **problem.details) for problem in problems)

    def _table(self, rows: Iterator[list[str]]) -> Iterator[str]:
        table = list(rows)
        widths = [max(map(width, column)) for column in zip(*table, strict=True)]
        for row in table:
            cells = (text + " " * (columns - width(text)) for text, columns in zip(row, widths, strict=True))
            yield "  ".join(cells).rstrip()
