"""Rebuild the zoo: ``python tests/zoo/build.py``; with ``--check``, say what a rebuilt zoo reads differently.

It needs ``apt-get install chromium libreoffice-core libreoffice-writer libreoffice-calc poppler-utils pandoc w3m lynx
links qpdf fonts-noto-cjk``, and ``pip install 'markitdown[docx,pdf,xlsx]' markdownify html2text pdfminer.six`` in the
environment of ``--python``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "helpers"), str(Path(__file__).parent)]

import converters as programs  # noqa: E402
from fixtures import FIXTURES, MANIFEST, Fixture, fixtures, standard  # noqa: E402
from pages import page  # noqa: E402
from reading import read  # noqa: E402
from reports import REPORTS, made, stored  # noqa: E402

from gknb.documents.render.rendered import rendered  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters import Converter


def inputs(converter: Converter, reports: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what goes into a converter: the report, the style and the name of the source."""
    for n, report in enumerate(converter.reports or reports):
        if converter.sources != "page":
            yield report, converter.sources, f"{report}.{converter.sources}"
        elif converter.steps:
            style = converter.styles[n % len(converter.styles)]
            yield report, style, f"{report}.{style}"
        else:
            for style in converter.styles:
                yield report, style, f"{report}.{style}"


def build(folder: Path, python: str, only: str = "") -> dict[str, dict[str, Any]]:
    """Make every fixture in ``folder``, in a folder for each converter, and return the files of the manifest."""
    reports = stored()
    done: set[Path] = set()

    def source(report: str, style: str) -> Path:
        path = folder / "page" / f"{report}.{style}.html"
        if style in ("docx", "xlsx"):
            path = folder / style / f"{report}.{style}"
        if path not in done:
            done.add(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            one = reports[report]
            if style in ("docx", "xlsx"):
                path.write_bytes(rendered(standard(), one["document"], style, lang="zh"))
                programs.loose(path)
            else:
                path.write_bytes(page(style, one["document"], one["blank"]))
        return path

    files: dict[str, dict[str, Any]] = {}
    for converter in programs.CONVERTERS:
        if only and only not in converter.name:
            continue
        going = [(report, style, source(report, style)) for report, style, _ in inputs(converter, reports)]
        paths, chain = [path for _, _, path in going], converter.sources
        for name in converter.steps:
            step, chain = programs.STEPS[name], f"{chain}+{name}"
            into = folder / chain
            into.mkdir(exist_ok=True)
            targets = [into / f"{path.name.partition('.')[0]}.{style}.{step.suffix}" for path, (_, style, _) in zip(paths, going, strict=True)]
            left = [(path, target) for path, target in zip(paths, targets, strict=True) if target not in done]
            if left:
                programs.run(step, left, python)
            done.update(targets)
            paths = targets
        print(converter.name, len(paths), sum(path.stat().st_size for path in paths), flush=True)  # noqa: T201
        for path, (report, style, _) in zip(paths, going, strict=True):
            files[str(path.relative_to(folder))] = {
                "converter": converter.name,
                "report": report,
                "style": style,
                "quality": converter.quality(report, style),
            }
    return files


def manifest(files: dict[str, dict[str, Any]], python: str) -> dict[str, Any]:
    """Return the manifest: versions, the commands of each converter, and the files."""
    names = {one["converter"] for one in files.values()}
    return {
        "tools": programs.versions(python),
        "afterwards": "PDF: qpdf --stream-data=uncompress; office files: members stored without compression",
        "converters": {
            one.name: {
                "tools": list(dict.fromkeys(programs.STEPS[step].tool for step in one.steps)),
                "commands": [programs.STEPS[step].command for step in one.steps],
            }
            for one in programs.CONVERTERS
            if one.name in names
        },
        "files": files,
    }


def packed(folder: Path, files: Sequence[str]) -> dict[str, bytes]:
    """Return the archives: one of each kind of file, so that what is alike in them is stored once."""
    groups: dict[str, list[str]] = {}
    for name in files:
        groups.setdefault(Path(name).suffix[1:], []).append(name)
    archives = {}
    for group, names in groups.items():
        made = BytesIO()
        with tarfile.open(fileobj=made, mode="w") as archive:
            for name in sorted(names, key=lambda name: (name.rpartition("/")[2], name)):
                info = tarfile.TarInfo(name)
                content = (folder / name).read_bytes()
                info.size = len(content)
                archive.addfile(info, BytesIO(content))
        archives[f"{group}.tar.xz"] = lzma.compress(
            made.getvalue(), filters=[{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 2**26}]
        )
    return archives


def differences(folder: Path, files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield how the files in ``folder`` read differently from the stored fixtures."""
    old = {one.name: one for one in fixtures()}
    for name in sorted(old.keys() ^ files.keys()):
        yield f"{name}: {'no longer made' if name in old else 'not in the stored zoo'}"
    for name in sorted(old.keys() & files.keys()):
        before = read(old[name])
        now = read(Fixture(name=name, content=(folder / name).read_bytes(), **files[name]))
        for pointer, cell in before.cells.items():
            if cell != now.cells[pointer]:
                yield f"{name} {pointer}: {cell} before, {now.cells[pointer]} now"


def main() -> int:
    """Build, and write the fixtures or compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the stored zoo; write nothing")
    parser.add_argument("--python", default=sys.executable, help="Python that has the converters of PyPI")
    parser.add_argument("--keep", metavar="DIR", help="leave the files in this folder")
    parser.add_argument("--only", default="", metavar="NAME", help="only converters with this in their name")
    options = parser.parse_args()
    if not options.check:
        REPORTS.write_text(
            json.dumps(made(), ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n", "utf-8"
        )
    with tempfile.TemporaryDirectory(prefix="gknb-zoo-") as scratch:
        folder = Path(options.keep or scratch)
        files = build(folder, options.python, options.only)
        if options.check:
            found = list(differences(folder, files))
            print("\n".join(found) or "the rebuilt zoo reads the same")  # noqa: T201
            return 1 if found else 0
        FIXTURES.mkdir(exist_ok=True)
        for old in FIXTURES.glob("*.tar.xz"):
            old.unlink()
        for name, content in packed(folder, list(files)).items():
            (FIXTURES / name).write_bytes(content)
            print(name, len(content))  # noqa: T201
        MANIFEST.write_text(
            json.dumps(manifest(files, options.python), ensure_ascii=False, indent=1).replace('",\n   "', '", "') + "\n", "utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
