"""Generate all derived files of the repository: the reference documents, and the hashes in the catalogue.

``python docs/build.py`` writes the files that have changed. ``python docs/build.py --check`` writes nothing, shows the
stale files and exits with 1 if there are any. Both exit with 1 if a file of a released version was changed.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, get_args

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))  # the audit is there

from _audit_reference import AuditPage  # noqa: E402
from _form_reference import FormPage  # noqa: E402
from _rules_reference import RulesPage  # noqa: E402
from _versions_reference import VersionsPage  # noqa: E402

from gknb.standard.catalog import Catalog, catalog_of, load_catalog  # noqa: E402
from gknb.standard.form import Lang  # noqa: E402
from gknb.standard.publish import file_hash, to_text  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.standard.catalog import Json

MOST_LINES = 20
"""Maximum number of lines of a difference shown for one file."""


def main() -> int:
    """Write or check every derived file below the root; return the exit code."""
    options = _arguments()
    listed = json.loads((options.root / "schema" / "catalog.json").read_bytes())
    broken = [problem for entry in listed["versions"] for problem in _broken(options.root, entry)]
    if broken:
        advice = "A released version never changes: put its files back, and change a new version instead."
        print(*broken, advice, sep="\n", file=sys.stderr)
        return 1
    made = _made(options.root, listed)
    if options.root == ROOT and not options.without_audit:  # the audit is of the set that goes with this program
        made |= _audited()
    stale = {path: text for path, text in made.items() if _old(options.root, path) != text}
    for path, text in stale.items():
        if options.check:
            print(*_difference(path, _old(options.root, path), text), sep="\n")
        else:
            (options.root / path).write_bytes(text.encode())
            print(f"wrote {path}")
    return 1 if options.check and stale else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is stale")
    parser.add_argument("--without-audit", action="store_true", help="leave the page of the audit, which takes longest")
    parser.add_argument("--root", type=Path, default=ROOT, metavar="DIR", help="folder of docs/ and schema/")
    return parser.parse_args()


def _made(root: Path, listed: Json) -> dict[str, str]:
    """Return the text of every derived file, by its path below ``root``."""
    versions = [
        {**entry, "files": _listed(root, entry)} if entry["status"] == "draft" else entry
        for entry in listed["versions"]
    ]
    made = {"schema/catalog.json": to_text({**listed, "versions": versions}), **_documents(*_catalogs(root, listed))}
    return made | (_audited() if root == ROOT else {})  # the audit is of the installed set


def _documents(*versions: Catalog) -> dict[str, str]:
    """Return the text of every reference document, by its path below the root.

    All but the page of versions describe the newest released version, or the newest one if none is.
    """
    described = ([one for one in versions if one.status == "released"] or versions)[-1]
    made: dict[str, str] = {}
    for lang in get_args(Lang):
        rules = RulesPage(described, lang)
        made[f"docs/{rules.file('rules')}"] = _text(rules.lines())
        history = VersionsPage(described, lang, versions)
        made[f"docs/{history.file('versions')}"] = _text(history.lines())
        for edition in described.editions:
            form = FormPage(described, lang, edition)
            made[f"docs/{form.file(f'format-{edition}')}"] = _text(form.lines())
    return made


def _audited() -> dict[str, str]:
    """Return the pages of the audit, by their paths below the root."""
    pages = [AuditPage(load_catalog(), lang) for lang in get_args(Lang)]
    return {f"docs/{page.file('audit')}": _text(page.lines()) for page in pages}


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def _catalogs(root: Path, listed: Json) -> list[Catalog]:
    """Return every listed version below ``root``, oldest first."""
    return [
        catalog_of(listed, entry, lambda path: (root / "schema" / path).read_bytes()) for entry in listed["versions"]
    ]


def _listed(root: Path, entry: Mapping[str, Json]) -> dict[str, str]:
    """Return the hashes of the files of a draft: its own, and those of older versions that it uses."""
    older = {path: digest for path, digest in entry["files"].items() if not path.startswith(f"{entry['version']}/")}
    return dict(sorted({**older, **_hashes(root, entry["version"])}.items()))


def _hashes(root: Path, version: str) -> dict[str, str]:
    schema = root / "schema"
    present = {path.relative_to(schema).as_posix(): path for path in (schema / version).rglob("*") if path.is_file()}
    return {path: file_hash(file.read_bytes()) for path, file in sorted(present.items())}


def _broken(root: Path, entry: Mapping[str, Json]) -> Iterator[str]:
    """Yield a message for each file of a released version that was added, removed or changed since."""
    if entry["status"] == "draft":
        return
    # Files of older versions that it lists as well are compared with the entries of those versions.
    released = {path: digest for path, digest in entry["files"].items() if path.startswith(f"{entry['version']}/")}
    present = _hashes(root, entry["version"])
    for path in sorted({*released, *present}):
        if released.get(path) != present.get(path):
            what = "added" if path not in released else "removed" if path not in present else "changed"
            yield f"schema/{path}: {what} since version {entry['version']} was released"


def _old(root: Path, path: str) -> str | None:
    """Return the text of a file; ``None`` if it does not exist."""
    file = root / path
    return file.read_bytes().decode(errors="replace") if file.exists() else None


def _difference(path: str, old: str | None, new: str) -> Iterator[str]:
    before, after = (old or "").splitlines(), new.splitlines()
    lines = list(unified_diff(before, after, path, f"{path} (made anew)", n=1, lineterm=""))
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"… {len(lines) - MOST_LINES} more lines"
    if not lines:
        yield f"{path}: line breaks or other invisible characters differ"


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
