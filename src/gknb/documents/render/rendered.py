"""The official form of a document, as a file of any kind."""

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
"""What a document can be rendered to."""
BINARY: Final = ("docx", "xlsx", "pdf")
"""Those that no screen can show."""
_PACKAGES: Final = {"docx": "python-docx", "xlsxwriter": "XlsxWriter"}


def rendered(catalog: Catalog, document: Any, kind: str, *, result: Result | None = None, lang: Lang = "en") -> bytes:
    """The form of the document's edition with the document in it; with ``result``, what is wrong is marked.

    ``lang`` is the language of what is said of findings; the form itself is Chinese. What the document lacks, or has
    in the wrong kind, is printed as it is or left empty. Raises :class:`~gknb.errors.UsageError` for an unknown edition
    or kind, for a library that is not installed, and for PDF where nothing can print it.
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
    # One module a kind, so that nobody loads a library for what he did not ask for.
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
