"""Text that lies on a page and not in it: what of it is the letter's, and where it stands in the text."""

from typing import Any
from unittest.mock import patch

import pytest
from reportlab.pdfgen.canvas import Canvas

from models.evidence import Box
from models.record import LetterWarning
from models.vocabulary import Engine, WarningCode
from pipeline.assemble import read_with_text
from pipeline.document import open_document
from pipeline.generate.pdf import HEADER_COLUMNS
from tests.evidence import check_evidence
from tests.failures.damage import plain_letter, values
from tests.hostile import pdfs

ENGINES = [Engine.PDFIUM, Engine.PDFPLUMBER]
LETTER = plain_letter()
ANNOTATION = b"<< /Type /Annot /Subtype /%b /Rect [%b] %b >>"


class FormCanvas(Canvas):
    """Prints the values of the header table as form fields."""

    def drawString(self, x: float, y: float, text: str, *rest: Any, **more: Any) -> None:  # noqa: N802
        if text and x in (HEADER_COLUMNS[1], HEADER_COLUMNS[3]):
            self.acroForm.textfield(
                text,
                fontSize=10,
                borderWidth=0,
                name=f"{x} {y}",
                x=round(x),
                y=round(y) - 4,
                width=110,
                height=16,
            )
        else:
            super().drawString(x, y, text, *rest, **more)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_header_whose_values_are_form_fields_is_read_with_boxes(engine: Engine) -> None:
    with patch("pipeline.generate.pdf.Canvas", FormCanvas):
        data = LETTER.pdf()
    assert data.count(b"/Widget") > 6
    case, pages = read_with_text(data, "x.pdf", engine)
    assert values(case.model_dump(mode="json")) == values(LETTER.truth)
    check_evidence(case, pages)
    assert [warning for warning in case.warnings if "annotation" in warning.code] == []
    for path in ("case_number", "date_assigned", "date_of_injury", "ur_denial_date"):
        ((place,),) = (case.evidence[path],)
        ((x0, top, x1, bottom),) = place.boxes
        column = HEADER_COLUMNS[1] if x0 < 300 else HEADER_COLUMNS[3]
        assert column <= x0 < x1 < column + 110
        assert 5 < bottom - top < 16


def sheet(*annotations: bytes, words: bytes = pdfs.WORDS, form: bytes = b"") -> bytes:
    """A page of a few words with some annotations."""
    more = {20 + number: annotation for number, annotation in enumerate(annotations)}
    listed = b" ".join(b"%d 0 R" % number for number in more)
    catalog = b"/AcroForm << /Fields [%b] /DR << >> %b >>" % (listed, form)
    return pdfs.plain(
        pdfs.stream(words), sheet=pdfs.page(entries=b"/Annots [%b]" % listed), catalog=catalog, more=more
    )


def note(kind: bytes, rect: bytes, entries: bytes) -> bytes:
    return ANNOTATION % (kind, rect, entries)


def free(rect: bytes, words: bytes, entries: bytes = b"/DA (/Helv 10 Tf)") -> bytes:
    return note(b"FreeText", rect, b"/Contents (%b) %b" % (words, entries))


def read(data: bytes, engine: Engine) -> tuple[str, list[LetterWarning], list[Box | None]]:
    with open_document(data, engine) as letter:
        document = letter.document
        return document.text, list(letter.warnings), [line.box for line in document.lines]


THREE = b"BT /F1 12 Tf 72 700 Td (Name: ______ Date:) Tj 0 -40 Td (Some text.) Tj 0 -14 Td (More.) Tj ET"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rect", "text"),
    [
        (b"110 696 150 712", "Name: Added Date:\nSome text.\nMore."),
        (b"200 696 300 712", "Name: ______ Date: Added\nSome text.\nMore."),
        (b"20 696 60 712", "Added Name: ______ Date:\nSome text.\nMore."),
        (b"72 676 300 690", "Name: ______ Date:\nAdded\nSome text.\nMore."),
        (b"72 740 300 754", "Added\nName: ______ Date:\nSome text.\nMore."),
        (b"72 600 300 614", "Name: ______ Date:\nSome text.\nMore.\nAdded"),
        (b"80 656 200 672", "Name: ______ Date:\nSome text.\nMore.\nAdded"),
    ],
    ids=["on a rule", "behind a line", "before a line", "between lines", "above", "below", "over words"],
)
def test_text_laid_on_a_page_stands_where_it_is_seen(engine: Engine, rect: bytes, text: str) -> None:
    said, warnings, _ = read(sheet(free(rect, b"Added"), words=THREE), engine)
    assert said == text
    assert [warning.code for warning in warnings] == [WarningCode.ANNOTATION_READ]
    assert "'Added'" in warnings[0].message


FIELD = b"/FT /Tx /V (Filled in)"
FORM = b"/DA (/Helv 0 Tf)"
DRAWN = b"/AP << /N 9 0 R >>"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (note(b"Widget", b"72 600 300 616", FIELD), True),
        (note(b"Widget", b"300 616 72 600", FIELD), True),
        (note(b"Widget", b"72 600 300 616", b"/Parent << /Parent << /FT /Tx >> /V (Filled in) >>"), True),
        (note(b"Widget", b"72 600 300 616", b"/FT /Ch /V <FEFF00460069006C006C0065006400200069006E>"), True),
        (note(b"Widget", b"72 600 300 616", FIELD + b" /F 2"), False),
        (note(b"Widget", b"72 600 300 616", FIELD + b" /F 32"), False),
        (note(b"Widget", b"72 600 300 616", b"/FT /Btn /V (Filled in)"), False),
        (note(b"Link", b"72 600 300 616", b"/Contents (Filled in)"), False),
        (note(b"Popup", b"72 600 300 616", b"/Contents (Filled in)"), False),
    ],
    ids=["value", "corners swapped", "inherited", "choice", "hidden", "no view", "button", "link", "popup"],
)
def test_of_annotations_only_text_that_is_seen_is_read(
    engine: Engine, annotation: bytes, shown: bool
) -> None:
    text, warnings, _ = read(sheet(annotation, form=FORM), engine)
    assert text == "Independent Medical Review" + ("\nFilled in" if shown else "")
    assert warnings == []


@pytest.mark.parametrize("engine", ENGINES)
def test_comments_are_no_part_of_the_letter_and_are_counted(engine: Engine) -> None:
    comments = [note(kind, b"72 600 92 620", b"/Contents (Is that so?)") for kind in (b"Text", b"Highlight")]
    text, warnings, _ = read(sheet(*comments), engine)
    assert text == "Independent Medical Review"
    assert [(warning.code, "2 comments" in warning.message) for warning in warnings] == [
        (WarningCode.ANNOTATION_LEFT_OUT, True)
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_long_free_text_is_wrapped_into_its_frame(engine: Engine) -> None:
    words = b"The word is set here again and again. " * 8
    text, _, boxes = read(sheet(free(b"72 300 272 500", words)), engine)
    assert text.replace("\n", " ").split()[3:] == words.decode().split()
    assert len(boxes) > 6
    assert all(box and 72 < box[0] < box[2] < 292 and 290 < box[1] < box[3] < 492 for box in boxes[1:])


def stamp(matrix: bytes, rect: bytes) -> bytes:
    """A page with a stamp whose appearance, one of several, is drawn within 160 by 40 points."""
    entries = b"/AP << /N << /On 30 0 R /Off null >> >> /AS /On"
    frame = b"/Subtype /Form /BBox [0 0 160 40] /Matrix [%b] /Resources << /Font << /F1 5 0 R >> >>" % matrix
    return pdfs.plain(
        sheet=pdfs.page(entries=b"/Annots [20 0 R]"),
        more={
            20: note(b"Stamp", rect, entries),
            30: pdfs.stream(b"BT /F1 24 Tf 10 10 Td (RECEIVED) Tj ET", frame),
        },
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_drawn_appearance_is_put_where_its_matrix_and_frame_say(engine: Engine) -> None:
    text, _, boxes = read(stamp(b"2 0 0 2 -50 70", b"100 500 180 520"), engine)
    assert text == "Independent Medical Review\nRECEIVED"
    box = boxes[-1]
    assert box is not None
    assert box[0] == pytest.approx(105, abs=0.1)  # half the size of the drawing
    assert 100 < box[0] < box[2] < 180
    assert 792 - 520 < box[1] < box[3] < 792 - 500


@pytest.mark.parametrize("engine", ENGINES)
def test_a_stamp_on_its_side_is_reported_and_not_read_letter_by_letter(engine: Engine) -> None:
    text, warnings, _ = read(stamp(b"0 1 -1 0 0 0", b"100 100 140 260"), engine)
    assert text == "Independent Medical Review"
    assert [warning.code for warning in warnings] == [WarningCode.ANNOTATION_LEFT_OUT]


BROKEN = {
    "no rectangle": b"<< /Type /Annot /Subtype /FreeText /Contents (x) >>",
    "a rectangle of words": note(b"FreeText", b"(a) /b null", b"/Contents (x)"),
    "no number": note(b"FreeText", b"NaN nan inf -inf", b"/Contents (x)"),
    "its own parent": note(b"Widget", b"72 600 300 616", b"/Parent 20 0 R"),
    "its own appearance": note(b"Stamp", b"72 600 300 616", b"/AP << /N 20 0 R >>"),
    "a frame of no size": note(b"Stamp", b"72 600 300 616", b"/AP << /N 9 0 R >>"),
    "no dictionary": b"[1 2 3]",
    "signs of no code page": free(b"72 600 300 616", b"\xfe\xff\x04\x10"),
    "size zero": free(b"72 600 72 600", b"x", b"/DA (/Helv 0 Tf)"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_annotation_costs_no_letter_and_no_other_annotation(engine: Engine, broken: bytes) -> None:
    text, warnings, _ = read(sheet(broken, free(b"72 500 300 516", b"Added")), engine)
    assert "Independent Medical Review" in text
    assert text.endswith("Added")
    assert {warning.code for warning in warnings} <= {
        WarningCode.ANNOTATION_READ,
        WarningCode.ANNOTATION_LEFT_OUT,
    }


def test_a_letter_without_annotations_does_not_load_the_second_engine() -> None:
    with patch("pipeline.document.opening._annotate", side_effect=AssertionError):
        read(sheet(note(b"Link", b"72 600 300 616", b"")), Engine.PDFIUM)
        read(pdfs.plain(), Engine.PDFPLUMBER)
