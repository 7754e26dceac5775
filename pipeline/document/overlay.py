"""Puts text that lies over a page where it is seen: into the gap of a line, or between two lines."""

import re
from collections.abc import Iterable, Iterator

from models.evidence import Box
from pipeline.document.arranged import ArrangedPage, Piece, Row, row_box, rows_of
from pipeline.document.page import FIRST_WORD, OpenPage

LEVEL = 0.5
"""Two lines stand level if they share so much of the lower one's height."""
TOUCH = 1.0
"""Points by which a word may reach into another's room."""
RULE = re.compile(r"[_.…·]{3,}")
"""What stands where a form is to be filled in."""


def overlaid(base: OpenPage, notes: Iterable[OpenPage]) -> OpenPage:
    """A page with the lines of others that lie over it.

    A line that would lie on words, as a stamp does, comes last on the page: it interrupts none of them.
    """
    rows = rows_of(base)
    last: list[Row] = []
    for note in notes:
        for row in rows_of(note):
            if not _put_in(rows, row):
                last.append(row)
    return ArrangedPage(base, rows + last)


def _put_in(rows: list[Row], note: Row) -> bool:
    """Put a line among others; False if it lies on words."""
    level = [row for row in rows if _are_level(row_box(row), row_box(note))]
    if any(_collide(word.box, row_box(note)) for row in level for word in _words(row) if not _is_rule(word)):
        return False
    if level:
        _fill_in(min(level, key=lambda row: _distance(row_box(row), row_box(note))), note)
    else:
        _put_between(rows, note)
    return True


def _fill_in(row: Row, note: Row) -> None:
    """Put a line into another one's gap; the rule that it stands on goes."""
    box = row_box(note)
    words = [word for word in _words(row) if not (_is_rule(word) and _collide(word.box, box))]
    before = [word for word in words if _middle(word.box) < _middle(box)]
    behind = words[len(before) :]
    row[:] = [*_joined(before), *note, *_joined(behind)]


def _put_between(rows: list[Row], note: Row) -> None:
    """Put a line below the nearest one above it, or above the nearest one below."""
    top = row_box(note)[1]
    above = [(row_box(row)[1], index) for index, row in enumerate(rows) if row_box(row)[1] <= top]
    below = [(row_box(row)[1], index) for index, row in enumerate(rows) if row_box(row)[1] > top]
    if above:
        rows.insert(max(above)[1] + 1, note)
    else:
        rows.insert(min(below)[1] if below else 0, note)


def _words(row: Row) -> Iterator[Piece]:
    for piece in row:
        for word in FIRST_WORD.finditer(piece.page.text, piece.start, piece.end):
            yield piece.part(word.start(), word.end())


def _joined(words: list[Piece]) -> Iterator[Piece]:
    """Words that follow each other on one page, as one piece."""
    run: list[Piece] = []
    for word in words:
        if run and not (run[-1].page is word.page and word.start == run[-1].end + 1):
            yield _one(run)
            run = []
        run.append(word)
    if run:
        yield _one(run)


def _one(run: list[Piece]) -> Piece:
    return run[0]._replace(end=run[-1].end, box=row_box(run))


def _is_rule(word: Piece) -> bool:
    return RULE.fullmatch(word.text) is not None


def _are_level(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= LEVEL * min(one[3] - one[1], other[3] - other[1])


def _collide(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > TOUCH


def _distance(one: Box, other: Box) -> float:
    """Room between two boxes from left to right; 0 if one lies within the other."""
    return max(one[0] - other[2], other[0] - one[2], 0.0)


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2
