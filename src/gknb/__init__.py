"""gknb (公开年报): the standard for China's government information disclosure annual report, and its checker."""

from gknb.catalog import Catalog, load_catalog
from gknb.checker import Checker, Options
from gknb.checking import check
from gknb.errors import CatalogError, GknbError, SourceError, UsageError
from gknb.findings import Basis, Cell, Change, Checked, Finding, InputError, Repair, Result, Tally, Undecided

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
