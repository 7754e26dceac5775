"""PDF pages through PDFium: the engine of choice, at a few milliseconds a letter.

PDFium replaces a hyphen at a line's end between two letters by U+FFFE or U+0002 and drops the line break. The
same code stands for a glyph that has no character; `FPDFText_IsHyphen` tells the two apart.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite, pi

import pypdfium2
import pypdfium2.raw as pdfium_c

from models.evidence import Box
from models.vocabulary import RejectionReason
from pipeline.document.glyphs import Glyphs
from pipeline.document.page import (
    COVERED,
    FEW_CHARACTERS,
    NO_CHARACTER,
    UNREADABLE,
    PrintedLine,
    TextQuality,
    check_length,
    check_page_count,
    stand_clear,
)
from pipeline.document.password import LOCKED_OTHERWISE, Password, locked, spelled
from pipeline.document.plain import PLAIN, has_odd
from pipeline.errors import LetterError

WITHOUT_TEXT = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)
SAMPLES = 3
"""Characters of a page that are asked how they are turned; if any is turned, MANY more are."""
MANY = 1000
MERE_LINES = 40
"""A page with more drawn shapes than this may show type as outlines; fewer are rules and frames."""

SWALLOWED = re.compile("[\ufffe\x02]")
LINE_END = re.compile("\r\n|\n|[\ufffe\x02]")
ENCRYPTION = b"/Encrypt"
HIGH_HALF, LOW_HALF = re.compile("[\ud800-\udbff]"), re.compile("[\udc00-\udfff]")
"""Of a character beyond the basic plane, which is two to PDFium."""
NO_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b")
NOT_A_PDF = b"no PDF"


@contextmanager
def pdfium_pages(data: bytes, password: Password = None) -> Iterator[Sequence["PdfiumPage"]]:
    """The pages of a PDF, open until the context ends.

    Args:
        data: The PDF.
        password: What opens it, if nothing does without.

    Raises:
        LetterError: `pdf_encrypted`, `pdf_damaged`, `pdf_without_pages` or `file_too_large`.
    """
    try:
        pdf = unlocked(data, password)
    except pypdfium2.PdfiumError as error:
        raise _fault(data, password) from error
    try:
        count = len(pdf)
        check_page_count(count)
        yield _pages(pdf)
    finally:
        pdf.close()


def unlocked(data: bytes, password: Password) -> pypdfium2.PdfDocument:
    """The PDF, opened without a password if that is possible: a wrong one would keep even that out."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        if password is None or ENCRYPTION not in data:
            raise
        return pypdfium2.PdfDocument(data, spelled(password))


def _fault(data: bytes, password: Password) -> LetterError:
    """Why a PDF cannot be opened.

    PDFium's error code is that of the last failure in the process, which may have been another file's: it
    fails on a PDF without pages without setting any. So a failure of a known kind comes first.
    """
    code = None
    for attempt in (NOT_A_PDF, data):
        try:
            pypdfium2.PdfDocument(attempt)
        except pypdfium2.PdfiumError as error:
            code = error.err_code
    if ENCRYPTION in data:
        if code == pdfium_c.FPDF_ERR_PASSWORD:
            return locked(password)
        if code == pdfium_c.FPDF_ERR_SECURITY:
            return LetterError(RejectionReason.PDF_ENCRYPTED, LOCKED_OTHERWISE)
    if NO_PAGES.search(data):
        return LetterError(RejectionReason.PDF_WITHOUT_PAGES, "the PDF has no page")
    return LetterError(RejectionReason.PDF_DAMAGED, "the PDF cannot be opened: it is cut short or broken")


def _pages(pdf: pypdfium2.PdfDocument) -> list["PdfiumPage"]:
    pages: list[PdfiumPage] = []
    characters = 0
    for number in range(len(pdf)):
        pages.append(_open(pdf, number))
        characters += len(pages[-1].text)
        check_length(characters)
    return pages


def _open(pdf: pypdfium2.PdfDocument, number: int) -> "PdfiumPage":
    try:
        return PdfiumPage(pdf[number])
    except pypdfium2.PdfiumError as error:
        message = f"page {number + 1} of {len(pdf)} cannot be read"
        raise LetterError(RejectionReason.PDF_DAMAGED, message) from error


class PdfiumPage:
    """One page of a PDF, read by PDFium; see `OpenPage`."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        shown: int = page.get_rotation()
        textpage = page.get_textpage()
        check_length(textpage.count_chars())
        self._rotation = _upright_rotation(textpage, shown)
        if self._rotation != shown:  # PDFium keeps the order of lines only where they are upright
            textpage.close()
            page.set_rotation(self._rotation)
            textpage = page.get_textpage()
        self.turn = (self._rotation - shown) % 360
        self._frame: Box = _frame(page)
        width, height = self._frame[2] - self._frame[0], self._frame[3] - self._frame[1]
        self.width, self.height = (height, width) if self._rotation in (90, 270) else (width, height)
        raw: str = textpage.get_text_range()
        self._textpage = textpage  # keeps the page open
        self._glyphs = Glyphs(textpage.raw, self._frame, self._rotation)
        # PDFium's index of each character of the raw text, where that is not simply its place in it.
        self._indexes: Sequence[int] = ()
        # Where each line begins in the text, and what to add to get the place in the raw text.
        self._starts: list[int] = []
        self._shifts: list[int] = []
        if len(raw) != textpage.count_chars() or has_odd(raw):
            raw = self._spelled_out(raw)
        self.text, self.lines = self._read_lines(raw)
        if not self._indexes and self._is_doubtful():
            self.text, self.lines = self._read_lines(self._spelled_out(raw))
        self.quality = self._judge()

    @property
    def has_annotations(self) -> bool:
        """Whether anything lies on the page that may be text."""
        count: int = pdfium_c.FPDFPage_GetAnnotCount(self._page)
        return any(self._annotation_kind(number) not in WITHOUT_TEXT for number in range(count))

    def _annotation_kind(self, number: int) -> int:
        annotation = pdfium_c.FPDFPage_GetAnnot(self._page, number)
        try:
            return int(pdfium_c.FPDFAnnot_GetSubtype(annotation))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Left and right edge of the characters from `start` to `end`, which stand in one line."""
        shift = self._shifts[bisect_right(self._starts, start) - 1]
        box = self._glyphs.box
        return box(self._index(start + shift))[0], box(self._index(end - 1 + shift))[2]

    def _read_lines(self, raw: str) -> tuple[str, list[PrintedLine]]:
        if SWALLOWED.search(raw):
            raw = SWALLOWED.sub(self._hyphen_or_unreadable, raw)
        self._starts, self._shifts = [], []
        texts: list[str] = []
        found: list[PrintedLine] = []
        length = begin = 0
        for at, behind, hyphen in _line_ends(raw):
            text = raw[begin:at].rstrip() + hyphen
            visible = text.lstrip()
            if visible:
                first = begin + len(text) - len(visible)
                found.append(self._measure(length, len(visible), first))
                self._starts.append(length)
                self._shifts.append(first - length)
                texts.append(visible)
                length += len(visible) + 1
            begin = behind
        return "\n".join(texts), stand_clear(found)

    def _spelled_out(self, raw: str) -> str:
        """The text glyph by glyph: plain, with blanks single, and a sign for each that cannot be read."""
        count: int = self._textpage.count_chars()
        characters: list[str] = []
        indexes: list[int] = []
        for index in range(count):
            character = raw[index] if len(raw) == count else self._character(index)
            if self._glyphs.is_unmapped(index) and not SWALLOWED.match(character):
                character = UNREADABLE
            character = character.translate(PLAIN)
            if LOW_HALF.match(character) and characters and HIGH_HALF.match(characters[-1]):
                characters[-1] = (
                    (characters[-1] + character).encode("utf-16", "surrogatepass").decode("utf-16")
                )
            elif character and not (character == " " and characters and characters[-1] == " "):
                characters.append(character)
                indexes.append(index)
        self._indexes = indexes
        return "".join(characters)

    def _character(self, index: int) -> str:
        code = self._glyphs.character(index)
        return chr(code) if 0 < code <= sys.maxunicode else UNREADABLE

    def _is_doubtful(self) -> bool:
        """Whether a glyph is in sight that cannot be read: by its code, or by a type face without mapping.

        A face is looked at where a line begins and where it ends.
        """
        if NO_CHARACTER.search(self.text):
            return True
        is_unmapped = self._glyphs.is_unmapped
        return any(
            is_unmapped(line.start + shift) or is_unmapped(line.end + shift - 1)
            for line, shift in zip(self.lines, self._shifts, strict=True)
        )

    def _hyphen_or_unreadable(self, code: re.Match[str]) -> str:
        """Keep the code where it is a line's hyphen; anywhere else it is a glyph that cannot be read."""
        return code.group() if self._glyphs.is_hyphen(self._index(code.start())) else UNREADABLE

    def _measure(self, start: int, length: int, first: int) -> PrintedLine:
        box, index = self._glyphs.box, self._index(first)
        x0, top, head_x1, bottom = box(index)
        _, last_top, x1, last_bottom = box(self._index(first + length - 1))
        place = (min(x0, head_x1), min(top, last_top), x1, max(bottom, last_bottom))
        return PrintedLine(start, start + length, place, self._glyphs.is_bold(index))

    def _index(self, position: int) -> int:
        return self._indexes[position] if self._indexes else position

    def _judge(self) -> TextQuality:
        """Count what cannot be read."""
        unreadable = len(NO_CHARACTER.findall(self.text)) if self._indexes else 0  # else none was in sight
        characters = sum(line.end - line.start for line in self.lines)
        glyphs, pictures = self._shown_without_text() if characters == 0 else (False, False)
        covered = 0 < characters <= FEW_CHARACTERS and self._is_covered()
        return TextQuality(glyphs, pictures, characters, unreadable, covered)

    def _is_covered(self) -> bool:
        """Whether one picture is as large as most of the page."""
        pictures = self._page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        return any(_size(item.get_bounds()) >= COVERED * self.width * self.height for item in pictures)

    def _shown_without_text(self) -> tuple[bool, bool]:
        """Whether the page draws type, and whether it draws a picture. Type of no width is blanks."""
        items = list(self._page.get_objects(max_depth=3))
        glyphs = any(
            item.type == pdfium_c.FPDF_PAGEOBJ_TEXT and item.get_bounds()[2] > item.get_bounds()[0]
            for item in items
        )
        pictures = len(items) > MERE_LINES or any(item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE for item in items)
        return glyphs, pictures


def _size(bounds: Box) -> float:
    left, bottom, right, top = bounds
    return max(0.0, right - left) * max(0.0, top - bottom)


def _frame(page: pypdfium2.PdfPage) -> Box:
    """The part of the page that is shown, in the page's own coordinates."""
    box: Box = page.get_bbox()
    # Where crop and media box have nothing in common, viewers show the whole page.
    return box if box[0] < box[2] and box[1] < box[3] else page.get_mediabox()


def _upright_rotation(textpage: pypdfium2.PdfTextPage, shown: int) -> int:
    """The rotation at which most of the page's type stands upright; in doubt, that at which it is shown."""
    count = textpage.count_chars()
    few = [_rotation_at(textpage, count * place // SAMPLES, shown) for place in range(SAMPLES)]
    if not count or few.count(shown) == SAMPLES:
        return shown
    many = [_rotation_at(textpage, index, shown) for index in range(0, count, 1 + count // MANY)]
    return max((shown, 0, 90, 180, 270), key=many.count)


def _rotation_at(textpage: pypdfium2.PdfTextPage, index: int, shown: int) -> int:
    angle = pdfium_c.FPDFText_GetCharAngle(textpage.raw, index)
    return -round(angle / (pi / 2)) * 90 % 360 if isfinite(angle) and angle >= 0 else shown


def _line_ends(raw: str) -> Iterator[tuple[int, int, str]]:
    """Where each line ends and the next begins, with the hyphen to put back at its end."""
    for end in LINE_END.finditer(raw):
        at, behind = end.span()
        yield at, behind, "" if raw[at] in "\r\n" else "-"
    yield len(raw), len(raw), ""
