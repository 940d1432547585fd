"""gknb (公开年报): the standard for China's government information disclosure annual report, and its checker."""

from gknb.api import Project, check, write
from gknb.engine.options import Options
from gknb.errors import CatalogError, GknbError, SourceError, UsageError
from gknb.results import (
    Acceptance,
    Basis,
    Cell,
    Change,
    Checked,
    Explanation,
    Finding,
    Previous,
    Printed,
    Repair,
    Result,
    Tally,
    Undecided,
    Unreadable,
)
from gknb.settings.checker import Checker
from gknb.standard.catalog import Catalog, load_catalog

__all__ = [
    "Acceptance",
    "Basis",
    "Catalog",
    "CatalogError",
    "Cell",
    "Change",
    "Checked",
    "Checker",
    "Explanation",
    "Finding",
    "GknbError",
    "Options",
    "Previous",
    "Printed",
    "Project",
    "Repair",
    "Result",
    "SourceError",
    "Tally",
    "Undecided",
    "Unreadable",
    "UsageError",
    "check",
    "load_catalog",
    "write",
]
