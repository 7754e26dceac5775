"""Where paragraphs begin: told from the page's geometry, or in plain text from its empty lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from pipeline.document.page import FIRST_WORD, OpenPage, PrintedLine

WIDER = 1.3
"""A distance between lines this many times the usual one parts paragraphs."""

BLANK = 0.22
"""Width of a blank as a share of the usual distance between lines, in common type faces."""

SURE = 0.05
"""A line with this share of the column's width left over was ended on purpose, whatever its last sign."""

PRECISION = 1.5
"""Room (points) below which it cannot be told whether a word would have fitted."""

SENTENCE_END = re.compile(r"""[.:!?]["'”’)\]]*$""")

FULL_LINES = 0.9
"""In plain text, this share of the lines is no longer than a full line."""

SHORT, FULL = 0.7, 0.95
"""A line of plain text this short against a full one ends its paragraph; behind the end of a sentence, one
that is not quite full does. Letters are of different widths, so that it is a guess."""

MOSTLY = 0.6
"""If so many of the lines that look like a paragraph's last are followed by a wider space, spaces tell
paragraphs; else the letter has them here and there only."""

OFTEN = 0.2
"""Share of lines that begin in lower case, from which on sentences are taken to run on."""


class Paragraphs(NamedTuple):
    """Where paragraphs begin.

    Attributes:
        starts: Numbers of the lines, counted over all pages, that begin one.
        set_apart: Whether distance tells paragraphs; without it they are told by the length of lines, and
            some are missed.
    """

    starts: frozenset[int]
    set_apart: bool


def find_paragraphs(sources: Sequence[OpenPage], furniture: frozenset[int]) -> Paragraphs:
    """The paragraphs of a letter; furniture begins none.

    With geometry, a line begins a paragraph if it stands farther below the line before than usual, or if its
    first word would still have found room on that line, behind the end of a sentence or with room to spare.
    The second test holds over page breaks.
    """
    numbered = [pair for pair in _numbered(sources) if pair[0] not in furniture]
    if not numbered:
        return Paragraphs(frozenset(), True)
    if numbered[0][2].box:
        breaks, set_apart = _breaks_by_geometry(sources, numbered)
    else:
        breaks, set_apart = _breaks_by_empty_lines(sources, numbered)
    begun = (number for (number, _, _), new in zip(numbered[1:], breaks, strict=True) if new)
    return Paragraphs(frozenset({numbered[0][0], *begun}), set_apart)


Numbered = tuple[int, int, PrintedLine]
"""Running number, page index, line."""


def _numbered(sources: Sequence[OpenPage]) -> Iterator[Numbered]:
    number = 0
    for page, source in enumerate(sources):
        for line in source.lines:
            yield number, page, line
            number += 1


def _breaks_by_geometry(sources: Sequence[OpenPage], numbered: Sequence[Numbered]) -> tuple[list[bool], bool]:
    """For each line but the first, whether a paragraph begins there; and whether distance tells it."""
    boxes = [(page, line, line.box) for _, page, line in numbered if line.box]
    pairs = list(pairwise(boxes))
    pitches = [low[3] - high[3] for (page, _, high), (next_page, _, low) in pairs if page == next_page]
    usual = median_low([pitch for pitch in pitches if pitch > 1] or [0.0])
    left, right = min(box[0] for _, _, box in boxes), max(box[2] for _, _, box in boxes)
    breaks: list[bool] = []
    closes: list[bool] = []
    for (page, line, high), (next_page, below, low) in pairs:
        apart = page == next_page and not 0 < low[3] - high[3] <= WIDER * usual
        room = right - high[2] - BLANK * usual
        ended = bool(SENTENCE_END.search(sources[page].text, line.start, line.end))
        least = PRECISION if ended else SURE * (right - left)
        roomy = room > least and room - _first_word(sources[next_page], below) > least
        breaks.append(apart or roomy)
        if page == next_page and ended and roomy:
            closes.append(apart)
    return breaks, sum(closes) > MOSTLY * len(closes)


def _first_word(page: OpenPage, line: PrintedLine) -> float:
    """Width of a line's first word in points."""
    word = FIRST_WORD.match(page.text, line.start, line.end)
    x0, x1 = page.extent(line.start, word.end() if word else line.end)
    return x1 - x0


def _breaks_by_empty_lines(
    sources: Sequence[OpenPage], numbered: Sequence[Numbered]
) -> tuple[list[bool], bool]:
    """For each line but the first, whether a paragraph begins there; and whether empty lines tell it.

    A text may be set with an empty line after every line; then its sentences run on over them, and only more
    empty lines than that part paragraphs. A text without empty lines between paragraphs parts them by short
    lines, and so does any at a page break.
    """
    pairs = list(pairwise(numbered))
    gaps = [
        sources[page].text.count("\n", line.end, below.start) if page == next_page else 0
        for (_, page, line), (_, next_page, below) in pairs
    ]
    runs_on = [sources[page].text[below.start].islower() for _, (_, page, below) in pairs]
    spacing = _line_spacing(gaps, runs_on)
    full = sorted(line.end - line.start for _, _, line in numbered)[int(len(numbered) * FULL_LINES)]
    ended, short = [], []
    for (_, page, line), (_, next_page, below) in pairs:
        word = sources[next_page].text[below.start : below.end].split(maxsplit=1)[0]
        ended.append(bool(SENTENCE_END.search(sources[page].text, line.start, line.end)))
        short.append(line.end - line.start + 1 + len(word) <= (FULL if ended[-1] else SHORT) * full)
    closes = [
        gap > spacing for gap, end, is_short in zip(gaps, ended, short, strict=True) if end and is_short
    ]
    set_apart = sum(closes) > MOSTLY * len(closes)
    breaks = [
        gap > spacing or (is_short and not on and not (set_apart and page == next_page))
        for gap, is_short, on, ((_, page, _), (_, next_page, _)) in zip(
            gaps, short, runs_on, pairs, strict=True
        )
    ]
    return breaks, set_apart


def _line_spacing(gaps: Sequence[int], runs_on: Sequence[bool]) -> int:
    """The largest distance (in newlines) over which sentences often run on."""
    for distance in sorted(set(gaps) - {0}, reverse=True):
        run = [on for gap, on in zip(gaps, runs_on, strict=True) if gap == distance]
        if sum(run) >= OFTEN * len(run):
            return distance
    return 1
