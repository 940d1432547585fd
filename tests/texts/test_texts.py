"""The sentences of the program: each in the module that ``say`` looks into, in both languages, with the same gaps."""

from __future__ import annotations

from string import Formatter

import pytest

from gknb.texts import AREAS, say, texts


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("area", AREAS)
def test_a_sentence_is_where_its_key_says(area: str) -> None:
    assert {key.partition(".")[0] for key in texts(area)} == set(AREAS[area])


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same_of_the_same_things(area: str) -> None:
    for key, (chinese, english) in texts(area).items():
        assert chinese, key
        assert gaps(chinese) == gaps(english) - {"s"}, key  # the English plural


def test_what_is_said_in_any_other_language_is_english() -> None:
    assert say("zh", "text.year", year=2024) != say("en", "text.year", year=2024) == say("fr", "text.year", year=2024)
