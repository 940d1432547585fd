"""Selecting the vectors of a run."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from gknb.conformance.compare import PAGES
from gknb.errors import UsageError
from gknb.standard.catalog import closest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.conformance.outcome import AnyVector, Setting
    from gknb.conformance.suite import Suite

__all__ = ["askable", "selected"]


def askable(suite: Suite, setting: Setting) -> Sequence[AnyVector]:
    """Return the vectors of the kind that the level is about: published pages, or documents."""
    return suite.pages if setting.level == PAGES else suite.vectors


def selected(suite: Suite, setting: Setting) -> tuple[AnyVector, ...]:
    """Return the vectors that the options of a run select, in the order of the suite.

    Raises :class:`~gknb.errors.UsageError` where a selection or the edition is unknown, or no vector is selected.
    """
    every = askable(suite, setting)
    patterns = [_known(every, pattern) for pattern in setting.select]
    editions = sorted({vector.edition for vector in every if vector.edition})
    if setting.edition is not None and setting.edition not in editions:
        raise UsageError("usage.edition", edition=setting.edition, editions=", ".join(editions))
    vectors = tuple(
        vector
        for vector in every
        if vector.draft == setting.draft
        and setting.edition in (None, vector.edition)
        and (not patterns or any(_fits(vector, pattern) for pattern in patterns))
    )
    if not vectors:
        raise UsageError("conformance.select.nothing", count=sum(v.draft != setting.draft for v in every))
    return vectors


def _fits(vector: AnyVector, pattern: str) -> bool:
    return any(fnmatchcase(name.lower(), pattern) for name in _names(vector))


def _names(vector: AnyVector) -> tuple[str, ...]:
    return (vector.id, vector.kind, *vector.codes, *vector.topics)


def _known(every: Sequence[AnyVector], pattern: str) -> str:
    lowered = pattern.lower()
    if not any(_fits(vector, lowered) for vector in every):
        names = {name.lower(): name for vector in every for name in _names(vector)}
        # Mostly a relation, a kind or a topic is meant; ids are many and similar.
        few = {name: shown for name, shown in names.items() if "-" not in name}
        near = closest(lowered, list(few)) or closest(lowered, list(names))
        raise UsageError("conformance.select.unknown", given=pattern, closest=names.get(near, "pass"))
    return lowered
