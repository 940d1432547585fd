"""Write the reference of all relations: what each requires, why, its fix, and the messages for its examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from _references import Page, code, plain, upper

from gknb.documents.examples import example_source
from gknb.engine.options import Options
from gknb.run.inputs import check_source
from gknb.settings.checker import Checker
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relation_text import basis_texts, example_text, first_of, relation_text
from gknb.standard.relations import Relation
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from _references import Row

    from gknb.standard.catalog import Json

__all__ = ["RulesPage"]


@dataclass(frozen=True)
class RulesPage(Page):
    """The reference of all relations, withdrawn ones included."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the document."""
        yield from self.start("rules", self.word("rules.title"))
        yield from (self.sentences(*self.introduction()), "")
        yield from (self.sentences(*self.explanation()), "")
        yield from self.index()
        for family in self.families():
            title = upper(plain(family["title"][self.lang]))
            yield from self.anchored(f"## {family['family']} {title}", family["family"])
            for relation in self.relations(family):
                yield from self.relation(relation)

    def introduction(self) -> Iterator[str]:
        """Yield the sentences on the content of the page."""
        yield self.word("rules.intro", version=self.catalog.version)
        forms = self.listed(map(self.form_link, self.catalog.editions))
        yield self.word("rules.links", semantics=self.file("semantics"), forms=forms)
        yield self.word("rules.versions", versions=self.file("versions"))

    def explanation(self) -> Iterator[str]:
        """Yield the sentences on how to read the page."""
        yield self.word("rules.severity", error=self.severity("error"), warning=self.severity("warning"))
        truths = [say(self.lang, f"truth.{truth}") for truth in ("satisfied", "violated", "undecided")]
        yield self.word("rules.truths", truths=self.listed(truths), undecided=truths[-1])
        yield self.word("rules.messages")

    def form_link(self, edition: str) -> str:
        """Return a link to the reference of an edition."""
        return self.word("rules.form", edition=edition, link=self.file(f"format-{edition}"))

    def anchored(self, heading: str, name: str) -> Iterator[str]:
        """Yield a heading with the anchor ``name``."""
        yield from (f'<a id="{name}"></a>', "", heading, "")

    def relations(self, family: Json) -> Iterator[Relation]:
        """Yield the relations of a family, sorted by code."""
        return map(Relation, sorted(family["relations"], key=lambda data: data["code"]))

    def index(self) -> Iterator[str]:
        """Yield the table of all relations."""
        rows = (self.entry(relation) for family in self.families() for relation in self.relations(family))
        yield from self.table(("code", "name", "severity", "editions", "since", "title"), rows)

    def entry(self, relation: Relation) -> Row:
        """Return the table row of a relation."""
        data = relation.data
        return {
            "code": f"[{relation.code}](#{relation.code})",
            "name": relation.name,
            "severity": self.severity(data["severity"]),
            "editions": self.listed(editions_of(self.catalog, relation)),
            "since": data["since"],
            "title": self.title(relation),
        }

    def title(self, relation: Relation) -> str:
        """Return the title of a relation, marked if it is withdrawn."""
        title = plain(relation.data["title"][self.lang])
        return title if relation.data["status"] == "active" else self.word("withdrawn", title=title)

    def relation(self, relation: Relation) -> Iterator[str]:
        """Yield the section of a relation."""
        yield from self.anchored(f"### {relation.code} {relation.name}", relation.code)
        yield from (f"**{self.title(relation)}**", "")
        for name, text in self.facts(relation):
            yield f"- {self.fact(name, text)}"
        yield from ("", upper(say(self.lang, "explain.examples")), "")
        for example in relation.data["examples"]:
            yield from self.example(relation, example)
        yield ""

    def fact(self, name: str, text: str) -> str:
        """Return a fact as one line."""
        return say(self.lang, "explain.row", name=f"**{self.head(name)}**", text=text)

    def facts(self, relation: Relation) -> Iterator[tuple[str, str]]:
        """Yield the facts on a relation as (heading, text)."""
        data = relation.data
        yield "severity", self.severity(data["severity"])
        editions = editions_of(self.catalog, relation)
        yield "editions", self.listed(f"[{one}]({self.file(f'format-{one}')})" for one in editions)
        yield "since", data["since"]
        yield from (("says", plain(text)) for text in self.says(relation))
        yield from ((heading, plain(text)) for heading, text in basis_texts(data, self.lang))
        yield from ((key, plain(data[key][self.lang])) for key in ("why", "fix"))
        for name, parameter in data.get("parameters", {}).items():
            setting = code(f"{name}={parameter['default']}")
            yield "parameters", f"{setting} {plain(parameter['description'][self.lang])}"
        yield "message", code(data["message"][self.lang])

    def says(self, relation: Relation) -> Iterator[str]:
        """Yield what the relation requires, once if it is the same in every edition; nothing if it is withdrawn."""
        editions = editions_of(self.catalog, relation) if relation.data["status"] == "active" else ()
        texts = {edition: relation_text(self.catalog, relation, edition, self.lang) for edition in editions}
        if len(set(texts.values())) == 1:
            yield next(iter(texts.values()))
        else:
            yield from (f"[{edition}] {text}" for edition, text in texts.items())

    def example(self, relation: Relation, example: Mapping[str, Json]) -> Iterator[str]:
        """Yield an example and the messages of a check of it."""
        form = form_of(self.catalog, example["edition"])
        report = code(example["text"]) if "text" in example else plain(example_text(form, example, self.lang))
        truth = say(self.lang, f"truth.{example['result']}")
        yield f"- {say(self.lang, 'explain.row', name=truth, text=report)}"
        if relation.data["status"] == "active":
            messages = first_of([*self.messages(relation, example)], self.lang)
            yield from (f"  - {plain(message)}" for message in messages)

    def messages(self, relation: Relation, example: Mapping[str, Json]) -> Iterator[str]:
        """Yield the messages of the relation in a check of the example's report."""
        options = Options(lang=self.lang, draft=example.get("draft", False), select=(relation.code,))
        result = check_source(Checker(options, self.catalog), example_source(self.catalog, example))
        yield from (finding.message for finding in result.findings)
