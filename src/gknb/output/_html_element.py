"""HTML as values: an element escapes whatever goes into it, unless that is an element itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, TypeAlias

from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

Child: TypeAlias = "str | int | Iterable[Child] | None"
"""What may stand inside an element: text, elements, nothing, or any number of these."""

_EMPTY: Final = frozenset({"br", "col", "meta"})
"""Elements without an end."""


class Html(str):
    """Markup; any other text is text."""

    __slots__ = ()


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """One element. ``class_`` is ``class`` and ``aria_label`` ``aria-label``; None and False leave an attribute out."""
    start = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(start if name in _EMPTY else f"{start}{html(*children)}</{name}>")


def html(*children: Child) -> Html:
    """Children one after the other."""
    return Html("".join(map(_markup, children)))


def raw(text: str) -> Html:
    """What is ours and stands in a style or a script, where nothing is escaped."""
    return Html(text)


def words(*names: str) -> str | None:
    """The value of an attribute that is a list of words; None where there are none."""
    return " ".join(filter(None, names)) or None


def _markup(child: Child) -> str:
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return escape(printable(child), quote=False)
    if child is None or isinstance(child, int):
        return "" if child is None else str(child)
    return html(*child)


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(printable(str(value)))}"'
