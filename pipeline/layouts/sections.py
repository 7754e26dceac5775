"""The sections of the older letters: what stands between one heading or label and the next."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.document import Document, Passage
from pipeline.document.document import PAGE_BREAK

LINE_START = r"^[^\S\n]*"
BULLET = re.compile(r"[•·●○◦▪■*–-]\s")
PLURAL = re.compile(r"(?<=\w{3})(?:\(S\)|S)$", re.IGNORECASE)


class Section(NamedTuple):
    """A section: where its heading begins, where the text behind that begins, and where the text ends."""

    name: str
    start: int
    begin: int
    end: int


class Heading(NamedTuple):
    """A heading: where it begins, where the text behind it begins, and whether that is on the same line."""

    name: str
    start: int
    begin: int
    runs_on: bool


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

    A letter sets a heading in one manner: where one has lines to itself, the same words with text behind them
    on their line are a sentence.
    """
    headings = list(_headings(document, pattern))
    set_apart = {heading.name for heading in headings if not heading.runs_on}
    found = [heading for heading in headings if not (heading.runs_on and heading.name in set_apart)]
    ends = [*(heading.start for heading in found[1:]), len(document.text)][: len(found)]
    return [
        Section(heading.name, heading.start, heading.begin, end)
        for heading, end in zip(found, ends, strict=True)
    ]


def _headings(document: Document, pattern: re.Pattern[str]) -> Iterator[Heading]:
    """Every heading: it begins a line; either it ends one too, or it ends in a colon.

    It may run over a page break, so that it is looked for in the lines without the page furniture.
    """
    contents = document.body_texts
    text = "\n".join(contents)
    starts = list(accumulate((len(content) + 1 for content in contents), initial=0))
    floor = 0
    for number, start in enumerate(starts[:-1]):
        heading = pattern.match(text, start) if start >= floor else None
        if heading is None:
            continue
        last = bisect_right(starts, heading.end() - 1) - 1
        runs_on = heading.end() < starts[last + 1] - 1
        if runs_on and not heading.group().endswith(":"):
            continue
        begin = document.body[last].start + heading.end() - starts[last]
        yield Heading(heading.lastgroup or "", document.body[number].start, begin, runs_on)
        floor = heading.end()


def first_section(sections: Sequence[Section], name: str) -> Section | None:
    """The first section of a name."""
    return next((section for section in sections if section.name == name), None)


def list_items(document: Document, start: int, end: int) -> list[Passage]:
    """The paragraphs of a list between two offsets, where a bullet begins one even if nothing else does."""
    begins = [
        line.start
        for line in document.body
        if start < line.start < end and (line.leads or BULLET.match(document.text, line.start))
    ]
    bounds = [start, *begins, end]
    passages = [Passage.of(document, *bound) for bound in pairwise(bounds)]
    return [passage for passage in passages if passage.text]


def _word_pattern(word: str) -> str:
    if word.upper() == "AND":
        return "(?:and|&)"
    stem = PLURAL.sub("", word)
    return re.escape(stem) + (r"(?:\s*\(s\)|s)?,?" if stem.isalpha() and len(stem) > 2 else ",?")
