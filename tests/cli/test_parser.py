"""How arguments are read: in Chinese nothing of what argparse says by itself stays English."""

from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from gknb.cli import COMMANDS
from gknb.cli._parser import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

ENGLISH: Final = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b|usage|option|argument|show|choose|default", re.ASCII)
TYPED: Final = re.compile(r"(gknb|pip) [a-z]+[^\u4e00-\u9fff，；。]*|\{[a-z0-9,]+\}|--[a-z-]+", re.ASCII)
"""What is to be typed as it stands."""
NOT_REACHED: Final = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "%(prog)s: error: %(message)s\n",
    "%(heading)s:",
    " (default: %(default)s)",
    "show program's version number and exit",
    "subcommands",
    # What the author of a parser does wrong.
    "conflicting",
    ".__call__() not defined",
    "'required' is an invalid argument for positionals",
    "mutually exclusive arguments must be optional",
    "cannot merge actions",
    "cannot have multiple subparser arguments",
    "dest= is required",
    "invalid option string",
    "invalid conflict_resolution value",
    "is not callable",
    'argument "-" with mode',
    # Abbreviations, files, subcommands and groups of options of which one is needed: no command has any.
    "ambiguous option",
    "can't open",
    "unknown parser",
    "one of the arguments",
    "not allowed with argument",
    "expected at most one argument",
    "expected %s argument",
    "unexpected option string",
    # Of what is deprecated, which nothing here is.
    "%(prog)s: warning: %(message)s\n",
    "is deprecated",
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_in_chinese_is_chinese(run: Callable[..., Ran], command: str) -> None:
    ran = run(*filter(None, [command]), "--help", "--lang", "zh")
    assert ran.code == 0
    assert ran.out.startswith("用法：gknb ")
    assert "\n选项：\n" in ran.out
    usage, _, rest = ran.out.partition("\n\n")
    assert ENGLISH.findall(TYPED.sub("", " ".join(rest.split()))) == []
    assert "usage" not in usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--color", "blue"], "--color/--colour：不能是 'blue'；可以是 "),
        (["check", "--jobs", "x"], "--jobs：应为整数，不能是 'x'"),
        (["check", "--profile"], "--profile：后面要写一个值"),
        (["check", "--strict=1", "x.json"], "--strict/--no-strict：后面不能写值，不是 '1'"),
        (["check", "--bogus", "x.json"], "不认识的参数：--bogus"),
        (["new"], "缺少必填的参数：--organ, --year"),
        (["new", "--organ", "某镇", "--year", "二〇二五"], "--year：应为整数，不能是 '二〇二五'"),
        (["extract"], "缺少必填的参数：FILE"),
        (["conformance", "--timeout", "x"], "--timeout：应为数，不能是 'x'"),
        (["--lang"], "--lang：后面要写一个值"),
    ],
)
def test_errors_in_chinese_are_chinese(run: Callable[..., Ran], arguments: list[str], said: str) -> None:
    ran = run("--lang", "zh", *arguments) if arguments != ["--lang"] else run("check", "--lang=zh", "--lang")
    assert ran.code == 2
    assert ran.err.startswith(f"gknb: {said}")
    assert ENGLISH.findall(TYPED.sub("", ran.err.splitlines()[0])) == []


def test_errors_in_english_are_those_of_argparse(run: Callable[..., Ran]) -> None:
    assert run("check", "--jobs", "x", "--lang", "en").err.startswith("gknb: argument --jobs: invalid int value: 'x'\n")
    assert run("new", "--lang", "en", "--help").out.startswith("usage: gknb new ")


def of_argparse() -> set[str]:
    """Every sentence in argparse that goes through gettext."""
    calls = [
        node for node in ast.walk(ast.parse(Path(argparse.__file__).read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    said = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}]
    found = (argument for call in said for argument in call.args if isinstance(argument, ast.Constant))
    return {one.value for one in found if isinstance(one.value, str)}


def test_every_sentence_of_argparse_that_a_user_can_see_is_known() -> None:
    sentences = of_argparse()
    assert len(sentences) > 20
    reached = {one for one in sentences if not any(part in one for part in NOT_REACHED)}
    assert len(reached) >= 6
    for sentence in reached:
        for kind in ("int", "float"):
            given = sentence.replace("%(type)s", kind)
            given = re.sub(r"%(\(\w+\))?[rs]", "x", given)
            assert not re.search("[a-z]{2}", in_words(given, "zh")), sentence


def test_unknown_messages_are_unchanged() -> None:
    assert in_words("argument -x: something else", "zh") == "-x：something else"
