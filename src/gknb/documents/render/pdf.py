"""Render the form as PDF by printing the web page with a browser or LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from gknb.documents.render.html import render_html
from gknb.errors import UsageError

if TYPE_CHECKING:
    from gknb.documents.render.page import Page
    from gknb.standard.form import Lang

__all__ = ["render_pdf"]

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")
_OFFICES: Final = ("soffice", "libreoffice")
_HEADLESS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
_CONVERTING: Final = ("--headless", "--convert-to", "pdf", "--outdir")
_SECONDS: Final = 60


def render_pdf(page: Page, lang: Lang) -> bytes:
    """Return the PDF. Raises :class:`~gknb.errors.UsageError` if no browser and no LibreOffice can print it."""
    with TemporaryDirectory(prefix="gknb-") as folder:
        source = Path(folder, "report.html")
        source.write_bytes(render_html(page, lang))
        target = source.with_suffix(".pdf")
        for command in _commands(source, target):
            try:
                subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, cwd=folder)  # noqa: S603
            except (OSError, subprocess.TimeoutExpired):
                continue
            if target.is_file():
                return target.read_bytes()
    raise UsageError("render.no-printer")


def _commands(source: Path, target: Path) -> list[list[str]]:
    """Return the commands of installed programs that can print the page, browsers first.

    Nothing is fetched: the page has no external resources.
    """
    profile = source.with_name("profile")
    found = [(name, shutil.which(name)) for name in (*_BROWSERS, *_OFFICES)]
    browsers = [
        [path, *_HEADLESS, f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri()]
        for name, path in found
        if path and name in _BROWSERS
    ]
    offices = [
        [path, f"-env:UserInstallation={profile.as_uri()}", *_CONVERTING, str(target.parent), str(source)]
        for name, path in found
        if path and name in _OFFICES
    ]
    return [*browsers, *offices]
