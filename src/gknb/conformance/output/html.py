"""The report as one page that needs nothing else: the verdict, relations by kind, and what fails, with its diff."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from gknb.conformance.compare import LEVELS
from gknb.conformance.output.diff import diff_lines
from gknb.conformance.output.text import heading, verdict
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.conformance.outcome import Outcome, Report, Tally
    from gknb.standard.form import Lang

__all__ = ["report_html"]

_KINDS: Final = ("pass", "fail", "undecided", "boundary", "structure")
_CLASSES: Final = {"-": "del", "+": "ins", " ": "span"}
_STYLE: Final = """
:root { color-scheme: light dark; --good: #1a7f37; --bad: #c62828; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.2rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child { text-align: left; position: sticky; left: 0; background: Canvas; }
details { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .8rem; margin: .5rem 0; }
summary { cursor: pointer; }
pre { white-space: pre-wrap; font-size: .85rem; margin: .5rem 0; }
del { color: var(--bad); text-decoration: none; } ins { color: var(--good); text-decoration: none; }
"""


def report_html(report: Report, lang: Lang) -> str:
    """The page; it holds no scripts and loads nothing."""
    title = escape(heading(report, lang))
    body = "\n".join(_body(report, lang))
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n{body}\n</html>\n"
    )


def _body(report: Report, lang: Lang) -> Iterator[str]:
    mark, name = ("✓", "good") if report.conforms else ("✗", "bad")
    yield f"<h1>{escape(heading(report, lang))}</h1>"
    yield f'<p class="{name}">{mark} {escape(verdict(report, lang))}</p>'
    yield from _notes(report, lang)
    yield from _table(("", *LEVELS), _levels(report, lang))
    yield f"<h2>{escape(say(lang, 'conformance.html.matrix'))}</h2>"
    yield from _table(("", *_KINDS), _matrix(report))
    yield from _topics(report, lang)
    failing = [outcome for outcome in report.outcomes if outcome.status != "passed"]
    if failing:
        yield f"<h2>{escape(say(lang, 'conformance.html.vectors', count=len(failing)))}</h2>"
    for outcome in failing:
        yield from _vector(outcome, lang)


def _notes(report: Report, lang: Lang) -> Iterator[str]:
    notes = [f"{remark.say(lang)} ({len(outcomes)})" for remark, outcomes in report.remarks()]
    if report.expired is not None:
        words = {"expired": report.expired, "version": report.suite.version}
        notes.append(say(lang, "conformance.skip.expired", **words))
    if report.outlived:
        notes.append(say(lang, "conformance.remark.outlived", count=report.outlived))
    given, found = report.figures
    notes.append(say(lang, "conformance.figures", given=given, found=found))
    yield from (f"<p>{_safe(note)}</p>" for note in notes)


def _table(head: Iterable[str], rows: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    yield '<div class="scroll"><table>'
    yield f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>"
    for name, cells in rows:
        yield f"<tr><th>{escape(name)}</th>{''.join(cells)}</tr>"
    yield "</table></div>"


def _levels(report: Report, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    tally = report.total
    cells = [_cell(tally.levels[level], tally.all) for level in LEVELS]
    yield say(lang, "conformance.table.all"), cells


def _matrix(report: Report) -> Iterator[tuple[str, list[str]]]:
    kinds, level = report.kinds(), report.setting.level
    for code in report.relations():
        tallies: list[Tally | None] = [kinds.get((code, kind)) for kind in _KINDS]
        yield code, [_cell(tally.levels[level], tally.all) if tally else "<td>–</td>" for tally in tallies]


def _cell(passed: int, total: int) -> str:
    name = "good" if passed == total else "bad"
    return f'<td class="{name}">{passed}/{total}</td>'


def _topics(report: Report, lang: Lang) -> Iterator[str]:
    topics = report.topics()
    if topics:
        yield f"<h2>{escape(say(lang, 'conformance.topics'))}</h2>"
    for tally in topics:
        words = {"failed": tally.failed, "all": tally.all, "title": tally.topic.title[lang]}
        section = say(lang, "conformance.section", section=tally.topic.section)
        names = say(lang, "value.comma").join(vector.id for vector in tally.named)
        such_as = say(lang, "conformance.topic.vectors", names=names)
        yield f"<p><b>{_safe(say(lang, 'conformance.topic', **words))}</b><br>"
        yield f"{_safe(tally.topic.why[lang])}<br><small>{_safe(section)}<br>{_safe(such_as)}</small></p>"


def _vector(outcome: Outcome, lang: Lang) -> Iterator[str]:
    name = "bad" if outcome.status == "failed" else "good"
    status = say(lang, f"conformance.status.{outcome.status}")
    yield f'<details><summary><span class="{name}">{escape(status)}</span> <b>{escape(outcome.vector.id)}</b> '
    yield f"{_safe(outcome.vector.title[lang])}</summary>"
    if outcome.skip is not None:
        yield f"<p>{_safe(outcome.skip)}</p>"
    if outcome.problem is not None:
        yield f"<p>{_safe(outcome.problem.say(lang))}</p>"
    lines = [_line(line.mark, line.text) for line in diff_lines(outcome, lang)]
    lines += [_line(" ", f"stderr: {line}") for line in outcome.errors.splitlines()]
    if lines:
        yield f"<pre>{chr(10).join(lines)}</pre>"
    yield "</details>"


def _line(mark: str, text: str) -> str:
    return f"<{_CLASSES[mark]}>{mark} {_safe(text)}</{_CLASSES[mark]}>"


def _safe(text: str) -> str:
    return escape(printable(text))
