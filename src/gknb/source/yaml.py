"""The YAML half of :mod:`gknb.source.document`: PyYAML's events, turned into the values JSON would have.

Plain text is a number, a boolean or null exactly where the JSON schema says so (YAML 1.2.2 section 10.2);
``~`` and nothing at all are null too (section 10.3). Anything else is text: ``2025-01-27``, ``no``, ``010``.
PyYAML's own resolver follows YAML 1.1, which makes other things of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from gknb.errors import SourceError
from gknb.source.document import (
    MAX_DEPTH,
    MAX_VALUES,
    Duplicate,
    Place,
    has_lone_surrogate,
    place_at,
    refusal,
    short,
)
from gknb.source.json import NUMBER, PlaceTree, grouped_number, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

# Outside YAML 1.2.2 production 1, c-printable; and the byte order mark, which belongs before the text.
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_CORE = "tag:yaml.org,2002:"
_MAX_TAG_DIRECTIVES = 20
_PROBLEMS = (
    ("expected ',' or", "separator"),
    ("could not find expected ':'", "colon"),
    ("mapping values are not allowed", "nested"),
    ("did not find expected key", "indentation"),
    ("'-' indicator", "indentation"),
    ("expected <block end>", "indentation"),
    ("block sequence entries are not allowed", "indentation"),
    ("unexpected end of stream", "quote"),
    ("cannot start any token", "start"),
    ("escape", "escape"),
    ("hexdecimal", "escape"),  # so spelled by libyaml
)
"""What PyYAML and libyaml say, in part, and what the reason ends with."""
_WIDE = {"，": ("comma", ", "), "：": ("colon", ": ")}
_TRIED_LINES, _TRIED = 5, 8
"""Before a syntax error, so many lines and full-width marks may be its cause."""


def read_yaml(text: str) -> tuple[Any, tuple[Duplicate, ...], Callable[[], Place | None]]:
    """The value of the one document in a text, its repeated keys, and what gives its places when called."""
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
    # They only serve tags, which are not read, and libyaml compares each with all others.
    if text.count("%TAG") > _MAX_TAG_DIRECTIVES:
        raise refusal("source.yaml-tag", place_at(text, text.index("%TAG")), tag="%TAG")


class _PureLoader(yaml.SafeLoader):
    """PyYAML without libyaml, made to pass over tabs between tokens where libyaml does."""

    def scan_to_next_token(self) -> None:
        """Skip spaces, tabs that indent nothing, comments and line breaks."""
        while True:
            while self.peek() == " " or (self.peek() == "\t" and (self.flow_level or not self.allow_simple_key)):
                self.forward()
            if self.peek() == "#":
                while self.peek() not in "\0\r\n\x85\u2028\u2029":
                    self.forward()
            if not self.scan_line_break():  # type: ignore[no-untyped-call]
                return
            if not self.flow_level:
                self.allow_simple_key = True


def _loader(text: str, *, surrogates: bool) -> Any:
    # libyaml refuses escaped surrogates, even the pairs that JSON writes for a character beyond U+FFFF.
    return (_PureLoader if surrogates else getattr(yaml, "CSafeLoader", _PureLoader))(text)


def _events(text: str, *, surrogates: bool) -> Iterator[Any]:
    loader = _loader(text, surrogates=surrogates)
    try:
        while loader.check_event():
            yield loader.get_event()
    except yaml.YAMLError as error:
        raise _syntax_error(text, error, surrogates=surrogates) from None
    except (ValueError, OverflowError):  # an escape beyond U+10FFFF, which only libyaml tells properly
        mark = loader.get_mark()
        raise refusal("source.yaml-syntax.escape", (mark.line + 1, mark.column + 1)) from None
    finally:
        loader.dispose()


def _syntax_error(text: str, error: yaml.YAMLError, *, surrogates: bool) -> SourceError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return refusal("source.yaml-syntax")
    # libyaml counts a line more when the last one has no line break.
    at = place_at(text, len(text)) if mark.index >= len(text) else (mark.line + 1, mark.column + 1)
    problem = str(getattr(error, "problem", None))
    if "nesting depth" in problem:  # libyaml looks ahead, and from 0.2.6 on has a greater limit of its own
        return refusal("source.too-deep", at, limit=MAX_DEPTH)
    if "cannot start any token" in problem and text[mark.index : mark.index + 1] == "\t":
        return refusal("source.yaml-tab", at)
    wide = _wide_mark(text, mark.index, surrogates=surrogates)
    if wide is not None:
        row, character = place_at(text, wide)
        reason = f"source.yaml-syntax.wide-{_WIDE[text[wide]][0]}"
        return refusal(reason, (row, character), row=row, character=character)
    kind = next((kind for part, kind in _PROBLEMS if part in problem), None)
    return refusal(f"source.yaml-syntax.{kind}" if kind else "source.yaml-syntax", at)


def _wide_mark(text: str, index: int, *, surrogates: bool) -> int | None:
    """Where the full-width comma or colon stands that causes the syntax error at ``index``.

    It is the cause where the error goes away, or comes later, once it is written half-width.
    """
    start = index
    for _ in range(_TRIED_LINES):
        start = max(text.rfind("\n", 0, start), 0)
    line_end = text.find("\n", index)
    text = text if line_end < 0 else text[:line_end]
    found = [n for n in range(start, min(index + 1, len(text))) if text[n] in _WIDE]
    for n in found[: -_TRIED - 1 : -1]:
        half = _WIDE[text[n]][1]
        failed = _fails_at(f"{text[:n]}{half}{text[n + 1 :]}", surrogates=surrogates)
        if failed is None or failed >= index + len(half):
            return n
    return None


def _fails_at(text: str, *, surrogates: bool) -> int | None:
    """Where the first syntax error stands; ``None`` where there is none."""
    loader = _loader(text, surrogates=surrogates)
    try:
        while loader.check_event():
            loader.get_event()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        return mark.index if mark is not None else 0
    except (ValueError, OverflowError):  # an escape beyond U+10FFFF
        return 0
    finally:
        loader.dispose()
    return None


@dataclass(slots=True)
class _Node:
    """A container being filled, or anything an alias may stand for."""

    value: Any
    text: str | None = None
    """What a scalar says, for use as a key; ``None`` for a container."""
    size: int = 1
    """How many values it is, itself included; of an open container, how many came before it."""
    height: int = 0
    """How many containers deep it is, itself included."""
    is_open: bool = False
    key: str = ""
    """Of an open mapping, the key whose value comes next."""


class _Builder:
    """Builds the value from one event after the other, without recursion, and counts what it builds."""

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
            # Before anything is copied: a few lines of aliases can stand for a million million values.
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
        """A scalar's text, with the surrogate pairs that JSON writes joined to the characters they mean."""
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
    """Whether a core tag names what the value is anyway."""
    from decimal import Decimal

    types = {"null": (type(None),), "bool": (bool,), "int": (int,), "float": (int, Decimal)}
    return tag.startswith(_CORE) and type(value) in types.get(tag.removeprefix(_CORE), ())
