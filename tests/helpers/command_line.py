"""The outcome of one run of the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from gknb.standard.catalog import load_catalog

FINDINGS = Draft202012Validator(load_catalog().json(load_catalog().entry["finding_schema"]))


@dataclass(frozen=True)
class Ran:
    """Exit code and output of one run."""

    code: int
    out: str
    err: str

    @property
    def results(self) -> list[dict[str, Any]]:
        """Return the results of ``--format json``, validated against ``finding.schema.json``."""
        return results_in(self.out)

    @property
    def result(self) -> dict[str, Any]:
        """Return the only result of ``--format json``."""
        (result,) = self.results
        return result

    @property
    def codes(self) -> list[str]:
        """Return the codes of the findings of the only result."""
        return [finding["code"] for finding in self.result["findings"]]


def results_in(text: str | bytes) -> list[dict[str, Any]]:
    value = json.loads(text)
    FINDINGS.validate(value)
    results: list[dict[str, Any]] = value["results"]
    return results
