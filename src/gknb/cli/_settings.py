"""From the command line and the configuration to a checker; the command line wins."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gknb._version import __version__
from gknb.engine.check import Options
from gknb.errors import UsageError
from gknb.output.base import Setting
from gknb.settings.checker import Checker
from gknb.settings.config import Config, find_config, read_config
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.settings.baseline import Baseline
    from gknb.settings.profile import Profile
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Grid

__all__ = ["Project", "add_arguments", "project"]

_ARGUMENTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "edition": {},
    "draft": {"action": argparse.BooleanOptionalAction},
    "select": {"action": "append", "metavar": "CODES"},
    "ignore": {"action": "append", "metavar": "CODES"},
    "strict": {"action": argparse.BooleanOptionalAction},
    "explain": {"action": argparse.BooleanOptionalAction},
    "solver": {"action": argparse.BooleanOptionalAction},
    "set": {"action": "append", "metavar": "NAME=VALUE"},
    "profile": {"metavar": "FILE"},
    "baseline": {"metavar": "FILE"},
    "write-baseline": {"metavar": "FILE"},
    "config": {"metavar": "FILE"},
    "no-config": {"action": "store_true"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What to check, and how."""

    paths: tuple[str, ...]
    """The reports."""
    lang: Lang
    """Language of the output."""
    checker: _Maker
    """Makes the checker; can be sent to another process."""
    baseline: Baseline | None
    """The baseline to write, where one was asked for."""
    aliases: Mapping[str, str]
    """For each other name of an organ the one that it has now."""

    def setting(self, *, verbose: bool = False, together: bool = False) -> Setting:
        """What an output needs to know besides results."""
        return Setting(
            lang=self.lang,
            verbose=verbose,
            version=__version__,
            rules=self.checker().rules,
            grids=partial(_grids, self.checker),
            together=together,
        )


class _Maker:
    """Makes a checker once; in another process another one."""

    def __init__(
        self,
        options: Options,
        severity: Mapping[str, Mapping[str, str]],
        baseline: Baseline | None,
        profile: Profile | None,
    ) -> None:
        self._given = options, severity, baseline, profile
        self._made: Checker | None = None

    def __call__(self) -> Checker:
        if self._made is None:
            options, severity, baseline, profile = self._given
            self._made = Checker(options, profile=profile, severity=severity, baseline=baseline)
        return self._made

    def __reduce__(self) -> tuple[Any, ...]:
        return _Maker, self._given


def _grids(made: _Maker, edition: str) -> Sequence[Grid]:
    from gknb.standard.form import form_of
    from gknb.standard.sheet import sheet

    checker = made()
    return sheet(form_of(checker.catalog, edition), checker.options.lang)


def add_arguments(made: argparse.ArgumentParser, lang: Lang, *, without: Mapping[str, Any] | None = None) -> None:
    """The options that a configuration may set as well, and those about the configuration.

    A command can do ``without`` some of them, each with the value that it has there.
    """
    given = without or {}
    made.set_defaults(**{name.replace("-", "_"): value for name, value in given.items()})
    for name, settings in _ARGUMENTS.items():
        if name in given:
            continue
        made.add_argument(f"--{name}", help=say(lang, f"cli.check.{name}"), **settings)


def project(options: argparse.Namespace, lang: Lang, *, keep: bool = False, digest: bool = False) -> Project:
    """What the command line and the configuration come to together. Raises :class:`~gknb.errors.UsageError`.

    With ``keep`` results keep the reports, for outputs that draw the form; with ``digest`` what it takes to hold them
    against others.
    """
    config = _config(options)
    chosen = Options(
        edition=_first(options.edition, config.edition),
        draft=_first(options.draft, config.draft),
        select=config.select if options.select is None else codes(options.select),
        ignore=config.ignore if options.ignore is None else codes(options.ignore),
        strict=_first(options.strict, config.strict),
        lang=options.lang or config.lang or lang,
        parameters={**config.set, **dict(map(_setting, options.set or ()))},
        explain=_first(options.explain, config.explain),
        solver=_first(options.solver, config.solver),
        keep=keep,
        digest=digest,
    )
    new = _new_baseline(options.write_baseline)
    known = _baseline(_first(options.baseline, config.baseline)) if new is None else None
    checker = _Maker(chosen, config.severity, known, _profile(_first(options.profile, config.profile)))
    checker()  # what is wrong in the options is told at once, before any file
    return Project(
        paths=tuple(options.files) or config.paths,
        lang=chosen.lang,
        checker=checker,
        baseline=new,
        aliases=config.aliases,
    )


def _config(options: argparse.Namespace) -> Config:
    if options.no_config:
        return Config()
    path = options.config or find_config(os.getcwd())
    return read_config(path) if path else Config()


def _first(given: Any, configured: Any) -> Any:
    return configured if given is None else given


def _new_baseline(path: str | None) -> Baseline | None:
    if path is None:
        return None
    from gknb.settings.baseline import Baseline

    return Baseline(path)


def _baseline(path: str | None) -> Baseline | None:
    if path is None:
        return None
    from gknb.settings.baseline import read_baseline

    return read_baseline(path)


def _profile(path: str | None) -> Profile | None:
    if path is None:
        return None
    from gknb.settings.profile import read_profile
    from gknb.standard.catalog import load_catalog

    return read_profile(path, load_catalog())


def codes(given: list[str]) -> tuple[str, ...]:
    """Codes as given, several of them separated by commas or spaces."""
    # An empty code stays: to pass it over would check everything where the caller meant to choose.
    return tuple(code for one in given for code in one.replace(",", " ").split() or [""])


def _setting(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError("usage.set", given=given)
    return name, value
