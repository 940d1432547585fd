"""Write the page of versions: what changed for each relation from each version of the standard to the next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from _references import Page, code, plain

from gknb.standard.kinds import editions_of
from gknb.standard.relation_text import basis_texts, relation_text
from gknb.standard.relations import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.standard.catalog import Catalog, Json

__all__ = ["VersionsPage"]

SENTENCES: Final = ("title", "why", "message", "fix")
"""Members of a relation that are a sentence in each language."""
CHANGES: Final = ("added", "withdrawn", "revived", "renamed", "changed", "reworded")
"""What happens to a relation; all but the last need a record in ``changes``."""


class Change(NamedTuple):
    """What happened to a relation in a version."""

    code: str
    kind: str
    """One of :data:`CHANGES`."""
    rows: tuple[tuple[str, str, str], ...]
    """(member, text before, text after) of each member that differs; none for an added relation."""


@dataclass(frozen=True)
class VersionsPage(Page):
    """All versions, newest first; ``catalog`` is the one that the other references describe."""

    versions: Sequence[Catalog]
    """Every listed version, oldest first."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the document."""
        yield from self.start("versions", self.word("versions.title"))
        yield from (self.sentences(*map(self.word, ("versions.intro", "versions.records", "versions.frozen"))), "")
        changes = [self.changes(n) for n in range(len(self.versions))]
        yield from self.overview(changes)
        for version, changed in reversed([*zip(self.versions, changes, strict=True)]):
            yield from self.version(version, changed)

    def overview(self, changes: Sequence[Sequence[Change]]) -> Iterator[str]:
        """Yield the table of versions with the number of relations that each added, changed and reworded."""
        counted = [kind for kind in CHANGES if any(one.kind == kind for some in changes for one in some)]
        rows = []
        for version, some in zip(self.versions, changes, strict=True):
            counts = Counter(one.kind for one in some)
            numbers = [len(version.relations()), *(counts[kind] for kind in counted)]
            facts = [self.status(version), version.entry.get("date", "–"), *map(str, numbers)]
            rows.append([f"[{version.version}](#{version.version})", *facts])
        heads = [self.word(f"versions.{name}") for name in ("version", "status", "date", "relations", *counted)]
        yield from self.rows(heads, rows)

    def status(self, version: Catalog) -> str:
        """Return the status of a version in the language of the page."""
        return self.word(f"versions.status.{version.status}")

    def version(self, version: Catalog, changes: Sequence[Change]) -> Iterator[str]:
        """Yield the section of a version."""
        heading = version.version
        if version.status != "released":
            heading = self.word("versions.heading", version=version.version, status=self.status(version))
        yield from (f'<a id="{version.version}"></a>', "", f"## {heading}", "")
        if version.status == "draft":
            yield from (self.word("versions.draft"), "")
        if version is self.versions[0]:
            yield from (self.word("versions.first", codes=self.codes(one.code for one in changes)), "")
            return
        if not changes:
            yield from (self.word("versions.none"), "")
            return
        recorded = [one for one in changes if one.kind != "reworded"]
        if recorded:
            yield from self.records(version, recorded)
        for one in changes:
            if one.rows:
                yield from self.differences(version, one)

    def records(self, version: Catalog, changes: Sequence[Change]) -> Iterator[str]:
        """Yield the table of the relations that were added, withdrawn or changed, with reason and basis."""
        records = {record["code"]: record for record in version.entry.get("changes", ())}
        names = {relation["code"]: relation["name"] for relation in version.relations()}
        rows = []
        for one in changes:
            record = records.get(one.code)
            texts = [plain(record[key][self.lang]) for key in ("reason", "basis")] if record else ["–", "–"]
            rows.append([self.codes([one.code]), names[one.code], self.word(f"versions.{one.kind}"), *texts])
        heads = [self.head("code"), self.head("name"), *(self.word(f"versions.{key}") for key in ("change", "reason"))]
        yield from self.rows([*heads, self.head("basis")], rows)

    def differences(self, version: Catalog, change: Change) -> Iterator[str]:
        """Yield the table of the members of a relation that differ from the version before."""
        before = self.versions[self.versions.index(version) - 1]
        yield from (f"**{self.codes([change.code])}**", "")
        yield from self.rows(["", before.version, version.version], [list(row) for row in change.rows])

    def codes(self, codes: Iterator[str] | Sequence[str]) -> str:
        """Return codes, each linked to the reference of relations if it has the relation."""
        known = {relation["code"] for relation in self.catalog.relations()}
        return self.listed(f"[{one}]({self.file('rules')}#{one})" if one in known else one for one in codes)

    def rows(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """Yield the lines of a table with these headings."""
        yield from (f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))
        yield ""

    def changes(self, n: int) -> list[Change]:
        """Return what happened to relations in a version, in the order of codes; all are added in the first."""
        now = self.described(self.versions[n])
        before = self.described(self.versions[n - 1]) if n else {}
        found = (self.change(one, before.get(one), now[one]) for one in sorted(now))
        return [one for one in found if one.kind != "same"]

    def change(self, code: str, before: Mapping[str, str] | None, now: Mapping[str, str]) -> Change:
        """Return what happened to a relation, from its described members."""
        if before is None:
            return Change(code, "added", ())
        differing = [key for key in {**before, **now} if before.get(key) != now.get(key)]
        hidden = {"status", "data", *(["says"] if "status" in differing else [])}  # a withdrawn one demands nothing
        shown = [key for key in differing if key not in hidden]
        if "data" in differing and "says" not in differing:
            shown.append("data")
        rows = [(self.member(key), self.cell(key, before.get(key)), self.cell(key, now.get(key))) for key in shown]
        return Change(code, self.kind(differing, now), tuple(rows))

    def kind(self, differing: Sequence[str], now: Mapping[str, str]) -> str:
        """Return the kind of a change by the members that differ."""
        if "status" in differing:
            return "withdrawn" if now["status"] == "withdrawn" else "revived"
        if "name" in differing:
            return "renamed"
        if {"severity", "editions", "data"} & {*differing}:
            return "changed"
        return "reworded" if differing else "same"

    def member(self, key: str) -> str:
        """Return the name of a member of a relation."""
        name, _, rest = key.partition("/")
        return f"{self.head(name)} {code(rest)}" if rest else self.head(name)

    def cell(self, key: str, text: str | None) -> str:
        """Return the text of a member for a table cell."""
        if text is None:
            return "–"
        if key == "data":
            return self.word("versions.same-demand")
        return code(text) if key.partition("/")[0] in ("message", "hints", "name") else plain(text)

    def described(self, version: Catalog) -> dict[str, dict[str, str]]:
        """Return the members of each relation of a version as texts in the language of the page, by code."""
        return {data["code"]: dict(self.members(version, data)) for data in version.relations()}

    def members(self, version: Catalog, data: Json) -> Iterator[tuple[str, str]]:
        """Yield (member, text) of a relation; ``data`` is its demand as it is stored, without sentences."""
        relation = Relation(data)
        editions = editions_of(version, relation)
        yield from ((key, data[key]) for key in ("status", "name"))
        yield "severity", self.severity(data["severity"])
        yield "editions", self.listed(editions)
        if data["status"] == "active":
            yield "says", "; ".join(dict.fromkeys(relation_text(version, relation, one, self.lang) for one in editions))
        sentences: dict[str, str] = {}
        yield "data", repr(self.without_sentences(data["relation"], "", sentences))
        yield from ((key, data[key][self.lang]) for key in SENTENCES)
        for n, (_, text) in enumerate(basis_texts(data, self.lang)):
            yield f"basis/{n}" if n else "basis", text
        for name, parameter in data.get("parameters", {}).items():
            yield f"parameters/{name}", f"{parameter['default']} {parameter['description'][self.lang]}"
        yield from sentences.items()

    def without_sentences(self, value: Json, path: str, found: dict[str, str]) -> Json:
        """Return the data of a relation without the sentences in it, which are added to ``found``."""
        if isinstance(value, dict):
            if value.keys() == {"zh", "en"}:
                found[f"hints/{path.rpartition('/')[2]}"] = value[self.lang]
                return None
            return {key: self.without_sentences(value[key], f"{path}/{key}", found) for key in sorted(value)}
        return [self.without_sentences(one, path, found) for one in value] if isinstance(value, list) else value
