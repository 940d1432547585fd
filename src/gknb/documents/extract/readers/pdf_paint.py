"""Run the content of PDF pages and note what is painted: glyphs, lines and boxes, pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt

from gknb.documents.extract.readers.pdf_annotations import annotated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    from gknb.documents.extract.readers.pdf_guard import PdfBudget

__all__ = ["MOST_SHAPES", "Box", "Glyph", "Painted", "Shape", "painted"]

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the upper left corner of the page."""
MOST_SHAPES: Final = 20_000
"""Maximum number of lines, boxes and curves of a page that are kept; a page with more is a drawing."""
_ASLANT: Final = 3.0
"""Maximum deviation of level text, in degrees; scans are seldom quite straight."""
_CLIP: Final = 1.0
"""How far outside the visible area the centre of a visible glyph may be, in points."""


@dataclass(slots=True)
class Glyph:
    """One printed character."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int | None
    """Direction in which the text runs: 0 to the right, 1 up, 2 to the left, 3 down; ``None`` aslant."""
    shade: float
    """Brightness on white paper, from 0 for black to 1 for white; transparency makes it brighter."""
    run: int
    """Number of the text object or marked content that it belongs to; another one may be another cell."""

    @property
    def width(self) -> float:
        """Width on the page."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height on the page, which is the size of level text."""
        return self.bottom - self.top


@dataclass(slots=True)
class Shape:
    """A painted path."""

    kind: Literal["line", "box", "curve", "strike", "ink"]
    """``strike`` and ``ink`` are lines of annotations; a box that is only filled has no border."""
    x0: float
    top: float
    x1: float
    bottom: float
    stroked: bool = True
    shade: float = 0.0
    """Brightness of its filling."""
    edges: tuple[Box, ...] = ()
    """The level and upright segments of a curve."""


@dataclass(slots=True, kw_only=True)
class Painted:
    """What one page shows."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    hidden: list[Glyph] = field(default_factory=list)
    """Glyphs of text that is not painted, as text recognition leaves it over a scan."""
    shapes: list[Shape] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


def painted(resources: PDFResourceManager, page: PDFPage, number: int, budget: PdfBudget) -> Painted:
    """Return what a page paints.

    Raises :class:`~gknb.errors.SourceError` once the file has painted more than a report would.
    """
    budget.next_page()
    device = _Device(resources, number, budget)
    _Interpreter(resources, device).process_page(page)
    for name, box in annotated(page, device.matrix, device.page.height):
        device.page.shapes.append(Shape("ink" if name == "Ink" else "strike", *box))
    return device.page


class _State(PDFGraphicState):  # type: ignore[misc, unused-ignore]
    """Graphic state with transparency and the visible area."""

    def __init__(self, alpha: float = 1.0, clip: Box | None = None) -> None:
        super().__init__()
        self.alpha, self.clip = alpha, clip

    def copy(self) -> _State:
        other = _State(self.alpha, self.clip)
        other.__dict__.update(self.__dict__)
        return other


class _Interpreter(PDFPageInterpreter):  # type: ignore[misc, unused-ignore]
    """Interpreter that also follows transparency and clipping, into inserted content as well."""

    graphicstate: _State
    device: _Device
    _inherited: tuple[float, Box | None] = (1.0, None)

    def dup(self) -> _Interpreter:
        other = _Interpreter(self.rsrcmgr, self.device)
        other._inherited = self.graphicstate.alpha, self.graphicstate.clip
        return other

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate = _State(*self._inherited)

    def do_gs(self, name: Any) -> None:
        states = resolve1((self.resources or {}).get("ExtGState"))
        state = resolve1(states.get(getattr(name, "name", None))) if isinstance(states, dict) else None
        alpha = resolve1(state.get("ca")) if isinstance(state, dict) else None
        if isinstance(alpha, int | float):
            self.graphicstate.alpha = self._inherited[0] * min(max(float(alpha), 0.0), 1.0)

    def do_W(self) -> None:  # noqa: N802 - named after the operator
        self.device.budget.draw(len(self.curpath))
        points = [apply_matrix_pt(self.ctm, one[-2:]) for one in self.curpath if len(one) > 2]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            x0, y0, x1, y1 = self.graphicstate.clip or (-math.inf, -math.inf, math.inf, math.inf)
            self.graphicstate.clip = max(x0, min(xs)), max(y0, min(ys)), min(x1, max(xs)), min(y1, max(ys))

    do_W_a = do_W  # noqa: N815

    def do_BT(self) -> None:  # noqa: N802
        super().do_BT()
        self.device.run += 1


class _Device(PDFTextDevice):  # type: ignore[misc, unused-ignore]
    """Device that notes what is painted in coordinates from the upper left corner."""

    def __init__(self, resources: PDFResourceManager, number: int, budget: PdfBudget) -> None:
        super().__init__(resources)
        self.budget = budget
        self.page = Painted(number=number, width=0.0, height=0.0)
        self.run = 0
        self.matrix: Any = None
        self._invisible = False
        self._visible: Box = (0.0, 0.0, 0.0, 0.0)

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        x0, y0, x1, y1 = _mapped(ctm, page.mediabox)
        self.page.width, self.page.height = abs(x1 - x0), abs(y1 - y0)
        self.matrix = ctm
        self._visible = _common(_mapped(ctm, page.cropbox), (0.0, 0.0, self.page.width, self.page.height))

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # noqa: ARG002 - the interface of pdfminer
        self.run += 1

    def end_tag(self) -> None:
        self.run += 1

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return a box with its coordinates from the upper left corner."""
        return x0, self.page.height - y1, x1, self.page.height - y0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._invisible = textstate.render in (3, 7)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913, PLR0917 - the interface of pdfminer
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        self.budget.draw()
        self.budget.spend("characters")
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = f"(cid:{cid})"
        args = font.char_width(cid), font.char_disp(cid), ncs, graphicstate
        found = LTChar(matrix, font, fontsize, scaling, rise, text, *args)
        x, y = (found.x0 + found.x1) / 2, (found.y0 + found.y1) / 2
        if _inside(self._visible, x, y) and (graphicstate.clip is None or _inside(graphicstate.clip, x, y)):
            place = self.box(found.x0, found.y0, found.x1, found.y1)
            shade = 1.0 - graphicstate.alpha * (1.0 - _shade(graphicstate.ncolor))
            glyph = Glyph(text, *place, _turn(matrix[0], matrix[1]), shade, self.run)
            (self.page.hidden if self._invisible else self.page.glyphs).append(glyph)
        return float(found.adv)

    def _here(self) -> Any:
        """Return the matrix from the coordinates of the content to those of the page."""
        return self.ctm

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        pass

    def end_figure(self, name: str) -> None:
        pass

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002 - the interface of pdfminer
        self.budget.draw()
        shown = _common(_mapped(self._here(), (0, 0, 1, 1)), self._visible)
        if shown[2] > shown[0] and shown[3] > shown[1]:
            self.page.pictures.append(self.box(*shown))

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:  # noqa: ARG002
        self.budget.draw(1 + len(path))
        shade = 1.0 - graphicstate.alpha * (1.0 - _shade(graphicstate.ncolor)) if fill else 1.0
        height, here = self.page.height, self._here()
        for part in _subpaths(path):
            if len(self.page.shapes) >= MOST_SHAPES:
                return
            closed = part[-1][0] == "h"
            points = [apply_matrix_pt(here, one[-2:]) for one in part if len(one) > 2]
            points = [(x, height - y) for x, y in points]
            if closed and points[-1] != points[0]:
                points.append(points[0])
            self.page.shapes.append(_shape(points, {one[0] for one in part}, stroke, shade))


def _subpaths(path: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the parts of a path that each begin with a move."""
    part: list[Any] = []
    for one in path:
        if one[0] == "m":
            if len(part) > 1:
                yield part
            part = []
        elif not part:
            continue
        part.append(one)
    if len(part) > 1:
        yield part


def _shape(points: list[tuple[float, float]], ways: set[str], stroked: bool, shade: float) -> Shape:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = min(xs), min(ys), max(xs), max(ys)
    pairs = list(pairwise(points))
    level = [(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairs if a == c or b == d]
    if len(set(points)) <= 2:
        return Shape("line", *box, True, shade)
    if len(points) in (4, 5) and len(level) == len(pairs) and not ways & {"c", "v", "y"}:
        return Shape("box", *box, stroked, shade)
    straight = () if ways & {"c", "v", "y"} else tuple(level)
    return Shape("curve", *box, stroked, shade, straight)


def _turn(a: float, b: float) -> int | None:
    degrees = math.degrees(math.atan2(b, a))
    turn = round(degrees / 90)
    return turn % 4 if abs(degrees - 90 * turn) <= _ASLANT else None


def _shade(colour: Any) -> float:
    """Return the brightness of a colour in grey, RGB or CMYK; a pattern counts as black."""
    values = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(one, int | float) for one in values):
        return 0.0
    if len(values) == 1:
        return min(max(float(values[0]), 0.0), 1.0)
    if len(values) == 4:
        black = 1.0 - float(values[3])
        values = [(1.0 - float(one)) * black for one in values[:3]]
    if len(values) != 3:
        return 0.0
    red, green, blue = values
    return min(max(0.3 * float(red) + 0.59 * float(green) + 0.11 * float(blue), 0.0), 1.0)


def _mapped(matrix: Any, box: Any) -> Box:
    """Return the box around a box that a matrix maps."""
    x0, y0, x1, y1 = box
    points = [apply_matrix_pt(matrix, point) for point in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _common(one: Any, other: Any) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _inside(box: Box, x: float, y: float) -> bool:
    return box[0] - _CLIP <= x <= box[2] + _CLIP and box[1] - _CLIP <= y <= box[3] + _CLIP
