"""The headings of a letter: lines that hold a heading of the layout and nothing else."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
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
    """Every heading in the letter's order; one that wraps is found over its lines."""
    texts = document.body_texts
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    found: list[Heading] = []
    for heading in _of_whole_lines(tuple(patterns.items())).finditer("\n".join(texts)):
        first = bisect_left(starts, heading.start())
        found.append(Heading(heading.lastgroup or "", first, bisect_right(starts, heading.end())))
    return found


@cache
def _of_whole_lines(patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> re.Pattern[str]:
    """One expression for all headings: to try each on each line costs ten times as much."""
    names = "|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in patterns)
    return re.compile(rf"^(?:{names})$", re.IGNORECASE | re.MULTILINE)
