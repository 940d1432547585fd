"""Find the struck-out elements of a web page: by tag, by ``style`` attribute, by the rules of the page."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

__all__ = ["struck_elements"]

_STRIKING: Final = frozenset(("s", "strike", "del"))
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
# Word writes the double line as text-line-through.
_DECLARED: Final = re.compile(r"(?:^|;)\s*text-(decoration|decoration-line|line-through)\s*:\s*([^;]*)", re.IGNORECASE)
_COMPOUND: Final = re.compile(r"([\w-]+|\*)?((?:[.#][\w-]+)*)")
_NAME: Final = re.compile(r"[.#][\w-]+")
_MOST_RULES: Final = 200
"""Maximum number of rules considered; a page with more is no report."""
_DEEPEST: Final = 100
"""Maximum number of ancestors that are compared with a selector."""

_Weight = tuple[bool, int, int, int, int]
"""Whether it is important; the numbers of ids, classes and tags in its selector; its place in the page."""


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

    Selectors of tags, classes and ids are understood, alone and inside each other; others are ignored.
    """
    rules = _by_key("\n".join("".join(one.itertext()) for one in root.iter("style")))
    return {element for element in root.iter("*") if _is_struck(element, rules)}


def _is_struck(element: etree._Element, rules: Mapping[str, Sequence[_Rule]]) -> bool:
    found: list[tuple[_Weight, bool]] = []
    if rules:
        keys = (str(element.tag), "*", *_names(element))
        near = (rule for key in keys for rule in rules.get(key, ()))
        found += [(rule.weight, rule.struck) for rule in near if _applies(rule.steps, element)]
    style = element.get("style")
    if style is not None and (declared := _declared(style)) is not None:
        important, struck = declared
        found.append(((important, _MOST_RULES, 0, 0, 0), struck))
    return max(found)[1] if found else element.tag in _STRIKING


def _names(element: etree._Element) -> Iterator[str]:
    for name in (element.get("class") or "").split():
        yield f".{name}"
    if key := element.get("id"):
        yield f"#{key}"


def _applies(steps: Sequence[_Compound], element: etree._Element) -> bool:
    if not _is(steps[-1], element):
        return False
    left = list(steps[:-1])
    for ancestor in islice(element.iterancestors(), _DEEPEST) if left else ():
        if _is(left[-1], ancestor):
            left.pop()
            if not left:
                break
    return not left


def _is(step: _Compound, element: etree._Element) -> bool:
    return step.tag in ("*", element.tag) and step.names <= set(_names(element))


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
