"""gknb (公开年报): the standard for China's government information disclosure annual report, and its checker."""

from gknb.api import check
from gknb.engine.check import Options
from gknb.errors import CatalogError, GknbError, SourceError, UsageError
from gknb.results import Basis, Cell, Change, Checked, Finding, InputError, Repair, Result, Tally, Undecided
from gknb.settings.checker import Checker
from gknb.standard.catalog import Catalog, load_catalog

__all__ = [
    "Basis",
    "Catalog",
    "CatalogError",
    "Cell",
    "Change",
    "Checked",
    "Checker",
    "Finding",
    "GknbError",
    "InputError",
    "Options",
    "Repair",
    "Result",
    "SourceError",
    "Tally",
    "Undecided",
    "UsageError",
    "check",
    "load_catalog",
]
