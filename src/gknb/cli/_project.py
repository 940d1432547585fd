"""From the command line and the configuration to a checker; the command line wins."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gknb.checker import Options
from gknb.errors import UsageError
from gknb.texts import say

if TYPE_CHECKING:
    import argparse

    from gknb.checker import Checker
    from gknb.form import Lang
    from gknb.policy.apply import Policy
    from gknb.policy.baseline import Baseline
    from gknb.policy.config import Config
    from gknb.profile import Profile

__all__ = ["Maker", "Project", "add_arguments", "project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What to check, and how."""

    paths: tuple[str, ...]
    """The reports."""
    lang: Lang
    """Language of the output."""
    checker: Maker
    """Makes the checker; can be sent to another process."""
    baseline: Baseline | None
    """The baseline to write, where one was asked for."""


class Maker:
    """Makes the checker, once in each process."""

    def __init__(self, options: Options, policy: Policy, profile: Profile | None) -> None:
        self._given = options, policy, profile
        self._made: Checker | None = None

    def __call__(self) -> Checker:
        """The checker. Raises :class:`~gknb.errors.UsageError` where an option or the profile is wrong."""
        if self._made is None:
            from gknb.policy.checker import ProjectChecker

            self._made = ProjectChecker(*self._given)
        return self._made

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process makes its own."""
        return Maker, self._given


def add_arguments(made: argparse.ArgumentParser, lang: Lang) -> None:
    """The options that a configuration may set as well, and those about the configuration."""
    known: dict[str, dict[str, Any]] = {
        "edition": {},
        "draft": {"action": "store_true", "default": None},
        "select": {"action": "append", "metavar": "CODES"},
        "ignore": {"action": "append", "metavar": "CODES"},
        "strict": {"action": "store_true", "default": None},
        "set": {"action": "append", "metavar": "NAME=VALUE"},
        "profile": {"metavar": "FILE"},
        "baseline": {"metavar": "FILE"},
        "write-baseline": {"metavar": "FILE"},
        "config": {"metavar": "FILE"},
        "no-config": {"action": "store_true"},
    }
    for name, settings in known.items():
        made.add_argument(f"--{name}", help=say(lang, f"cli.check.{name}"), **settings)


def project(options: argparse.Namespace, lang: Lang, *, keep: bool = False) -> Project:
    """What the command line and the configuration come to together. Raises :class:`~gknb.errors.UsageError`.

    With ``keep``, results keep the report, for outputs that draw the form.
    """
    config = _config(options)
    lang = options.lang or config.lang or lang
    chosen = Options(
        edition=_first(options.edition, config.edition),
        draft=_first(options.draft, config.draft),
        select=config.select if options.select is None else codes(options.select),
        ignore=config.ignore if options.ignore is None else codes(options.ignore),
        strict=_first(options.strict, config.strict),
        lang=lang,
        parameters={**config.set, **dict(map(_setting, options.set or ()))},
        keep=keep,
    )
    new = _new_baseline(options.write_baseline)
    checker = _checker(chosen, config, options, read=new is None)
    checker().refuse_unknown(code for codes in config.severity.values() for code in codes)  # before any file
    return Project(paths=tuple(options.files) or config.paths, lang=lang, checker=checker, baseline=new)


def _config(options: argparse.Namespace) -> Config:
    from gknb.policy.config import Config, find_config, read_config

    if options.no_config:
        return Config()
    path = options.config or find_config(os.getcwd())
    return read_config(path) if path else Config()


def _first(given: Any, configured: Any) -> Any:
    return configured if given is None else given


def _new_baseline(path: str | None) -> Baseline | None:
    from gknb.policy.baseline import Baseline

    return None if path is None else Baseline(path)


def _checker(chosen: Options, config: Config, options: argparse.Namespace, *, read: bool) -> Maker:
    from gknb.catalog import load_catalog
    from gknb.policy.apply import Policy
    from gknb.policy.baseline import read_baseline
    from gknb.profile import read_profile

    profile, baseline = _first(options.profile, config.profile), _first(options.baseline, config.baseline)
    policy = Policy(
        lang=chosen.lang,
        strict=chosen.strict,
        severity=config.severity,
        baseline=read_baseline(baseline) if baseline and read else None,
    )
    return Maker(chosen, policy, read_profile(profile, load_catalog()) if profile else None)


def codes(given: list[str]) -> tuple[str, ...]:
    """Codes as given, several of them separated by commas or spaces."""
    # An empty code stays: to pass it over would check everything where the caller meant to choose.
    return tuple(code for one in given for code in one.replace(",", " ").split() or [""])


def _setting(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError("usage.set", given=given)
    return name, value
