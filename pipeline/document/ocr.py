"""Pages without usable text, read from their pictures: the same `OpenPage` as the other engines give.

Needs the extra `ocr`; `pipeline.document.opening` imports this file only where a page has to be read so.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from statistics import median

from models.evidence import Box
from models.vocabulary import WarningCode
from pipeline.deadline import allow
from pipeline.document.dirt import SURE, without_dirt
from pipeline.document.imaging import POINTS_PER_INCH, Frame, Picture, is_sideways, pages_of, render
from pipeline.document.page import Doubt, PrintedLine, TextQuality, check_length, inward, stand_clear
from pipeline.document.password import Password
from pipeline.document.pdfium import unlocked
from pipeline.document.recognition import PAGE_SECONDS
from pipeline.document.respelling import respell
from pipeline.document.tesseract import TextLine, Word, read_lines

GOOD = 0.7
"""Mean confidence of an upright page, however poor; upside down it is below a half."""

ASCENT, DESCENT = 0.75, 0.25
"""Parts of the type size above and below the baseline."""

HEIGHT = 0.9
"""Height of a line of print, from the feet of its letters to their tops, as a share of its type size."""


def ocr_pages(data: bytes, numbers: Sequence[int], password: Password) -> "Iterator[OcrPage]":
    """Read some pages (counted from 0) of a PDF that PDFium opens."""
    with unlocked(data, password) as pdf:
        for number in numbers:
            allow(PAGE_SECONDS)
            page = pdf[number]
            picture = render(page)
            page.close()
            yield OcrPage(picture)


class OcrPage:
    """One page of a PDF, read from its picture; see `OpenPage`.

    Lines and boxes are those of the page as it is read: upright and level, and two pages on one sheet as one
    below the other. `on_page` leads back to the page as it is shown.

    Attributes:
        confidence: How sure the engine is of its words, 0 to 1, the mean over their signs; 1 without words.
        doubts: Where the text is uncertain, in offsets of the text.
    """

    def __init__(self, picture: Picture) -> None:
        parts = [_read(part) for part in pages_of(_level(picture))]
        self._frames: list[Frame] = [part.frame for part, _ in parts]
        sizes = [
            (part.image.width * part.frame.scale, part.image.height * part.frame.scale) for part, _ in parts
        ]
        self.width = max(width for width, _ in sizes)
        self._tops = list(accumulate((height for _, height in sizes), initial=0.0))
        self.height = self._tops[-1]
        self.confidence = _confidence([word for _, lines in parts for line in lines for word in line.words])
        self.doubts: list[Doubt] = []
        self._edges: list[Edges] = []
        texts: list[str] = []
        printed: list[PrintedLine] = []
        for (_, lines), frame, top in zip(parts, self._frames, self._tops, strict=False):
            size = _type_size(lines)
            for line in lines:
                texts.append(self._append(line, frame.scale))
                printed.append(self._measure(texts[-1], line, size, frame.scale, top))
        self.text = "\n".join(texts)
        check_length(len(self.text))
        self.lines = stand_clear(printed)
        self.quality = TextQuality(False, False, sum(map(len, texts)), 0)

    @property
    def turn(self) -> int:
        """None: `on_page` tells how the picture was turned."""
        return 0

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """Left and right edge of the characters from `start` to `end`, which stand in one line."""
        return self._edges[start][0], self._edges[end - 1][1]

    def on_page(self, box: Box) -> Box:
        """Where a box of this page as it was read lies on the page as it is shown."""
        number = bisect_right(self._tops, box[1], hi=len(self._frames)) - 1
        frame, top = self._frames[max(number, 0)], self._tops[max(number, 0)]
        x0, above, x1, below = box
        scale = frame.scale
        left, high, right, low = frame.on_page(
            (x0 / scale, (above - top) / scale, x1 / scale, (below - top) / scale)
        )
        (left, right), (high, low) = inward(left, right), inward(high, low)
        return left, high, right, low

    def _append(self, line: TextLine, scale: float) -> str:
        """The text of a line as the form spells it; keeps the edges of its signs, and its doubts."""
        start = len(self._edges)
        text, edges, unsure = _signs(line, scale)
        for change in reversed(respell(text)):
            left, right = edges[change.start][0], edges[change.end - 1][1]
            edges[change.start : change.end] = _spread(left, right, len(change.text))
            unsure[change.start : change.end] = [None] * len(change.text)
            if change.is_date:
                begin = start + change.start
                message = f"read as {text[change.start : change.end]!r}, taken for {change.text!r}"
                code = WarningCode.DATE_REPAIRED
                self.doubts.append(Doubt(begin, begin + len(change.text), code, message))
            text = text[: change.start] + change.text + text[change.end :]
        self.doubts += _unsure_words(text, unsure, start)
        self._edges += [*edges, (edges[-1][1], edges[-1][1])]  # the newline
        return text

    def _measure(self, text: str, line: TextLine, size: float, scale: float, top: float) -> PrintedLine:
        """A line as it stands on the page; its box has the height of the type, whatever its letters are."""
        start = len(self._edges) - len(text) - 1
        base = line.baseline * scale + top
        box = (
            self._edges[start][0],
            max(base - ASCENT * size * scale, top),
            self._edges[start + len(text) - 1][1],
            base + DESCENT * size * scale,
        )
        return PrintedLine(start, start + len(text), box)


Edges = tuple[float, float]
"""Left and right edge of a sign, in points."""


def _level(picture: Picture) -> Picture:
    """The picture with its lines of print from left to right, or from right to left upside down."""
    return picture.turned(1) if is_sideways(picture.image) else picture


def _read(picture: Picture) -> tuple[Picture, list[TextLine]]:
    """A page's picture, upright and straight, and its lines of print."""
    clear = picture.without_specks().straightened()
    lines = _print_of(clear)
    if _confidence([word for line in lines for word in line.words]) >= GOOD and lines:
        return clear, lines
    turned = clear.turned(2)
    others = _print_of(turned)
    return (turned, others) if _sureness(others) > _sureness(lines) else (clear, lines)


def _print_of(picture: Picture) -> list[TextLine]:
    """The lines of print in a picture, without what is dirt."""
    return without_dirt(read_lines(picture.image, POINTS_PER_INCH / picture.frame.scale, PAGE_SECONDS / 2))


def _confidence(words: Sequence[Word]) -> float:
    """The mean confidence of words, by their length; 1 where there are none."""
    signs = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / signs if signs else 1.0


def _sureness(lines: Sequence[TextLine]) -> float:
    """How much was read with confidence: what is upside down has fewer words, and doubtful ones."""
    return sum(word.confidence * len(word.text) for line in lines for word in line.words)


def _type_size(lines: Sequence[TextLine]) -> float:
    """Height of the type in dots: that of most lines, from feet to tops."""
    heights = [max(w.box[3] for w in line.words) - min(w.box[1] for w in line.words) for line in lines]
    return median(heights) / HEIGHT if heights else 0.0


def _signs(line: TextLine, scale: float) -> tuple[str, list[Edges], list[Word | None]]:
    """A line's text with, for each sign, its edges in points and its word if that is doubtful."""
    text = ""
    edges: list[Edges] = []
    words: list[Word | None] = []
    for word in line.words:
        left, right = word.box[0] * scale, word.box[2] * scale
        if text:
            text += " "
            edges.append((edges[-1][1], left))
            words.append(None)
        text += word.text
        edges += _spread(left, right, len(word.text))
        words += [word if word.confidence < SURE else None] * len(word.text)
    return text, edges, words


def _spread(left: float, right: float, count: int) -> list[Edges]:
    """The edges of so many signs between two edges; Tesseract places words, and signs only roughly."""
    step = (right - left) / count
    return [(left + step * number, left + step * (number + 1)) for number in range(count)]


def _unsure_words(text: str, unsure: Sequence[Word | None], start: int) -> Iterator[Doubt]:
    """A doubt for each word that the engine is not sure of."""
    for found in re.finditer(r"\S+", text):
        word = next((word for word in unsure[found.start() : found.end()] if word), None)
        if word:
            message = f"{word.text!r} was read with a confidence of {word.confidence:.0%}"
            begin, end = start + found.start(), start + found.end()
            yield Doubt(begin, end, WarningCode.OCR_LOW_CONFIDENCE, message)
