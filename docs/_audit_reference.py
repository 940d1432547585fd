"""The page of the audit: mutation, algebra and freeze of the rule set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from _references import Page, upper
from audit.report import audit
from audit.text_audit import TextAudit

from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.report import Audit


__all__ = ["AuditPage"]

audited = cache(audit)


@dataclass(frozen=True)
class AuditPage(Page):
    """The page about what ``python tests/audit`` finds in this checkout."""

    def lines(self) -> Iterator[str]:
        """The lines of the document."""
        found, text = audited(), TextAudit(lang=self.lang)
        suite = found.suite
        yield from self.start("audit", upper(self.word("audit.title")))
        words = {"standard": suite.standard, "suite": suite.version, "count": len(suite.vectors)}
        rules = self.file("rules")
        yield from (self.sentences(self.word("audit.intro", **words), self.word("audit.again", rules=rules)), "")
        yield from self.mutation(found, text)
        yield from self.algebra(found, text)
        yield from (f"## {upper(text.say('freeze'))}", "", self.word("audit.freeze"), "")
        yield from (f"{upper(line)}{self.word('audit.stop')}" for line in text.freeze(found.problems or ()))

    def mutation(self, found: Audit, text: TextAudit) -> Iterator[str]:
        """The part on mutants."""
        yield from (f"## {upper(text.say('mutation'))}", "", self.word("audit.mutation"), "")
        yield from (f"{text.caught(found.mutation or ())}{self.word('audit.stop')}", "")
        yield from self.markdown(TextAudit(lang=self.lang, verbose=True).relations(found.mutation or ()))

    def algebra(self, found: Audit, text: TextAudit) -> Iterator[str]:
        """The part on algebra, edition by edition."""
        yield from (f"## {upper(self.word('audit.algebra.title'))}", "", self.word("audit.algebra"), "")
        for algebra, witnesses in found.algebra or ():
            yield from (f"### {upper(text.say('algebra', edition=algebra.edition))}", "")
            yield from (f"- {upper(line)}{self.word('audit.stop')}" for line in text.algebra(algebra, witnesses))
            yield ""
            yield from self.markdown(text.cells(form_of(self.catalog, algebra.edition), algebra))

    def markdown(self, rows: Iterator[list[str]]) -> Iterator[str]:
        """A table, the first row its head, codes linked to the rules."""
        head = next(rows)
        for row in (head, ["---"] * len(head), *(map(self.linked, row) for row in rows)):
            yield f"| {' | '.join(row)} |"
        yield ""

    def linked(self, text: str) -> str:
        """Where a text is nothing but codes of relations, each linked to its rule."""
        words = text.split()
        codes = {relation["code"] for relation in self.catalog.relations()}
        return self.links(words) if words and codes.issuperset(words) else text
