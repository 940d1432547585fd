"""Builds the setting of outputs from a checker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gknb._version import __version__
from gknb.output.base import Setting
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from gknb.settings.checker import Checker
    from gknb.standard.form_layout import Grid

__all__ = ["setting_for"]


def setting_for(
    checker: Callable[[], Checker], *, verbose: bool = False, colour: bool = False, together: bool = False
) -> Setting:
    """Return the setting of outputs for results of the checker that ``checker`` creates."""
    one_checker = checker()
    return Setting(
        lang=one_checker.options.lang,
        colour=colour,
        verbose=verbose,
        version=__version__,
        rules=one_checker.rules,
        editions=partial(_editions, checker),
        grids=partial(_grids, checker),
        together=together,
    )


def _editions(checker: Callable[[], Checker], rule: Mapping[str, Any]) -> Sequence[str]:
    catalog = checker().catalog
    return editions_of(catalog, next(one for one in families(catalog) if one.code == rule["code"]))


def _grids(checker: Callable[[], Checker], edition: str) -> Sequence[Grid]:
    from gknb.standard.sheet import sheet  # loaded only by outputs that draw the form

    one_checker = checker()
    return sheet(form_of(one_checker.catalog, edition), one_checker.options.lang)
