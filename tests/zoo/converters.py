"""The converters of the zoo: the programs, the steps that run them, and the chains of steps that make fixtures."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from browser import Browser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CONVERTERS", "STEPS", "Converter", "Step", "versions"]

WHOLE, SPANS, ORDER = "whole", "spans-lost", "order-lost"
LEAST: Final = {WHOLE: 1.0, SPANS: 0.98, ORDER: 0.0}
"""Qualities, the best first, and the least share of cells that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One conversion by one program."""

    tool: str
    """The program, a name of ``VERSIONS``."""
    suffix: str
    """Suffix of the file that it writes."""
    command: str
    """The command, with ``IN``, ``OUT`` and ``DIR``, the folder of ``OUT``."""
    run: Callable[[Sequence[tuple[Path, Path]]], None] | None = None
    """Converts files, where the command alone does not say how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converter:
    """A chain of steps, and what can be read of the files at its end."""

    sources: str
    """What goes in: ``page``, or a format of ``gknb render``."""
    steps: tuple[str, ...]
    """Names of steps, in order; none for the page itself."""
    filled: str = WHOLE
    """Quality where every cell of the report is printed."""
    blank: str = ""
    """Quality where cells of the report are blank, by default the same."""
    bare: str = ""
    """Quality where the table has no ruling lines, by default the same."""
    reports: tuple[str, ...] = ()
    """Reports that go in, by default all of them."""
    styles: tuple[str, ...] = ("form", "word", "site", "items", "lines")
    """Styles of page that go in, one after the other with the reports."""

    @property
    def name(self) -> str:
        """The name of the converter."""
        return " > ".join((self.sources, *self.steps))

    def expected(self, report: str, style: str, whole: float) -> dict[str, Any]:
        """Return the quality of a file, the worst that applies, and the least share of its cells that is read.

        ``whole`` is the share of figures in whole rows, of a text; 1 for other files. Where rows are broken, a figure
        over two lines for instance, the rest can still be read.
        """
        ranks = [self.filled]
        if report.startswith(("blanks", "holes")):
            ranks.append(self.blank or self.filled)
        if style == "bare":
            ranks.append(self.bare or self.filled)
        if whole < 1:
            ranks.append(SPANS)
        quality = max(ranks, key=list(LEAST).index)
        least = LEAST[quality] if whole == 1 or quality == ORDER else min(LEAST[SPANS], round(whole - 0.02, 2))
        return {"quality": quality, "least": least}


def printing(width: float, height: float, *, headers: bool) -> Callable[[Sequence[tuple[Path, Path]]], None]:
    """Return a step that prints pages by the browser on paper of that size, in inches."""

    def run(files: Sequence[tuple[Path, Path]]) -> None:
        # The browser prints the address: one that is as long everywhere keeps what it prints the same.
        paper = {"paperWidth": width, "paperHeight": height, "displayHeaderFooter": headers}
        with (
            tempfile.TemporaryDirectory(prefix="gknb-zoo-", ignore_cleanup_errors=True) as folder,
            Browser(Path(folder, "profile")) as browser,
        ):
            for page, made in files:
                browser.open(Path(shutil.copy(page, folder)))
                made.write_bytes(base64.b64decode(browser.call("Page.printToPDF", **paper)["data"]))

    return run


def office(files: Sequence[tuple[Path, Path]], convert: str, *options: str) -> None:
    """Convert files by LibreOffice, which is started once for all of them."""
    folder = files[0][1].parent
    made, profile = folder / "made", folder / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.absolute().as_uri()}", "--headless", *options]
    command += ["--convert-to", convert, "--outdir", str(made), *(str(source) for source, _ in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    for source, target in files:
        (made / source.with_suffix(target.suffix).name).rename(target)
    shutil.rmtree(profile, ignore_errors=True)


def soffice(suffix: str, *options: str, convert: str = "") -> Step:
    """Return a step that LibreOffice takes."""
    words = [
        "soffice",
        "--headless",
        *(f"'{one}'" for one in options),
        "--convert-to",
        f"'{convert}'" if convert else suffix,
    ]
    return Step(
        tool="soffice",
        suffix=suffix,
        command=" ".join([*words, "--outdir", "DIR", "IN"]),
        run=lambda files: office(files, convert or suffix, *options),
    )


def chromium(width: float, height: float, *, headers: bool) -> Step:
    """Return a step that the browser takes."""
    told = f"Page.printToPDF paperWidth={width} paperHeight={height} displayHeaderFooter={str(headers).lower()}"
    return Step(
        tool="chromium",
        suffix="pdf",
        command=f"chromium --headless --remote-debugging-pipe IN, then {told} to OUT",
        run=printing(width, height, headers=headers),
    )


def python(imported: str, call: str) -> str:
    """Return a command that writes what a call makes: of the path ``a``."""
    code = f"import sys, pathlib; {imported}; a, b = map(pathlib.Path, sys.argv[1:]); b.write_text({call})"
    return f"python -c '{code}' IN OUT"


STEPS: Final = {
    "a4": chromium(8.27, 11.69, headers=False),
    "a4-headers": chromium(8.27, 11.69, headers=True),
    "a3": chromium(11.69, 16.54, headers=False),
    "a3-headers": chromium(11.69, 16.54, headers=True),
    "pdftotext": Step(tool="pdftotext", suffix="txt", command="pdftotext IN OUT"),
    "pdftotext-layout": Step(tool="pdftotext", suffix="txt", command="pdftotext -layout IN OUT"),
    "pdftotext-raw": Step(tool="pdftotext", suffix="txt", command="pdftotext -raw IN OUT"),
    "pdfminer": Step(
        tool="pdfminer.six",
        suffix="txt",
        command=python("from pdfminer.high_level import extract_text", "extract_text(a)"),
    ),
    "pandoc-docx": Step(tool="pandoc", suffix="docx", command="pandoc IN -o OUT"),
    "pandoc-gfm": Step(tool="pandoc", suffix="md", command="pandoc -t gfm IN -o OUT"),
    "pandoc-plain": Step(tool="pandoc", suffix="txt", command="pandoc -t plain IN -o OUT"),
    "pandoc-html": Step(tool="pandoc", suffix="html", command="pandoc -s IN -o OUT"),
    "w3m": Step(tool="w3m", suffix="txt", command="w3m -dump -cols 120 IN > OUT"),
    "lynx": Step(tool="lynx", suffix="txt", command="lynx -dump -nolist -width=120 -display_charset=utf-8 IN > OUT"),
    "links": Step(tool="links", suffix="txt", command="links -dump -width 120 -codepage utf-8 IN > OUT"),
    "markitdown": Step(tool="markitdown", suffix="md", command="python -m markitdown IN -o OUT"),
    "markdownify": Step(
        tool="markdownify",
        suffix="md",
        command=python("from markdownify import markdownify", "markdownify(a.read_text())"),
    ),
    "html2text": Step(
        tool="html2text",
        suffix="md",
        command=python("from html2text import html2text", "html2text(a.read_text())"),
    ),
    "soffice-docx": soffice("docx", convert="docx:MS Word 2007 XML"),
    "soffice-odt": soffice("odt", convert="odt:writer8"),
    "soffice-doc": soffice("doc", convert="doc:MS Word 97"),
    "soffice-rtf": soffice("rtf", convert="rtf:Rich Text Format"),
    "soffice-txt": soffice("txt", convert="txt:Text (encoded):UTF8"),
    "soffice-html": soffice("html", convert="html:HTML (StarWriter)"),
    "soffice-pdf": soffice("pdf"),
    "calc-xlsx": soffice("xlsx", convert="xlsx:Calc MS Excel 2007 XML"),
    "calc-ods": soffice("ods", convert="ods:calc8"),
    "calc-html": soffice("html", convert="html:HTML (StarCalc)"),
    "soffice-xlsx": soffice("xlsx", "--infilter=HTML (StarCalc)", convert="xlsx:Calc MS Excel 2007 XML"),
}  # fmt: skip
"""Steps by name."""

MOST_USED: Final = ("busy-2021", "busy-2019", "holes-2021", "small-2019")
"""The reports that go into PDF: such files are large, and take long to read."""


def text(sources: str, *steps: str, filled: str, blank: str = "", reports: tuple[str, ...] = ()) -> Converter:
    """Return a converter to text."""
    return Converter(sources=sources, steps=steps, filled=filled, blank=blank, reports=reports)


CONVERTERS: Final = (
    Converter(sources="page", steps=(), styles=("form", "word", "site", "items", "lines", "bare")),
    text("page", "pandoc-docx", filled=SPANS),
    text("page", "pandoc-gfm", filled=SPANS),
    text("page", "pandoc-plain", filled=SPANS),
    text("page", "pandoc-html", filled=SPANS),
    text("page", "w3m", filled=WHOLE, blank=SPANS),
    text("page", "lynx", filled=WHOLE, blank=ORDER),
    text("page", "links", filled=WHOLE, blank=SPANS),
    text("page", "markitdown", filled=SPANS),
    text("page", "markdownify", filled=SPANS),
    text("page", "html2text", filled=SPANS),
    Converter(sources="page", steps=("a4",), reports=MOST_USED, styles=("form", "word", "site", "bare"), bare=SPANS),
    Converter(sources="page", steps=("a4-headers",), reports=MOST_USED[:3], styles=("site", "lines", "items")),
    Converter(sources="page", steps=("a3-headers",), reports=MOST_USED[:2], styles=("form", "bare"), bare=SPANS),
    text("page", "a4", "pdftotext", filled=ORDER),
    text("page", "a4", "pdftotext-layout", filled=WHOLE, blank=ORDER),
    text("page", "a4", "pdftotext-raw", filled=WHOLE, blank=ORDER),
    text("page", "a4", "pdfminer", filled=ORDER),
    text("page", "a4-headers", "pdftotext-layout", filled=WHOLE, blank=ORDER),
    text("page", "a4", "markitdown", filled=ORDER, reports=MOST_USED),
    Converter(sources="page", steps=("soffice-docx",), reports=MOST_USED),
    Converter(sources="page", steps=("soffice-odt",), reports=MOST_USED),
    Converter(sources="page", steps=("soffice-rtf",), reports=MOST_USED[:2]),
    Converter(sources="page", steps=("soffice-html",), reports=MOST_USED),
    Converter(sources="page", steps=("soffice-xlsx",), reports=MOST_USED),
    Converter(sources="page", steps=("soffice-pdf",), reports=MOST_USED[:3], styles=("form", "word", "items")),
    text("page", "soffice-txt", filled=WHOLE, blank=SPANS),
    Converter(sources="docx", steps=()),
    Converter(sources="docx", steps=("soffice-docx",), reports=MOST_USED),
    Converter(sources="docx", steps=("soffice-odt",), reports=MOST_USED),
    Converter(sources="docx", steps=("soffice-doc",), reports=MOST_USED[:2]),
    Converter(sources="docx", steps=("soffice-rtf",), reports=MOST_USED[:2]),
    Converter(sources="docx", steps=("soffice-html",), reports=MOST_USED),
    Converter(sources="docx", steps=("soffice-pdf",), reports=MOST_USED[:3]),
    Converter(sources="docx", steps=("pandoc-docx",), reports=MOST_USED),
    Converter(sources="html", steps=()),
    Converter(sources="html", steps=("a4",), reports=("busy-2021", "holes-2019")),
    Converter(sources="html", steps=("soffice-odt",), reports=MOST_USED),
    text("html", "w3m", filled=WHOLE, blank=SPANS),
    text("html", "markdownify", filled=SPANS),
    Converter(sources="xlsx", steps=(), reports=MOST_USED),
    Converter(sources="xlsx", steps=("calc-xlsx",), reports=MOST_USED),
    Converter(sources="xlsx", steps=("calc-ods",), reports=MOST_USED),
    Converter(sources="xlsx", steps=("calc-html",), reports=MOST_USED),
    Converter(sources="xlsx", steps=("soffice-pdf",), reports=("busy-2019",), filled=SPANS),
    text("xlsx", "markitdown", filled=SPANS),
    text("docx", "soffice-txt", filled=WHOLE, blank=SPANS),
    text("docx", "pandoc-gfm", filled=SPANS),
    text("docx", "pandoc-plain", filled=SPANS),
    text("docx", "pandoc-html", filled=SPANS),
    text("docx", "markitdown", filled=SPANS),
    text("docx", "soffice-pdf", "pdftotext", filled=ORDER),
    text("docx", "soffice-pdf", "pdftotext-layout", filled=WHOLE, blank=ORDER),
    text("docx", "soffice-pdf", "pdftotext-raw", filled=WHOLE, blank=ORDER),
    text("docx", "soffice-pdf", "pdfminer", filled=ORDER),
)  # fmt: skip
"""Every converter of the zoo."""


def run(step: Step, files: Sequence[tuple[Path, Path]], python: str) -> None:
    """Convert files, and store what they hold without compression, so that an archive of many stays small."""
    if step.run:
        step.run(files)
    else:
        for source, target in files:
            command = step.command.replace("IN", f"'{source}'").replace("OUT", f"'{target}'")
            if command.startswith("python "):
                command = f"'{python}'{command[6:]}"
            subprocess.run(command, shell=True, check=True, capture_output=True, timeout=300)  # noqa: S602 - our own
    for _, target in files:
        loose(target)


def loose(path: Path) -> None:
    """Store the parts of an office file or PDF without compression; nothing else of it changes."""
    if path.suffix in (".docx", ".odt", ".ods", ".xlsx"):
        made = BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
            for member in old.infolist():
                if not member.filename.startswith(("Thumbnails/", "docProps/thumbnail")):
                    new.writestr(zipfile.ZipInfo(member.filename), old.read(member))
        path.write_bytes(made.getvalue())
    elif path.suffix == ".pdf":
        command = ["qpdf", "--stream-data=uncompress", "--object-streams=disable", "--replace-input", str(path)]
        ran = subprocess.run(command, check=False, capture_output=True)
        assert ran.returncode in (0, 3), ran.stderr  # 3: with warnings


VERSIONS: Final = {
    "chromium": "chromium --version",
    "soffice": "soffice --version",
    "pandoc": "pandoc --version",
    "pdftotext": "pdftotext -v",
    "w3m": "w3m -version",
    "lynx": "lynx -version",
    "links": "links -version",
    "qpdf": "qpdf --version",
    **{
        name: f'python -c \'from importlib.metadata import version; print("{name}", version("{name}"))\''
        for name in ("markitdown", "markdownify", "html2text", "pdfminer.six")
    },
}
"""How each program says its version."""


def versions(python: str = sys.executable) -> dict[str, str]:
    """Return what each program says its version is."""
    told = {}
    for name, command in VERSIONS.items():
        words = f"'{python}'{command[6:]}" if command.startswith("python ") else command
        ran = subprocess.run(words, shell=True, check=False, capture_output=True, text=True)  # noqa: S602 - our own
        lines = [line for line in (ran.stdout or ran.stderr).splitlines() if line.strip()]
        told[name] = lines[0].partition(", options")[0].strip()
    return told
