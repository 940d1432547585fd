"""The options of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from gknb.errors import lang_of
from gknb.lazy_dataclasses import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.texts.languages import Lang

__all__ = ["Options", "codes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How reports are to be checked."""

    edition: str | None = None
    """Edition to check against; ``None`` for the one that the document names."""
    draft: bool = False
    """Whether blank cells (``null``) are allowed."""
    select: tuple[str, ...] = ()
    """Codes or code prefixes of the relations to check; empty for all. A string is one code."""
    ignore: tuple[str, ...] = ()
    """Codes or code prefixes of the relations to skip. A string is one code."""
    strict: bool = False
    """Whether warnings make a report invalid."""
    lang: Lang = "en"
    """Language of labels and messages; BCP 47 tags such as ``zh-CN`` are accepted."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Values of the parameters that relations declare."""
    digest: bool = False
    """Whether results carry a digest, to compare the report with others."""
    explain: bool = False
    """Whether results carry repairs: the cells most likely at fault."""
    keep: bool = False
    """Whether results keep the document, for outputs that draw the form."""

    def __post_init__(self) -> None:
        """Raises :class:`~gknb.errors.UsageError` for an unsupported language."""
        if self.lang not in ("zh", "en"):
            object.__setattr__(self, "lang", lang_of(self.lang))
        for name in ("select", "ignore"):
            object.__setattr__(self, name, codes_of(getattr(self, name)))


@overload
def codes_of(given: Iterable[str]) -> tuple[str, ...]: ...
@overload
def codes_of(given: None) -> None: ...
def codes_of(given: Iterable[str] | None) -> tuple[str, ...] | None:
    """Return codes as a tuple; a string is one code, and ``None`` stays ``None``."""
    return given if given is None or isinstance(given, tuple) else (given,) if isinstance(given, str) else tuple(given)
