"""Where the glyphs of a PDFium page stand, and in what type: the calls that every line of a letter costs."""

import re
from ctypes import create_string_buffer

import pypdfium2.raw as pdfium_c

from models.evidence import Box

BOLD_WEIGHT = 600
BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
LONGEST_NAME = 80


class Glyphs:
    """The glyphs of one open page, by PDFium's own index.

    Args:
        handle: PDFium's text page.
        frame: The part of the page that is shown, in the page's own coordinates.
        rotation: Degrees by which the page is turned to be read.
    """

    def __init__(self, handle: object, frame: Box, rotation: int) -> None:
        self._handle = handle
        self._x0, self._y0, self._x1, self._y1 = frame
        self._rotation = rotation
        self._rect = pdfium_c.FS_RECTF()
        self._edges = memoryview(self._rect).cast("B").cast("f")  # its fields in order, read at once
        self._name = create_string_buffer(LONGEST_NAME)
        self._bold: dict[bytes, bool] = {}

    def box(self, index: int) -> Box:
        """Full-height box of a glyph, in points from the top left corner of the page as it is read."""
        pdfium_c.FPDFText_GetLooseCharBox(self._handle, index, self._rect)
        left, top, right, bottom = self._edges
        match self._rotation:
            case 0:
                return left - self._x0, self._y1 - top, right - self._x0, self._y1 - bottom
            case 90:
                return bottom - self._y0, left - self._x0, top - self._y0, right - self._x0
            case 180:
                return self._x1 - right, bottom - self._y0, self._x1 - left, top - self._y0
            case _:
                return self._y1 - top, self._x1 - right, self._y1 - bottom, self._x1 - left

    def is_bold(self, index: int) -> bool:
        """Whether a glyph's type face is bold, by its weight or by its name. Each face is asked once."""
        name = self._name
        pdfium_c.FPDFText_GetFontInfo(self._handle, index, name, LONGEST_NAME, None)
        face = name.value
        bold = self._bold.get(face)
        if bold is None:
            weight = pdfium_c.FPDFText_GetFontWeight(self._handle, index)
            bold = self._bold[face] = weight >= BOLD_WEIGHT or BOLD.search(face) is not None
        return bold

    def is_unmapped(self, index: int) -> bool:
        """Whether a glyph's type face does not say which character it is."""
        return bool(pdfium_c.FPDFText_HasUnicodeMapError(self._handle, index) == 1)

    def is_hyphen(self, index: int) -> bool:
        """Whether it is the hyphen at the end of a line."""
        return bool(pdfium_c.FPDFText_IsHyphen(self._handle, index) == 1)

    def character(self, index: int) -> int:
        """Its character's code; 0 where it has none."""
        return int(pdfium_c.FPDFText_GetUnicode(self._handle, index))
