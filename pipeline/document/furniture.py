"""Page furniture: footers, running heads and page numbers, which stand between the lines of the text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.document.page import OpenPage, PrintedLine

EDGE_LINES = 2
MARGIN = 0.085
"""Share of the page's height, at top and bottom, where a repeated line counts as furniture: a little less
than the inch that letters leave free, since a line of the text may be repeated at the top of two pages."""

PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s*)?(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?[-–—\s]*", re.IGNORECASE)
PAGE_OF = re.compile(r"\bpage\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}\W*$", re.IGNORECASE)
CASE_FOOTER = re.compile(
    r"(?P<of_letter>(?:final determination letter for\s+)(?:imr\s+)?)?case\s+(?:number|no\.?|#)\s*:?\s*"
    r"(?:CM)?\d{2}-\d{6,7}\W*",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")


def page_furniture(sources: Sequence[OpenPage]) -> frozenset[int]:
    """Numbers of the lines (counted over all pages) that belong to the page and not to the text.

    A line counts if it is one of the first or last two of its page and is a page number, ends in
    "Page n of m", is a footer with the case number, or repeats, digits aside, in the margin of every page but
    one at most, at the same height.
    """
    found: set[int] = set()
    repeated: dict[tuple[str, int], list[int]] = defaultdict(list)
    for page, number, line, last in _edge_lines(sources):
        text = sources[page].text[line.start : line.end]
        if _is_furniture(text, page, last):
            found.add(number)
        elif line.box and _in_margin(line, sources[page].height):
            repeated[DIGITS.sub("0", text), round(line.box[3])].append(number)
    for numbers in repeated.values():
        if len(numbers) > 1 and len(numbers) >= len(sources) - 1:
            found.update(numbers)
    return frozenset(found)


def _edge_lines(sources: Sequence[OpenPage]) -> Iterator[tuple[int, int, PrintedLine, bool]]:
    """Page, running number, line, and whether it stands at the page's end, for the lines at the edges.

    These are the first and last lines of a page as they are seen, whatever their order in the file, and all
    lines in its margins.
    """
    offset = 0
    for page, source in enumerate(sources):
        count = len(source.lines)
        tops = [line.box[1] if line.box else index for index, line in enumerate(source.lines)]
        seen = sorted(range(count), key=tops.__getitem__)
        for place, index in enumerate(seen):
            line = source.lines[index]
            last = place >= count - EDGE_LINES
            if place < EDGE_LINES or last or (line.box and _in_margin(line, source.height)):
                yield page, offset + index, line, last or place > count / 2
        offset += count


def _is_furniture(text: str, page: int, last: bool) -> bool:
    number = PAGE_NUMBER.fullmatch(text)
    if number:
        # A bare number must be that of the page (a cover page may not count), or it is text.
        return "page" in text.lower() or abs(int(number.group(1)) - page) <= 1
    if PAGE_OF.search(text):
        return True
    footer = CASE_FOOTER.fullmatch(text)
    # At the top of a page "Case Number:" alone begins the header table.
    return footer is not None and (last or footer.group("of_letter") is not None)


def _in_margin(line: PrintedLine, height: float) -> bool:
    assert line.box is not None
    return line.box[3] < MARGIN * height or line.box[1] > (1 - MARGIN) * height
