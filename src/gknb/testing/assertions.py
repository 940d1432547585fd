"""What a test says of a report: that it is valid, or that a check finds something in it. Needs nothing but gknb."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from gknb.api import check
from gknb.errors import SourceError, UsageError
from gknb.results import Finding, Result, Unreadable
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
    """Fails unless the report is valid; the message is what ``gknb check`` prints.

    ``document`` and ``options`` are those of :func:`gknb.check`, such as ``strict=True``; ``lang`` is ``"zh"`` or, by
    default, ``"en"``. Gives the result. Raises :class:`AssertionError` for a report that is invalid or cannot be read,
    and :class:`~gknb.errors.UsageError` for an option that names something unknown.
    """
    __tracebackhide__ = True
    result = _check(document, lang or "en", options)
    if not result.valid:
        raise AssertionError(_told(result, lang or "en"))
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
    """Fails unless a check finds ``code``; the message tells what it finds instead, cell by cell.

    ``pointers`` are exactly the cells of the finding, in any order, and ``cell`` is one of them, as JSON Pointers. The
    rest is as for :func:`assert_valid_report`. Gives the first finding that fits. Raises :class:`AssertionError` where
    there is none, and :class:`~gknb.errors.UsageError` for a code that does not exist.
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
    told = say(lang or "en", "kit.wanted", code=code, cells=", ".join(where)) if where else code
    raise AssertionError(
        say(lang or "en", "kit.no-finding", wanted=told) + "\n" + _told(result, lang or "en", all=True)
    )


def _check(document: Any, lang: Lang, options: Mapping[str, Any]) -> Result:
    try:
        return check(document, lang=lang, **options)
    except SourceError as error:
        return Result(
            file=os.fspath(document) if isinstance(document, str | os.PathLike) else "",
            error=Unreadable(reason=error.reason, message=error.say(lang), line=error.line, column=error.column),
        )


def _told(result: Result, lang: Lang, *, all: bool = False) -> str:  # noqa: A002 - of the cells
    from gknb.output.base import Setting
    from gknb.output.text import TextOutput

    return "\n".join(TextOutput(Setting(lang=lang, verbose=all)).lines(result))
