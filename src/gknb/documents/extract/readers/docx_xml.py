"""Look up names, properties and values in the XML of Word, by local name: Word uses two namespaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

__all__ = ["attribute", "child", "is_on", "lineage", "number", "tag_of", "value"]

_OFF: Final = ("0", "false", "off", "none")
"""Values that switch a property off; one without a value is on."""
_MOST_STYLES: Final = 21
"""Maximum length of a chain of styles based on each other."""


def tag_of(element: etree._Element) -> str:
    """Return the local name of an element."""
    return str(element.tag).rpartition("}")[2]


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that name; ``None`` if there is none."""
    return None if element is None else next((one for one in element if tag_of(one) == name), None)


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute; empty if missing."""
    found = {} if element is None else {str(key).rpartition("}")[2]: str(one) for key, one in element.items()}
    return found.get(name, "")


def value(element: etree._Element | None, name: str) -> str:
    """Return the ``val`` of a child; empty if missing."""
    return attribute(child(element, name), "val")


def number(element: etree._Element | None, name: str) -> int:
    """Return the ``val`` of a child as a number; 0 if missing or not a number of at most four digits."""
    text = value(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def lineage(style: str, based_on: Mapping[str, str]) -> Iterator[str]:
    """Yield a style and the styles that it is based on, the nearest first."""
    for _ in range(_MOST_STYLES):
        yield style
        style = based_on.get(style, "")


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Return whether a property is on; ``None`` if it is not set."""
    mark = child(properties, name)
    return None if mark is None else attribute(mark, "val") not in _OFF
