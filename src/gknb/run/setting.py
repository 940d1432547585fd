"""Builds the setting of outputs from a checker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gknb._version import __version__
from gknb.output.base import Setting
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        grids=partial(_grids, checker),
        together=together,
    )


def _grids(checker: Callable[[], Checker], edition: str) -> Sequence[Grid]:
    from gknb.standard.sheet import sheet  # loaded only by outputs that draw the form

    one_checker = checker()
    return sheet(form_of(one_checker.catalog, edition), one_checker.options.lang)
