"""Fictional letters in the three older layouts (in the folder `older`), and such a text set on pages."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

OLDER = Path(__file__).parent / "older"
REVIEW, NOTICE, DETERMINATION = (
    (OLDER / f"{name}.txt").read_text("utf-8")
    for name in ("review_2013", "notice_2013", "determination_2013")
)

STYLE = ParagraphStyle("text", fontName="Times-Roman", fontSize=12, leading=14, spaceAfter=12)
BOLD = ParagraphStyle("bold", parent=STYLE, fontName="Times-Bold")
BOLD_LINES = re.compile(r"[^a-z]{12,}|.{10,80}:|\d+[.)] .*medically necessary and appropriate\.", re.DOTALL)
COLUMN = "   "
WIDTHS = [110, 130, 130, 90]


def on_pages(text: str, footer: str = "", first: int = 1) -> bytes:
    """A PDF of a letter: its paragraphs, blocks and tables; the footer may hold {page}.

    Args:
        text: The letter; a form feed begins a page, three blanks part the columns of a table.
        footer: The line at the foot of the pages.
        first: The first page that has it.
    """
    buffer = io.BytesIO()

    def furnish(canvas: Canvas, document: SimpleDocTemplate) -> None:
        if document.page >= first:
            canvas.setFont("Times-Roman", 10)
            canvas.drawString(72, 36, footer.format(page=document.page))

    template = SimpleDocTemplate(buffer, pagesize=LETTER, invariant=1)
    template.build(list(_story(text)), onFirstPage=furnish, onLaterPages=furnish)
    return buffer.getvalue()


def _story(text: str) -> Iterator[Flowable]:
    for block in text.strip().split("\n\n"):
        if block.startswith("\f"):
            yield PageBreak()
        lines = block.lstrip("\f").split("\n")
        rows = [line.split(COLUMN) for line in lines if COLUMN in line]
        if rows:
            yield Table([[Paragraph(cell, STYLE) for cell in row] for row in rows], colWidths=WIDTHS)
        words = "<br/>".join(escape(line) for line in lines if COLUMN not in line)
        if words:
            yield Paragraph(words, BOLD if BOLD_LINES.fullmatch(block.strip()) else STYLE)
