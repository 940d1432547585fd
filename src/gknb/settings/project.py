"""Builds the checker of a configuration."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from gknb.engine.options import Options
from gknb.lazy_dataclasses import dataclass, replace
from gknb.settings.checker import Checker

if TYPE_CHECKING:
    from gknb.settings.baseline import Baseline
    from gknb.settings.config import Config
    from gknb.settings.profile import Profile
    from gknb.standard.form import Lang

__all__ = ["ProjectSettings", "settings_of"]


@dataclass(frozen=True, kw_only=True)
class ProjectSettings:
    """A configuration with its files loaded. Creates the checker, in this process or another."""

    config: Config
    """The configuration."""
    options: Options
    """Options of the check."""
    profile: Profile | None
    """Profile of the county, if there is one."""
    baseline: Baseline | None
    """Baseline with known findings, if there is one."""

    @cached_property
    def checker(self) -> Checker:
        """The checker. Raises :class:`~gknb.errors.UsageError` for settings that name something unknown."""
        return Checker(
            self.options,
            profile=self.profile,
            severity=self.config.severity,
            baseline=self.baseline,
            aliases=self.config.aliases,
        )

    def make_checker(self) -> Checker:
        """Return :attr:`checker`. Picklable: another process creates its own checker."""
        return self.checker

    def with_digests(self) -> ProjectSettings:
        """Return the same settings with digests in results, to compare reports."""
        return replace(self, options=replace(self.options, digest=True))

    def __getstate__(self) -> dict[str, Any]:
        """Return the state without the checker, which another process creates again."""
        return {name: value for name, value in self.__dict__.items() if name != "checker"}


def settings_of(
    config: Config, *, lang: Lang = "en", keep: bool = False, digest: bool = False, record: bool = False
) -> ProjectSettings:
    """Return the settings of ``config``, with its profile and baseline loaded.

    ``lang`` is the language if ``config`` sets none. With ``keep``, results keep the reports; with ``digest``, they
    carry digests; with ``record``, the current baseline is ignored, since a new one is written. Raises
    :class:`~gknb.errors.UsageError` and :class:`~gknb.errors.SourceError` for errors in the configuration or its files.
    """
    options = Options(
        edition=config.edition,
        draft=config.draft,
        select=config.select,
        ignore=config.ignore,
        strict=config.strict,
        lang=config.lang or lang,
        parameters=config.set,
        explain=config.explain,
        keep=keep,
        digest=digest,
    )
    settings = ProjectSettings(
        config=config,
        options=options,
        profile=None if config.profile is None else _profile(config.profile),
        baseline=None if config.baseline is None or record else _baseline(config.baseline),
    )
    settings.make_checker()  # raises errors in the settings before any report is read
    return settings


# Loaded only if the configuration names one.


def _profile(path: str) -> Profile:
    from gknb.settings.profile import read_profile
    from gknb.standard.catalog import load_catalog

    return read_profile(path, load_catalog())


def _baseline(path: str) -> Baseline:
    from gknb.settings.baseline import read_baseline

    return read_baseline(path)
