"""From whatever is given to a result: one report, with or without last year's, or a collection of reports."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from gknb.engine.check import Options
from gknb.run.inputs import check_source, document_at
from gknb.settings.checker import Checker
from gknb.source.document import from_python, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.results import Result
    from gknb.source.document import Source
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["Report", "check"]

Report: TypeAlias = "Mapping[str, Any] | str | os.PathLike[str] | bytes"
"""A report in whatever way it is given: parsed, as a path, or as the content of a file."""


def check(  # noqa: PLR0913 - each keyword is one option
    document: Report,
    *,
    previous: Report | None = None,
    edition: str | None = None,
    draft: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    strict: bool = False,
    lang: Lang = "en",
    parameters: Mapping[str, str] | None = None,
    explain: bool = False,
    catalog: Catalog | None = None,
) -> Result:
    """Check one report against the schema and every relation of its edition.

    ``document`` is a parsed report (as ``json.load`` gives it), a path to a JSON or YAML file or to a published
    page (with ``gknb[extract]``), or the content of a JSON or YAML file as bytes. ``previous`` is the report of the
    year before, likewise: with it the relations between the two are checked as well. ``edition`` overrides the one that
    the document names; ``draft`` allows blank cells (``None``); ``select`` and ``ignore`` take codes or their
    beginnings (``"T3"``); ``strict`` makes warnings count against ``valid``; ``lang`` is ``"zh"`` or ``"en"``;
    ``parameters`` sets what a relation leaves to the county (``{"township_deadline": "02-15"}``); ``explain`` asks
    which cells are likeliest wrong (``Result.repairs``); ``catalog`` is another version of the published set
    (:func:`gknb.load_catalog`).

    What is wrong in the report comes back in the :class:`~gknb.results.Result`. Raises
    :class:`~gknb.errors.SourceError` where the input cannot be read as one document, and
    :class:`~gknb.errors.UsageError` for an option that names something unknown.
    """
    checker = _checker(
        catalog,
        tuple(sorted(parameters.items())) if parameters else (),
        edition=edition,
        draft=draft,
        select=tuple(select),
        ignore=tuple(ignore),
        strict=strict,
        lang=lang,
        explain=explain,
    )
    if previous is None and isinstance(document, dict | bytes):
        result = checker.check_json(document) if isinstance(document, bytes) else checker.check_value(document)
        if result is not None:
            return result
    source, file = _source(document)
    result = check_source(checker, source, file)
    if previous is None:
        return result
    from gknb.engine.merge import merge
    from gknb.series.compare import compare_sources

    compared = compare_sources(checker, source, file, *_source(previous))
    return result if compared is None else merge(result, [compared], last_repairs=True)


@lru_cache(maxsize=64)
def _checker(catalog: Catalog | None, parameters: tuple[tuple[str, str], ...], **options: Any) -> Checker:
    """The checker for some options, made once: that takes as long as a check does."""
    return Checker(Options(parameters=dict(parameters), **options), catalog)


def _source(document: Report) -> tuple[Source, str]:
    """The source of a report given in whatever way, and what its result calls it."""
    if isinstance(document, bytes):
        return read_bytes(document), ""
    if isinstance(document, str | os.PathLike):
        path = os.fspath(document)
        return document_at(path), path
    return from_python(document), ""
