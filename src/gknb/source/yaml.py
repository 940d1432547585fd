"""Reading YAML: PyYAML's events, turned into the values that JSON would have.

Plain text is a number, a boolean or null exactly where the JSON schema says so (YAML 1.2.2 section 10.2);
``~`` and an empty value are null too (section 10.3). Anything else is text: ``2025-01-27``, ``no``, ``010``.
PyYAML's own resolver follows YAML 1.1, which reads these as a date, a boolean and an octal number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import yaml

from gknb.errors import SourceError
from gknb.source.encoding import has_lone_surrogate
from gknb.source.limits import MAX_DEPTH, MAX_VALUES
from gknb.source.numbers import NUMBER, grouped_number, number
from gknb.source.positions import PlaceTree, place_at
from gknb.source.refusals import refusal, short
from gknb.source.yaml_syntax import loader_of, syntax_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from gknb.source.positions import Duplicate, Place

__all__ = ["read_yaml"]

# Outside YAML 1.2.2 production 1, c-printable; and the byte order mark, which belongs before the text.
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_CORE = "tag:yaml.org,2002:"
_MAX_TAG_DIRECTIVES = 20


def read_yaml(text: str) -> tuple[Any, tuple[Duplicate, ...], Callable[[], Place | None]]:
    """Return the value of the only document in a text, its repeated keys, and a function that returns its places."""
    _refuse_early(text)
    surrogates = _ESCAPED_SURROGATE.search(text) is not None
    builder = _Builder(text, may_have_surrogates=surrogates)
    for event in _events(text, surrogates=surrogates):
        builder.take(event)
    if not builder.documents:
        raise refusal("source.empty")
    return builder.value, tuple(builder.tree.duplicates), builder.tree.whole


def _refuse_early(text: str) -> None:
    if found := _UNPRINTABLE.search(text):
        raise refusal("source.yaml-character", place_at(text, found.start()), character=f"U+{ord(found[0]):04X}")
    # Such directives only serve tags, which are not supported, and libyaml compares each with all others.
    if text.count("%TAG") > _MAX_TAG_DIRECTIVES:
        raise refusal("source.yaml-tag", place_at(text, text.index("%TAG")), tag="%TAG")


def _events(text: str, *, surrogates: bool) -> Iterator[Any]:
    loader = loader_of(text, surrogates=surrogates)
    try:
        while loader.check_event():
            yield loader.get_event()
    except yaml.YAMLError as error:
        raise syntax_error(text, error, surrogates=surrogates) from None
    except (ValueError, OverflowError):  # an escape beyond U+10FFFF, which only libyaml reports as an error of its own
        mark = loader.get_mark()
        raise refusal("source.yaml-syntax.escape", (mark.line + 1, mark.column + 1)) from None
    finally:
        loader.dispose()


@dataclass(slots=True)
class _Node:
    """A container being filled, or any value that an alias may refer to."""

    value: Any
    text: str | None = None
    """What a scalar says, for use as a key; ``None`` for a container."""
    size: int = 1
    """How many values it is, itself included; of an open container, how many came before it."""
    height: int = 0
    """How many containers deep it is, itself included."""
    is_open: bool = False
    key: str = ""
    """In an open mapping, the key whose value comes next."""


class _Builder:
    """Builds the value from one event after the other, without recursion, and counts the values."""

    def __init__(self, text: str, *, may_have_surrogates: bool) -> None:
        self.text = text
        self.value: Any = None
        self.tree = PlaceTree()
        self.documents = 0
        self._may_have_surrogates = may_have_surrogates
        self._open: list[_Node] = []
        self._anchors: dict[str, _Node] = {}
        self._count = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        at = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, at)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._collection(event, at)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor, at)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise refusal("source.yaml-several-documents", at)

    def _scalar(self, event: Any, at: tuple[int, int]) -> None:
        text = self._text(event.value, at)
        is_key = self.tree.awaits_key()
        value = text if is_key and not event.anchor else _scalar_value(text, event, at)
        if event.anchor:
            self._anchors[event.anchor] = _Node(value, text)
        if not is_key:
            self._add(value, at)
        elif event.tag not in {None, _CORE + "str"}:
            raise refusal("source.yaml-tag", at, tag=_shown(event.tag))
        elif text == "<<" and not event.style:
            raise refusal("source.yaml-merge-key", at)
        else:
            if len(text) == 3 and not event.style and (number := grouped_number(self.text, event.start_mark.index)):
                raise refusal("source.thousands-separator", at, number=number)
            self._key(text, at)

    def _collection(self, event: Any, at: tuple[int, int]) -> None:
        if self.tree.awaits_key():
            raise refusal("source.yaml-key", at)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in {None, _CORE + ("map" if is_mapping else "seq")}:
            raise refusal("source.yaml-tag", at, tag=_shown(event.tag))
        self._begin({} if is_mapping else [], at, event.anchor)

    def _alias(self, name: Any, at: tuple[int, int]) -> None:
        node = self._anchors.get(name)
        if node is None:
            raise refusal("source.yaml-alias", at, alias=short(name))
        if node.is_open:
            raise refusal("source.yaml-recursive-alias", at, alias=short(name))
        if not self.tree.awaits_key():
            # Before anything is copied: a few lines of aliases can amount to a million million values.
            self._allow(node, at)
            self._copy(node.value, at)
        elif node.text is None:
            raise refusal("source.yaml-key", at)
        else:
            self._key(node.text, at)

    def _allow(self, node: _Node, at: tuple[int, int]) -> None:
        if self._count + node.size > MAX_VALUES:
            raise refusal("source.too-many-values", at, limit=MAX_VALUES)
        if len(self._open) + node.height > MAX_DEPTH:
            raise refusal("source.too-deep", at, limit=MAX_DEPTH)

    def _copy(self, value: Any, at: tuple[int, int]) -> None:
        if isinstance(value, dict):
            self._begin({}, at)
            for key, item in value.items():
                self._key(key, at)
                self._copy(item, at)
            self._end()
        elif isinstance(value, list):
            self._begin([], at)
            for item in value:
                self._copy(item, at)
            self._end()
        else:
            self._add(value, at)

    def _key(self, key: str, at: tuple[int, int]) -> None:
        self.tree.key(key, at)
        self._open[-1].key = key

    def _begin(self, value: Any, at: tuple[int, int], anchor: str | None = None) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise refusal("source.too-deep", at, limit=MAX_DEPTH)
        node = _Node(value, size=self._count, height=1, is_open=True)
        self._add(value, at, opens="{" if isinstance(value, dict) else "[")
        self._open.append(node)
        if anchor:
            self._anchors[anchor] = node

    def _end(self) -> None:
        self.tree.close()
        node = self._open.pop()
        node.is_open = False
        node.size = self._count - node.size
        if self._open:
            outer = self._open[-1]
            outer.height = max(outer.height, node.height + 1)

    def _add(self, value: Any, at: tuple[int, int], opens: str = "") -> None:
        self._count += 1
        if self._count > MAX_VALUES:
            raise refusal("source.too-many-values", at, limit=MAX_VALUES)
        self.tree.value(at, opens=opens)
        if not self._open:
            self.value = value
        elif isinstance(self._open[-1].value, dict):
            self._open[-1].value[self._open[-1].key] = value
        else:
            self._open[-1].value.append(value)

    def _text(self, text: str, at: tuple[int, int]) -> str:
        """Return a scalar's text, with each escaped surrogate pair joined to the character it encodes."""
        if not self._may_have_surrogates or text.isascii():
            return text
        joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        if has_lone_surrogate(joined):
            raise refusal("source.lone-surrogate", at)
        return joined


def _scalar_value(text: str, event: Any, at: tuple[int, int]) -> Any:
    if event.tag == _CORE + "str":
        return text
    value = text if event.style else _plain_value(text, at)
    if event.tag is not None and not _agrees(event.tag, value):
        raise refusal("source.yaml-tag", at, tag=_shown(event.tag))
    return value


def _plain_value(text: str, at: tuple[int, int]) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if NUMBER.fullmatch(text) is None:
        return text
    try:
        return number(text)
    except SourceError as error:
        error.line, error.column = at
        raise


def _shown(tag: str) -> str:
    return short(tag.replace(_CORE, "!!"))


def _agrees(tag: str, value: Any) -> bool:
    """Whether a core tag names the type that the value has without it."""
    types = {"null": (type(None),), "bool": (bool,), "int": (int,), "float": (int, Decimal)}
    return tag.startswith(_CORE) and type(value) in types.get(tag.removeprefix(_CORE), ())
