"""Render the official form of a document in any supported format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.documents.render.page import page_of
from gknb.errors import UsageError

if TYPE_CHECKING:
    from gknb.results import Result
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["BINARY", "KINDS", "rendered"]

KINDS: Final = ("html", "docx", "xlsx", "md", "pdf")
"""Formats a document can be rendered to."""
BINARY: Final = ("docx", "xlsx", "pdf")
"""Formats that are not written to a terminal."""
_PACKAGES: Final = {"docx": "python-docx", "xlsxwriter": "XlsxWriter"}


def rendered(catalog: Catalog, document: Any, kind: str, *, result: Result | None = None, lang: Lang = "en") -> bytes:
    """Return the form of the document's edition filled in with the document; findings of ``result`` are marked.

    ``lang`` is the language of the findings; the form itself is in Chinese. Missing values are left empty, values of
    the wrong type are printed as they are. Raises :class:`~gknb.errors.UsageError` for an unknown edition or kind, for
    a library that is not installed, and for PDF if no program can print it.
    """
    page = page_of(catalog, document, result)
    try:
        return _made(catalog, page, kind, lang)
    except ModuleNotFoundError as error:
        package = _PACKAGES.get((error.name or "").partition(".")[0])
        if package is None:
            raise
        raise UsageError("render.missing", package=package, command="pip install 'gknb[render]'") from error


def _made(catalog: Catalog, page: Any, kind: str, lang: Lang) -> bytes:
    # Imported on use: each format needs another library.
    if kind == "html":
        from gknb.documents.render.html import render_html

        return render_html(page, lang)
    if kind == "md":
        from gknb.documents.render.markdown import render_markdown

        return render_markdown(page, lang)
    if kind == "docx":
        from gknb.documents.render.docx import render_docx

        return render_docx(page, lang)
    if kind == "xlsx":
        from gknb.documents.render.xlsx import render_xlsx

        return render_xlsx(catalog, page, lang)
    if kind == "pdf":
        from gknb.documents.render.pdf import render_pdf

        return render_pdf(page, lang)
    raise UsageError("render.kind", kind=kind, kinds=", ".join(KINDS))
