"""What every engine gives of a page: its text, its printed lines and where their characters stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple, Protocol

from models.evidence import Box
from models.vocabulary import RejectionReason, WarningCode
from pipeline.errors import LetterError

UNREADABLE = "\ufffd"
"""Stands in a page's text for a glyph without a known character."""

NO_CHARACTER = re.compile("[\x00-\x08\x0e-\x1f\ud800-\uf8ff\ufffd-\uffff]")
"""Codes that no letter prints: controls, surrogates, private use, the replacement character."""

FIRST_WORD = re.compile(r"\S+")

CLEARANCE = 0.3
"""Points between a box and the line above it."""

MAX_BYTES = 50_000_000
"""Letters have some tens of kilobytes; scanned ones a few megabytes."""

MAX_PAGES = 500
"""Letters have 2 to 10 pages; a file far beyond that is something else."""


FEW_CHARACTERS = 300
"""Fewer than a page of a letter's text has, but for its last; a fax machine's line has some eighty."""

COVERED = 0.6
"""A picture of this share of the page's size is the page; letterheads and signatures are smaller."""

MAX_CHARACTERS = 1_000_000
"""Letters have some ten thousand characters, the longest thirty thousand."""


class PrintedLine(NamedTuple):
    """One line as it stands on the page, in offsets of the page's text.

    Attributes:
        start: First visible character.
        end: Behind the last visible character.
        box: Where it stands, in points; None in plain text.
        bold: Whether it begins in bold type; None in plain text.
    """

    start: int
    end: int
    box: Box | None = None
    bold: bool | None = None


@dataclass(frozen=True, slots=True)
class TextQuality:
    """How far a page's text can be trusted.

    Attributes:
        glyphs: Whether a page without characters shows text all the same.
        pictures: Whether a page without characters shows anything else.
        characters: Characters in its lines.
        unreadable: How many of them were seen to stand for glyphs without a known character.
        under_picture: Whether a picture covers a page of few characters: a scan, on which a fax machine or a
            stamp has put a line.
    """

    glyphs: bool
    pictures: bool
    characters: int
    unreadable: int
    under_picture: bool = False

    @property
    def sound(self) -> bool:
        """Whether the text needs no second opinion."""
        return not self.unreadable and not self.glyphs


class OpenPage(Protocol):
    """A page while its file is open."""

    @property
    def width(self) -> float:
        """In points."""
        ...

    @property
    def height(self) -> float:
        """In points."""
        ...

    @property
    def turn(self) -> int:
        """By how much the page is turned to be read, in degrees clockwise from how it is shown: 0 to 270.

        Sizes, lines and extents are those of the page as it is read.
        """
        ...

    @property
    def text(self) -> str:
        """The page's text; lines are parted by a newline."""
        ...

    @property
    def lines(self) -> Sequence[PrintedLine]:
        """Its lines in the order of the text, empty ones left out."""
        ...

    @property
    def quality(self) -> TextQuality:
        """How far the text can be trusted."""
        ...

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Left and right edge, in points, of the characters from `start` to `end` (within one line)."""
        ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stretch of a page's text that was read from a picture and may be wrong.

    Attributes:
        start: First character, in the page's text.
        end: Behind the last.
        code: What kind of doubt it is.
        message: What was seen.
    """

    start: int
    end: int
    code: WarningCode
    message: str


class ScannedPage(OpenPage, Protocol):
    """A page that was read from its picture."""

    @property
    def confidence(self) -> float:
        """How sure the engine is of its words, 0 to 1."""
        ...

    @property
    def doubts(self) -> Sequence[Doubt]:
        """Where the text may be wrong, in order."""
        ...

    def on_page(self, box: Box) -> Box:
        """Where a box of the page as it was read lies on the page as it is shown."""
        ...


def check_page_count(count: int) -> None:
    """Refuse what cannot be a letter by its number of pages.

    Raises:
        LetterError: `pdf_without_pages` or `file_too_large`.
    """
    if count == 0:
        raise LetterError(RejectionReason.PDF_WITHOUT_PAGES, "the PDF has no page")
    if count > MAX_PAGES:
        message = f"the file has {count:,} pages; no letter has more than {MAX_PAGES}"
        raise LetterError(RejectionReason.FILE_TOO_LARGE, message)


def check_length(characters: int) -> None:
    """Refuse what cannot be a letter by the length of its text.

    Raises:
        LetterError: `file_too_large`.
    """
    if characters > MAX_CHARACTERS:
        message = (
            f"the file has {characters:,} characters or more; no letter has more than {MAX_CHARACTERS:,}"
        )
        raise LetterError(RejectionReason.FILE_TOO_LARGE, message)


def stand_clear(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page with their boxes cut so that none reaches into the line above, and rounded.

    A font's full height is larger than the distance between lines, so that a box of that height would take
    in the feet of the line above.
    """
    clear: list[PrintedLine] = []
    above = None
    for start, end, box, bold in lines:
        assert box is not None
        x0, top, x1, bottom = box
        if above is not None and top < above + CLEARANCE < bottom - 0.6 * (bottom - top):
            top = above + CLEARANCE
        (x0, x1), (top, bottom) = inward(x0, x1), inward(top, bottom)
        clear.append(PrintedLine(start, end, (x0, top, x1, bottom), bold))
        above = bottom
    return clear


def inward(low: float, high: float) -> tuple[float, float]:
    """Two edges to hundredths of a point, rounded inward, so that they never touch a neighbour."""
    try:
        first, last = ceil(low * 100) / 100, floor(high * 100) / 100
    except (ValueError, OverflowError):  # a file may place its type at no finite point
        return 0.0, 0.0
    return (first, last) if first <= last else (last, last)


def as_shown(box: Box, page: OpenPage) -> Box:
    """A box of the page as it is read, on the page as it is shown."""
    if not page.turn:
        return box
    x0, top, x1, bottom = box
    match page.turn:
        case 90:
            x0, top, x1, bottom = top, page.width - x1, bottom, page.width - x0
        case 180:
            x0, top, x1, bottom = page.width - x1, page.height - bottom, page.width - x0, page.height - top
        case _:
            x0, top, x1, bottom = page.height - bottom, x0, page.height - top, x1
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
