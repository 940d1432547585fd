"""The public functions: check one report, check with the settings of a project, write results."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from gknb.engine.options import Options, codes_of
from gknb.errors import UsageError, lang_of
from gknb.lazy_dataclasses import replace
from gknb.run.inputs import Report, check_source, read_report
from gknb.settings.checker import Checker
from gknb.source.limits import LIMITS
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from gknb.results import Result
    from gknb.settings.project import ProjectSettings
    from gknb.standard.catalog import Catalog

__all__ = ["Project", "Report", "check", "write"]


def check(  # noqa: PLR0913 - each keyword is one option
    document: Report,
    *,
    previous: Report | None = None,
    edition: str | None = None,
    draft: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    strict: bool = False,
    lang: str = "en",
    parameters: Mapping[str, str] | None = None,
    explain: bool = False,
    keep: bool = False,
    catalog: Catalog | None = None,
) -> Result:
    """Check one report against the schema and every relation of its edition, as ``gknb check --no-config`` does.

    ``document`` is a parsed report (as from ``json.load``), a path to a JSON or YAML file or to a published page (with
    ``gknb[extract]``), or the content of a JSON or YAML file as bytes. ``previous`` is the report of the year before,
    in the same forms; with it, the relations between the two are checked as well. ``edition`` overrides the one that
    the document names. ``draft`` allows blank cells (``None``). ``select`` and ``ignore`` take codes or code prefixes
    (``["T3"]``, or a single ``"T3"``). ``strict`` makes warnings count against ``valid``. ``lang`` is a language tag
    such as ``"zh"``, ``"zh-CN"`` or ``"en-GB"``. ``parameters`` sets parameters of relations
    (``{"township_deadline": "02-15"}``). ``explain`` requests repairs (``Result.repairs``). ``keep`` keeps the
    document in the result, which :func:`write` needs for HTML. ``catalog`` is another version of the published set
    (:func:`gknb.load_catalog`). Explanations in the report, or in a file next to it, accept their findings.

    Errors in the report are findings of the returned :class:`~gknb.results.Result`. Raises
    :class:`~gknb.errors.SourceError` if the input, or the explanations next to it, cannot be read, and
    :class:`~gknb.errors.UsageError` for an option that names something unknown, or a ``str`` that is not a path.
    """
    checker = _checker(
        catalog or load_catalog(),
        tuple(sorted(parameters.items())) if parameters else (),
        edition=edition,
        draft=draft,
        select=codes_of(select),
        ignore=codes_of(ignore),
        strict=strict,
        lang=lang_of(lang),
        explain=explain,
        keep=keep,
    )
    return _checked(checker, document, previous)


@lru_cache(maxsize=64)
def _checker(catalog: Catalog, parameters: tuple[tuple[str, str], ...], **options: Any) -> Checker:
    """Return the checker for some options. Cached, as building it takes as long as a check."""
    return Checker(Options(parameters=dict(parameters), **options), catalog)


def _checked(checker: Checker, document: Report, previous: Report | None, limits: Mapping[str, int] = LIMITS) -> Result:
    if previous is None and isinstance(document, dict | bytes):
        result = checker.check_json(document) if isinstance(document, bytes) else checker.check_value(document)
        if result is not None:
            return result
    source, file = read_report(document, limits)
    return check_source(checker, source, file, None if previous is None else read_report(previous, limits))


class Project:
    """The settings in a ``gknb.toml``, or ``[tool.gknb]`` in a ``pyproject.toml``, for checks from Python.

    Created by :meth:`load`. Results have the same verdicts as ``gknb check`` in the same folder.
    """

    def __init__(self, settings: ProjectSettings) -> None:
        self._settings = settings

    @classmethod
    def load(  # noqa: PLR0913 - each keyword is one setting
        cls,
        path: str | os.PathLike[str] = ".",
        *,
        edition: str | None = None,
        draft: bool | None = None,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] | None = None,
        strict: bool | None = None,
        lang: str | None = None,
        explain: bool | None = None,
        keep: bool = False,
    ) -> Self:
        """Return the project of a configuration file, or of the nearest one in a folder or above it.

        The keywords are those of :func:`gknb.check` and override the file. Messages are in English if neither sets
        ``lang``. Paths in the file are relative to its folder.

        Raises :class:`~gknb.errors.UsageError` for a missing or invalid configuration, and
        :class:`~gknb.errors.SourceError` if its profile cannot be read.
        """
        # Not needed for checks without a project.
        from gknb.settings.config import find_config, read_config
        from gknb.settings.project import settings_of

        given = os.fspath(path)
        file = find_config(os.path.abspath(given)) if os.path.isdir(given) else given
        if file is None:
            raise UsageError("config.none", folder=given)
        settings = {
            "edition": edition,
            "draft": draft,
            "select": codes_of(select),
            "ignore": codes_of(ignore),
            "strict": strict,
            "lang": None if lang is None else lang_of(lang),
            "explain": explain,
        }
        chosen: dict[str, Any] = {name: value for name, value in settings.items() if value is not None}
        return cls(settings_of(replace(read_config(file), **chosen), keep=keep))

    @property
    def file(self) -> str | None:
        """Path of the configuration file."""
        return self._settings.config.file

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the reports that the configuration names, relative to the working directory."""
        return self._settings.config.paths

    @property
    def checker(self) -> Checker:
        """Checker with the settings of the configuration."""
        return self._settings.checker

    def check(self, document: Report, *, previous: Report | None = None) -> Result:
        """Return the result of one report. Takes and raises the same as :func:`gknb.check`."""
        return _checked(self.checker, document, previous, self._settings.config.limits)

    def check_all(self, paths: Iterable[str] = (), *, series: bool | None = None) -> Iterator[Result]:
        """Check all reports in ``paths``, by default those of the configuration, as ``gknb check`` does.

        A path is a file, a folder or a pattern. Yields one result per report, in order; an unreadable report has a
        result with ``error``. With ``series``, which is the default if a path is a folder, the results of comparing
        each report with last year's follow (``Result.previous``). Raises :class:`~gknb.errors.UsageError` if there are
        no paths.
        """
        wanted = (paths,) if isinstance(paths, str) else tuple(paths) or self.paths
        if not wanted:
            raise UsageError("usage.files")
        from gknb.run.library import results_of  # not needed to check one report

        together = any(map(os.path.isdir, wanted)) if series is None else series
        settings = self._settings.with_digests() if together else self._settings
        return results_of(wanted, settings.checker, settings.config.limits)

    def write(
        self,
        results: Iterable[Result],
        format: str,  # noqa: A002 - the name that the command line has for it
        stream: TextIO,
        *,
        verbose: bool = False,
        colour: bool = False,
    ) -> None:
        """Write results as :func:`gknb.write` does, in the language and with the relations of the project."""
        _written(results, format, stream, self.checker, verbose=verbose, colour=colour)


def write(  # noqa: PLR0913 - each keyword is one option
    results: Iterable[Result],
    format: str,  # noqa: A002 - the name that the command line has for it
    stream: TextIO,
    *,
    lang: str = "en",
    verbose: bool = False,
    colour: bool = False,
    catalog: Catalog | None = None,
) -> None:
    """Write results to a text stream as ``gknb check --format`` does: as text, json, ndjson, sarif, junit and so on.

    ``results`` may be an iterator. Findings stay in the language of their check; ``lang`` is that of the rest. In
    ``text``, ``verbose`` lists every cell and ``colour`` adds colours. ``html`` draws the form, which needs results of
    a check with ``keep=True``. ``catalog`` is the published set of the check, if it is not the newest.

    Raises :class:`~gknb.errors.UsageError` for an unknown format or language, and for HTML of a result without its
    document.
    """
    checker = Checker(Options(lang=lang_of(lang)), catalog)
    _written(results, format, stream, checker, verbose=verbose, colour=colour)


def _written(  # noqa: PLR0913 - each keyword is one option
    results: Iterable[Result], name: str, stream: TextIO, checker: Checker, *, verbose: bool, colour: bool
) -> None:
    # Not needed to check a report.
    from gknb.run.library import write_results
    from gknb.run.setting import setting_for

    write_results(results, name, stream, setting_for(lambda: checker, verbose=verbose, colour=colour))
