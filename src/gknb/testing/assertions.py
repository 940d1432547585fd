"""Assertions for tests: that a report is valid, or that a check has a finding. Needs no extra packages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from gknb.api import check
from gknb.errors import SourceError, UsageError, lang_of
from gknb.run.inputs import unreadable
from gknb.standard.catalog import closest, load_catalog
from gknb.standard.relations import families
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.api import Project, Report
    from gknb.results import Finding, Result
    from gknb.standard.form import Lang

__all__ = ["assert_finding", "assert_valid_report"]


def assert_valid_report(
    document: Report, *, lang: str | None = None, project: Project | None = None, **options: Any
) -> Result:
    """Assert that a report is valid and return the result; the error message is the output of ``gknb check``.

    ``document`` and ``options`` are those of :func:`gknb.check`, such as ``strict=True``; ``lang`` is a language tag,
    by default ``"en"``. With ``project`` (:meth:`gknb.Project.load`) the report is checked by its settings, and
    ``previous`` is the only option. Raises :class:`AssertionError` for a report that is invalid or cannot be read,
    and :class:`~gknb.errors.UsageError` for an option that names something unknown.
    """
    __tracebackhide__ = True
    told_in = _language(lang, project)
    result = _check(document, told_in, project, options)
    if not result.valid:
        raise AssertionError(_text(result, told_in))
    return result


def assert_finding(  # noqa: PLR0913 - each keyword is one option
    document: Report,
    code: str,
    *,
    pointers: Iterable[str] | None = None,
    cell: str | None = None,
    lang: str | None = None,
    project: Project | None = None,
    **options: Any,
) -> Finding:
    """Assert that a check has a finding of the relation ``code`` and return the first that matches.

    ``pointers`` are exactly the cells of the finding, in any order, and ``cell`` is one of them, as JSON Pointers. The
    other arguments are those of :func:`assert_valid_report`. Raises :class:`AssertionError` if no finding matches, with
    all findings and their cells in the message, and :class:`~gknb.errors.UsageError` for an unknown code.
    """
    __tracebackhide__ = True
    told_in = _language(lang, project)
    catalog = options.get("catalog") or load_catalog() if project is None else project.checker.catalog
    codes = [relation.code for relation in families(catalog)]
    if code not in codes:
        raise UsageError("usage.code", code=code, closest=closest(code.upper(), codes) or codes[0])
    wanted = None if pointers is None else frozenset(pointers)
    result = _check(document, told_in, project, options)
    for finding in result.findings:
        cells = {each.pointer for each in finding.cells}
        if finding.code == code and (wanted is None or cells == wanted) and (cell is None or cell in cells):
            return finding
    where = sorted({*(wanted or ()), *([cell] if cell is not None else ())})
    told = say(told_in, "kit.wanted", code=code, cells=", ".join(where)) if where else code
    raise AssertionError(say(told_in, "kit.no-finding", wanted=told) + "\n" + _text(result, told_in, verbose=True))


def _language(lang: str | None, project: Project | None) -> Lang:
    """The language asked for, else that of the project, else English."""
    if lang is not None:
        return lang_of(lang)
    return "en" if project is None else project.checker.options.lang


def _check(document: Any, lang: Lang, project: Project | None, options: Mapping[str, Any]) -> Result:
    try:
        return check(document, lang=lang, **options) if project is None else project.check(document, **options)
    except SourceError as error:
        return unreadable(os.fspath(document) if isinstance(document, str | os.PathLike) else "", error, lang)


def _text(result: Result, lang: Lang, *, verbose: bool = False) -> str:
    from gknb.output.base import Setting
    from gknb.output.text import TextOutput

    return "\n".join(TextOutput(Setting(lang=lang, verbose=verbose)).lines(result))
