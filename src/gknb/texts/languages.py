"""The supported languages and the tags that name them."""

from __future__ import annotations

import re
from typing import Any, Final, Literal, TypeAlias

__all__ = ["Lang", "language_of"]

Lang: TypeAlias = Literal["zh", "en"]

_TAG: Final = re.compile(r"(?:(zh|en)(?:[-_][a-z0-9]{1,8})*|C|POSIX)(?:\.[\w-]+)?(?:@\w+)?", re.ASCII | re.IGNORECASE)


def language_of(tag: Any) -> Lang | None:
    """Return the language that a BCP 47 tag or a POSIX locale names; ``None`` for any other value.

    ``zh-CN``, ``zh-Hans-CN`` and ``zh_CN.UTF-8`` name ``"zh"``; ``en-GB``, ``en_US.UTF-8``, ``C`` and ``POSIX`` name
    ``"en"``.
    """
    found = _TAG.fullmatch(tag) if isinstance(tag, str) else None
    if found is None:
        return None
    return "zh" if (found[1] or "").lower() == "zh" else "en"
