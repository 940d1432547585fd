"""The zero report with a few changed values, and its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb import check, load_catalog
from gknb.source.pointers import changed

if TYPE_CHECKING:
    from gknb import Finding

CATALOG: Final = load_catalog()


RECEIVED: Final = "/requests/received"


DOCUMENTS: Final = "/proactive_disclosure/normative_documents"


CASES: Final = "/review_and_litigation/reconsideration"


FEES: Final = "/proactive_disclosure/fees/amount_wanyuan"


LICENSING: Final = "/proactive_disclosure/licensing"


PROCUREMENT: Final = "/proactive_disclosure/procurement"


def zero_with(values: dict[str, Any], edition: str = "2021") -> dict[str, Any]:
    """Return the zero report with values at JSON Pointers."""
    return changed(CATALOG.zero_report(edition), values)


def only(values: dict[str, Any], edition: str = "2021", **options: Any) -> Finding:
    """Return the only finding of such a report."""
    (finding,) = check(zero_with(values, edition), **options).findings
    return finding
