"""The sections of the older letters: what stands between one heading or label and the next."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.document import Document, Passage
from pipeline.document.document import PAGE_BREAK

LINE_START = r"^[^\S\n]*"
PLURAL = re.compile(r"(?<=\w{3})(?:\(S\)|S)$", re.IGNORECASE)


class Section(NamedTuple):
    """A section: where its heading begins, where the text behind that begins, and where the text ends."""

    name: str
    start: int
    begin: int
    end: int


def printed_pattern(printed: str) -> str:
    """A regular expression of a heading, however spaced and capitalised, in singular or plural."""
    words = re.split(r"\s+|(?<=/)|(?=/)", printed)
    return r"\s*".join(_word_pattern(word.rstrip(",")) for word in words)


def line_pattern(printed: str) -> re.Pattern[str]:
    """Matches a heading, given as it is printed, that has its lines to itself."""
    pattern = rf"{LINE_START}{printed_pattern(printed)}[^\S\n]*:?[^\S\n]*$"
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def search_lines(
    document: Document, pattern: re.Pattern[str], end: int | None = None
) -> re.Match[str] | None:
    """The first match of an expression for whole lines, which pages part as newlines do."""
    return pattern.search(
        document.text.replace(PAGE_BREAK, "\n"), 0, len(document.text) if end is None else end
    )


def section_pattern(headings: Mapping[str, str]) -> re.Pattern[str]:
    """Matches any of the headings, given as the regular expression of each by the section's name.

    Letters end a heading with a colon or without one.
    """
    names = "|".join(f"(?P<{name}>{heading})" for name, heading in headings.items())
    return re.compile(rf"(?:{names})[^\S\n]*:?", re.IGNORECASE)


def find_sections(document: Document, pattern: re.Pattern[str]) -> Sequence[Section]:
    """Every section in the letter's order.

    A heading begins a line; either it ends one too, or it ends in a colon and the text follows on its line.
    It may run over a page break, so that it is looked for in the lines without the page furniture.
    """
    contents = document.body_texts
    text = "\n".join(contents)
    starts = list(accumulate((len(content) + 1 for content in contents), initial=0))
    found: list[tuple[str, int, int]] = []
    floor = 0
    for number, start in enumerate(starts[:-1]):
        heading = pattern.match(text, start) if start >= floor else None
        if heading is None:
            continue
        last = bisect_right(starts, heading.end() - 1) - 1
        if heading.end() < starts[last + 1] - 1 and not heading.group().endswith(":"):
            continue
        begin = document.body[last].start + heading.end() - starts[last]
        found.append((heading.lastgroup or "", document.body[number].start, begin))
        floor = heading.end()
    ends = [*(start for _, start, _ in found[1:]), len(document.text)][: len(found)]
    return [Section(*each, end) for each, end in zip(found, ends, strict=True)]


def first_section(sections: Sequence[Section], name: str) -> Section | None:
    """The first section of a name."""
    return next((section for section in sections if section.name == name), None)


def paragraphs(document: Document, start: int, end: int) -> list[Passage]:
    """The paragraphs between two offsets; the first may begin within a line."""
    begins = [line.start for line in document.body if start < line.start < end and line.leads]
    bounds = [start, *begins, end]
    passages = [Passage.of(document, *bound) for bound in pairwise(bounds)]
    return [passage for passage in passages if passage.text]


def _word_pattern(word: str) -> str:
    if word.upper() == "AND":
        return "(?:and|&)"
    stem = PLURAL.sub("", word)
    return re.escape(stem) + (r"(?:\s*\(s\)|s)?,?" if stem.isalpha() and len(stem) > 2 else ",?")
