"""Numbered items: "1) ...", "2) ..." at the beginnings of lines."""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from pipeline.document import Document

NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)](?!\d)\s*")


SENTENCE_ENDS = (".", ":", "!", "?", "”", '"')


class Item(NamedTuple):
    """An item: its number, where that stands, and the text behind it; without number, what stands before."""

    number: int | None
    start: int
    begin: int
    end: int


def numbered_items(document: Document, start: int, end: int, wanted: Container[int] | None) -> list[Item]:
    """The items between two offsets.

    Args:
        document: The letter.
        start: Where the list begins, which may be within a line.
        end: Where it ends.
        wanted: The numbers that items may have, which must rise; a number elsewhere than at the beginning of
            a paragraph, a page or a sentence begins none. Without them, they count up from 1.
    """
    marks: list[tuple[int | None, int, int]] = []
    last = 0
    for offset, begins in _offsets(document, start, end):
        found = NUMBER.match(document.text, offset, end)
        if not found:
            continue
        number = int(found.group(1))
        if number == last + 1 if wanted is None else begins and number > last and number in wanted:
            marks.append((number, found.start(1), found.end()))
            last = number
    if not marks or document.text[start : marks[0][1]].strip():
        marks.insert(0, (None, start, start))
    ends = [*(mark for _, mark, _ in marks[1:]), end]
    return [Item(*mark, behind) for mark, behind in zip(marks, ends, strict=True)]


def _offsets(document: Document, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Where items may begin, and whether a paragraph or page begins there, or at least a sentence."""
    yield start, True
    above = document.line_at(start)
    for line in document.body:
        if start < line.start < end:
            ended = document.text.startswith(SENTENCE_ENDS, above.end - 1)
            yield line.start, line.leads or line.page != above.page or ended
            above = line
