"""pdfplumber's pages as a reader sees them: the part that is shown, and the way it is turned."""

import copy
from typing import cast

from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page

from models.evidence import Box

LETTER = (0.0, 0.0, 612.0, 792.0)
"""The size of a page that has none."""


def page_like(page: Page, source: PDFPage) -> Page:
    """A page at the same place of the same file, made of another source."""
    return Page(page.pdf, source, page.page_number, page.initial_doctop)


def sized(page: Page) -> Page:
    """The page with a media box that has corners in order and a size, as PDFium takes it."""
    media = _sorted(page.page_obj.mediabox)
    if media[0] == media[2] or media[1] == media[3]:
        media = LETTER
    if media == tuple(page.page_obj.mediabox):
        return page
    source = copy.copy(page.page_obj)
    source.mediabox = media
    source.attrs = source.attrs | {"MediaBox": list(media)}
    return page_like(page, source)


def turned(page: Page, angle: int) -> Page:
    """The page as it is shown when it is turned further by an angle, in degrees clockwise."""
    source = copy.copy(page.page_obj)
    source.rotate = (page.rotation + angle) % 360
    source.attrs = source.attrs | {"Rotate": source.rotate}
    return page_like(page, source)


def shown_frame(page: Page) -> Box:
    """The part of a page that is shown, its crop box, in the coordinates of the page's glyphs.

    pdfplumber measures from the media box, and does not turn the crop box with the page.
    """
    media, crop = page.page_obj.mediabox, _sorted(page.page_obj.cropbox)
    x0, y0, x1, y1 = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    if x0 >= x1 or y0 >= y1:  # as in PDFium
        x0, y0, x1, y1 = media
    margins = (x0 - media[0], media[3] - y1, media[2] - x1, y0 - media[1])  # left, top, right, bottom
    turns = page.rotation // 90
    left, top, right, bottom = margins[-turns:] + margins[:-turns] if turns else margins
    box = page.mediabox
    return box[0] + left, box[1] + top, box[2] - right, box[3] - bottom


def _sorted(box: object) -> Box:
    x0, y0, x1, y1 = cast(Box, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
