"""What an annotation shows: its appearance in the file, or one made of its value where the file has none."""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from textwrap import wrap
from typing import Any, NamedTuple

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1
from pdfminer.psparser import LIT, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, decode_text

from models.evidence import Box

Dictionary = Mapping[str, Any]

MULTILINE = 1 << 12
"""Flag of a text field (ISO 32000, table 228)."""
DEEPEST = 32
"""Levels of fields in fields that are followed."""
SIZE = re.compile(r"([\d.]+)\s+Tf")
USUAL_SIZE = 12.0
LEADING = 1.15
PADDING = 2.0
LONGEST = 20_000
"""Characters; a page of small type has some six thousand."""
BASELINE = 0.25
"""Share of the type size by which a field's baseline stands above the foot of its line."""
CHARACTER = 0.5
"""Width of a character as a share of the type size, in common type faces."""
FACE = {
    "Type": LIT("Font"),
    "Subtype": LIT("Type1"),
    "BaseFont": LIT("Helvetica"),
    "Encoding": LIT("WinAnsiEncoding"),
}
CODE_PAGE = "cp1252"
_numbers = count(-1, -1)  # of streams that are in no file; pdfminer tells streams apart by number


class Appearance(NamedTuple):
    """What an annotation shows.

    Attributes:
        form: A form XObject.
        rect: Where it stands on the page.
    """

    form: PDFStream
    rect: Box


def made(content: bytes, attributes: Dictionary) -> PDFStream:
    """A stream that is in no file."""
    stream = PDFStream(dict(attributes), content)
    stream.set_objid(next(_numbers), 0)
    return stream


def appearance(annotation: Dictionary, document: PDFDocument) -> Appearance | None:
    """What an annotation shows; None if it shows nothing.

    Raises:
        Exception: Whatever pdfminer raises on a broken file; ValueError, where a value cannot be set in type.
    """
    x0, y0, x1, y1 = (float(num_value(edge)) for edge in list_value(annotation["Rect"]))
    rect = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    form = _drawn(annotation)
    if form is None or _is_outdated(annotation, document):
        form = _set_in_type(annotation, rect, document)
    return Appearance(form, rect) if form else None


def placement(shown: Appearance) -> tuple[float, ...]:
    """The matrix that puts an appearance into its rectangle (ISO 32000, algorithm 8)."""
    form, (left, foot, right, head) = shown
    x0, y0, x1, y1 = (float(num_value(edge)) for edge in list_value(form["BBox"]))
    matrix = tuple(float(num_value(part)) for part in list_value(form.get("Matrix", MATRIX_IDENTITY)))
    corners = [apply_matrix_pt(matrix, (x, y)) for x in (x0, x1) for y in (y0, y1)]  # type: ignore[arg-type]
    low_x, low_y = min(x for x, _ in corners), min(y for _, y in corners)
    width, height = max(x for x, _ in corners) - low_x, max(y for _, y in corners) - low_y
    wide, high = (right - left) / width, (head - foot) / height
    return wide, 0.0, 0.0, high, left - low_x * wide, foot - low_y * high


def inherited(annotation: Dictionary, key: str) -> Any:
    """An attribute of a field, which may be that of a field it belongs to."""
    field = annotation
    for _ in range(DEEPEST):
        if key in field:
            return resolve1(field[key])
        if "Parent" not in field:
            return None
        field = dict_value(field["Parent"])
    return None


def _drawn(annotation: Dictionary) -> PDFStream | None:
    """The appearance that the file has."""
    normal = resolve1(dict_value(annotation.get("AP", {})).get("N"))
    if isinstance(normal, dict):
        normal = resolve1(normal.get(literal_name(annotation.get("AS", LIT("Off")))))
    if not isinstance(normal, PDFStream) or "BBox" not in normal:
        return None
    normal.attrs.setdefault("Subtype", LIT("Form"))
    return normal


def _form(document: PDFDocument) -> Dictionary:
    return dict_value(document.catalog.get("AcroForm", {}))


def _is_outdated(annotation: Dictionary, document: PDFDocument) -> bool:
    """Whether a viewer is told to make a text field's appearance anew: some programs fill in values only."""
    is_text = literal_name(inherited(annotation, "FT") or LIT("")) == "Tx"
    return is_text and bool(resolve1(_form(document).get("NeedAppearances", False)))


def _set_in_type(annotation: Dictionary, rect: Box, document: PDFDocument) -> PDFStream | None:
    """The value of a field, or the words of free text, roughly as a viewer sets them."""
    text = _value(annotation)
    if not text.strip():
        return None
    if len(text) > LONGEST:
        raise ValueError(f"{len(text):,} characters are no field's or note's")
    default = inherited(annotation, "DA") or _form(document).get("DA", b"")
    found = SIZE.search(decode_text(default) if isinstance(default, bytes) else "")
    size = float(found.group(1)) if found else 0.0
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    is_field = inherited(annotation, "FT") is not None
    if is_field and not int(inherited(annotation, "Ff") or 0) & MULTILINE:
        size = size or min(USUAL_SIZE, height / LEADING)
        lines, top = [" ".join(text.split())], (height + LEADING * size) / 2
    else:
        size = size or USUAL_SIZE
        lines, top = list(_lines(text, (width - 2 * PADDING) / (CHARACTER * size))), height - PADDING
    shown = [f"BT /F {size:.2f} Tf {PADDING} {top + BASELINE * size:.2f} Td {LEADING * size:.2f} TL"]
    shown += [f"T* <{line.encode(CODE_PAGE).hex()}> Tj" for line in lines]
    content = " ".join([*shown, "ET"])
    resources = {"Font": {"F": FACE}}
    bounds = [0, 0, width, height]
    return made(content.encode(), {"Subtype": LIT("Form"), "BBox": bounds, "Resources": resources})


def _value(annotation: Dictionary) -> str:
    value = inherited(annotation, "V")
    if value is None and literal_name(annotation["Subtype"]) == "FreeText":
        value = resolve1(annotation.get("Contents"))
    if isinstance(value, PDFStream):
        value = value.get_data()
    return decode_text(value) if isinstance(value, bytes) else ""


def _lines(text: str, most: float) -> Iterator[str]:
    for line in text.splitlines():
        yield from wrap(line, max(int(most), 1), break_long_words=False)
