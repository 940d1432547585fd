"""Builds the checker from the command line and the configuration; the command line takes precedence."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import UsageError
from gknb.lazy_dataclasses import dataclass, replace
from gknb.settings.config import Config, find_config, limit, read_config
from gknb.settings.project import settings_of
from gknb.source.refusals import short
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.settings.baseline import Baseline
    from gknb.settings.checker import Checker
    from gknb.settings.project import ProjectSettings
    from gknb.standard.form import Lang

__all__ = ["Chosen", "add_arguments", "add_limits", "limits_of", "project"]

_ARGUMENTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "edition": {},
    "draft": {"action": argparse.BooleanOptionalAction},
    "select": {"action": "append", "metavar": "CODES"},
    "ignore": {"action": "append", "metavar": "CODES"},
    "strict": {"action": argparse.BooleanOptionalAction},
    "explain": {"action": argparse.BooleanOptionalAction},
    "set": {"action": "append", "metavar": "NAME=VALUE"},
    "profile": {"metavar": "FILE"},
    "baseline": {"metavar": "FILE"},
    "write-baseline": {"metavar": "FILE"},
    "limit": {"action": "append", "metavar": "NAME=VALUE"},
    "config": {"metavar": "FILE"},
    "no-config": {"action": "store_true"},
}
_LIMITS: Final = ("limit", "config", "no-config")
"""Options of commands that read published files and need no other setting."""
_PLAIN: Final = ("edition", "draft", "strict", "explain", "lang", "profile", "baseline")
"""Options that override a configuration key without conversion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The settings of a run."""

    settings: ProjectSettings
    """Project settings, overridden by the command line."""
    baseline: Baseline | None
    """Baseline to write, if requested."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the reports."""
        return self.settings.config.paths

    @property
    def limits(self) -> Mapping[str, int]:
        """Limits of a published file."""
        return self.settings.config.limits

    @property
    def lang(self) -> Lang:
        """Language of the output."""
        return self.settings.options.lang

    @property
    def checker(self) -> Checker:
        """Checker with these settings."""
        return self.settings.checker


def add_arguments(command: argparse.ArgumentParser, lang: Lang, *, without: Mapping[str, Any] | None = None) -> None:
    """Add the options that a configuration may also set, and those that select the configuration.

    ``without`` maps options that the command lacks to their fixed values.
    """
    given = without or {}
    command.set_defaults(**{name.replace("-", "_"): value for name, value in given.items()})
    _add(command, lang, [name for name in _ARGUMENTS if name not in given])


def add_limits(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the options for the limits of published files, for :func:`limits_of`."""
    _add(command, lang, _LIMITS)


def _add(command: argparse.ArgumentParser, lang: Lang, names: Sequence[str]) -> None:
    for name in names:
        command.add_argument(f"--{name}", help=say(lang, f"cli.check.{name}"), **_ARGUMENTS[name])


def project(options: argparse.Namespace, lang: Lang, *, keep: bool = False, digest: bool = False) -> Chosen:
    """Return the settings of the configuration, overridden by the command line.

    With ``keep``, results keep the reports, for outputs that draw the form; with ``digest``, they carry digests, to
    compare reports. Raises :class:`~gknb.errors.UsageError`.
    """
    config = _config(options)
    given = {
        "paths": tuple(options.files) or None,
        "select": None if options.select is None else codes(options.select),
        "ignore": None if options.ignore is None else codes(options.ignore),
        "set": {**config.set, **dict(map(_setting, options.set or ()))},
        "limits": _limited(config, options),
        **{name: getattr(options, name) for name in _PLAIN},
    }
    config = replace(config, **{name: value for name, value in given.items() if value is not None})
    new = None if options.write_baseline is None else _new_baseline(options.write_baseline)
    settings = settings_of(config, lang=lang, keep=keep, digest=digest, record=new is not None)
    return Chosen(settings=settings, baseline=new)


def limits_of(options: argparse.Namespace) -> Mapping[str, int]:
    """Return the limits of a published file. Raises :class:`~gknb.errors.UsageError`."""
    return _limited(_config(options), options)


def _limited(config: Config, options: argparse.Namespace) -> Mapping[str, int]:
    return {**config.limits, **dict(map(_limit, options.limit or ()))}


def _limit(given: str) -> tuple[str, int]:
    name, _, value = given.partition("=")
    try:
        return name, limit(name, value)
    except ValueError:
        raise UsageError("usage.limit", given=short(given)) from None


def _config(options: argparse.Namespace) -> Config:
    if options.config and options.no_config:
        raise UsageError("usage.config")
    if options.no_config:
        return Config()
    path = options.config or find_config(os.getcwd())
    return read_config(path) if path else Config()


def _new_baseline(path: str) -> Baseline:
    from gknb.settings.baseline import Baseline  # loaded only to write a baseline

    return Baseline(path)


def codes(given: list[str]) -> tuple[str, ...]:
    """Split codes separated by commas or spaces."""
    # Keep an empty code: dropping it would check everything although the caller meant to choose.
    return tuple(code for one in given for code in one.replace(",", " ").split() or [""])


def _setting(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError("usage.set", given=given)
    return name, value
