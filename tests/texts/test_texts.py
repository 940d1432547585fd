"""The sentences of the program: each in the file that ``say`` looks into, in both languages, and said somewhere."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

import pytest

from gknb.standard.catalog import load_catalog
from gknb.standard.relations import families
from gknb.texts import AREAS, say, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = tuple(path for path in sorted((ROOT / "src" / "gknb").rglob("*.py")) if path.parent.name != "audit")
DATA: Final = tuple(area for area in AREAS if area != "audit")
KEYS: Final = {key: area for area in AREAS for key in texts(area)}
SAYING: Final = ("say", "_say", "refusal", "Problem", "Remark")
"""What is called with a key, besides classes of errors."""
SHORT: Final = "conformance."
"""What one ``_say`` puts before its keys."""


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def forms(sentence: str | dict[str, str]) -> list[str]:
    return [sentence] if isinstance(sentence, str) else [sentence["one"], sentence["other"]]


@pytest.mark.parametrize("area", AREAS)
def test_a_sentence_is_where_its_key_says(area: str) -> None:
    assert {key.partition(".")[0] for key in texts(area)} == set(AREAS[area])


@pytest.mark.parametrize("area", DATA)
def test_a_file_is_sorted_and_laid_out_in_one_way(area: str) -> None:
    content = (ROOT / "src" / "gknb" / "texts" / f"{area}.json").read_text(encoding="utf-8")
    ordered = {key: texts(area)[key] for key in sorted(texts(area))}
    assert content == json.dumps(ordered, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same_of_the_same_things(area: str) -> None:
    for key, sentence in texts(area).items():
        assert list(sentence) == ["zh", "en"], key
        chinese, english = sentence["zh"], sentence["en"]
        assert isinstance(chinese, str), f"{key}: Chinese has one form"
        assert chinese, key
        for form in forms(english):
            assert form, key
            assert gaps(form) | _said_otherwise(english) == gaps(chinese), key


def _said_otherwise(sentence: str | dict[str, str]) -> set[str]:
    """The placeholder that decides, which the singular may say in words."""
    return set() if isinstance(sentence, str) else {sentence.get("by", "count")}


def test_a_plural_has_two_different_forms_and_names_a_number_that_it_says() -> None:
    for key, area in KEYS.items():
        english = texts(area)[key]["en"]
        if isinstance(english, dict):
            assert {*english} - {"by"} == {"one", "other"}, key
            assert english["one"] != english["other"], key
            assert _said_otherwise(english) <= gaps(english["other"]), key


def test_the_form_follows_the_number() -> None:
    said = [say("en", "text.count.error", count=count) for count in (0, 1, 2)]
    assert said == ["0 errors", "1 error", "2 errors"]
    assert say("en", "text.valid.blank", parts="-", blank=1) != say("en", "text.valid.blank", parts="-", blank=2)
    assert say("en", "text.count.error", count="1") == "1 error"
    assert say("en", "text.count.error", count="1,000") == "1,000 errors"
    assert say("zh", "text.count.error", count=1) == "1 处错误"


def test_what_is_said_in_any_other_language_is_english() -> None:
    assert say("zh", "text.year", year=2024) != say("en", "text.year", year=2024) == say("fr", "text.year", year=2024)


@pytest.mark.parametrize("key", ["text.nothing-like-it", "nowhere.at-all", ""])
def test_an_unknown_sentence_is_named(key: str) -> None:
    with pytest.raises(KeyError, match=re.escape(f"no sentence {key!r} in gknb.texts")):
        say("en", key)


@cache
def trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_bytes()) for path in SOURCES)


@cache
def nodes() -> tuple[ast.AST, ...]:
    return tuple(chain.from_iterable(ast.walk(tree) for tree in trees()))


@cache
def templates() -> tuple[str, ...]:
    return tuple(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.j2"))


@cache
def constants() -> frozenset[str]:
    """Every text in the code and in templates, and the variables of the published relations: column, row, group."""
    written = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    written |= {name.arg for name in nodes() if isinstance(name, ast.keyword) and name.arg}
    written |= {key for text in templates() for key in re.findall(r'"([a-z.-]+)"(?! ~)', text)}
    return frozenset(written.union(*(one.data["relation"].get("for_each", ()) for one in families(load_catalog()))))


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """The keys that the code puts together: what is fixed in them, and a gap for what is not."""
    made = []
    for node in nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            if parts[0] is not None and re.match(r"[a-z]+[.-]", parts[0]):
                made.append(re.compile("".join("(.+)" if part is None else re.escape(part) for part in parts)))
    made += [re.compile(f"{re.escape(key)}(.+)") for text in templates() for key in re.findall(r'"([a-z.-]+)" ~', text)]
    return tuple(made)


def is_said(key: str) -> bool:
    matches = (pattern.fullmatch(key) for pattern in patterns())
    return key in constants() or any(all(map(is_said, found.groups())) for found in matches if found)


def test_each_sentence_is_said_somewhere() -> None:
    assert [key for area in DATA for key in texts(area) if not is_said(key)] == []


def literal_keys() -> Iterator[str]:
    """What is handed as a key to what takes one, whole and in one piece."""
    for node in nodes():
        if isinstance(node, ast.Call) and _takes_a_key(node.func):
            given: list[Any] = [*node.args, *(one.value for one in node.keywords if one.arg in {"reason", "key"})]
            for argument in chain.from_iterable(ast.walk(one) for one in given):
                if isinstance(argument, ast.Constant) and re.fullmatch(r"[a-z]+(\.[a-z-]+)+", str(argument.value)):
                    yield str(argument.value)


def _takes_a_key(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in SAYING or name.endswith("Error")


def test_each_key_in_the_code_has_a_sentence() -> None:
    found = set(literal_keys())
    assert len(found) > 200  # the search itself finds keys
    assert {key for key in found if key not in KEYS and f"{SHORT}{key}" not in KEYS} == set()
