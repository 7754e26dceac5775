"""A page put together anew: lines left out that the page does not show, text of annotations put in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from models.evidence import Box
from pipeline.document.page import OpenPage, PrintedLine, TextQuality, stand_clear


class Piece(NamedTuple):
    """A stretch of one line of a page, and where it stands.

    Attributes:
        page: The page that was read.
        start: First character, in that page's text.
        end: Behind the last one.
        box: Where it stands.
        bold: Whether its line begins in bold type.
    """

    page: OpenPage
    start: int
    end: int
    box: Box
    bold: bool | None

    @property
    def text(self) -> str:
        """Its characters."""
        return self.page.text[self.start : self.end]

    def part(self, start: int, end: int) -> "Piece":
        """The stretch of it between two offsets of the page's text."""
        x0, x1 = self.page.extent(start, end)
        return self._replace(start=start, end=end, box=(x0, self.box[1], x1, self.box[3]))

    def within(self, width: float, height: float) -> "Piece":
        """The same, with its box cut to a page of some size."""
        x0, top, x1, bottom = self.box
        return self._replace(box=(max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height)))


Row = list[Piece]
"""One line, from left to right."""


def rows_of(page: OpenPage) -> list[Row]:
    """The lines of a page, each one piece."""
    return [
        [Piece(page, line.start, line.end, line.box, line.bold)]
        for line in page.lines
        if line.box is not None
    ]


def row_box(row: Row) -> Box:
    """Where a line stands."""
    boxes = [piece.box for piece in row]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


class ArrangedPage:
    """Lines of one page or of several that lie over each other; see `OpenPage`."""

    def __init__(self, base: OpenPage, rows: Sequence[Row]) -> None:
        """Put a page together.

        Args:
            base: The page whose size, turn and quality it keeps.
            rows: Its lines in order.
        """
        self.width, self.height, self.turn = base.width, base.height, base.turn
        self._rows: list[tuple[int, Row]] = []  # with the offset that each begins at
        texts: list[str] = []
        length = 0
        for row in rows:
            self._rows.append((length, row))
            texts.append(" ".join(piece.text for piece in row))
            length += len(texts[-1]) + 1
        self.text = "\n".join(texts)
        self.lines = stand_clear([_line(start, row) for start, row in self._rows])
        self.quality = _quality(base.quality, len(self.text) - self.text.count("\n"))

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Left and right edge of the characters from `start` to `end`, which stand in one line."""
        begin, row = next((at, row) for at, row in reversed(self._rows) if at <= start)
        edges: list[tuple[float, float]] = []
        for piece in row:
            shift = piece.start - begin
            low, high = max(start + shift, piece.start), min(end + shift, piece.end)
            if low < high:
                edges.append(piece.page.extent(low, high))
            begin += len(piece.text) + 1
        left, _, right, _ = row_box(row)
        x0, x1 = min(x0 for x0, _ in edges), max(x1 for _, x1 in edges)
        return min(max(x0, left), right), max(min(x1, right), left)


def _line(start: int, row: Row) -> PrintedLine:
    end = start + sum(len(piece.text) + 1 for piece in row) - 1
    return PrintedLine(start, end, row_box(row), row[0].bold)


def _quality(base: TextQuality, characters: int) -> TextQuality:
    """A picture stays a page without text, whatever lies over it: what it shows has still to be read."""
    if not base.characters and (base.glyphs or base.pictures):
        return base
    return replace(base, characters=characters)
