"""Pages as they are shown: turned, cropped, with an origin of their own; values and boxes follow the eye."""

import io
from collections.abc import Callable
from functools import cache

import pdfplumber
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from models.evidence import Box
from models.record import Case
from models.vocabulary import Engine, WarningCode
from pipeline.assemble import read_with_text
from pipeline.document import Span, open_document
from pipeline.document.passage import squeeze
from tests.evidence import check_evidence
from tests.failures.damage import plain_letter, values
from tests.hostile import pdfs

ENGINES = [Engine.PDFIUM, Engine.PDFPLUMBER]
Change = Callable[[pypdfium2.PdfPage], None]
LETTER = plain_letter()
TURNS = [0, 90, 180, 270]


def changed(data: bytes, change: Change) -> bytes:
    """The PDF with something done to each of its pages."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        change(page)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def on_its_side(data: bytes, angle: int) -> bytes:
    """The PDF with everything drawn turned by an angle (anticlockwise), and nothing to be shown turned."""
    source, document = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    matrix = {
        0: pypdfium2.PdfMatrix(),
        90: pypdfium2.PdfMatrix(0, 1, -1, 0, 792, 0),
        180: pypdfium2.PdfMatrix(-1, 0, 0, -1, 612, 792),
        270: pypdfium2.PdfMatrix(0, -1, 1, 0, 0, 612),
    }[angle]
    for index in range(len(source)):
        form = source.page_as_xobject(index, document).as_pageobject()
        form.transform(matrix)
        page = document.new_page(*((792, 612) if angle in (90, 270) else (612, 792)))
        page.insert_obj(form)
        page.gen_content()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def unturned(box: Box, angle: int) -> Box:
    """A box on an upright page of Letter size, of one on the page that was turned anticlockwise."""
    x0, top, x1, bottom = box
    match angle:
        case 90:
            return 612 - bottom, x0, 612 - top, x1
        case 180:
            return 612 - x1, 792 - bottom, 612 - x0, 792 - top
        case 270:
            return top, 792 - x1, bottom, 792 - x0
        case _:
            return box


@cache
def upright() -> tuple[Case, list[str]]:
    return read_with_text(LETTER.pdf(), "x.pdf")


def check_boxes(case: Case, pages: list[str], place: Callable[[Box], Box]) -> None:
    """The boxes, moved back to the upright letter, hold there what the evidence says."""
    with pdfplumber.open(io.BytesIO(LETTER.pdf())) as document:
        for path in ("case_number", "decision_date", "issues.0.request", "issues.1.decision", "age"):
            for spot in case.evidence[path]:
                lines = pages[spot.page - 1][spot.start : spot.end].split("\n")
                assert len(lines) == len(spot.boxes)
                for line, box in zip(lines, spot.boxes, strict=True):
                    crop = document.pages[spot.page - 1].crop(place(box))
                    assert squeeze(line) in squeeze(crop.extract_text() or ""), (path, line)


def check_same(data: bytes, engine: Engine, place: Callable[[Box], Box]) -> Case:
    case, pages = read_with_text(data, "x.pdf", engine)
    truth, texts = upright()
    assert pages == texts
    assert values(case.model_dump(mode="json")) == values(truth.model_dump(mode="json"))
    check_evidence(case, pages)
    check_boxes(case, pages, place)
    return case


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("angle", TURNS)
def test_a_letter_that_lies_on_its_side_is_read_as_an_upright_one(engine: Engine, angle: int) -> None:
    data = on_its_side(LETTER.pdf(), angle)
    check_same(data, engine, lambda box: unturned(box, angle))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("angle", TURNS)
def test_a_letter_whose_sheets_are_shown_turned_is_read_as_an_upright_one(engine: Engine, angle: int) -> None:
    data = changed(LETTER.pdf(), lambda page: page.set_rotation(angle))
    check_same(data, engine, lambda box: unturned(box, -angle % 360))


@pytest.mark.parametrize("engine", ENGINES)
def test_only_the_page_that_lies_on_its_side_is_turned(engine: Engine) -> None:
    document = pypdfium2.PdfDocument(LETTER.pdf())
    document[1].set_rotation(90)
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_with_text(buffer.getvalue(), "x.pdf", engine)[1] == upright()[1]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("angle", [0, 90])
@pytest.mark.parametrize("corner", [(-100, -50), (30, 40)], ids=["below zero", "above zero"])
def test_boxes_count_from_the_corner_of_the_page_wherever_its_origin_is(
    engine: Engine, corner: tuple[float, float], angle: int
) -> None:
    x, y = corner

    def moved(page: pypdfium2.PdfPage) -> None:
        page.set_mediabox(x, y, x + 612, y + 792)
        page.set_rotation(angle)

    def back(box: Box) -> Box:
        x0, top, x1, bottom = unturned(box, -angle % 360)
        return x0 + x, top - y, x1 + x, bottom - y

    check_same(changed(LETTER.pdf(), moved), engine, back)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("angle", [0, 90])
def test_a_margin_cut_through_the_letters_costs_no_letter(engine: Engine, angle: int) -> None:
    left, right = 80, 460  # the text stands from 72 on, and its lines end near 540

    def cropped(page: pypdfium2.PdfPage) -> None:
        page.set_cropbox(left, 36, right, 756)
        page.set_rotation(angle)

    data = changed(LETTER.pdf(), cropped)
    case, pages = read_with_text(data, "x.pdf", engine)
    assert pages == upright()[1]
    assert values(case.model_dump(mode="json")) == values(upright()[0].model_dump(mode="json"))
    assert WarningCode.TEXT_OUTSIDE_PAGE in {warning.code for warning in case.warnings}
    width, height = (720, right - left) if angle else (right - left, 720)
    boxes = [box for places in case.evidence.values() for place in places for box in place.boxes]
    assert all(0 <= x0 <= x1 <= width and 0 <= top <= bottom <= height for x0, top, x1, bottom in boxes)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_pages_cut_from_one_sheet_are_not_read_twice(engine: Engine) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(1224, 792), invariant=1)
    for _ in range(2):
        for x, side in ((72, "left"), (684, "right")):
            canvas.drawString(x, 700, f"on the {side}")
            canvas.drawString(x, 686, "two lines")
        canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(buffer.getvalue())
    document[0].set_cropbox(0, 0, 612, 792)
    document[1].set_cropbox(612, 0, 1224, 792)
    out = io.BytesIO()
    document.save(out)
    with open_document(out.getvalue(), engine) as letter:
        assert letter.document.text == "on the left\ntwo lines\fon the right\ntwo lines"
        assert [line.box[0] for line in letter.document.lines if line.box] == [72] * 4
        said = [warning.message for warning in letter.warnings]
    assert "2 lines outside the page" in said[0]
    assert "on the right" in said[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_sizes_that_the_tree_of_pages_hands_down_hold(engine: Engine) -> None:
    handed_down = b"/MediaBox [0 0 595 842] /Rotate 180 /CropBox [20 0 595 842]"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 %b >>" % handed_down
    sheet = pdfs.page().replace(b"/MediaBox [0 0 612 792]", b"")
    with open_document(pdfs.plain(sheet=sheet, more={2: tree}), engine) as letter:
        document = letter.document
        assert (document.pages[0].width, document.pages[0].height) == (575, 842)
        (place,) = document.places([Span(0, len(document.text))])
    ((_, top, x1, bottom),) = place.boxes
    # Shown upside down: 72 from the left of the sheet is 595 - 72 from the left as shown.
    assert x1 == pytest.approx(595 - 72, abs=0.1)
    assert 690 < top < 700 < bottom < 714
