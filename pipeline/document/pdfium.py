"""PDF pages through PDFium: the engine of choice, at a few milliseconds a letter.

PDFium replaces a hyphen at a line's end between two letters by U+FFFE or U+0002 and drops the line break. The
same code stands for a glyph that has no character; `FPDFText_IsHyphen` tells the two apart.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import create_string_buffer

import pypdfium2
import pypdfium2.raw as pdfium_c

from models.evidence import Box
from models.vocabulary import RejectionReason
from pipeline.document.page import (
    FIRST_WORD,
    NO_CHARACTER,
    UNREADABLE,
    OpenPage,
    PrintedLine,
    TextQuality,
    check_length,
    check_page_count,
    stand_clear,
)
from pipeline.errors import LetterError

BOLD_WEIGHT = 600
BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
MERE_LINES = 40
"""A page with more drawn shapes than this may show type as outlines; fewer are rules and frames."""

SWALLOWED = re.compile("[\ufffe\x02]")
LINE_END = re.compile("\r\n|\n|[\ufffe\x02]")
LOCKED = {
    pdfium_c.FPDF_ERR_PASSWORD: "the PDF asks for a password",
    pdfium_c.FPDF_ERR_SECURITY: "the PDF is locked in an unknown way",
}
ENCRYPTION = b"/Encrypt"
NO_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b")
NOT_A_PDF = b"no PDF"


@contextmanager
def pdfium_pages(data: bytes) -> Iterator[Sequence[OpenPage]]:
    """The pages of a PDF, open until the context ends.

    Raises:
        LetterError: `pdf_encrypted`, `pdf_damaged`, `pdf_without_pages` or `file_too_large`.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _fault(data) from error
    try:
        count = len(pdf)
        check_page_count(count)
        yield _pages(pdf)
    finally:
        pdf.close()


def _fault(data: bytes) -> LetterError:
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
    if code in LOCKED and ENCRYPTION in data:
        return LetterError(RejectionReason.PDF_ENCRYPTED, LOCKED[code])
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
        self._media: Box = page.get_mediabox()
        self._rotation: int = page.get_rotation()
        width, height = self._media[2] - self._media[0], self._media[3] - self._media[1]
        self.width, self.height = (height, width) if self._rotation in (90, 270) else (width, height)
        textpage = page.get_textpage()
        check_length(textpage.count_chars())
        raw: str = textpage.get_text_range()
        self._textpage = textpage  # keeps the page open
        self._handle = textpage.raw
        self._rect = pdfium_c.FS_RECTF()
        self._name = create_string_buffer(80)
        # PDFium indexes glyphs and Python characters; the two differ only on pages that hold glyphs without
        # any character, or characters beyond the basic plane.
        self._aligned: bool = len(raw) == textpage.count_chars()
        self._shifts: dict[int, int] = {}  # line start in `text` -> what to add to get PDFium's index
        self.text, self.lines = self._read_lines(raw)
        self.quality = self._judge()

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Left and right edge of the characters from `start` to `end`, which stand in one line."""
        shift = next(s for at, s in reversed(self._shifts.items()) if at <= start)
        return self._box(start + shift)[0], self._box(end - 1 + shift)[2]

    def _read_lines(self, raw: str) -> tuple[str, list[PrintedLine]]:
        if SWALLOWED.search(raw):
            raw = SWALLOWED.sub(self._hyphen_or_unreadable, raw)
        texts: list[str] = []
        found: list[PrintedLine] = []
        length = begin = 0
        for at, behind, hyphen in _line_ends(raw):
            text = raw[begin:at].rstrip() + hyphen
            visible = text.lstrip()
            if visible:
                first = begin + len(text) - len(visible)
                found.append(self._measure(length, visible, first))
                self._shifts[length] = first - length
                texts.append(visible)
                length += len(visible) + 1
            begin = behind
        return "\n".join(texts), stand_clear(found)

    def _hyphen_or_unreadable(self, code: re.Match[str]) -> str:
        """Keep the code where it is a line's hyphen; anywhere else it is a glyph that cannot be read."""
        is_hyphen = pdfium_c.FPDFText_IsHyphen(self._handle, self._index(code.start())) == 1
        return code.group() if is_hyphen else UNREADABLE

    def _measure(self, start: int, visible: str, first: int) -> PrintedLine:
        x0, top, head_x1, bottom = self._box(first)
        _, last_top, x1, last_bottom = self._box(first + len(visible) - 1)
        word = FIRST_WORD.match(visible)
        width = self._box(first + word.end() - 1)[2] - x0 if word else 0.0
        box = (min(x0, head_x1), min(top, last_top), x1, max(bottom, last_bottom))
        return PrintedLine(start, start + len(visible), box, width, self._is_bold(self._index(first)))

    def _is_bold(self, index: int) -> bool:
        """Whether a character's type face is bold by its weight, or by name where no weight is given."""
        if pdfium_c.FPDFText_GetFontWeight(self._handle, index) >= BOLD_WEIGHT:
            return True
        pdfium_c.FPDFText_GetFontInfo(self._handle, index, self._name, len(self._name), None)
        return BOLD.search(self._name.value) is not None

    def _index(self, position: int) -> int:
        if self._aligned:
            return position
        return int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(self._handle, position))

    def _box(self, position: int) -> Box:
        """Full-height box of one character, in points from the page's top left corner as shown."""
        rect = self._rect
        pdfium_c.FPDFText_GetLooseCharBox(self._handle, self._index(position), rect)
        x0, y0, x1, y1 = self._media
        match self._rotation:
            case 90:
                return rect.bottom - y0, rect.left - x0, rect.top - y0, rect.right - x0
            case 180:
                return x1 - rect.right, rect.bottom - y0, x1 - rect.left, rect.top - y0
            case 270:
                return y1 - rect.top, x1 - rect.right, y1 - rect.bottom, x1 - rect.left
            case _:
                return rect.left - x0, y1 - rect.top, rect.right - x0, y1 - rect.bottom

    def _judge(self) -> TextQuality:
        """Count what cannot be read: by its code, and by lines that begin in a type face without mapping."""
        unreadable = len(NO_CHARACTER.findall(self.text))
        for line in self.lines:
            index = self._index(line.start + self._shifts[line.start])
            if pdfium_c.FPDFText_HasUnicodeMapError(self._handle, index) == 1:
                unreadable += line.end - line.start
        characters = sum(line.end - line.start for line in self.lines)
        glyphs, pictures = self._shown_without_text() if characters == 0 else (False, False)
        return TextQuality(glyphs, pictures, characters, unreadable)

    def _shown_without_text(self) -> tuple[bool, bool]:
        """Whether the page draws type, and whether it draws a picture. Type of no width is blanks."""
        items = list(self._page.get_objects(max_depth=3))
        glyphs = any(
            item.type == pdfium_c.FPDF_PAGEOBJ_TEXT and item.get_bounds()[2] > item.get_bounds()[0]
            for item in items
        )
        pictures = len(items) > MERE_LINES or any(item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE for item in items)
        return glyphs, pictures


def _line_ends(raw: str) -> Iterator[tuple[int, int, str]]:
    """Where each line ends and the next begins, with the hyphen to put back at its end."""
    for end in LINE_END.finditer(raw):
        yield end.start(), end.end(), "-" if SWALLOWED.match(end.group()) else ""
    yield len(raw), len(raw), ""
