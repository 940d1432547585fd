"""How reports are to be checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

from gknb.errors import lang_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.texts.languages import Lang

__all__ = ["Options", "codes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How reports are to be checked."""

    edition: str | None = None
    """The edition to check against; ``None`` for the one that the document names."""
    draft: bool = False
    """Whether blank cells (``null``) are allowed."""
    select: tuple[str, ...] = ()
    """Codes, or their beginnings, of the only relations to check; empty for all. A text is one code."""
    ignore: tuple[str, ...] = ()
    """Codes, or their beginnings, of relations to leave out. A text is one code."""
    strict: bool = False
    """Whether warnings make a report invalid."""
    lang: Lang = "en"
    """Language of labels and messages; a tag that names it, such as ``zh-CN``, is taken too."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Values for the parameters that relations declare."""
    digest: bool = False
    """Whether results have a digest of the report, to hold it against others."""
    explain: bool = False
    """Whether results say which cells are likeliest wrong."""
    keep: bool = False
    """Whether results keep the report as it was read, for outputs that draw the form."""

    def __post_init__(self) -> None:
        """Raises :class:`~gknb.errors.UsageError` for a language that there are no sentences in."""
        if self.lang not in ("zh", "en"):
            object.__setattr__(self, "lang", lang_of(self.lang))
        for name in ("select", "ignore"):
            object.__setattr__(self, name, codes_of(getattr(self, name)))


@overload
def codes_of(given: Iterable[str]) -> tuple[str, ...]: ...
@overload
def codes_of(given: None) -> None: ...
def codes_of(given: Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the codes that a caller names; a text is one code, and ``None`` stays ``None``."""
    return given if given is None or isinstance(given, tuple) else (given,) if isinstance(given, str) else tuple(given)
