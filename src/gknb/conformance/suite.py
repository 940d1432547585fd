"""The vectors under ``tests/conformance/``: documents, each with the answer that a checker must give."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from gknb.conformance.expected import Expected, ExpectedFinding
from gknb.conformance.page_vectors import page_vector
from gknb.errors import CatalogError
from gknb.source.pointers import changed
from gknb.standard.resources import read_packaged
from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.conformance.page_vectors import PageVector

__all__ = [
    "Suite",
    "Topic",
    "Vector",
    "exact_json",
    "json_text",
    "load_suite",
    "read_suite_file",
    "suite_in",
]

Bilingual: TypeAlias = "Mapping[str, str]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What vectors test besides their relations, such as blanks or exact numbers."""

    name: str
    """Its key in the index."""
    title: Bilingual
    """What it is, by language."""
    why: Bilingual
    """What a checker that fails these vectors has most likely missed, by language."""
    section: str
    """The section of the written semantics that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One document, and the answer that a checker must give."""

    id: str
    """Unique in the suite, never reused."""
    title: Bilingual
    """What it shows, by language."""
    since: str
    """The version of the suite that added it."""
    kind: Literal["pass", "fail", "undecided", "boundary", "structure"]
    """The kind of case."""
    edition: str | None
    """The edition that applies; ``None`` where the document does not show it."""
    codes: tuple[str, ...]
    """The relations that it tests."""
    topics: tuple[str, ...]
    """Names of its topics."""
    draft: bool
    """To be checked as a draft."""
    collection: bool
    """Whether the document has several reports."""
    file: str
    """The file of the suite that contains it."""
    content: bytes = field(repr=False)
    """The document: one line, without a line break at its end."""
    expected: Expected = field(repr=False)
    """The answer."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Suite:
    """One version of the conformance suite."""

    version: str
    """The version of the suite."""
    status: Literal["draft", "released"]
    """The files of a released suite never change."""
    standard: str
    """The version of the published set that it tests."""
    topics: Mapping[str, Topic]
    """Its topics, by name."""
    exempt: tuple[Mapping[str, Any], ...]
    """Kinds of vector that a relation cannot have, with the reason."""
    vectors: tuple[Vector, ...]
    """Every vector that is a document, in the order of the index."""
    pages: tuple[PageVector, ...] = ()
    """Every vector that is a published page, in the order of the index."""


def exact_json(text: str | bytes) -> Any:
    """Return the value of a JSON text, with every number exact: ``int``, or :class:`~decimal.Decimal`."""
    return json.loads(text, parse_float=Decimal)


def json_text(value: Any) -> str:
    """Return ``value`` as JSON on one line, with every number as :func:`exact_json` read it."""
    if isinstance(value, Decimal):
        return digits(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:  # there is a Decimal somewhere inside
        if isinstance(value, list):
            return "[" + ", ".join(map(json_text, value)) + "]"
        return "{" + ", ".join(f"{json_text(name)}: {json_text(inner)}" for name, inner in value.items()) + "}"


def read_suite_file(path: str) -> bytes:
    """Return a file of the suite by its path below ``tests/conformance/``. Raises :class:`CatalogError`."""
    try:
        return read_packaged(f"conformance/suite/{path}", f"tests/conformance/{path}")
    except OSError as error:
        raise CatalogError("catalog.unreadable", path=path) from error


@cache
def load_suite() -> Suite:
    """Return the suite of this package. Raises :class:`CatalogError` where its files are missing."""
    return suite_in(read_suite_file)


def suite_in(read: Callable[[str], bytes]) -> Suite:
    """Return the suite whose files ``read`` returns by their paths below its folder."""
    index = exact_json(read("index.json"))

    @cache
    def base(name: str) -> bytes:
        return read(f"bases/{name}.json")

    def items(entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
        for file in dict.fromkeys(entry["file"] for entry in entries):
            for item in exact_json(read(file))["vectors"]:
                yield file, item

    orders = {entry["id"]: entry["order"] for entry in index["vectors"] if "order" in entry}
    found = {item["id"]: _vector(item, file, orders.get(item["id"]), base) for file, item in items(index["vectors"])}
    pages = {item["id"]: page_vector(item, file) for file, item in items(index["pages"])}
    return Suite(
        version=index["suite"],
        status=index["status"],
        standard=index["standard"],
        topics={name: Topic(name=name, **topic) for name, topic in index["topics"].items()},
        exempt=tuple(index["exempt"]),
        vectors=tuple(found[entry["id"]] for entry in index["vectors"]),
        pages=tuple(pages[entry["id"]] for entry in index["pages"]),
    )


def _vector(item: Mapping[str, Any], file: str, order: Sequence[int] | None, base: Callable[[str], bytes]) -> Vector:
    return Vector(
        id=item["id"],
        title=item["title"],
        since=item["since"],
        kind=item["kind"],
        edition=item["edition"],
        codes=tuple(item["codes"]),
        topics=tuple(item["topics"]),
        draft=item.get("draft", False),
        collection="collection" in item,
        file=file,
        content=_content(item, base),
        expected=_expected(item["expected"], order, in_order="collection" not in item),
    )


def _content(item: Mapping[str, Any], base: Callable[[str], bytes]) -> bytes:
    if "text" in item:
        text: str = item["text"]
        return text.encode(item.get("encoding", "utf-8"))
    return json_text(_document(item, base)).encode()


def _document(item: Mapping[str, Any], base: Callable[[str], bytes]) -> Any:
    if "document" in item:
        return item["document"]
    if "collection" in item:
        collection = item["collection"]
        return {**collection, "reports": [_patched(base(one["base"]), one["patch"]) for one in collection["reports"]]}
    return _patched(base(item["base"]), item["patch"])


def _patched(base: bytes, patch: list[Mapping[str, Any]]) -> Any:
    document = exact_json(base)
    for step in patch:
        if step["op"] == "remove":
            changed(document, {}, [step["path"]])
        else:
            changed(document, {step["path"]: step["value"]})
    return document


def _expected(answer: Mapping[str, Any], order: Sequence[int] | None, *, in_order: bool) -> Expected:
    """Return the answer; ``order`` lists the findings by their number, where they are not written in order."""
    listed = answer["findings"]
    return Expected(
        verdict=answer["verdict"],
        findings=tuple(
            ExpectedFinding(**{**finding, "pointers": frozenset(finding["pointers"])})
            for finding in (listed if order is None else [listed[n] for n in order])
        ),
        undecided=frozenset(answer["undecided"]),
        in_order=in_order,
    )
