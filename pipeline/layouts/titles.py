"""The titles of disputed requests: where each begins and ends among the lines of the letter."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from pipeline.document import Document, Line

# "X was the original request. Y was authorized. The remaining Z is": the sentences are one title.
REMAINDER = re.compile(r"\bremaining\b", re.IGNORECASE)
ORIGINAL = re.compile(r"\b(?:was|were|is)\s+the\s+original\s+request\b", re.IGNORECASE)


LONGEST = 40
"""Lines; what is longer is no title."""


class Sign(Enum):
    """What tells where a title begins."""

    BOLD_TYPE = auto()
    PARAGRAPHS = auto()
    SENTENCES = auto()


class Title(NamedTuple):
    """Index of a title's first line, and behind its last."""

    first: int
    behind: int


def find_titles(
    document: Document, lines: Sequence[Line], decision: re.Pattern[str], label: re.Pattern[str]
) -> Sequence[Title]:
    """The titles among `lines`: paragraphs that end in a colon and a decision.

    Args:
        document: The letter.
        lines: The lines of the section, furniture left out.
        decision: Matches a decision at its end of line, beginning with the colon.
        label: Matches at the start of a line with which no title begins or goes on.

    In print a title is bold and the text before it is not; that tells where it begins even where nothing
    else does, such as at the top of a page. Without type faces it is the paragraph; where the text does not
    show its paragraphs, and at the top of a page, it is the end of the sentence before. A letter may hold
    pages of both kinds, print and pictures.
    """
    titles: list[Title] = []
    texts = [document.content(line) for line in lines]
    printed = _sign(document, lines, texts, decision)
    scanned = Sign.PARAGRAPHS if document.set_apart else Sign.SENTENCES
    for index in range(len(texts)):
        begin = _decided(texts, index, decision)
        if begin is None:
            continue
        follower = lines[index + 1] if index + 1 < len(lines) else None
        if follower and not (follower.leads or follower.bold or label.match(texts[index + 1])):
            continue
        floor = max(titles[-1].behind if titles else 0, begin - LONGEST)
        sign = printed if lines[index].bold is not None else scanned
        first = _first_line(lines, texts, begin, floor, label, sign)
        names_something = not decision.match(" ".join(texts[first : index + 1]))
        if names_something and (sign is not Sign.BOLD_TYPE or lines[first].bold):
            titles.append(Title(first, index + 1))
    return titles


def _decided(texts: Sequence[str], index: int, decision: re.Pattern[str]) -> int | None:
    """The line on which the colon of the decision stands that ends on line `index`, if one does."""
    if decision.search(texts[index]):
        return index
    above = texts[index - 1] if index else ""
    found = decision.search(f"{above} {texts[index]}")
    return index - 1 if found and found.start() < len(above) else None


def _first_line(
    lines: Sequence[Line], texts: Sequence[str], last: int, floor: int, label: re.Pattern[str], sign: Sign
) -> int:
    first = last
    while first > floor and not label.match(texts[first - 1]):
        if sign is Sign.BOLD_TYPE and lines[first - 1].bold is not None:
            begins = not lines[first - 1].bold
        elif sign is Sign.SENTENCES or lines[first].page > lines[first - 1].page:
            title = " ".join(texts[first : last + 1])
            whole = not REMAINDER.search(title) or bool(ORIGINAL.search(title))
            begins = whole and (lines[first].leads or texts[first - 1].endswith("."))
        else:
            begins = lines[first].leads
        if begins:
            break
        first -= 1
    return first


def _sign(document: Document, lines: Sequence[Line], texts: Sequence[str], decision: re.Pattern[str]) -> Sign:
    """What tells titles in this letter."""
    if any(line.bold and decision.search(text) for line, text in zip(lines, texts, strict=True)):
        return Sign.BOLD_TYPE
    return Sign.PARAGRAPHS if document.set_apart else Sign.SENTENCES
