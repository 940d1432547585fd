"""The command line: ``gknb COMMAND``. One module per command; only this package prints and exits."""

from __future__ import annotations

import gc
import io
import os
import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from gknb.errors import GknbError, UsageError, lang_of
from gknb.standard.catalog import STANDARD
from gknb.texts import say
from gknb.texts.languages import language_of
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.cli._parser import Parser
    from gknb.standard.form import Lang

__all__ = ["COMMANDS", "INTERRUPTED", "OK", "UNREADABLE", "WRONG", "complain", "language", "main", "parser", "program"]

COMMANDS: Final = (
    "check",
    "rules",
    "explain",
    "schema",
    "new",
    "extract",
    "render",
    "repair",
    "consolidate",
    "conformance",
)
OK, WRONG, UNREADABLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: no error findings; error findings; unreadable input or wrong usage; interrupted."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code. ``argv`` excludes the program name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    lang = language(arguments)
    standard = _option(arguments, "--standard")
    before = os.environ.get(STANDARD)
    if standard:
        os.environ[STANDARD] = standard  # also for the processes that check many reports
    try:
        code = _run(arguments, lang)
        sys.stdout.flush()
    except GknbError as error:
        complain(error.say(lang))
        return UNREADABLE
    except OSError as error:  # writing failed; reading raises SourceError
        _abandon_output()
        key = "cli.pipe" if isinstance(error, BrokenPipeError) else "cli.output"
        complain(say(lang, key, problem=error.strerror))
        return UNREADABLE
    except KeyboardInterrupt:
        complain(say(lang, "cli.interrupted"))
        return INTERRUPTED
    finally:
        if standard:
            os.environ.pop(STANDARD)
            os.environ.update({} if before is None else {STANDARD: before})
    return code


def program() -> int:
    """Run one command as a process of its own; returns the exit code."""
    gc.set_threshold(20_000)  # the default looks for cycles a hundred times while modules are loaded, and finds none
    code = main()
    gc.freeze()  # else Python looks through all that was loaded at its end, which takes longer than most checks
    return code


def complain(sentence: str) -> None:
    """Print a sentence on standard error, with the program name."""
    print(f"gknb: {printable(sentence)}", file=sys.stderr)


def _prepare_streams() -> None:
    """Set the streams to UTF-8 in any locale; replace a closed stream by one that drops its output."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _abandon_output() -> None:
    """Drop buffered output, which the interpreter would otherwise complain about at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str], lang: Lang) -> int:
    # Import only the module of the command: most of the time of a single check is start-up.
    before = _before_command(arguments)
    if arguments[before : before + 1] and arguments[before] in COMMANDS:
        command = import_module(f"gknb.cli.{arguments[before]}")
        options = command.arguments(lang).parse_args(arguments[before + 1 :])
        return command.run(options, options.lang or lang)  # type: ignore[no-any-return]
    top = parser("gknb", lang, epilog=_overview(lang))
    top.usage = "gknb COMMAND …"
    top.add_argument("command", nargs="?", metavar="COMMAND", help=say(lang, "cli.command"))
    top.add_argument("--version", action="store_true", help=say(lang, "cli.version"))
    options = top.parse_args(arguments[: before + 1])
    if options.version:
        return _version()
    if options.command is None:
        top.print_help()
        return OK
    from gknb.standard.catalog import closest

    near = closest(options.command, COMMANDS) or "check"
    return top.error(say(lang, "cli.unknown-command", command=options.command, closest=near))


def _before_command(arguments: Sequence[str]) -> int:
    """Return the number of arguments before the command, where ``--lang`` and ``--standard`` may be given too."""
    count = 0
    while arguments[count : count + 1] and arguments[count].startswith(("--lang", "--standard")):
        count += 2 if arguments[count] in ("--lang", "--standard") else 1
    return count


def _overview(lang: Lang) -> str:
    rows = "\n".join(f"  gknb {name:<13}{say(lang, f'cli.{name}')}" for name in COMMANDS)
    return f"{say(lang, 'cli.commands')}\n{rows}\n\n{say(lang, 'cli.start')}"


def _version() -> int:
    from gknb._version import __version__
    from gknb.standard.catalog import load_catalog

    print(f"gknb {__version__} (schema {load_catalog().version})")
    return OK


def parser(prog: str, lang: Lang, *, description: str = "", epilog: str = "", also: tuple[str, ...] = ()) -> Parser:
    """Return an argument parser with the options of every command.

    ``also`` names what ``--lang`` takes besides the languages.
    """
    from gknb.cli._parser import Parser

    command = Parser(prog=prog, lang=lang, allow_abbrev=False, description=description, epilog=epilog)
    languages = f"{{{','.join(('zh', 'en', *also))}}}"
    command.add_argument("--lang", type=partial(_lang, lang, also), metavar=languages, help=say(lang, "cli.lang"))
    command.add_argument("--standard", metavar=say(lang, "cli.standard.metavar"), help=say(lang, "cli.standard"))
    command.hint = say(lang, "cli.usage", prog=prog)
    return command


def _lang(lang: Lang, also: tuple[str, ...], given: str) -> str:
    """Return the language that ``--lang`` names, or a word of ``also``, for argparse; an error is in ``lang``."""
    from argparse import ArgumentTypeError

    try:
        return given if given in also else lang_of(given)
    except UsageError as error:
        raise ArgumentTypeError(error.say(lang)) from error


def _option(arguments: Sequence[str], name: str) -> str | None:
    """Return the value of an option that every command has; ``None`` if it is not given."""
    for n, argument in enumerate(arguments):
        if argument == "--":  # the rest is another command
            break
        if argument.startswith(f"{name}="):
            return argument.removeprefix(f"{name}=")
        if argument == name:
            return "".join(arguments[n + 1 : n + 2])
    return None


def language(arguments: Sequence[str]) -> Lang:
    """Return the language of ``--lang``, else Chinese in a Chinese locale, else English."""
    given = _option(arguments, "--lang")
    if given is not None:
        return language_of(given) or "en"
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not named and sys.platform == "win32":
        import locale

        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"
