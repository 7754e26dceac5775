"""What a picture holds beside print: specks, marks in margins, rules of a table. OCR reads them as signs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from pipeline.document.tesseract import TextLine, Word

SURE = 0.6
"""A word below this confidence is a doubt of the value that it stands in."""

NOISE = 0.5
"""Signs without a letter or digit that the engine is less sure of than this are dirt."""

RULES = frozenset("|[]_~")
"""What the rules of a table are read as."""

TALL = 1.25
"""A rule is higher than letters by this factor; a bar of a letter's height is the digit one."""

STRAY = 10
"""One line in so many may begin or end with a mark outside of the column of print."""

DATE_BEHIND_ONE = re.compile(r"[0-2][/-]\d{1,2}[/-]\d")


def without_dirt(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines as they were printed: dirt left out, and bars that stand for the digit one read as that."""
    words = [word for line in lines for word in line.words]
    if not words:
        return []
    height = median(word.box[3] - word.box[1] for word in words)
    left, right = _column(lines, height)
    cleared = (
        replace(line, words=tuple(_ones(word for word in line.words if _is_print(word, height, left, right))))
        for line in lines
    )
    return [line for line in cleared if line.words]


def _column(lines: Sequence[TextLine], height: float) -> tuple[float, float]:
    """Left and right edge, in dots, that all lines but some keep to."""
    lefts = sorted(line.words[0].box[0] for line in lines)
    rights = sorted(line.words[-1].box[2] for line in lines)
    few = len(lines) // STRAY
    return lefts[few] - height, rights[-1 - few] + height


def _is_print(word: Word, height: float, left: float, right: float) -> bool:
    if word.confidence < SURE and not (left < word.box[0] and word.box[2] < right):
        return False
    if any(sign.isalnum() for sign in word.text):
        return True
    if word.text == "|":
        return word.box[3] - word.box[1] < TALL * height
    return word.confidence >= NOISE and not set(word.text) <= RULES


def _ones(words: Iterator[Word]) -> Iterator[Word]:
    """The words with bars read as the digit one, joined to the date that begins with it.

    No letter prints a bar between its words; but it is doubtful all the same, and so is told.
    """
    waiting: Word | None = None
    for word in words:
        if waiting and DATE_BEHIND_ONE.match(word.text):
            (x0, top, _, _), (_, high, x1, bottom) = waiting.box, word.box
            box = (x0, min(top, high), x1, bottom)
            word, waiting = Word(f"1{word.text}", box, waiting.confidence), None
        if waiting:
            yield waiting
        waiting = None
        if word.text == "|" or (word.text == "1" and word.confidence < SURE):
            waiting = replace(word, text="1", confidence=min(word.confidence, NOISE))
        else:
            yield word
    if waiting:
        yield waiting
