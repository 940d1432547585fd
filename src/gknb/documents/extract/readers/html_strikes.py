"""Find the struck-out elements of a web page: by tag, by ``style`` attribute, by the rules of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["struck_elements"]

_STRIKING: Final = frozenset(("s", "strike", "del"))
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
# Word writes the double line as text-line-through.
_DECLARED: Final = re.compile(r"(?:^|;)\s*text-(decoration|decoration-line|line-through)\s*:\s*([^;]*)", re.IGNORECASE)
_COMPOUND: Final = re.compile(r"([\w-]+|\*)?((?:[.#][\w-]+)*)")
_NAME: Final = re.compile(r"[.#][\w-]+")
_MOST_RULES: Final = 200
"""Maximum number of rules considered; a page with more is no report."""
_MOST_CHECKS: Final = 2_000_000
"""Maximum number of comparisons of an element with a step of a selector."""

_Weight = tuple[bool, int, int, int, int]
"""Whether it is important; the numbers of ids, classes and tags in its selector; its place in the page."""


_Verdict = tuple[_Weight, bool]
"""The weight of a rule, and whether it strikes text."""


class _Compound(NamedTuple):
    """One step of a selector: a tag, ids and classes; ``#`` and ``.`` stay in front of their names."""

    tag: str
    names: frozenset[str]


class _Rule(NamedTuple):
    weight: _Weight
    struck: bool
    steps: Sequence[_Compound]
    """From the outermost ancestor to the element itself; ``>`` is read like a space."""


def struck_elements(root: etree._Element) -> set[etree._Element]:
    """Return the elements that are struck out themselves; everything inside them is struck out as well.

    Selectors of tags, classes and ids are understood, alone and inside each other; others are ignored. Raises
    :class:`~gknb.errors.SourceError` for a page with more combinations of classes than a report has.
    """
    rules = _by_key("\n".join("".join(one.itertext()) for one in root.iter("style")))
    if not rules:
        return {element for element in root.iter("*") if _is_struck(element, None)}
    sheet = _Sheet(rules)
    found = set()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            sheet.leave()
        elif _is_struck(element, sheet.enter(element)):
            found.add(element)
    return found


def _is_struck(element: etree._Element, ruled: _Verdict | None) -> bool:
    found = [] if ruled is None else [ruled]
    style = element.get("style")
    if style is not None and (declared := _declared(style)) is not None:
        important, struck = declared
        found.append(((important, _MOST_RULES, 0, 0, 0), struck))
    return max(found)[1] if found else element.tag in _STRIKING


class _Sheet:
    """The rules of a page, applied in one walk over its elements."""

    def __init__(self, rules: Mapping[str, Sequence[_Rule]]) -> None:
        self._rules = rules
        self._mentioned = {
            name for some in rules.values() for rule in some for step in rule.steps for name in step.names
        }
        self._open: list[_Compound] = []
        # Elements with the same names inside elements with the same names share a verdict.
        self._chains: list[int] = [0]
        self._numbers: dict[tuple[int, _Compound], int] = {}
        self._verdicts: dict[int, _Verdict | None] = {}
        self._left = _MOST_CHECKS

    def enter(self, element: etree._Element) -> _Verdict | None:
        """Begin an element and return the strongest rule for it, if any."""
        names = [f".{name}" for name in (element.get("class") or "").split()] + [f"#{element.get('id')}"]
        own = _Compound(str(element.tag), frozenset(self._mentioned.intersection(names)))
        self._open.append(own)
        chain = self._numbers.setdefault((self._chains[-1], own), len(self._numbers) + 1)
        self._chains.append(chain)
        if chain not in self._verdicts:
            near = [rule for key in (own.tag, "*", *own.names) for rule in self._rules.get(key, ())]
            found = [(rule.weight, rule.struck) for rule in near if self._applies(rule.steps)]
            self._verdicts[chain] = max(found, default=None)
        return self._verdicts[chain]

    def leave(self) -> None:
        """End the element begun last."""
        self._open.pop()
        self._chains.pop()

    def _applies(self, steps: Sequence[_Compound]) -> bool:
        if not self._is(steps[-1], self._open[-1]):
            return False
        left = list(steps[:-1])
        for around in reversed(self._open[:-1]):
            if not left:
                break
            if self._is(left[-1], around):
                left.pop()
        return not left

    def _is(self, step: _Compound, element: _Compound) -> bool:
        self._left -= 1
        if self._left < 0:
            raise SourceError("reader.bomb")
        return step.tag in ("*", element.tag) and step.names <= element.names


def _declared(style: str) -> tuple[bool, bool] | None:
    """Return whether a declaration is important and strikes the text; ``None`` if there is none."""
    found = None
    for match in _DECLARED.finditer(style):
        words = match[2].lower().replace("!", " !").split()
        struck = words[:1] != ["none"] if match[1].lower() == "line-through" else "line-through" in words
        important = "!important" in words
        if found is None or found[0] <= important:
            found = important, struck
    return found


def _by_key(css: str) -> dict[str, list[_Rule]]:
    """Return the rules about lines through text by a name that their element must have; empty if none strikes."""
    keyed: dict[str, list[_Rule]] = {}
    number = 0
    concerns = False
    for part in _COMMENT.sub(" ", css).split("}"):
        before, _, style = part.rpartition("{")
        declared = _declared(style)
        if declared is None:
            continue
        for selector in re.split("[{;]", before)[-1].split(","):  # a rule may be inside @media, or after @import
            steps = _steps(selector)
            number += 1
            if not steps or number > _MOST_RULES:
                continue
            important, struck = declared
            ids = sum(name.startswith("#") for step in steps for name in step.names)
            classes = sum(len(step.names) for step in steps) - ids
            tags = sum(step.tag != "*" for step in steps)
            rule = _Rule((important, ids, classes, tags, number), struck, tuple(steps))
            concerns |= struck or steps[-1].tag in ("*", *_STRIKING)
            keyed.setdefault(min(steps[-1].names, default=steps[-1].tag), []).append(rule)
    return keyed if concerns else {}


def _steps(selector: str) -> list[_Compound]:
    """Return the steps of a selector; empty if it has something else than tags, classes and ids."""
    steps = []
    for part in selector.replace(">", " ").split():
        match = _COMPOUND.fullmatch(part)
        if match is None:
            return []
        steps.append(_Compound((match[1] or "*").lower(), frozenset(_NAME.findall(match[2]))))
    return steps
