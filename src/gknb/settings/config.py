"""Reads the configuration: ``gknb.toml``, or ``[tool.gknb]`` in ``pyproject.toml``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import UsageError
from gknb.lazy_dataclasses import dataclass, field, fields
from gknb.settings.policy import escaped
from gknb.source.limits import LIMITS
from gknb.source.refusals import short
from gknb.standard.catalog import closest
from gknb.texts.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gknb.standard.form import Lang

__all__ = ["NAMES", "SEVERITIES", "Config", "find_config", "limit", "read_config"]

NAMES: Final = ("gknb.toml", "pyproject.toml")
"""Files that may hold a configuration; of two in one folder, the first is read."""
SEVERITIES: Final = ("error", "warning", "info", "off")
"""Severities that a path may set; ``off`` drops the findings."""
_MOST: Final = 2**20
"""Maximum size of a configuration file, in bytes."""
_MOST_LIMIT: Final = 10**6
"""Maximum of a limit: more than eleven days, or almost a terabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The values of a configuration; each field is named like its key, with ``_`` for ``-``."""

    paths: tuple[str, ...] = ()
    """Reports to check if the command line names none."""
    edition: str | None = None
    """Edition to check against."""
    select: tuple[str, ...] = ()
    """Codes or code prefixes of the relations to check; empty for all."""
    ignore: tuple[str, ...] = ()
    """Codes or code prefixes of the relations to skip."""
    strict: bool = False
    """Whether warnings make a report invalid."""
    draft: bool = False
    """Whether blank cells are allowed."""
    explain: bool = False
    """Whether results carry repairs: the cells most likely at fault."""
    lang: Lang | None = None
    """Language of the output."""
    profile: str | None = None
    """Path of the county's profile."""
    baseline: str | None = None
    """Path of the baseline with known findings."""
    set: Mapping[str, str] = field(default_factory=dict)
    """Values of the parameters that relations declare."""
    severity: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each glob of paths, severities by code or code prefix."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Current names of organs, by their other names."""
    limits: Mapping[str, int] = field(default_factory=lambda: LIMITS)
    """Limits of a published file (:data:`gknb.source.limits.LIMITS`)."""
    file: str | None = None
    """Path of the configuration file; ``None`` without one."""


def find_config(folder: str) -> str | None:
    """Return the nearest configuration in ``folder`` or above it; ``None`` if there is none.

    Skips a ``pyproject.toml`` without ``[tool.gknb]``. Raises :class:`~gknb.errors.UsageError` for an unreadable file.
    """
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and _table(path) is not None:
                return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def read_config(path: str) -> Config:
    """Return the configuration in a file, with its paths relative to the working directory.

    Raises :class:`~gknb.errors.UsageError` if it cannot be read, or has an unknown key or a value of the wrong type.
    """
    return Config(**dict(_values(path, _table(path) or {})), file=path)


def _table(path: str) -> Mapping[str, Any] | None:
    name = os.path.basename(path)
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST + 1)
        if len(content) > _MOST:
            raise UsageError("config.too-large", path=path)
        if name == NAMES[1] and b"gknb" not in content:  # not ours, so syntax errors in it do not matter
            return None
        import tomllib

        value = tomllib.loads(content.decode())
    except OSError as error:
        raise UsageError("config.unreadable", path=path, problem=error.strerror or "") from error
    except (ValueError, RecursionError) as error:  # TOML and UTF-8 errors are ValueErrors
        raise UsageError("config.unreadable", path=path, problem=short(str(error), 120)) from error
    if name != NAMES[1]:
        return value
    tool = value.get("tool")
    table = tool.get("gknb") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError("config.wrong", path=path, name="tool.gknb", wanted="table")
    return table


def _values(path: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key not in _READERS:
            raise UsageError(
                "config.unknown", path=path, name=short(key), closest=closest(key, list(_READERS)) or "paths"
            )
        wanted, read = _READERS[key]
        try:
            yield key, read(value, os.path.dirname(path))
        except (TypeError, ValueError):
            raise UsageError("config.wrong", path=path, name=key, wanted=wanted) from None


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _text(value: Any, _: str) -> str:
    return _of(str, value)  # type: ignore[no-any-return]


def _flag(value: Any, _: str) -> bool:
    return _of(bool, value)  # type: ignore[no-any-return]


def _texts(value: Any, folder: str) -> tuple[str, ...]:
    return tuple(_text(one, folder) for one in _of(list, value))


def _path(value: Any, folder: str) -> str:
    return os.path.relpath(os.path.join(folder, _text(value, folder))) if value != "-" else value


def _paths(value: Any, folder: str) -> tuple[str, ...]:
    return tuple(_path(one, folder) for one in _of(list, value))


def _lang(value: Any, _: str) -> Lang:
    lang = language_of(value)
    if lang is None:
        raise ValueError(value)
    return lang


def _settings(value: Any, folder: str) -> dict[str, str]:
    return {name: _text(one, folder) for name, one in _of(dict, value).items()}


def _limits(value: Any, _: str) -> dict[str, int]:
    return {**LIMITS, **{name: limit(name, str(_of(int, one))) for name, one in _of(dict, value).items()}}


def limit(name: str, value: str) -> int:
    """Return the value of a limit of published files. Raises ``ValueError`` for an unknown name or a wrong value."""
    if name not in LIMITS or not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _MOST_LIMIT):
        raise ValueError(name)
    return int(value)


def _severities(value: Any, folder: str) -> dict[str, dict[str, str]]:
    rows = {os.path.join(escaped(folder), glob): _settings(codes, folder) for glob, codes in _of(dict, value).items()}
    for codes in rows.values():
        for severity in codes.values():
            if severity not in SEVERITIES:
                raise ValueError(severity)
    return rows


_READERS: Final[Mapping[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "paths": ('["…", …]', _paths),
    "edition": ('"2021"', _text),
    "select": ('["T3", …]', _texts),
    "ignore": ('["E103", …]', _texts),
    "strict": ("true, false", _flag),
    "draft": ("true, false", _flag),
    "explain": ("true, false", _flag),
    "lang": ('"zh", "en"', _lang),
    "profile": ('"…"', _path),
    "baseline": ('"…"', _path),
    "set": ('township_deadline = "02-15"', _settings),
    "aliases": ('"某县外贸局" = "某县商务局"', _settings),
    "limits": ("{ seconds = 60, memory = 2048 }", _limits),
    "severity": ('"archive/**" = { T201 = "info" }', _severities),
}
assert {field.name for field in fields(Config)} == {*_READERS, "file"}  # noqa: S101 - every key has a reader
