"""The headings of a letter: lines that hold a heading of the layout and nothing else."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.document import Document


class Heading(NamedTuple):
    """A heading's name in its layout, its first line and the one behind its last (indices into the body)."""

    name: str
    first: int
    behind: int


def heading_pattern(printed: str) -> re.Pattern[str]:
    """Matches a heading however it is spaced, capitalised or punctuated, with "and" or "&" in it."""
    words = [r"(?:AND|&)" if word == "AND" else re.escape(word.rstrip(",")) for word in printed.split()]
    return re.compile(r"\s*,?\s+".join(words) + r"\s*:?", re.IGNORECASE)


def find_headings(document: Document, patterns: Mapping[str, re.Pattern[str]]) -> Sequence[Heading]:
    """Every heading in the letter's order; one that wraps is found over two lines."""
    found: list[Heading] = []
    texts = [document.content(line) for line in document.body]
    for index, text in enumerate(texts):
        if found and index < found[-1].behind:
            continue
        for name, pattern in patterns.items():
            if pattern.fullmatch(text):
                found.append(Heading(name, index, index + 1))
            elif index + 1 < len(texts) and pattern.fullmatch(f"{text} {texts[index + 1]}"):
                found.append(Heading(name, index, index + 2))
    return found
