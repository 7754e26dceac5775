"""Print that only an eye can read: a type face whose glyphs are drawn, but stand for no known character."""

from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase.ttfonts import TTFontFile

from tests.hostile import pdfs

FACE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
SHEET = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
    b" /Resources << /Font << /F1 6 0 R >> >> >>"
)
TOP, LEFT, PITCH, SIZE = 750, 60, 13, 9


@cache
def _face() -> TTFontFile:
    return TTFontFile(str(FACE))


def unmapped(lines: str) -> bytes:
    """A page with some lines of print; neither the PDF nor the face's own table says what its glyphs are."""
    glyphs = _face().charToGlyph
    shown = (
        b"1 0 0 1 %d %d Tm <%b> Tj"
        % (LEFT, TOP - number * PITCH, b"".join(b"%04X" % glyphs[ord(sign)] for sign in line))
        for number, line in enumerate(lines.split("\n"))
    )
    content = b"BT /F1 %d Tf %b ET" % (SIZE, b"\n".join(shown))
    widths = b" ".join(
        b"%d [%d]" % (glyph, round(_face().charWidths[code])) for code, glyph in sorted(glyphs.items())
    )
    more = {
        6: b"<< /Type /Font /Subtype /Type0 /BaseFont /Vera /Encoding /Identity-H"
        b" /DescendantFonts [7 0 R] >>",
        7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Vera /FontDescriptor 8 0 R"
        b" /CIDToGIDMap /Identity /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /W [%b] >>" % widths,
        8: b"<< /Type /FontDescriptor /FontName /Vera /Flags 4 /Ascent 928 /Descent -236 /CapHeight 730"
        b" /ItalicAngle 0 /StemV 80 /FontBBox [-183 -236 1287 928] /FontFile2 9 0 R >>",
        9: pdfs.stream(FACE.read_bytes().replace(b"cmap", b"xxxx", 1)),
    }
    return pdfs.plain(pdfs.stream(content), sheet=SHEET, more=more)
