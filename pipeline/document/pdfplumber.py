"""PDF pages through pdfplumber (pdfminer.six): the second opinion, some forty times slower than PDFium.

Characters are taken in the order of the page's content stream, as PDFium takes them, and not re-sorted by
place: on a sound letter both engines give the same text, character for character.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from math import atan2, degrees
from typing import Any

import pdfplumber
import pdfplumber.page
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from models.evidence import Box
from models.vocabulary import RejectionReason
from pipeline.document.page import (
    COVERED,
    FEW_CHARACTERS,
    NO_CHARACTER,
    UNREADABLE,
    PrintedLine,
    TextQuality,
    check_page_count,
    stand_clear,
)
from pipeline.document.password import LOCKED_OTHERWISE, Password, locked, spelled
from pipeline.document.plain import PLAIN
from pipeline.document.plumbing import shown_frame, sized, turned
from pipeline.errors import LetterError

for library in ("pdfminer", "pdfplumber"):
    # They tell every flaw of a file; without a handler Python would print it, in workers too.
    logging.getLogger(library).addHandler(logging.NullHandler())

GAP = 0.25
"""A gap wider than this share of the type size is a blank."""

UNMAPPED = re.compile(r"\(cid:\d+\)|\x00+")
BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
Glyph = dict[str, Any]


@contextmanager
def plumber_pages(data: bytes, password: Password = None) -> Iterator[Sequence["PlumberPage"]]:
    """The pages of a PDF, open until the context ends.

    Args:
        data: The PDF.
        password: What opens it, if nothing does without.

    Raises:
        LetterError: `pdf_encrypted`, `pdf_damaged`, `pdf_without_pages` or `file_too_large`.
    """
    with ExitStack() as stack:
        try:
            pdf = _unlocked(data, password)
            pages = pdf.pages
        except Exception as error:  # pdfminer raises whatever a broken file brings about
            raise _fault(error, password) from error
        stack.callback(pdf.close)  # which lists the pages again
        check_page_count(len(pages))
        yield [PlumberPage(page) for page in pages]


def _unlocked(data: bytes, password: Password) -> PDF:
    """The PDF, opened without a password if that is possible: a wrong one would keep even that out."""
    try:
        return pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if password is None or not _is(error, PDFPasswordIncorrect):
            raise
    plain = spelled(password)
    try:
        return pdfplumber.open(io.BytesIO(data), password=plain)
    except PdfminerException as error:
        if not _is(error, PDFPasswordIncorrect, UnicodeEncodeError):
            raise
    # Older kinds of lock ask for Latin-1, and some programs give them UTF-8 all the same.
    return pdfplumber.open(io.BytesIO(data), password=plain.encode().decode("latin-1"))


def _fault(error: BaseException, password: Password = None) -> LetterError:
    """Why a PDF, or a page of it, cannot be read."""
    if _is(error, PDFPasswordIncorrect):
        return locked(password)
    if _is(error, PDFEncryptionError):
        return LetterError(RejectionReason.PDF_ENCRYPTED, LOCKED_OTHERWISE)
    return LetterError(RejectionReason.PDF_DAMAGED, "the PDF cannot be read: it is cut short or broken")


def _is(error: BaseException, *kinds: type[Exception]) -> bool:
    """Whether it is of a kind, or brought about by one that is: pdfplumber wraps pdfminer's own errors."""
    return any(isinstance(part, kinds) for part in (error, error.__cause__, error.__context__, *error.args))


class PlumberPage:
    """One page of a PDF, read by pdfplumber; see `OpenPage`. Its characters are read when first asked for."""

    def __init__(self, page: pdfplumber.page.Page) -> None:
        self.source = sized(page)

    @cached_property
    def turn(self) -> int:
        """By how much the page is turned to be read: so that most of its type stands upright."""
        angles = Counter(_angle(glyph) for glyph in _glyphs(self.source))
        return max((0, 90, 180, 270), key=angles.__getitem__)

    @cached_property
    def _page(self) -> pdfplumber.page.Page:
        """The page as it is read."""
        return turned(self.source, self.turn) if self.turn else self.source

    @cached_property
    def _frame(self) -> Box:
        """The part of the page that is shown, in pdfplumber's coordinates."""
        return shown_frame(self._page)

    @property
    def width(self) -> float:
        """In points."""
        return self._frame[2] - self._frame[0]

    @property
    def height(self) -> float:
        """In points."""
        return self._frame[3] - self._frame[1]

    @cached_property
    def _content(self) -> tuple[str, list[PrintedLine], list[Glyph | None], int]:
        """Text, lines, the glyph of each character of the text, and the number of unreadable ones."""
        texts: list[str] = []
        lines: list[PrintedLine] = []
        glyphs: list[Glyph | None] = []
        unreadable = 0
        for row in _rows(_moved(_glyphs(self._page), self._frame)):
            text = "".join(character for character, _ in row)
            start = len(glyphs)
            lines.append(_measure(text, row, start))
            unreadable += len(NO_CHARACTER.findall(text))
            texts.append(text)
            glyphs += [glyph for _, glyph in row]
            glyphs.append(None)
        return "\n".join(texts), stand_clear(lines), glyphs, unreadable

    @property
    def text(self) -> str:
        """The page's text."""
        return self._content[0]

    @property
    def lines(self) -> Sequence[PrintedLine]:
        """The page's lines."""
        return self._content[1]

    @property
    def quality(self) -> TextQuality:
        """How far the text can be trusted."""
        text, lines, _, unreadable = self._content
        pictures = not lines and bool(self._page.images or self._page.curves or self._page.rects)
        covered = 0 < len(text) <= FEW_CHARACTERS and any(
            picture["width"] * picture["height"] >= COVERED * self.width * self.height
            for picture in self._page.images
        )
        return TextQuality(False, pictures, len(text), unreadable, covered)

    @property
    def has_annotations(self) -> bool:
        """Whether anything lies on the page."""
        return bool(self.source.page_obj.annots)

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Left and right edge of the characters from `start` to `end`, which stand in one line."""
        glyphs = [glyph for glyph in self._content[2][start:end] if glyph is not None]
        return min(glyph["x0"] for glyph in glyphs), max(glyph["x1"] for glyph in glyphs)


def _glyphs(page: pdfplumber.page.Page) -> Sequence[Glyph]:
    try:
        glyphs: Sequence[Glyph] = page.chars
    except Exception as error:  # pdfminer raises whatever a broken file brings about
        raise _fault(error) from error
    return glyphs


def _angle(glyph: Glyph) -> int:
    """How a glyph is turned, to a quarter, in degrees anticlockwise."""
    a, b = glyph["matrix"][:2]
    return round(degrees(atan2(b, a)) / 90) * 90 % 360


def _moved(glyphs: Sequence[Glyph], frame: Box) -> Sequence[Glyph]:
    """The glyphs in points from the frame's top left corner."""
    left, top, _, _ = frame
    if not left and not top:
        return glyphs
    shifts = {"x0": left, "x1": left, "top": top, "bottom": top}
    return [glyph | {edge: glyph[edge] - shift for edge, shift in shifts.items()} for glyph in glyphs]


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[tuple[str, Glyph | None]]]:
    """Glyphs to lines: a new line where the baseline moves, a blank where there is room for one."""
    row: list[tuple[str, Glyph | None]] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None:
            size = max(glyph["size"], before["size"])
            if abs(glyph["bottom"] - before["bottom"]) > size / 2 or glyph["x1"] < before["x0"] - 2 * size:
                yield from _visible(row)
                row = []
            elif glyph["x0"] - before["x1"] > GAP * glyph["size"]:
                row.append((" ", None))
        text = UNREADABLE if UNMAPPED.fullmatch(glyph["text"]) else glyph["text"].translate(PLAIN)
        row += [(character, glyph) for character in text]
        before = glyph
    yield from _visible(row)


def _visible(row: list[tuple[str, Glyph | None]]) -> Iterator[list[tuple[str, Glyph | None]]]:
    """The row without blanks at its ends and with single ones inside; nothing if it is all blank."""
    kept: list[tuple[str, Glyph | None]] = []
    for character, glyph in row:
        if not character.isspace():
            kept.append((character, glyph))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", glyph))
    while kept and kept[-1][0] == " ":
        kept.pop()
    if kept:
        yield kept


def _measure(text: str, row: Sequence[tuple[str, Glyph | None]], start: int) -> PrintedLine:
    seen = [glyph for _, glyph in row if glyph is not None]
    box = (
        min(glyph["x0"] for glyph in seen),
        min(glyph["top"] for glyph in seen),
        max(glyph["x1"] for glyph in seen),
        max(glyph["bottom"] for glyph in seen),
    )
    return PrintedLine(start, start + len(text), box, bool(BOLD.search(seen[0]["fontname"])))
