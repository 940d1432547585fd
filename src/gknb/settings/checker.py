"""A checker that follows the policy of a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gknb.engine.check import Checker
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from gknb.engine.check import Options
    from gknb.results import Result
    from gknb.settings.policy import Policy
    from gknb.settings.profile import Profile
    from gknb.source.document import Source

__all__ = ["ProjectChecker"]


class ProjectChecker(Checker):
    """Checks against the published set with a profile laid over it, and weighs what it finds by a policy."""

    def __init__(self, options: Options, policy: Policy, profile: Profile | None = None) -> None:
        """Raises :class:`~gknb.errors.UsageError` where an option, the profile or the policy names something unknown.

        The parameters of the profile hold where ``options`` sets no others.
        """
        catalog = load_catalog()
        if profile is not None:
            from gknb.settings.profile import profiled

            catalog = profiled(catalog, profile)
            options = replace(options, parameters={**profile.parameters, **options.parameters})
        super().__init__(options, catalog)
        self.refuse_unknown(code for codes in policy.severity.values() for code in codes)
        self.policy = policy

    def check(self, source: Source, file: str = "") -> Result:
        """The result for one source under the policy.

        Raises :class:`~gknb.errors.SourceError` where the explanations beside it cannot be read.
        """
        return self._explained(self.policy.applied(self._plain(source, file), source.value), source)

    def weighed(self, result: Result, document: Any) -> Result:
        """The result under the policy, like that of the report alone."""
        return self.policy.applied(result, document)
