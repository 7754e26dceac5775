"""Typesets a letter as a PDF."""

from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from pipeline.generate.form import Footer, Letter
from pipeline.generate.pages import (
    BOLD,
    FONT_SIZE,
    LEADING,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    REGULAR,
    Line,
    lay_out,
    measure,
)

# Left edges of the header table's columns, and its right edge.
HEADER_COLUMNS = (MARGIN, 180, 329, 427)
HEADER_RIGHT = 545
FOOTER_TOP = PAGE_HEIGHT - 42
ASCENT = 10.7
APART = "    "
FOOTERS: Mapping[Footer, str] = {
    "full": "Final Determination Letter for IMR Case Number {case} Page {number} of {count}",
    "number": "{number}",
    "case": "Case Number {case}    Page {number} of {count}",
    "notice": "Final Determination Letter for IMR Case Number {case}    Page {number} of {count}",
    "determination": "Final Determination Letter for IMR Case Number {case}    {number}",
}


def typeset(letter: Letter) -> bytes:
    """Make the PDF; the same letter gives the same bytes."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    canvas.setTitle(f"{letter.case_number} (fictional)")
    pages = lay_out(letter)
    for number, page in enumerate(pages, 1):
        if page.header_top is not None:
            _draw_header(canvas, letter, page.header_top)
        footer = footer_text(letter, number, len(pages))
        if letter.style.footer_first:
            _draw_footer(canvas, footer, letter.style.footer_apart)
        for line in page.lines:
            _draw_line(canvas, line)
        if not letter.style.footer_first:
            _draw_footer(canvas, footer, letter.style.footer_apart)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def footer_text(letter: Letter, number: int, count: int) -> str:
    """The words at the foot of a page; empty where the letter has none."""
    if letter.style.footer is None or number < letter.style.footer_from:
        return ""
    return FOOTERS[letter.style.footer].format(case=letter.case_number, number=number, count=count)


def _draw_line(canvas: Canvas, line: Line) -> None:
    block, text = line.block, line.block.text
    for cell in block.cells:
        _put(canvas, MARGIN + cell.left, line.top, cell.text, BOLD if cell.bold else REGULAR)
    if block.cells:
        return
    x = MARGIN + block.indent
    if block.centred:
        x = (PAGE_WIDTH - measure(block, line.start, line.end)) / 2
    turn = min(max(block.bold, line.start), line.end)
    for font, start, end in ((BOLD, line.start, turn), (REGULAR, turn, line.end)):
        if start < end:
            _put(canvas, x, line.top, text[start:end], font)
            x += measure(block, start, end)


def _put(canvas: Canvas, x: float, top: float, text: str, font: str, size: float = FONT_SIZE) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, PAGE_HEIGHT - top - ASCENT, text)


def _draw_header(canvas: Canvas, letter: Letter, top: float) -> None:
    ruled = letter.style.ruled_header
    label_font, value_font = ("Helvetica-Bold", "Helvetica") if ruled else (BOLD, REGULAR)
    size = 11 if ruled else FONT_SIZE
    for number, row in enumerate(letter.header):
        row_top = top + number * LEADING
        if ruled:
            _draw_cells(canvas, row_top, row)
        for column, text in zip(HEADER_COLUMNS[:2], row[:2], strict=True):
            _put(canvas, column, row_top, text, label_font if column == MARGIN else value_font, size)
        label, value = row[2:]
        # The last row's label has two lines in its cell; its value stands beside the first of them.
        for depth, part in enumerate(_label_lines(label)):
            _put(canvas, HEADER_COLUMNS[2], row_top + depth * LEADING, part, label_font, size)
        _put(canvas, HEADER_COLUMNS[3], row_top, value, value_font, size)


def _label_lines(label: str) -> list[str]:
    first, blank, second = label.partition(" ")
    return [first + blank, second] if label.startswith("Application") else [label]


def _draw_cells(canvas: Canvas, top: float, row: tuple[str, str, str, str]) -> None:
    height = LEADING * len(_label_lines(row[2]))
    edges = (*HEADER_COLUMNS, HEADER_RIGHT)
    canvas.setLineWidth(0.5)
    canvas.setStrokeGray(0)
    for column, (left, right) in enumerate(pairwise(edges)):
        canvas.setFillGray(0.88 if column % 2 == 0 else 1)
        canvas.rect(left - 5, PAGE_HEIGHT - top - height, right - left, height, fill=1)
    canvas.setFillGray(0)


def _draw_footer(canvas: Canvas, text: str, apart: bool) -> None:
    if not text:
        return
    canvas.setFont(REGULAR, 10)
    if apart:
        name, _, page = text.partition(APART)
        canvas.drawString(MARGIN, PAGE_HEIGHT - FOOTER_TOP, name)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - FOOTER_TOP, page)
    else:
        canvas.drawCentredString(PAGE_WIDTH / 2, PAGE_HEIGHT - FOOTER_TOP, text)
