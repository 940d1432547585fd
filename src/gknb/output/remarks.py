"""What is said of a report, one remark a place: what services with lists of problems make their entries from."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from gknb.texts import say
from gknb.texts.values import printable, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.results import Acceptance, Cell, Change, Finding, Result, Severity
    from gknb.standard.form import Lang

__all__ = [
    "EXPLANATION",
    "REPAIR",
    "UNREADABLE",
    "Remark",
    "accepted",
    "change_told",
    "counts",
    "is_nameless",
    "remarks",
    "repairs_told",
    "repo_path",
    "told",
]

UNREADABLE: Final = "unreadable"
"""The rule that an input violates which cannot be read."""
EXPLANATION: Final = "explanation"
"""The rule that an explanation violates which does not work."""
REPAIR: Final = "repair"
"""What is said of the cells that are likeliest wrong."""
SETS: Final = 3
"""The most repairs that are told, but for the machine and for whoever asks for them all."""
CHANGES: Final = 6
"""The most cells of one repair that are told."""
_NAMELESS: Final = {"-": "stdin", "": "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that is said of one place; every text may stand on one line."""

    rule: str
    """The code of the relation, :data:`UNREADABLE` or :data:`EXPLANATION`."""
    title: str
    """What the rule says."""
    severity: Severity
    """How much it matters."""
    message: str
    """What is wrong here."""
    file: str
    """The path as given."""
    line: int | None = None
    """Line in the file, from 1, where it is known."""
    column: int | None = None
    """Column in that line, from 1."""
    pointers: tuple[str, ...] = ()
    """The cells that it is about."""
    cells: tuple[Cell, ...] = ()
    """The same with labels and places, for a finding."""
    fix: str = ""
    """What to do about it; empty where the message says so."""
    accepted: str = ""
    """Why it does not count; empty where it does."""
    finding: Finding | None = field(default=None, repr=False)
    """The finding itself."""
    occurrence: int = 1
    """The how-manieth with this rule and these cells it is in this report."""

    @property
    def fingerprint(self) -> str:
        """The same for the same problem, wherever its line has moved and whatever the figures are."""
        parts = self.rule, repo_path(self.file), *self.pointers, str(self.occurrence)
        return sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]


def remarks(result: Result, lang: Lang) -> Iterator[Remark]:
    """Everything that is said of one report: findings, or why it cannot be read, and explanations that do not work."""
    if result.error is not None:
        yield Remark(
            rule=UNREADABLE,
            title=say(lang, "rule.unreadable"),
            severity="error",
            message=printable(result.error.message),
            file=result.file,
            line=result.error.line,
            column=result.error.column,
        )
    seen: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for finding in result.findings:
        pointers = tuple(cell.pointer for cell in finding.cells)
        seen[finding.code, pointers] += 1
        yield _of_finding(finding, pointers, seen[finding.code, pointers], result.file, lang)
    for explanation in result.explanations:
        if explanation.state != "used":
            pointers = (explanation.source, explanation.code, *explanation.pointers)
            seen[EXPLANATION, pointers] += 1
            yield Remark(
                rule=EXPLANATION,
                title=say(lang, "rule.explanation"),
                severity="warning",
                message=printable(explanation.message),
                file=result.file,
                pointers=pointers,
                occurrence=seen[EXPLANATION, pointers],
            )

    places = {cell.pointer: cell for finding in result.findings for cell in finding.cells}
    for repair, message in zip(result.repairs, repairs_told(result, lang), strict=False):
        pointers = tuple(change.pointer for change in repair.changes)
        cells = tuple(places[pointer] for pointer in pointers if pointer in places)
        seen[REPAIR, pointers] += 1
        yield Remark(
            rule=REPAIR,
            title=say(lang, "rule.repair"),
            severity="info",
            message=message,
            file=result.file,
            line=cells[0].line if cells else None,
            column=cells[0].column if cells else None,
            pointers=pointers,
            cells=cells,
            occurrence=seen[REPAIR, pointers],
        )


def repairs_told(result: Result, lang: Lang, most: int = SETS) -> Iterator[str]:
    """The first repairs of a result, numbered, one a line."""
    for number, repair in enumerate(result.repairs[:most], 1):
        reason = repair.reason
        if not all(change.label in reason and show(change.after) in reason for change in repair.changes):
            listed = [change_told(change, lang) for change in repair.changes[:CHANGES]]
            text = say(lang, "value.comma").join(listed)
            if len(repair.changes) > CHANGES:
                text = say(lang, "text.more", listed=text, count=len(repair.changes))
            reason = say(lang, "repair.with", reason=reason, changes=text)
        yield printable(say(lang, "repair.option", number=number, reason=reason))


def change_told(change: Change, lang: Lang) -> str:
    """A cell with what is in it and what should be."""
    before = say(lang, "repair.blank") if change.before is None else show(change.before)
    return say(lang, "repair.change", cell=change.label, before=before, after=show(change.after))


def _of_finding(finding: Finding, pointers: tuple[str, ...], occurrence: int, file: str, lang: Lang) -> Remark:
    return Remark(
        rule=finding.code,
        title=printable(finding.title),
        severity=finding.severity,
        message=printable(finding.message),
        file=file,
        line=finding.cells[0].line,
        column=finding.cells[0].column,
        pointers=pointers,
        cells=finding.cells,
        fix=printable(finding.fix),
        accepted=accepted(finding.accepted, lang) if finding.accepted else "",
        finding=finding,
        occurrence=occurrence,
    )


def accepted(acceptance: Acceptance, lang: Lang) -> str:
    """Why a finding does not count, as a sentence."""
    words = {"reason": acceptance.reason, "by": acceptance.by, "on": acceptance.on}
    return printable(say(lang, f"accepted.{acceptance.kind}", **words))


def told(same: Sequence[Remark], lang: Lang, most: int | None = None) -> Iterator[str]:
    """Remarks on one rule, one a line, no more than ``most``; then the remedy, where it is the same for all."""
    for remark in same[:most]:
        where = f"{remark.line}:{remark.column}" if remark.line else ""
        yield " ".join(filter(None, (where, remark.message, remark.accepted)))
    if most is not None and len(same) > most:
        yield say(lang, "output.more", count=len(same) - most)
    if same[0].fix and len({remark.fix for remark in same}) == 1:
        yield say(lang, "text.fix", text=same[0].fix)


def counts(result: Result, lang: Lang) -> str:
    """How many findings of each severity, and how much is undecided; or that there is nothing to say."""
    if result.error is not None:
        return say(lang, "rule.unreadable")
    found = Counter("accepted" if finding.accepted else finding.severity for finding in result.findings)
    numbers = {
        **{f"text.count.{severity}": found[severity] for severity in ("error", "warning", "info")},
        "output.accepted": found["accepted"],
        "text.count.undecided": result.checked.undecided,
    }
    parts = [say(lang, key, count=n) for key, n in numbers.items() if n]
    return say(lang, "value.comma").join(parts) or say(lang, "verdict.nothing")


def is_nameless(file: str) -> bool:
    """Whether the report came from somewhere that has no path."""
    return file in _NAMELESS


def repo_path(file: str) -> str:
    """A path as services of a repository want it: from the folder of the run, forward slashes, valid UTF-8."""
    if is_nameless(file):
        return _NAMELESS[file]
    path = os.path.normpath(file)
    path = path.removeprefix(os.path.join(os.getcwd(), "")).replace(os.sep, "/")
    return path.encode(errors="replace").decode()
