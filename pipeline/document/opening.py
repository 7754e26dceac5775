"""Opening a letter: what kind of file it is, which engine reads it, and whether its text can be trusted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from models.record import LetterWarning
from models.vocabulary import Engine, RejectionReason, WarningCode
from pipeline.choices import OcrUse
from pipeline.document.document import PAGE_BREAK, Document, Line, Page
from pipeline.document.furniture import page_furniture
from pipeline.document.overlay import overlaid
from pipeline.document.page import MAX_BYTES, OpenPage, ScannedPage, check_length, check_page_count
from pipeline.document.paragraphs import find_paragraphs
from pipeline.document.password import Password
from pipeline.document.pdfium import pdfium_pages
from pipeline.document.plaintext import decode, text_pages
from pipeline.document.recognition import read_scans
from pipeline.document.visible import visible_page
from pipeline.errors import LetterError

PDF_MARK = b"%PDF-"
MARK_WITHIN = 1024
"""Readers accept the mark anywhere in the first 1,024 bytes (ISO 32000, implementation note)."""

UNREADABLE_SHARE = 0.2
"""Beyond this share of unreadable characters a text cannot be interpreted at all."""


@dataclass(frozen=True)
class OpenLetter:
    """A document and what was noticed while opening it."""

    document: Document
    warnings: Sequence[LetterWarning]


@contextmanager
def open_document(
    data: bytes, engine: Engine = Engine.PDFIUM, password: Password = None, ocr: OcrUse = OcrUse.AUTO
) -> Iterator[OpenLetter]:
    """Read a letter's bytes; the places of its text can be asked for until the context ends.

    Args:
        data: A PDF or a plain text letter; the content decides which.
        engine: What reads a PDF. With PDFium, a page whose text fails the quality check is read again by
            pdfplumber, and kept if that is better.
        password: What opens the PDF, if nothing does without.
        ocr: When a page of a PDF is read from its picture; by default where neither engine finds usable text.

    Raises:
        LetterError: With any of the reasons that concern files, PDFs and text.
    """
    if not data or data.isspace():
        raise LetterError(RejectionReason.FILE_EMPTY, "the file is empty")
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; no letter has more than {MAX_BYTES:,}"
        raise LetterError(RejectionReason.FILE_TOO_LARGE, message)
    if PDF_MARK not in data[:MARK_WITHIN]:
        yield _text_letter(data)
        return
    with ExitStack() as stack:
        yield _pdf_letter(data, engine, password, ocr, stack)


def _text_letter(data: bytes) -> OpenLetter:
    text, fallback = decode(data)
    check_length(len(text))
    if not text.strip():
        raise LetterError(RejectionReason.FILE_EMPTY, "the file holds white space only")
    warnings = []
    if fallback:
        message = "the text is not UTF-8; it was read as Latin-1, so that accents and dashes may be wrong"
        warnings.append(LetterWarning(code=WarningCode.ENCODING_FALLBACK, message=message))
    pages = text_pages(text)
    check_page_count(len(pages))
    return OpenLetter(_compose(pages, Engine.TEXT), warnings)


def _pdf_letter(data: bytes, engine: Engine, password: Password, ocr: OcrUse, stack: ExitStack) -> OpenLetter:
    if engine is Engine.PDFPLUMBER:
        from pipeline.document.pdfplumber import plumber_pages

        plumbed = stack.enter_context(plumber_pages(data, password))
        pages: list[OpenPage] = list(plumbed)
        warnings: list[LetterWarning] = []
        noted = [index for index, page in enumerate(plumbed) if page.has_annotations]
    else:
        read = stack.enter_context(pdfium_pages(data, password))
        pages = list(read)
        warnings = _second_opinion(data, pages, password, stack)
        noted = [index for index, page in enumerate(read) if page.has_annotations]
    scans = read_scans(data, pages, password, ocr)
    noted = [index for index in noted if index not in scans.pages]  # OCR has read them with the page
    if noted:
        warnings += _annotate(data, pages, noted, password, stack)
    warnings += _show(pages)
    warnings += scans.warnings
    for number, scan in scans.pages.items():
        pages[number] = scan
    warnings += _judge(pages)
    with_text = {number for number, page in enumerate(pages) if page.quality.characters}
    if with_text == set(scans.pages):
        engine = Engine.OCR
    return OpenLetter(_compose(pages, engine, scans.pages), warnings)


def _second_opinion(
    data: bytes, pages: list[OpenPage], password: Password, stack: ExitStack
) -> list[LetterWarning]:
    """Replace, in `pages`, those that PDFium reads badly and pdfplumber reads better."""
    doubtful = [index for index, page in enumerate(pages) if not page.quality.sound]
    if not doubtful:
        return []
    from pipeline.document.pdfplumber import plumber_pages

    try:
        others = stack.enter_context(plumber_pages(data, password))
    except LetterError:
        return []  # only PDFium can open it: its pages stand, and are judged as they are
    if len(others) != len(pages):
        return []  # in a broken file the engines see different pages, and none can stand for another
    warnings = []
    for index in doubtful:
        ours, other = pages[index].quality, others[index].quality
        if other.characters and (not ours.characters or other.unreadable < ours.unreadable):
            pages[index] = others[index]
            message = f"page {index + 1} was read by pdfplumber: PDFium does not read all of its text"
            warnings.append(LetterWarning(code=WarningCode.PAGE_ENGINE_FALLBACK, message=message))
    return warnings


def _annotate(
    data: bytes, pages: list[OpenPage], noted: Sequence[int], password: Password, stack: ExitStack
) -> list[LetterWarning]:
    """Put what lies on some of `pages` (form fields, free text, stamps) into their text."""
    from pipeline.document.annotations import Notes, page_notes
    from pipeline.document.pdfplumber import plumber_pages

    try:
        plumbed = stack.enter_context(plumber_pages(data, password))
    except LetterError:
        plumbed = ()  # only PDFium can open it
    warnings: list[LetterWarning] = []
    for index in noted:
        same = len(plumbed) == len(pages)
        notes = page_notes(plumbed[index].source, pages[index].turn) if same else Notes(unread=1)
        if notes.fields or notes.added:
            pages[index] = overlaid(pages[index], [*notes.fields, *notes.added])
        warnings += notes.warnings(index + 1)
    return warnings


def _show(pages: list[OpenPage]) -> list[LetterWarning]:
    """Take, of `pages`, what their readers see."""
    warnings = []
    for index, page in enumerate(pages):
        pages[index], said = visible_page(page)
        if said:
            message = f"page {index + 1}: {said}"
            warnings.append(LetterWarning(code=WarningCode.TEXT_OUTSIDE_PAGE, message=message))
    return warnings


def _judge(pages: Sequence[OpenPage]) -> list[LetterWarning]:
    """Warn of pages that cannot be read in full.

    Raises:
        LetterError: `no_text` or `text_unreadable`, where nothing useful can be read.
    """
    characters = sum(page.quality.characters for page in pages)
    unreadable = sum(page.quality.unreadable for page in pages)
    if not characters:
        if any(page.quality.glyphs for page in pages):
            raise LetterError(
                RejectionReason.TEXT_UNREADABLE, "the PDF's type faces do not name their characters"
            )
        shown = "pictures only" if any(page.quality.pictures for page in pages) else "nothing"
        raise LetterError(RejectionReason.NO_TEXT, f"the PDF's {len(pages)} pages show {shown}")
    if unreadable > UNREADABLE_SHARE * characters:
        message = f"{unreadable} of {characters} characters have no known meaning"
        raise LetterError(RejectionReason.TEXT_UNREADABLE, message)
    warnings = []
    for number, page in enumerate(pages, 1):
        quality = page.quality
        if quality.unreadable:
            message = f"page {number} holds {quality.unreadable} characters or more that cannot be read"
            warnings.append(LetterWarning(code=WarningCode.LOW_TEXT_QUALITY, message=message))
        elif not quality.characters and (quality.glyphs or quality.pictures):
            message = f"page {number} shows something, but holds no text"
            warnings.append(LetterWarning(code=WarningCode.PAGE_WITHOUT_TEXT, message=message))
    return warnings


def _compose(
    sources: Sequence[OpenPage], engine: Engine, scans: Mapping[int, ScannedPage] | None = None
) -> Document:
    """Join open pages into one document, with paragraphs and page furniture told apart."""
    furniture = page_furniture(sources)
    paragraphs = find_paragraphs(sources, furniture)
    pages: list[Page] = []
    lines: list[Line] = []
    offset = number = 0
    for index, source in enumerate(sources):
        pages.append(Page(offset, offset + len(source.text), source.width, source.height))
        for line in source.lines:
            start, end = line.start + offset, line.end + offset
            lines.append(
                Line(start, end, index, line.box, line.bold, number in paragraphs.starts, number in furniture)
            )
            number += 1
        offset += len(source.text) + len(PAGE_BREAK)
    text = PAGE_BREAK.join(source.text for source in sources)
    return Document(text, pages, lines, engine, paragraphs.set_apart, sources, scans or {})
