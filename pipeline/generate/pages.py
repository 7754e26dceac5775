"""Where a letter's lines stand: pages of US Letter paper in twelve-point Times."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.generate.form import Block, Letter
from pipeline.generate.wrapping import wrap

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 612, 792, 72
LEADING = 13.8
FONT_SIZE = 12
REGULAR, BOLD = "Times-Roman", "Times-Bold"
HEADER_ROWS = 5
# How many lines the header may stand lower, and the text may end higher, than the margins ask.
MOST_SHIFT, MOST_SPARE = 7, 11

# Blocks with the offsets of their lines.
Broken = list[tuple[Block, list[tuple[int, int]]]]


@dataclass(frozen=True)
class Line:
    """A line in its place: `start` and `end` are offsets in the block, `top` counts from the page's top."""

    block: Block
    start: int
    end: int
    top: float


@dataclass(frozen=True)
class Page:
    """A page of the letter; the one with the header table says where the table begins."""

    lines: tuple[Line, ...]
    header_top: float | None = None


def lay_out(letter: Letter) -> list[Page]:
    """Place all lines of a letter.

    Where the letter asks for something to run over a page break, the header is set lower and the bottom
    margin wider, within what letters show, until it does; failing that, it is laid out as any other.
    """
    cover = [Page(lines) for lines in _paginate(_broken(letter.cover), MARGIN, PAGE_HEIGHT - MARGIN)]
    body = _broken(letter.body)
    if not letter.header:
        return cover + [Page(lines) for lines in _paginate(body, MARGIN, PAGE_HEIGHT - MARGIN)]
    if letter.style.break_inside:
        for shift, spare in sorted(product(range(MOST_SHIFT + 1), range(MOST_SPARE + 1)), key=sum):
            pages = _body_pages(body, shift, spare)
            if _breaks_inside(pages):
                return cover + pages
    return cover + _body_pages(body, 0, 0)


def _body_pages(body: Broken, shift: int, spare: int) -> list[Page]:
    header_top = MARGIN + shift * LEADING
    first_top = header_top + HEADER_ROWS * LEADING
    first, *rest = _paginate(body, first_top, PAGE_HEIGHT - MARGIN - spare * LEADING)
    return [Page(first, header_top), *(Page(lines) for lines in rest)]


def _broken(blocks: Sequence[Block]) -> Broken:
    return [(block, _wrap_block(block)) for block in blocks]


def _wrap_block(block: Block) -> list[tuple[int, int]]:
    if block.cells:
        return [(0, len(block.text))]
    return wrap(
        block.text, lambda start, end: measure(block, start, end), PAGE_WIDTH - 2 * MARGIN - block.indent
    )


def measure(block: Block, start: int, end: int) -> float:
    """Width in points of a stretch of the block, part of which may be bold."""
    turn = min(max(block.bold, start), end)
    bold = stringWidth(block.text[start:turn], BOLD, FONT_SIZE)
    return float(bold + stringWidth(block.text[turn:end], REGULAR, FONT_SIZE))


def _paginate(body: Broken, first_top: float, bottom: float) -> list[tuple[Line, ...]]:
    pages: list[tuple[Line, ...]] = []
    lines: list[Line] = []
    top = first_top
    for block, spans in body:
        # A page's first line stands at the margin, unless the header table is above it.
        if lines or (first_top > MARGIN and not pages):
            top += block.gap * LEADING
        if block.whole and lines and top + len(spans) * LEADING > bottom:
            pages.append(tuple(lines))
            lines, top = [], MARGIN
        for start, end in spans:
            if top + LEADING > bottom:
                pages.append(tuple(lines))
                lines, top = [], MARGIN
            lines.append(Line(block, start, end, top))
            top += LEADING
    return [*pages, tuple(lines)] if lines else pages


def _breaks_inside(pages: list[Page]) -> bool:
    return any(
        last.lines[-1].block is first.lines[0].block
        and (stretch := first.lines[0].block.over_break) is not None
        and stretch[0] < first.lines[0].start < stretch[1]
        for last, first in pairwise(pages)
    )
