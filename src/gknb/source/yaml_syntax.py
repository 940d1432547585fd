"""What is wrong where a text is not YAML, told apart by what the parser says and by trying half-width punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from gknb.source.limits import MAX_DEPTH
from gknb.source.positions import place_at
from gknb.source.refusals import refusal

if TYPE_CHECKING:
    from gknb.errors import SourceError

__all__ = ["loader_of", "syntax_error"]

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
_TRIED_LINES, _TRIED = 5, 4
"""Before a syntax error, so many lines and full-width marks may be its cause."""


class _PureLoader(yaml.SafeLoader):
    """PyYAML without libyaml, skipping tabs between tokens where libyaml does."""

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


def loader_of(text: str, *, surrogates: bool) -> Any:
    """Return a loader of ``text`` that gives its events; ``surrogates`` says whether escapes of them may occur."""
    # libyaml refuses escaped surrogates, even the pairs that JSON writes for a character beyond U+FFFF.
    return (_PureLoader if surrogates else getattr(yaml, "CSafeLoader", _PureLoader))(text)


def syntax_error(text: str, error: yaml.YAMLError, *, surrogates: bool) -> SourceError:
    """Return the error to raise for what the parser refused in ``text``."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return refusal("source.yaml-syntax")
    # libyaml counts one line too many when the last one has no line break.
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
    """Return where the full-width comma or colon stands that causes the syntax error at ``index``.

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
    """Return where the first syntax error stands; ``None`` where there is none."""
    loader = loader_of(text, surrogates=surrogates)
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
