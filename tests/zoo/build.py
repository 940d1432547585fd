"""Rebuild the zoo: ``python tests/zoo/build.py``; with ``--check``, say what a rebuilt zoo reads differently.

It needs ``apt-get install chromium libreoffice-core libreoffice-writer libreoffice-calc poppler-utils pandoc w3m lynx
links qpdf fonts-noto-cjk``, and ``pip install 'markitdown[docx,pdf,xlsx]' markdownify html2text pdfminer.six`` in the
environment of ``--python``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "helpers")]

from docx import Document  # noqa: E402

from gknb.documents.render.rendered import rendered  # noqa: E402
from zoo import converters as programs  # noqa: E402
from zoo.fixtures import FIXTURES, MANIFEST, Fixture, fixtures, standard, truth  # noqa: E402
from zoo.intact import intact  # noqa: E402
from zoo.pages import page  # noqa: E402
from zoo.reading import read  # noqa: E402
from zoo.reports import REPORTS, made, stored  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zoo.converters import Converter


KINDS: Final = ("docx", "html", "xlsx")
"""Formats of ``gknb render`` that go in beside pages."""
SIGNED: Final = ("slashes-2019", "slashes-2021")
"""Reports with a sign instead of some figures: only pages and the Word form print it."""


class Build:
    """The making of the zoo in a folder, with a folder inside it for each converter."""

    def __init__(self, folder: Path, python: str) -> None:
        self.folder, self.python = folder, python
        self.reports = stored()
        self.done: set[Path] = set()

    def all_of(self, only: str) -> dict[str, dict[str, Any]]:
        """Make the files of each converter with ``only`` in its name, and return their part of the manifest."""
        made = {}
        for converter in programs.CONVERTERS:
            if only in converter.name:
                steps = [programs.STEPS[name] for name in converter.steps]
                made[converter.name] = {
                    "tools": list(dict.fromkeys(step.tool for step in steps)),
                    "commands": [step.command for step in steps],
                    "files": self._files(converter),
                }
                print(converter.name, len(made[converter.name]["files"]), flush=True)  # noqa: T201
        return made

    def _files(self, converter: Converter) -> dict[str, dict[str, str]]:
        going = list(inputs(converter, self.reports))
        paths, chain = [self._source(*one) for one in going], converter.sources
        for name in converter.steps:
            step, chain = programs.STEPS[name], f"{chain}+{name}"
            into = self.folder / chain
            into.mkdir(exist_ok=True)
            targets = [into / f"{report}.{style}.{step.suffix}" for report, style in going]
            left = [
                (path, to) for path, to in zip(paths, targets, strict=True) if to not in self.done and not to.exists()
            ]
            if left:
                programs.run(step, left, self.python)
            self.done.update(targets)
            paths = targets
        files = {}
        for path, (report, style) in zip(paths, going, strict=True):
            whole = 1.0
            if path.suffix == ".txt":
                whole = intact(path.read_text("utf-8"), truth(report), self.reports[report]["blank"])
            files[str(path.relative_to(self.folder))] = {
                "report": report,
                "style": style,
                **converter.expected(report, style, whole),
            }
        return files

    def _source(self, report: str, style: str) -> Path:
        """Write a page or a rendered form, and return its path."""
        form = style in KINDS
        path = self.folder / (style if form else "page") / (f"{report}.{style}" + ("" if form else ".html"))
        if path not in self.done and not path.exists():
            self.done.add(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            document, blank = self.reports[report]["document"], self.reports[report]["blank"]
            if not form:
                path.write_bytes(page(style, document, blank))
            elif style == "docx":
                path.write_bytes(signed(rendered(standard(), document, style, lang="zh"), blank))
            else:
                path.write_bytes(rendered(standard(), document, style, lang="zh"))
            programs.loose(path)
        return path


def inputs(converter: Converter, reports: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what goes into a converter: the name of a report and a style."""
    for n, report in enumerate(converter.reports or reports):
        if converter.sources != "page":
            if converter.sources == "docx" or report not in SIGNED:
                yield report, converter.sources
        elif converter.steps:
            yield report, converter.styles[n % len(converter.styles)]
        else:
            for style in converter.styles:
                yield report, style


def signed(content: bytes, blank: str) -> bytes:
    """Return a Word form with ``blank`` typed into each empty cell of its tables."""
    if not blank:
        return content
    form, made = Document(BytesIO(content)), BytesIO()
    for table in form.tables:
        for cell in {cell._tc: cell for row in table.rows for cell in row.cells}.values():  # noqa: SLF001 - each once
            if not cell.text:
                cell.paragraphs[0].runs[0].text = blank
    form.save(made)
    return made.getvalue()


def manifest(converters: dict[str, dict[str, Any]], python: str) -> str:
    """Return the text of the manifest, with a line for each file."""
    value = {
        "tools": programs.versions(python),
        "afterwards": "PDF: qpdf --stream-data=uncompress --object-streams=disable; office files: stored uncompressed",
        "converters": converters,
    }
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return re.sub(r"\n {5,}|\n {4}(?=[}])|\n {4}(?=[]\"])(?!\"[^\"]*\": [{])", "", text) + "\n"


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


def differences(folder: Path, converters: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield how the files in ``folder`` read differently from the stored fixtures."""
    old = {one.name: one for one in fixtures() if one.converter in converters}
    new = {
        name: Fixture(name=name, converter=converter, content=(folder / name).read_bytes(), **one)
        for converter, how in converters.items()
        for name, one in how["files"].items()
    }
    for name in sorted(old.keys() ^ new.keys()):
        yield f"{name}: {'no longer made' if name in old else 'not in the stored zoo'}"
    for name in sorted(old.keys() & new.keys()):
        if (old[name].quality, old[name].least) != (new[name].quality, new[name].least):
            yield f"{name}: {old[name].quality}, {old[name].least} before, {new[name].quality}, {new[name].least} now"
        before, now = read(old[name]).cells, read(new[name]).cells
        for pointer, cell in before.items():
            if cell != now[pointer]:
                yield f"{name} {pointer}: {cell} before, {now[pointer]} now"


def main() -> int:
    """Build, and write the fixtures or compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the stored zoo; write nothing")
    parser.add_argument("--python", default=sys.executable, help="Python that has the converters of PyPI")
    parser.add_argument("--keep", metavar="DIR", help="leave the files in this folder; those in it are not made again")
    parser.add_argument("--only", default="", metavar="NAME", help="with --check: converters with this in their name")
    options = parser.parse_args()
    if not options.check:
        options.only = ""
        text = json.dumps(made(), ensure_ascii=False, separators=(",", ":"))
        REPORTS.write_text(text.replace('},"', '},\n"') + "\n", "utf-8")
    with tempfile.TemporaryDirectory(prefix="gknb-zoo-") as scratch:
        folder = Path(options.keep or scratch)
        converters = Build(folder, options.python).all_of(options.only)
        if options.check:
            found = list(differences(folder, converters))
            print("\n".join(found) or "the rebuilt zoo reads the same")  # noqa: T201
            return 1 if found else 0
        FIXTURES.mkdir(exist_ok=True)
        for old in FIXTURES.glob("*.tar.xz"):
            old.unlink()
        names = [name for how in converters.values() for name in how["files"]]
        for name, content in packed(folder, names).items():
            (FIXTURES / name).write_bytes(content)
            print(name, len(content))  # noqa: T201
        MANIFEST.write_text(manifest(converters, options.python), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
