"""Deduce the level, kind and scope of an organ from its name and the text of its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["organ_level_and_kind", "scope_of"]


def organ_level_and_kind(name: str, text: str, organs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the ``kind`` and the ``level`` of an organ, as far as its name and the report's text are unambiguous.

    ``organs`` are the rules in ``readings.json``; the first whose ending fits the name applies.
    """
    for rule in organs:
        end = max((one for one in rule["ends"] if name.endswith(one)), key=len, default=None)
        if end is None:
            continue
        found = {"kind": rule["kind"]}
        level = rule.get("level") or _level_before(name.removesuffix(end), text, rule)
        return found if level is None else {**found, "level": level}
    return {}


def _level_before(name: str, text: str, rule: Mapping[str, Any]) -> str | None:
    """Return the level of an organ by its name without its ending: by the last place, else by its beginning."""
    for word in rule.get("no_places", ()):
        name = name.replace(word, "")
    named = [(one.get("place") or one["name"], one) for one in rule.get("after", ())]  # "name" in sets before 2.0.0
    places = [(name.rfind(word) + len(word), len(word), one) for word, one in named]
    found = [place for place in places if place[0] >= place[1]]
    if found:
        place = max(found, key=lambda one: one[:2])[2]
        return place.get("level") or _mentioned(text, place)
    begins = [one["level"] for one in rule.get("starts", ()) if name.startswith(tuple(one["with"]))]
    # 国家税务总局 before a place without its kind: the organ is below the one that the name begins with.
    if begins and not any(end in name for end in rule["ends"]):
        level: str = begins[0]
        return level
    return _mentioned(text, rule)


def _mentioned(text: str, rule: Mapping[str, Any]) -> str | None:
    """Return the level whose words the report mentions; ``None`` for none or several."""
    levels = {one["level"] for one in rule.get("when", ()) if any(word in text for word in one["mentions"])}
    return levels.pop() if len(levels) == 1 else None


def scope_of(organ: Mapping[str, str], text: str, rules: Sequence[Mapping[str, Any]]) -> tuple[str, str | None] | None:
    """Return the scope of a report with the word of its text that shows it, ``None`` if it follows from no word.

    ``organ`` has the level and kind of the organ as far as they are known; ``rules`` are those in ``readings.json``,
    of which the first that fits applies. Returns ``None`` if none fits.
    """
    for rule in rules:
        if "kind" in rule and organ.get("kind") != rule["kind"]:
            continue
        if "levels" in rule and organ.get("level") not in rule["levels"]:
            continue
        word = next((word for word in rule.get("mentions", ()) if word in text), None)
        if word is not None or "mentions" not in rule:
            return rule["scope"], word
    return None
