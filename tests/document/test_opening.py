"""Opening: what the text of a letter is, whatever holds it, and when it must not be trusted."""

import io
import re

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from models.vocabulary import Engine, RejectionReason, WarningCode
from pipeline.choices import OcrUse
from pipeline.document import Document, Span, open_document
from pipeline.document.page import TextQuality
from pipeline.document.pdfium import PdfiumPage
from pipeline.errors import LetterError
from tests.letters import Piece, lines_down, pdf_of

ENGINES = [Engine.PDFIUM, Engine.PDFPLUMBER]


def text_of(data: bytes, engine: Engine = Engine.PDFIUM) -> str:
    with open_document(data, engine) as letter:
        return letter.document.text


def codes(data: bytes) -> list[WarningCode]:
    with open_document(data) as letter:
        return [warning.code for warning in letter.warnings]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hyphen_at_a_line_end_comes_back_as_a_hyphen(engine: Engine) -> None:
    data = pdf_of(lines_down("a well-\nknown remedy was given on 10-28-\n2014 for long-\nterm relief"))
    assert text_of(data, engine) == "a well-\nknown remedy was given on 10-28-\n2014 for long-\nterm relief"


@pytest.mark.parametrize("engine", ENGINES)
def test_blanks_are_single_and_lines_end_visibly(engine: Engine) -> None:
    data = pdf_of(
        [(72, 700, "Priority:  Standard "), (300, 700, "Received:"), (72, 680, "  "), (72, 660, "Next")]
    )
    assert text_of(data, engine) == "Priority: Standard Received:\nNext"


def turned(lines: list[str], rotation: int) -> bytes:
    """A page that is turned for display, with lines set so that they are shown upright from (72, 100) on.

    ReportLab swaps the sides of the page for a quarter turn, so that it is always shown upright.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    canvas.setFont("Times-Roman", 12)
    for number, line in enumerate(lines):
        x, top = 72, 100 + 14 * number
        canvas.saveState()
        canvas.translate(
            *{0: (x, 792 - top), 90: (top, x), 180: (612 - x, top), 270: (792 - top, 612 - x)}[rotation]
        )
        canvas.rotate(rotation)
        canvas.drawString(0, 0, line)
        canvas.restoreState()
    canvas.setPageRotation(rotation)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_lie_where_the_page_shows_the_words(engine: Engine, rotation: int) -> None:
    data = turned(["first line of the page", "second line"], rotation)
    with open_document(data, engine) as letter:
        document = letter.document
        assert document.text == "first line of the page\nsecond line"
        start = document.text.index("line", 30)
        (place,) = document.places([Span(start, start + 4)])
        assert (document.pages[0].width, document.pages[0].height) == (612, 792)
    ((x0, top, x1, bottom),) = place.boxes
    assert 105 < x0 < 112 < 120 < x1 < 132
    assert 100 < top < 108 < 114 < bottom < 120


def test_a_place_that_runs_over_a_page_break_has_a_part_on_each_page() -> None:
    data = pdf_of(lines_down("starts here"), lines_down("ends there"))
    with open_document(data) as letter:
        places = letter.document.places([Span(0, len(letter.document.text))])
    assert [(place.page, place.start, place.end, len(place.boxes)) for place in places] == [
        (1, 0, 11, 1),
        (2, 0, 10, 1),
    ]


def unmapped() -> bytes:
    """A page whose type face does not name its characters."""
    pdfmetrics.registerFont(TTFont("Unmapped", "Vera.ttf", asciiReadable=0))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    canvas.setFont("Unmapped", 12)
    canvas.drawString(72, 700, "Independent medical review")
    canvas.save()
    return re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found.group()), buffer.getvalue())


def test_type_without_a_mapping_to_characters_is_read_by_its_look() -> None:
    with pytest.raises(LetterError) as caught, open_document(unmapped(), ocr=OcrUse.NEVER):
        pass
    assert caught.value.reason is RejectionReason.TEXT_UNREADABLE
    with open_document(unmapped()) as letter:
        assert letter.document.text == "Independent medical review"
        assert letter.document.engine is Engine.OCR


def test_a_page_that_pdfium_reads_badly_is_read_by_the_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_of(lines_down("page one"), lines_down("page two"))
    judge = PdfiumPage._judge

    def bad_on_page_two(page: PdfiumPage) -> TextQuality:
        quality = judge(page)
        return TextQuality(False, False, quality.characters, 3) if "two" in page.text else quality

    monkeypatch.setattr(PdfiumPage, "_judge", bad_on_page_two)
    assert codes(data) == [WarningCode.PAGE_ENGINE_FALLBACK]
    assert text_of(data) == "page one\fpage two"


@pytest.mark.parametrize(
    ("data", "text", "warnings"),
    [
        (b"\xef\xbb\xbfna\xc3\xafve\r\nline", "naïve\nline", []),
        ("café\nline".encode("latin-1"), "café\nline", [WarningCode.ENCODING_FALLBACK]),
        (b"one\rtwo", "one\ntwo", []),
        (b"page one\fpage two\f", "page one\fpage two", []),
    ],
)
def test_text_is_read_whatever_its_encoding_and_line_ends(
    data: bytes, text: str, warnings: list[WarningCode]
) -> None:
    assert text_of(data) == text
    assert codes(data) == warnings


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(32)) * 20])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(LetterError) as caught, open_document(data):
        pass
    assert caught.value.reason is RejectionReason.TEXT_UNREADABLE


def paragraphs(document: Document) -> list[str]:
    return [document.content(line) for line in document.lines if line.leads]


@pytest.mark.parametrize("engine", ENGINES)
def test_paragraphs_are_told_by_room_and_by_distance(engine: Engine) -> None:
    full = "This line of the letter is full, so that the word after it would find no room any more at all,"
    page: list[Piece] = [
        (72, 700, full),
        (72, 686, "and it goes on here to the end of a sentence that leaves much room."),
        (
            72,
            672,
            "So this begins a paragraph, though no space stands above it, being also rather long again",
        ),
        (72, 630, "and this one does, for it stands apart."),
    ]
    with open_document(pdf_of(page), engine) as letter:
        assert [line[:8] for line in paragraphs(letter.document)] == ["This lin", "So this ", "and this"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("One two three\nfour five six\n\nSeven eight\nnine", ["One two three", "Seven eight"]),
        ("One two three\n\nfour five six\n\n\nSeven eight\n\nnine", ["One two three", "Seven eight"]),
        ("One alone.\n\nTwo alone.\n\nThree alone.", ["One alone.", "Two alone.", "Three alone."]),
        (
            "a full line of text that ends nowhere\nand goes on.\nA new one begins here because of room",
            ["a full line of text that ends nowhere", "A new one begins here because of room"],
        ),
    ],
)
def test_paragraphs_of_plain_text_are_told_by_empty_lines(text: str, begins: list[str]) -> None:
    with open_document(text.encode()) as letter:
        assert paragraphs(letter.document) == begins
