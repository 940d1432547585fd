"""The checker behind the command line, the library and the pytest plugin: engine, profile, policy and repairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gknb.engine.engine import Engine
from gknb.engine.fast_check import exact, read, result_of
from gknb.engine.options import Options
from gknb.lazy_dataclasses import replace
from gknb.settings.policy import Policy
from gknb.source.document import Source, plain_source
from gknb.source.plain import plain_json
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.results import Result
    from gknb.settings.baseline import Baseline
    from gknb.settings.profile import Profile
    from gknb.standard.catalog import Catalog

__all__ = ["Checker"]


class Checker(Engine):
    """Checks any number of reports with the same settings. Stateless and safe in threads.

    Explanations inside a report, and in ``*.explained.yaml`` next to it, always apply. ``catalog`` is another version
    of the published set. ``profile`` extends it; its parameters apply unless ``options`` overrides them. ``severity``
    maps globs of paths to severities by code, ``baseline`` holds known findings, and ``aliases`` maps other names of
    organs to their current names.
    """

    def __init__(  # noqa: PLR0913 - each keyword is one setting
        self,
        options: Options | None = None,
        catalog: Catalog | None = None,
        *,
        profile: Profile | None = None,
        severity: Mapping[str, Mapping[str, Any]] | None = None,
        baseline: Baseline | None = None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """Raises :class:`~gknb.errors.UsageError` for an argument that names something unknown."""
        options = options or Options()
        if profile is not None:
            # Imports jsonschema, and most projects have no profile.
            from gknb.settings.profile import profiled

            catalog = profiled(catalog or load_catalog(), profile)
            options = replace(options, parameters={**profile.parameters, **options.parameters})
        super().__init__(options, catalog)
        severity = severity or {}
        self.refuse_unknown(code for codes in severity.values() for code in codes)
        self.aliases: Mapping[str, str] = aliases or {}
        self._policy = Policy(lang=options.lang, strict=options.strict, severity=severity, baseline=baseline)

    def check(self, source: Source, file: str = "") -> Result:
        """Return the result of one source, with ``file`` as its name. Errors in the report become findings.

        Raises :class:`~gknb.errors.SourceError` if the explanations next to the file cannot be read.
        """
        return self._repaired(self.weighed(super().check(source, file), source.value), source)

    def check_value(self, value: object) -> Result | None:
        """Return the result of a valid Python report without blanks; ``None`` for any other.

        It equals that of :meth:`check` on :func:`gknb.source.document.from_python` of the value, without the copy.
        """
        found = None if self.options.keep else read(self, value, foreign=True)
        if found is None:
            return None
        result = result_of(self, found, value, "")
        if result is not None:
            return self.weighed(result, value)
        return self.check(Source(exact(self, found, value), (), "python", ""))

    def check_json(self, data: bytes, file: str = "", line: int = 1) -> Result | None:
        """Return the result of a report as JSON text that is valid against the schema; ``None`` for any other.

        ``line`` is that of the text in its file. The result equals that of :meth:`check`, and raises as that does.
        """
        text = plain_json(data)
        if text is None:
            return None
        document, strings = text
        found = read(self, document)
        if found is None or found.strings != strings:
            return None
        result = result_of(self, found, document, file)
        if result is None:
            return self.check(plain_source(document, data, line), file)
        return self.weighed(result, document)

    def digested(self, source: Source, file: str) -> Result:
        """Return the result of one source with its digest and without repairs, regardless of the options.

        Raises as :meth:`check` does.
        """
        return self.weighed(super().digested(source, file), source.value)

    def weighed(self, result: Result, document: Any) -> Result:
        """Return ``result`` of the report ``document`` with the policy applied, for any kind of comparison.

        Raises :class:`~gknb.errors.SourceError` if the explanations next to the file cannot be read.
        """
        return self._policy.applied(result, document)

    def _repaired(self, result: Result, source: Source) -> Result:
        """Return the result with repairs if ``Options.explain`` is set; accepted findings need none."""
        if not self.options.explain or (not result.findings and not result.checked.blank):
            return result
        # Loaded only for repairs.
        from gknb.repair.suggest import repairs_of

        evaluator = self.evaluator(result.edition)
        repairs, note = repairs_of(
            evaluator,
            source.value,
            evaluator.cells(source.value),
            lang=self.options.lang,
            zeros=not self.options.draft,
            accepted={
                (finding.code, tuple(cell.pointer for cell in finding.cells))
                for finding in result.findings
                if finding.accepted is not None
            },
        )
        return replace(result, repairs=repairs, repairs_note=note)
