"""From a configuration to the checker that follows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gknb.engine.options import Options
from gknb.settings.checker import Checker

if TYPE_CHECKING:
    from gknb.settings.baseline import Baseline
    from gknb.settings.config import Config
    from gknb.settings.profile import Profile
    from gknb.standard.form import Lang

__all__ = ["ProjectSettings", "settings_of"]


@dataclass(frozen=True, kw_only=True)
class ProjectSettings:
    """A configuration with the files that it names read. Makes the checker, in this process or in another one."""

    config: Config
    """What was configured."""
    options: Options
    """How reports are checked."""
    profile: Profile | None
    """The county's profile, where there is one."""
    baseline: Baseline | None
    """The findings that are known, where there is a baseline."""

    @cached_property
    def checker(self) -> Checker:
        """The checker. Raises :class:`~gknb.errors.UsageError` where the settings name something unknown."""
        return Checker(
            self.options,
            profile=self.profile,
            severity=self.config.severity,
            baseline=self.baseline,
            aliases=self.config.aliases,
        )

    def make_checker(self) -> Checker:
        """Return :attr:`checker`; can be sent to another process, which makes its own."""
        return self.checker

    def with_digests(self) -> ProjectSettings:
        """Return the same settings, with what it takes to compare reports kept in each result."""
        return replace(self, options=replace(self.options, digest=True))

    def __getstate__(self) -> dict[str, Any]:
        """All but the checker, which another process makes anew."""
        return {name: value for name, value in self.__dict__.items() if name != "checker"}


def settings_of(
    config: Config, *, lang: Lang = "en", keep: bool = False, digest: bool = False, record: bool = False
) -> ProjectSettings:
    """Return the settings that ``config`` stands for, its profile and its baseline read.

    ``lang`` is the language where ``config`` sets none. With ``keep`` results keep the reports, with ``digest`` what
    it takes to compare them. With ``record`` a baseline is about to be written, so that the present one does not count.
    Raises :class:`~gknb.errors.UsageError` and :class:`~gknb.errors.SourceError` for what is wrong in the configuration
    or in a file that it names.
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
    made = ProjectSettings(
        config=config,
        options=options,
        profile=None if config.profile is None else _profile(config.profile),
        baseline=None if config.baseline is None or record else _baseline(config.baseline),
    )
    made.make_checker()  # what is wrong in the settings is raised here, before any report is read
    return made


# Each is loaded only where a configuration names one.


def _profile(path: str) -> Profile:
    from gknb.settings.profile import read_profile
    from gknb.standard.catalog import load_catalog

    return read_profile(path, load_catalog())


def _baseline(path: str) -> Baseline:
    from gknb.settings.baseline import read_baseline

    return read_baseline(path)
