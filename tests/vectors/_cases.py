"""Cases, the vectors built from them, and the text of the files."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from _bases import BASES
from _editions import EDITIONS
from _oracle import Structural, evaluated
from _several_oracle import answer_several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["FIRST", "REMOVE", "Case", "Structural", "dump", "patched", "slug", "vector_of"]

FIRST: Final = {"report": "1.0.0", "collection": "1.1.0"}
"""Versions of the suite that added the first vectors of one report, and of several."""
REMOVE: Final = object()
"""Value in a patch that removes the member."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A vector without its expected answer."""

    id: str
    zh: str
    en: str
    kind: str
    codes: Sequence[str]
    topics: Sequence[str]
    edition: str | None
    base: str = ""
    """Name of the base document that ``patch`` is applied to."""
    patch: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    """Text of the document, if there is no base."""
    means: Any = None
    """Value of ``text``, if it is readable."""
    encoding: str = ""
    structural: Sequence[Structural] = ()
    """Structural findings."""
    draft: bool = False
    unreadable: bool = False
    reports: Sequence[tuple[str, Mapping[str, Any]]] = ()
    """Reports of a collection: a base and a patch for each."""
    roster: Mapping[str, Any] | None = None
    """Roster of a collection."""
    spoiled: Mapping[int, Sequence[Structural]] = field(default_factory=dict)
    """Structural findings of its reports, by index."""
    since: str = ""
    """Version of the suite that adds it, where that is not the one that adds its edition."""

    @property
    def added(self) -> str:
        """The version of the suite that adds it."""
        of_edition = EDITIONS[self.edition].since if self.edition else ""
        return self.since or of_edition or FIRST["collection" if self.reports else "report"]


def slug(pointer: str) -> str:
    """Return a pointer as part of an id."""
    return pointer.strip("/").replace("/", "-").replace("_", "-").replace("$", "") or "document"


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def patched(base: Any, patch: Mapping[str, Any]) -> Any:
    """Return a copy of ``base`` with values set and members removed."""
    report = deepcopy(base)
    for pointer, value in patch.items():
        *way, name = _steps(pointer)
        group = report
        for step in way:
            group = group[step]
        if value is REMOVE:
            del group[name]
        else:
            group[name] = deepcopy(value)
    return report


def _has(base: Any, pointer: str) -> bool:
    for step in _steps(pointer):
        if not isinstance(base, dict) or step not in base:
            return False
        base = base[step]
    return True


def _operations(base: Any, patch: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for pointer, value in patch.items():
        if value is REMOVE:
            yield {"op": "remove", "path": pointer}
        else:
            yield {"op": "replace" if _has(base, pointer) else "add", "path": pointer, "value": value}


def vector_of(case: Case) -> tuple[dict[str, Any], list[int] | None]:
    """Return the vector with the answer of the oracle, and the order of its findings unless they are listed in it.

    The findings of the first vectors, which never change, are listed relation by relation.
    """
    expected, order = _expected(case)
    if order is not None and case.added not in FIRST.values():
        expected["findings"] = [expected["findings"][n] for n in order]
        order = None
    _agree(case, expected)
    vector: dict[str, Any] = {"id": case.id, "title": {"zh": case.zh, "en": case.en}}
    vector |= {"since": case.added, "kind": case.kind}
    vector |= {"edition": case.edition, "codes": list(case.codes), "topics": list(case.topics)}
    if case.draft:
        vector["draft"] = True
    if case.reports:
        vector["collection"] = {"reports": [_document(*one) for one in case.reports]}
        if case.roster is not None:
            vector["collection"]["roster"] = case.roster
    elif case.base:
        vector |= _document(case.base, case.patch)
    else:
        vector["text"] = case.text
    if case.encoding:
        vector["encoding"] = case.encoding
    return {**vector, "expected": expected}, order


def _expected(case: Case) -> tuple[dict[str, Any], list[int] | None]:
    if case.unreadable:
        return {"verdict": "unreadable", "findings": [], "undecided": []}, None
    if case.reports:
        reports = [patched(BASES[base], patch) for base, patch in case.reports]
        return answer_several(reports, case.roster, case.spoiled), None
    report = patched(BASES[case.base], case.patch) if case.base else case.means
    found = evaluated(report, case.edition, list(case.structural))
    order = found.order(case.edition) if case.edition else []
    return found.json(), order if order != sorted(order) else None


def _document(base: str, patch: Mapping[str, Any]) -> dict[str, Any]:
    return {"base": base, "patch": list(_operations(BASES[base], patch))}


def _agree(case: Case, expected: Mapping[str, Any]) -> None:
    """Raise an error if the answer contradicts the kind of the case."""
    found = {finding["code"] for finding in expected["findings"]}
    fits = {
        "pass": not found & set(case.codes),
        "fail": set(case.codes) <= found or case.unreadable,
        "undecided": set(case.codes) <= set(expected["undecided"]),
        "boundary": True,
        "structure": bool(found),
    }
    if not fits[case.kind]:
        raise AssertionError(case.id, expected)


def dump(value: Any, indent: int = 0) -> str:
    """Return JSON with exact numbers and short values on one line."""
    flat = _flat(value)
    if len(flat) + indent <= 118 or not isinstance(value, dict | list):
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        rows: Iterable[str] = (f"{_flat(name)}: {dump(inner, indent + 2)}" for name, inner in value.items())
        start, end = "{", "}"
    else:
        rows = (dump(inner, indent + 2) for inner in value)
        start, end = "[", "]"
    return f"{start}\n{pad}" + f",\n{pad}".join(rows) + f"\n{' ' * indent}{end}"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flat(name)}: {_flat(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    return format(value, "f") if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
