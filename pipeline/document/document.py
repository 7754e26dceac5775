"""The letter as one frozen text: everything after this works in its offsets."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from models.evidence import Box, Place
from models.vocabulary import Engine
from pipeline.document.page import Doubt, OpenPage, ScannedPage, as_shown, inward

PAGE_BREAK = "\f"


class Span(NamedTuple):
    """Offsets into a document's text, the end exclusive."""

    start: int
    end: int


class Line(NamedTuple):
    """One visible line of the document.

    Attributes:
        start: First visible character, in the document's text.
        end: Behind the last visible character.
        page: Index of its page.
        box: Where it stands on the page, in points; None in plain text.
        bold: Whether it begins in bold type; None in plain text.
        leads: Whether it begins a paragraph.
        furniture: Whether it belongs to the page (a footer, a page number) and not to the letter's text.
    """

    start: int
    end: int
    page: int
    box: Box | None
    bold: bool | None
    leads: bool
    furniture: bool


class Page(NamedTuple):
    """One page: its span in the document's text and its size in points as it is read (zero in plain text)."""

    start: int
    end: int
    width: float
    height: float


@dataclass(frozen=True)
class Document:
    """A letter's text while its file is open.

    Attributes:
        text: All pages, parted by a form feed.
        pages: The pages in order.
        lines: The visible lines in the order of the text.
        engine: What read it.
        set_apart: Whether paragraphs are set apart by distance, so that none of them is missed.
        sources: The open pages, asked for the place of single characters.
        scans: Those of them that were read from their pictures, by their index.
    """

    text: str
    pages: Sequence[Page]
    lines: Sequence[Line]
    engine: Engine
    set_apart: bool
    sources: Sequence[OpenPage]
    scans: Mapping[int, ScannedPage] = field(default_factory=dict)

    @cached_property
    def body(self) -> Sequence[Line]:
        """The lines of the letter's text: all but the page furniture."""
        return [line for line in self.lines if not line.furniture]

    @cached_property
    def body_starts(self) -> Sequence[int]:
        """Where each line of the body starts, for look-ups by offset."""
        return [line.start for line in self.body]

    @cached_property
    def body_texts(self) -> Sequence[str]:
        """The visible text of each line of the body."""
        return [self.text[line.start : line.end] for line in self.body]

    @cached_property
    def visible(self) -> int:
        """Number of characters that are no white space."""
        return len("".join(self.text.split()))

    def without_lines(self, numbers: Sequence[int]) -> "Document":
        """The same document with some lines of its body (counted from 0) taken for page furniture."""
        if not numbers:
            return self
        starts = {self.body[number].start for number in numbers}
        lines = [line._replace(furniture=line.furniture or line.start in starts) for line in self.lines]
        return replace(self, lines=lines)

    def page_texts(self) -> list[str]:
        """The text of each page, which the evidence's offsets point into."""
        return [self.text[page.start : page.end] for page in self.pages]

    def line_at(self, offset: int) -> Line:
        """The line of the body that an offset stands in, or the last one before it."""
        return self.body[max(bisect_right(self.body_starts, offset) - 1, 0)]

    def content(self, line: Line) -> str:
        """The visible text of a line."""
        return self.text[line.start : line.end]

    def places(self, spans: Iterable[Span]) -> tuple[Place, ...]:
        """Where spans stand: one place for each span and page, with a box for each line.

        The boxes are those of the page as it is shown. Only possible while the letter's file is open.
        """
        return tuple(self._places(spans))

    def doubts(self, places: Iterable[Place]) -> Iterator[Doubt]:
        """What is doubtful of the text at some places, because it was read from a picture."""
        for place in places:
            scan = self.scans.get(place.page - 1)
            if scan:
                yield from (each for each in scan.doubts if each.start < place.end and place.start < each.end)

    def _places(self, spans: Iterable[Span]) -> Iterator[Place]:
        for span in spans:
            first = bisect_right(self._page_starts, span.start) - 1
            last = bisect_right(self._page_starts, span.end - 1) - 1
            for number in range(first, last + 1):
                page = self.pages[number]
                start, end = max(span.start, page.start), min(span.end, page.end)
                if start < end:
                    boxes = [box for _, box in self.boxes(start, end)]
                    if self.sources[number].turn or number in self.scans:
                        boxes = [self._shown(number, box) for box in boxes]
                    yield Place(
                        page=number + 1, start=start - page.start, end=end - page.start, boxes=tuple(boxes)
                    )

    def _shown(self, number: int, box: Box) -> Box:
        """A box on the page as it is shown; a scan may have been straightened to be read."""
        scan = self.scans.get(number)
        return as_shown(box, self.sources[number]) if scan is None else scan.on_page(box)

    def boxes(self, start: int, end: int) -> Sequence[tuple[int, Box]]:
        """Index of the page, and the box of what stands between two offsets, for each line of it.

        The boxes are those of the page as it is read, with its type upright. Only possible while the letter's
        file is open; plain text has no boxes.
        """
        found: list[tuple[int, Box]] = []
        for index in range(max(bisect_right(self._line_starts, start) - 1, 0), len(self.lines)):
            first, behind, number, box, *_ = self.lines[index]
            if first >= end:
                break
            if box is None or behind <= start:
                continue
            if not (start <= first and behind <= end):
                offset = self.pages[number].start
                x0, x1 = inward(
                    *self.sources[number].extent(max(start, first) - offset, min(end, behind) - offset)
                )
                box = (x0, box[1], x1, box[3])
            found.append((number, box))
        return found

    @cached_property
    def _page_starts(self) -> Sequence[int]:
        return [page.start for page in self.pages]

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return [line.start for line in self.lines]
