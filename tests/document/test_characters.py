"""Characters: ligatures, blanks and hyphens of any kind are plain; what no one can know is not guessed."""

from collections.abc import Sequence

import pytest

from models.vocabulary import Engine
from pipeline.assemble import read_with_text
from pipeline.document import Span, open_document
from pipeline.document.page import OpenPage
from pipeline.document.pdfium import pdfium_pages
from pipeline.document.pdfplumber import plumber_pages
from tests.evidence import check_evidence
from tests.hostile import pdfs
from tests.letters import BODY, text_letter

ENGINES = [Engine.PDFIUM, Engine.PDFPLUMBER]
FACES = b"/Resources << /Font << /F1 5 0 R /F2 8 0 R >> >>"
SHEET = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %b >>" % FACES


def in_face(content: bytes, table: bytes | None) -> bytes:
    """A page that has, besides Helvetica, a face F2 with a table of characters, or none."""
    face = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H %b /DescendantFonts"
        b" [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 600 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /Ascent 900 /Descent -200 /CapHeight 700"
        b" /ItalicAngle 0 /StemV 80 /FontBBox [0 -200 1000 900] >>"
    )
    more = {7: descriptor, 8: face % (b"" if table is None else b"/ToUnicode 6 0 R")}
    if table is not None:
        more[6] = pdfs.stream(table)
    return pdfs.plain(pdfs.stream(content), sheet=SHEET, more=more)


def printed(glyphs: Sequence[str]) -> bytes:
    """A line of glyphs, each of which stands for some characters, as the face's table says."""
    rows = b"".join(
        b"<%04X> <%b>\n" % (number, glyph.encode("utf-16-be").hex().encode())
        for number, glyph in enumerate(glyphs, 1)
    )
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF>"
        b" endcodespacerange %d beginbfchar %b endbfchar endcmap end" % (len(glyphs), rows)
    )
    codes = b"".join(b"%04X" % number for number in range(1, len(glyphs) + 1))
    return in_face(b"BT /F2 12 Tf 72 700 Td <%b> Tj ET" % codes, table)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        ("o\ufb00 \ufb01 \ufb02 \ufb03 \ufb04 \ufb05 \ufb06x", "off fi fl ffi ffl st stx"),
        (["o", "ffi", "c", "e"], "office"),
        ("6\u00a0\u00a0mg\u2009x\u202f2 \u00a0y\u3000z", "6 mg x 2 y z"),
        ("re\u00adread 10\u2011day x\u2010ray", "re-read 10-day x-ray"),
        ("a\u200bb\ufeffc\u200dd", "abcd"),
        ("a\U0001f600b\U00010000", "a\U0001f600b\U00010000"),
    ],
    ids=["ligatures", "a glyph of three letters", "blanks", "hyphens", "nothing", "beyond the basic plane"],
)
def test_what_looks_plain_is_plain_and_keeps_its_place(
    engine: Engine, glyphs: Sequence[str], text: str
) -> None:
    with open_document(printed(list(glyphs)), engine) as letter:
        document = letter.document
        assert document.text == text
        assert letter.warnings == []
        (last,) = document.places([Span(len(text) - 1, len(text))])
        (whole,) = document.places([Span(0, len(text))])
    ((x0, _, x1, _),) = last.boxes
    assert x1 == pytest.approx(72 + 7.2 * len(glyphs), abs=0.2)
    assert x1 - x0 == pytest.approx(7.2, abs=0.2)
    assert (whole.boxes[0][0], whole.boxes[0][2]) == (72, x1)


def test_a_plain_text_letter_with_ligatures_gives_plain_values_and_evidence() -> None:
    body = BODY.replace("low back pain", "dif\ufb01cult\u00a0re\ufb02ux").replace("fi", "\ufb01")
    case, pages = read_with_text(text_letter(body=body), "x.txt")
    assert [diagnosis.text for diagnosis in case.diagnoses] == ["difficult reflux"]
    check_evidence(case, pages)


def glyphs_of(words: str) -> bytes:
    """Words as numbers of glyphs in common TrueType faces: all that a face without table tells."""
    return b"<%b>" % b"".join(b"%04X" % (ord(sign) - 29) for sign in words)


HELVETICA, UNMAPPED = b"/F1 12 Tf %b Tj ", b"/F2 12 Tf %b Tj "
NO_TABLE = {
    "a line": b"0 -20 Td " + UNMAPPED % glyphs_of("Case Number"),
    "the end of a line": HELVETICA % b"(Decision: )" + UNMAPPED % glyphs_of("Upheld"),
    "the beginning of a line": UNMAPPED % glyphs_of("Decision") + HELVETICA % b"( : upheld)",
    "numbers within a line": HELVETICA % b"(On )" + UNMAPPED % glyphs_of("03/09/2015") + HELVETICA % b"( it)",
}


def seen(data: bytes) -> list[tuple[str, int, bool]]:
    """A page's text, how much of it cannot be read, and whether it is sound, to each engine."""
    with pdfium_pages(data) as (ours,), plumber_pages(data) as (other,):
        pages: list[OpenPage] = [ours, other]
        return [(page.text, page.quality.unreadable, page.quality.sound) for page in pages]


@pytest.mark.parametrize("content", NO_TABLE.values(), ids=NO_TABLE)
def test_a_page_is_unsound_where_a_face_does_not_name_its_characters(content: bytes) -> None:
    ours, other = seen(in_face(b"BT 72 700 Td /F1 12 Tf (Sound words.) Tj 0 -20 Td %b ET" % content, None))
    assert ours == other
    text, unreadable, sound = ours
    assert not sound
    assert text.startswith("Sound words.")
    assert text.count("\ufffd") == unreadable
    assert not any(word in text for word in ("Case", "Upheld", "2015"))
    assert "HOO" not in text  # what the glyphs' numbers would say


def test_a_glyph_that_the_table_leaves_out_is_not_passed_over() -> None:
    assert seen(printed(["U", "p", "\x00", "e", "l", "d"])) == [("Up\ufffdeld", 1, False)] * 2
