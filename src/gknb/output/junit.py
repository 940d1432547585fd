"""JUnit XML for test reports: one suite per report, one case per relation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.output.remarks import EXPLANATION, UNREADABLE, remark_lines, remarks
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.output.base import Setting, Totals
    from gknb.output.remarks import Remark
    from gknb.results import Result, Undecided

__all__ = ["JunitOutput"]

_STRUCTURE: Final = ("structure", "duplicate-key")
"""Kinds of relations that have no tally because they are evaluated on every report."""
BLANKS: Final = 3
"""Maximum number of blank cells named in a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One relation in one report."""

    name: str
    """Code and name of the relation, the same in every language so that test histories match."""
    outcome: Literal["passed", "failure", "error", "skipped"]
    """Outcome in terms of JUnit."""
    type: str = ""
    """Severity, or reason for being skipped."""
    message: str = ""
    """Summary in one sentence."""
    text: str = ""
    """All remarks, one per line."""

    def xml(self, file: str) -> str:
        """Return the ``testcase`` element."""
        start = f"<testcase{_attributes(name=self.name, classname=file)}"
        if self.outcome == "passed":
            return f"{start}><system-out>{_text(self.text)}</system-out></testcase>" if self.text else f"{start}/>"
        inner = f"<{self.outcome}{_attributes(type=self.type, message=self.message)}>{_text(self.text)}"
        return f"{start}>{inner}</{self.outcome}></testcase>"


class JunitOutput:
    """One ``testsuites`` for the whole run."""

    between: Final = ""
    late_head: Final = False

    def __init__(self, setting: Setting) -> None:
        """Take the language and the rules of ``setting``."""
        self.setting = setting
        self._rules = {rule["code"]: rule for rule in setting.rules}

    def head(self, _: Totals) -> str:
        """Return the XML declaration and the start tag."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gknb">\n'

    def piece(self, result: Result) -> Iterator[str]:
        """Yield the suite of one report."""
        cases = [*self._cases(result)]
        name = printable(result.file) or self._say("text.document")
        numbers = {
            key: sum(case.outcome == outcome for case in cases)
            for key, outcome in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items()
        }
        yield f"  <testsuite{_attributes(name=name, tests=len(cases), **numbers)}>\n"
        for case in cases:
            yield f"    {case.xml(name)}\n"
        yield "  </testsuite>\n"

    def tail(self, _: Totals) -> str:
        """Return the end tag."""
        return "</testsuites>\n"

    def _say(self, key: str, **details: object) -> str:
        return say(self.setting.lang, key, **details)

    def _cases(self, result: Result) -> Iterator[_Case]:
        found = _by(remarks(result, self.setting.lang), "rule")
        if result.error is not None:
            yield _Case(name=UNREADABLE, outcome="error", type=result.error.reason, **self._details(found[UNREADABLE]))
            return
        undecided = _by(result.undecided, "code")
        for code in sorted({*self._evaluated(result), *found, *undecided}):
            yield self._case(code, found.get(code, []), undecided.get(code, []))

    def _evaluated(self, result: Result) -> Iterator[str]:
        yield from (tally.code for tally in result.checked.relations)
        for code, rule in self._rules.items():
            if rule["relation"]["kind"] in _STRUCTURE and result.edition in self.setting.editions(rule):
                yield code

    def _case(self, code: str, found: Sequence[Remark], undecided: Sequence[Undecided]) -> _Case:
        name = self._name(code, [*found, *undecided])
        counting = [remark for remark in found if not remark.accepted]
        if failing := [remark for remark in counting if remark.severity != "info"]:
            severity = "error" if any(remark.severity == "error" for remark in failing) else "warning"
            return _Case(name=name, outcome="failure", type=severity, **self._details(found))
        if undecided:
            return _Case(name=name, outcome="skipped", type="undecided", message=self._blanks(undecided))
        if found and not counting:
            details = self._details(found) | {"message": found[0].accepted}
            return _Case(name=name, outcome="skipped", type="accepted", **details)
        return _Case(name=name, outcome="passed", text=self._details(found)["text"] if found else "")

    def _name(self, code: str, said: Sequence[Any]) -> str:
        finding = next((getattr(one, "finding", None) or one for one in said), None)
        name = self._rules.get(code, {}).get("name") or getattr(finding, "name", "")
        return code if code == EXPLANATION else f"{code} {name}".strip()

    def _details(self, found: Sequence[Remark]) -> dict[str, str]:
        message = found[0].message
        if len(found) > 1:
            message = self._say("junit.more", message=message, count=len(found) - 1)
        return {"message": message, "text": "\n".join(remark_lines(found, self.setting.lang))}

    def _blanks(self, undecided: Sequence[Undecided]) -> str:
        labels = [cell.label for one in undecided for cell in one.cells if cell.value is None]
        names = list(dict.fromkeys(map(printable, labels)))
        if not names:
            return self._say("junit.undecided" if undecided[0].cells else "text.no-edition")
        listed = self._say("value.comma").join(names[:BLANKS])
        if len(names) > BLANKS:
            listed = self._say("text.more", listed=listed, count=len(names))
        return self._say("junit.blank", cells=listed)


def _by(said: Any, name: str) -> dict[str, list[Any]]:
    def key(one: Any) -> str:
        value: str = getattr(one, name)
        return value

    return {value: list(run) for value, run in groupby(sorted(said, key=key), key=key)}


def _attributes(**values: object) -> str:
    from xml.sax.saxutils import quoteattr

    return "".join(f" {name}={quoteattr(printable(str(value)))}" for name, value in values.items())


def _text(text: str) -> str:
    """Escape text for XML; characters that XML 1.0 forbids are already removed."""
    from xml.sax.saxutils import escape

    return escape(text)
