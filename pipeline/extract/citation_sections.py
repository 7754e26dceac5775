"""The sections that a citation names behind its guideline: a list whose items may hold commas themselves."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.vocabulary.guidelines import any_of, guidelines

NUMBERED = r"\d+(?:\.\d+)*\.?\s+(?=[A-Z])"
NUMBERS = r"\d+(?:\s*(?:[-–]|&|,|and|to|of|through)\s*\d+)*"
PAGES = re.compile(rf"(?:pages?(?:\s*\(s\))?|pp?\b\.?|pgs?\b\.?)\s*:?\s*#?\s*{NUMBERS}\b", re.IGNORECASE)
NUMBERED_ITEM = re.compile(NUMBERED)
NEXT_NUMBERED = re.compile(rf"[,;]\s*(?:and\s+)?(?={NUMBERED})")
MARK = re.compile(r"[()\[\],;]|\s+(?=pages?(?:\s*\(s\))?\s*:?\s*\d)", re.IGNORECASE)
CONTINUES = re.compile(r"\s*(?:[a-z]|&\s|\d+\s?%)")
"""What follows a comma inside a section's name: "Benzodiazepine dependence, maintenance"."""

LIST_AND = re.compile(r"\s*and\s+(?=[A-Z])")
"""The "and" before the last item of a list, which parts it as the comma does."""

LOOSE = " \t\n,;:./-–"


def sections(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the items of a list of sections, in order."""
    start, end = trim(text, start, end)
    lower = text[start : start + 1].islower()
    while start < end:
        start = _behind_and(text, start, end)
        stop = _item_end(text, start, end, lower)
        item = trim(text, start, stop)
        if item[0] < item[1]:
            yield item
        start, _ = trim(text, max(stop, start + 1), end)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the punctuation and the blanks around a stretch of text."""
    while start < end and text[start] in LOOSE:
        start += 1
    while start < end and text[end - 1] in LOOSE:
        end -= 1
    return start, end


def _behind_and(text: str, start: int, end: int) -> int:
    conjunction = LIST_AND.match(text, start, end)
    return conjunction.end() if conjunction else start


def _item_end(text: str, start: int, end: int, lower: bool) -> int:
    known = _known().match(text, start, end) or PAGES.match(text, start, end)
    if known:
        return known.end()
    if NUMBERED_ITEM.match(text, start, end):
        following = NEXT_NUMBERED.search(text, start, end)
        end = following.start() if following else end
        another = _behind_comma().search(text, start, end)
        return another.start() if another else end
    unclosed = text.count("(", start, end) != text.count(")", start, end)
    depth = 0
    for mark in MARK.finditer(text, start, end):
        character = mark[0][0]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(depth - 1, 0)
        elif (unclosed or not depth) and not (
            character == "," and not lower and _continues(text, mark.end(), end)
        ):
            return mark.start()
    return end


def _continues(text: str, start: int, end: int) -> bool:
    """Whether what follows a comma is still of the same section's name."""
    if LIST_AND.match(text, start, end) or PAGES.match(text, start + 1, end):
        return False
    return CONTINUES.match(text, start, end) is not None


@cache
def _known() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(guidelines().sections)})(?=\s*(?:[,;.]|$|and\s))", re.IGNORECASE)


@cache
def _behind_comma() -> re.Pattern[str]:
    """A known section behind the commas of a numbered one."""
    return re.compile(rf",\s*(?=(?:{any_of(guidelines().sections)})\s*(?:[,;.]|$))", re.IGNORECASE)
