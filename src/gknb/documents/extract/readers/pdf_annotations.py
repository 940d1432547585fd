"""The lines that the annotations of a PDF editor draw on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfminer.pdfpage import PDFPage

__all__ = ["annotated"]

_KEYS: Final = {"StrikeOut": "QuadPoints", "Line": "L", "Ink": "InkList"}
"""The entry with the coordinates, for each kind of annotation that is a line."""


def annotated(page: PDFPage, matrix: Any, height: float) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield the kind and the place of each line: ``StrikeOut`` through text, ``Line`` and ``Ink`` wherever drawn.

    ``matrix`` maps the coordinates of the file to those of the page, which is ``height`` points high.
    """
    found = resolve1(page.annots) or ()
    for one in map(resolve1, found if isinstance(found, list) else ()):
        kind = resolve1(one.get("Subtype")) if isinstance(one, dict) else None
        name = str(getattr(kind, "name", ""))
        for points in _points(one.get(_KEYS[name]), 8 if name == "StrikeOut" else 0) if name in _KEYS else ():
            turned = [apply_matrix_pt(matrix, pair) for pair in zip(points[::2], points[1::2], strict=False)]
            xs, ys = [x for x, _ in turned], [height - y for _, y in turned]
            x0, top, x1, bottom = min(xs), min(ys), max(xs), max(ys)
            if name == "StrikeOut":  # the line runs through the middle of the box, in the direction of the text
                x, y = (x0 + x1) / 2, (top + bottom) / 2
                level = abs(turned[1][0] - turned[0][0]) >= abs(turned[1][1] - turned[0][1])
                x0, top, x1, bottom = (x0, y, x1, y) if level else (x, top, x, bottom)
            yield name, (x0, top, x1, bottom)


def _points(found: Any, size: int) -> Iterator[list[float]]:
    """Yield lists of coordinates, each of ``size`` numbers if that is given; a list may contain lists."""
    values = resolve1(found)
    values = [resolve1(one) for one in values] if isinstance(values, list) else []
    numbers = [float(one) for one in values if isinstance(one, int | float)]
    if len(numbers) < len(values):
        for one in values:
            yield from _points(one, size) if isinstance(one, list) else ()
        return
    for start in range(0, len(numbers), size or max(len(numbers), 1)):
        if len(part := numbers[start : start + (size or len(numbers))]) >= (size or 4):
            yield part
