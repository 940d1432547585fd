"""A report with one warning, and policies applied to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gknb.engine.options import Options
from gknb.errors import GknbError
from gknb.settings.checker import Checker
from gknb.settings.config import read_config
from gknb.source.document import from_python
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from gknb.results import Result
    from gknb.standard.form import Lang

CATALOG = load_catalog()


IN_FORCE = "/proactive_disclosure/regulations/in_force"


TOTAL = "/requests/received/total"


def report(*explanations: Any, **values: Any) -> Any:
    """A report with three regulations that it has no power to make, which is a warning."""
    document = changed(CATALOG.zero_report("2021"), {IN_FORCE: 3, **values})
    if explanations:
        document["extensions"] = {"gknb.explanations": list(explanations)}
    return document


def applied(document: Any, file: str = "", *, strict: bool = False, lang: Lang = "en", **settings: Any) -> Result:
    if file:
        Path(file).write_text(json.dumps(document), encoding="utf-8")
    return Checker(Options(strict=strict, lang=lang), **settings).check(from_python(document), file)


def refused(path: str) -> str:
    with pytest.raises(GknbError) as caught:
        read_config(path)
    return str(caught.value)
