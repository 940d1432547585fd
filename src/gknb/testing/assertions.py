"""Assertions for tests: that a report is valid, or that a check has a finding. Needs no extra packages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from gknb.api import check
from gknb.errors import SourceError, UsageError
from gknb.results import Finding, InputError, Result
from gknb.standard.catalog import closest, load_catalog
from gknb.standard.relations import families
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.standard.form import Lang

__all__ = ["assert_finding", "assert_valid_report"]


def assert_valid_report(
    document: Mapping[str, Any] | str | os.PathLike[str] | bytes, *, lang: Lang | None = None, **options: Any
) -> Result:
    """Assert that a report is valid and return the result; the error message is the output of ``gknb check``.

    ``document`` and ``options`` are those of :func:`gknb.check`, such as ``strict=True``; ``lang`` is ``"zh"`` or, by
    default, ``"en"``. Raises :class:`AssertionError` for a report that is invalid or cannot be read, and
    :class:`~gknb.errors.UsageError` for an unknown option value.
    """
    __tracebackhide__ = True
    result = _check(document, lang or "en", options)
    if not result.valid:
        raise AssertionError(_text(result, lang or "en"))
    return result


def assert_finding(
    document: Mapping[str, Any] | str | os.PathLike[str] | bytes,
    code: str,
    *,
    pointers: Iterable[str] | None = None,
    cell: str | None = None,
    lang: Lang | None = None,
    **options: Any,
) -> Finding:
    """Assert that a check has a finding of the relation ``code`` and return the first that matches.

    ``pointers`` are exactly the cells of the finding, in any order, and ``cell`` is one of them, as JSON Pointers. The
    other arguments are those of :func:`assert_valid_report`. Raises :class:`AssertionError` if no finding matches, with
    all findings and their cells in the message, and :class:`~gknb.errors.UsageError` for an unknown code.
    """
    __tracebackhide__ = True
    codes = [relation.code for relation in families(options.get("catalog") or load_catalog())]
    if code not in codes:
        raise UsageError("usage.code", code=code, closest=closest(code.upper(), codes) or codes[0])
    wanted = None if pointers is None else frozenset(pointers)
    result = _check(document, lang or "en", options)
    for finding in result.findings:
        cells = {each.pointer for each in finding.cells}
        if finding.code == code and (wanted is None or cells == wanted) and (cell is None or cell in cells):
            return finding
    where = sorted({*(wanted or ()), *([cell] if cell is not None else ())})
    missing = say(lang or "en", "kit.wanted", code=code, cells=", ".join(where)) if where else code
    raise AssertionError(
        say(lang or "en", "kit.no-finding", wanted=missing) + "\n" + _text(result, lang or "en", verbose=True)
    )


def _check(document: Any, lang: Lang, options: Mapping[str, Any]) -> Result:
    try:
        return check(document, lang=lang, **options)
    except SourceError as error:
        return Result(
            file=os.fspath(document) if isinstance(document, str | os.PathLike) else "",
            error=InputError(reason=error.reason, message=error.say(lang), line=error.line, column=error.column),
        )


def _text(result: Result, lang: Lang, *, verbose: bool = False) -> str:
    from gknb.output.base import Setting
    from gknb.output.text import TextOutput

    return "\n".join(TextOutput(Setting(lang=lang, verbose=verbose)).lines(result))
