"""List everything reported on a report as remarks, one per place, for formats that are lists of problems."""

from __future__ import annotations

import os
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from gknb.lazy_dataclasses import dataclass, field
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
    "remark_lines",
    "remarks",
    "repairs_told",
    "repo_path",
]

UNREADABLE: Final = "unreadable"
"""Rule of a remark on an input that cannot be read."""
EXPLANATION: Final = "explanation"
"""Rule of a remark on an explanation that has no effect."""
REPAIR: Final = "repair"
"""Rule of a remark on the likeliest wrong cells."""
SETS: Final = 3
"""Number of repairs listed by default; JSON and ``gknb repair`` list all."""
CHANGES: Final = 6
"""Maximum number of cells listed for one repair."""
_NAMELESS: Final = {"-": "stdin", "": "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One remark on one place; every text is a single line."""

    rule: str
    """Code of the relation, :data:`UNREADABLE`, :data:`EXPLANATION` or :data:`REPAIR`."""
    title: str
    """Title of the rule."""
    severity: Severity
    """Severity."""
    message: str
    """What is wrong at this place."""
    file: str
    """Path as given."""
    line: int | None = None
    """Line in the file, from 1, if known."""
    column: int | None = None
    """Column in the line, from 1."""
    pointers: tuple[str, ...] = ()
    """JSON Pointers of its cells."""
    cells: tuple[Cell, ...] = ()
    """Its cells with labels and positions, as far as findings have them."""
    fix: str = ""
    """What to do about it; empty if the message says so."""
    accepted: str = ""
    """Why it is accepted; empty if it is not."""
    finding: Finding | None = field(default=None, repr=False)
    """The finding, for a remark on a relation."""
    occurrence: int = 1
    """Number among the remarks with this rule and these cells in this report, from 1."""

    @property
    def fingerprint(self) -> str:
        """A hash that identifies the problem, independent of its line and of the values."""
        parts = self.rule, repo_path(self.file), *self.pointers, str(self.occurrence)
        return sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]


def remarks(result: Result, lang: Lang) -> Iterator[Remark]:
    """Yield the remarks on one report: its read error or findings, explanations without effect, and repairs."""
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
    """Yield the first ``most`` repairs of a result, numbered, one per line."""
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
    """Return a sentence with a cell, its present value and its new value."""
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
    """Return the sentence on why a finding is accepted."""
    words = {"reason": acceptance.reason, "by": acceptance.by, "on": acceptance.on}
    return printable(say(lang, f"accepted.{acceptance.kind}", **words))


def remark_lines(same: Sequence[Remark], lang: Lang, most: int | None = None) -> Iterator[str]:
    """Yield up to ``most`` remarks on one rule, one per line, then the fix if it is the same for all."""
    for remark in same[:most]:
        where = f"{remark.line}:{remark.column}" if remark.line else ""
        yield " ".join(filter(None, (where, remark.message, remark.accepted)))
    if most is not None and len(same) > most:
        yield say(lang, "output.more", count=len(same) - most)
    if same[0].fix and len({remark.fix for remark in same}) == 1:
        yield say(lang, "text.fix", text=same[0].fix)


def counts(result: Result, lang: Lang) -> str:
    """Return the numbers of findings by severity and of undecided outcomes, as text."""
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
    """Whether a report has no path: standard input or a document in memory."""
    return file in _NAMELESS


def repo_path(file: str) -> str:
    """Return a path for services of a repository: relative to the working folder, forward slashes, valid UTF-8."""
    if is_nameless(file):
        return _NAMELESS[file]
    path = os.path.normpath(file)
    path = path.removeprefix(os.path.join(os.getcwd(), "")).replace(os.sep, "/")
    return path.encode(errors="replace").decode()
