"""Footers of the older letters that only one page shows, so that nothing repeated tells what they are."""

import re
from collections import defaultdict
from dataclasses import replace

from pipeline.document import Document, Line

CASE = r"(?:CM)?\d{2}-\d{6,7}"
NAMED = r".{0,60}\bcase\s+(?:number|no\.?|#)\s*:?\s*"
PAGE = r"(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?"
FOOTER = re.compile(
    rf"{NAMED}{CASE}\W+{PAGE}|{CASE}(?:\W+{PAGE})?|{PAGE}\W+(?:{NAMED})?{CASE}", re.IGNORECASE
)
EDGE_LINES = 2
SENTENCE_ENDS = (".", ":", "!", "?", ".”", '."', ".)")


def without_footers(document: Document) -> Document:
    """The document with lines that hold a case number and a page number taken for page furniture.

    A sentence that such a line stood in runs on behind it.
    """
    edges: dict[int, list[Line]] = defaultdict(list)
    for line in document.body:
        edges[line.page].append(line)
    footers = {
        line.start
        for lines in edges.values()
        for line in (*lines[:EDGE_LINES], *lines[-EDGE_LINES:])
        if FOOTER.fullmatch(document.content(line))
    }
    if not footers:
        return document
    lines: list[Line] = []
    above, cut = "", False
    for line in document.lines:
        if line.start in footers:
            lines.append(line._replace(furniture=True, leads=False))
            cut = True
        elif line.furniture:
            lines.append(line)
        else:
            runs_on = cut and above != "" and not above.endswith(SENTENCE_ENDS)
            lines.append(line._replace(leads=False) if runs_on else line)
            above, cut = document.content(line), False
    return replace(document, lines=lines)
