"""Writes the conformance suite under ``tests/conformance/``: bases, vectors, index and hashes.

With ``--check``, writes nothing, lists outdated files and exits with 1 if there are any. With ``--standard``,
``--editions`` and ``--out``, writes the vectors of another standard with further editions into a folder.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import shutil
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from _bases import BASES, base_names
from _cases import FIRST, dump, vector_of
from _editions import EDITIONS, STANDARD, load, setting
from _hard import hard_cases
from _index import EXEMPT, TOPICS
from _page_columns import column_cases
from _page_figures import figure_cases
from _page_heads import head_cases
from _page_rows import row_cases
from _page_texts import text_cases
from _pages import page_vector_of
from _reading import reading_cases
from _relations import relation_cases
from _report_matching import matching_cases, same_organ_cases
from _roll_up import roll_up_cases
from _rosters import roster_cases
from _series import series_cases
from _settled import settled_cases
from _structure import structure_cases
from _systematic import systematic_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _cases import Case

__all__ = ["FOLDER", "main"]

FOLDER: Final = Path(__file__).parents[1] / "conformance"
_KEPT: Final = ("README.md", "SHA256SUMS", "index.schema.json", "page.schema.json", "vector.schema.json")
"""Files that are not generated as cases: those written by hand, and the hashes."""


def main() -> int:
    """Write or check the suite; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where anything is stale")
    parser.add_argument("--standard", type=Path, default=STANDARD, help="folder of a version of the standard")
    parser.add_argument("--editions", type=Path, help="file with entries for further editions, as in editions.json")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to")
    options = parser.parse_args()
    check, out = options.check, options.out
    load(options.standard, options.editions)
    if out != FOLDER:
        out.mkdir(parents=True, exist_ok=True)
        for name in _KEPT:
            if name.endswith(".schema.json"):
                shutil.copyfile(FOLDER / name, out / name)
    contents = _files(out)
    present = {path.relative_to(out).as_posix(): path for path in out.rglob("*.json")}
    surplus = sorted(present.keys() - contents.keys() - set(_KEPT))
    stale = [name for name, text in contents.items() if not _is(out / name, text)]
    for name in [*stale, *surplus]:
        print(f"{out / name}: {'surplus' if name in surplus else 'stale'}" if check else f"wrote {name}")
    if not check:
        for name in stale:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(contents[name].encode())
        for name in surplus:
            present[name].unlink()
    return 1 if check and (stale or surplus) else 0


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _files(out: Path) -> dict[str, str]:
    """Return the text of every generated file, by its path below the folder ``out``.

    Vectors that a later version of the suite adds are in a folder of that version: files of released ones never change.
    """
    listed = defaultdict(list)
    orders = {}
    for file, case in _cases():
        folder = "" if case.added in FIRST.values() else f"{case.added}/"
        vector, order = vector_of(case)
        listed[f"vectors/{folder}{file}.json"].append(vector)
        if order is not None:
            orders[case.id] = order
    contents = {f"bases/{name}.json": dump(BASES[name]) + "\n" for name in base_names()}
    for file, vectors in sorted(listed.items()):
        depth = "../" * file.count("/")
        contents[file] = dump({"$schema": f"{depth}vector.schema.json", "vectors": vectors}) + "\n"
    pages = _pages()
    for file, vectors in pages.items():
        contents[file] = dump({"$schema": "../../page.schema.json", "vectors": vectors}) + "\n"
    releases = _releases(contents, out)
    contents["index.json"] = dump(_index(listed, orders, pages, list(releases))) + "\n"
    contents |= {f"releases/{version}.sha256": text for version, text in releases.items()}
    return contents | {"SHA256SUMS": _sums(contents)}


def _pages() -> dict[str, list[dict[str, Any]]]:
    """Return the vectors that are published pages, by file: one for each topic and version."""
    listed = defaultdict(list)
    for case in (*row_cases(), *column_cases(), *figure_cases(), *text_cases(), *head_cases()):
        if case.edition is None or case.edition in EDITIONS:
            listed[f"pages/{case.since}/{case.topic}.json"].append(page_vector_of(case))
    return dict(sorted(listed.items()))


def _releases(contents: dict[str, str], out: Path) -> dict[str, str]:
    """Return the hashes of vectors and bases of each released version, which never change."""
    releases = {path.stem: path.read_text(encoding="utf-8") for path in sorted(out.glob("releases/*.sha256"))}
    if setting().status == "released":
        releases.setdefault(setting().suite, _hashes({name: text.encode() for name, text in contents.items()}))
    return releases


def _cases() -> Iterator[tuple[str, Case]]:
    for case in relation_cases():
        yield f"relations/{case.codes[0]}", case
    for case in structure_cases():
        yield f"structure/{case.edition or 'no-edition'}", case
    for edition in EDITIONS:
        for case in systematic_cases(edition):
            yield f"systematic/{edition}", case
    for case in (*hard_cases(), *reading_cases()):
        yield f"hard/{case.topics[0]}", case
    for case in settled_cases():
        yield case.topics[0], case
    for case in (*series_cases(), *matching_cases()):
        yield f"series/{case.codes[0]}", case
    for case in same_organ_cases():
        yield "series/who-is-who", case
    for case in (*roll_up_cases(), *roster_cases()):
        yield f"roll-up/{case.codes[0] if case.codes else 'unreadable'}", case


def _index(
    listed: dict[str, list[dict[str, Any]]],
    orders: dict[str, list[int]],
    pages: dict[str, list[dict[str, Any]]],
    releases: list[str],
) -> dict[str, Any]:
    vectors = [
        {**entry, **({"order": orders[entry["id"]]} if entry["id"] in orders else {})}
        for entry in _entries(dict(sorted(listed.items())))
    ]
    entries = _entries(pages)
    ids = [vector["id"] for vector in (*vectors, *entries)]
    if len(ids) != len(set(ids)):
        raise AssertionError(sorted({one for one in ids if ids.count(one) > 1}))
    head = {"$schema": "index.schema.json", **asdict(setting())}
    del head["examples"]
    return {**head, "releases": releases, "topics": TOPICS, "exempt": EXEMPT, "vectors": vectors, "pages": entries}


def _entries(listed: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"file": file, **{name: vector[name] for name in ("id", "since", "edition", "codes", "kind")}}
        for file, vectors in listed.items()
        for vector in vectors
    ]


def _sums(contents: dict[str, str]) -> str:
    """Return the SHA-256 of every file except this one and the README."""
    encoded = {name: text.encode() for name, text in contents.items()}
    for name in _KEPT:
        if name.endswith(".json"):
            encoded[name] = (FOLDER / name).read_bytes()
    return _hashes(encoded)


def _hashes(contents: dict[str, bytes]) -> str:
    """Return hashes in the format of ``sha256sum -c``."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items()))


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
