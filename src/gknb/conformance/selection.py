"""Selecting the vectors of a run."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from gknb.errors import UsageError
from gknb.standard.catalog import closest

if TYPE_CHECKING:
    from gknb.conformance.outcome import Setting
    from gknb.conformance.suite import Suite, Vector

__all__ = ["selected"]


def selected(suite: Suite, setting: Setting) -> tuple[Vector, ...]:
    """Return the vectors that the options of a run select, in the order of the suite.

    Raises :class:`~gknb.errors.UsageError` where a selection or the edition is unknown, or no vector is selected.
    """
    patterns = [_known(suite, pattern) for pattern in setting.select]
    editions = sorted({vector.edition for vector in suite.vectors if vector.edition})
    if setting.edition is not None and setting.edition not in editions:
        raise UsageError("usage.edition", edition=setting.edition, editions=", ".join(editions))
    vectors = tuple(
        vector
        for vector in suite.vectors
        if vector.draft == setting.draft
        and setting.edition in (None, vector.edition)
        and (not patterns or any(_fits(vector, pattern) for pattern in patterns))
    )
    if not vectors:
        raise UsageError("conformance.select.nothing", count=sum(v.draft != setting.draft for v in suite.vectors))
    return vectors


def _fits(vector: Vector, pattern: str) -> bool:
    return any(fnmatchcase(name.lower(), pattern) for name in _names(vector))


def _names(vector: Vector) -> tuple[str, ...]:
    return (vector.id, vector.kind, *vector.codes, *vector.topics)


def _known(suite: Suite, pattern: str) -> str:
    lowered = pattern.lower()
    if not any(_fits(vector, lowered) for vector in suite.vectors):
        names = {name.lower(): name for vector in suite.vectors for name in _names(vector)}
        # Mostly a relation, a kind or a topic is meant; ids are many and similar.
        few = {name: shown for name, shown in names.items() if "-" not in name}
        near = closest(lowered, list(few)) or closest(lowered, list(names))
        raise UsageError("conformance.select.unknown", given=pattern, closest=names.get(near, "pass"))
    return lowered
