"""The body parts that a request's title names.

A title becomes a string of word classes, one letter for each name or sign, and the ways to name a part are
patterns of these letters.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.vocabulary.body_parts import BodyParts, Kind, body_parts

Place = tuple[int, int]

LETTERS: Mapping[Kind, str] = {
    "noun": "h",
    "spinal": "a",
    "adjective": "b",
    "head": "j",
    "side": "s",
    "position": "p",
    "direction": "q",
    "filler": "n",
    "other": ".",
}
SIGNS: Mapping[str, str] = {
    "and": "&", "&": "&", "of": "o", "the": "t", ",": ",", "/": "/", "(": "(", ")": ")",
}  # fmt: skip

VERTEBRA = r"(?:c[1-8]|t(?:1[0-2]|[1-9])|l[1-6]|s[1-5])"
TOKEN = re.compile(
    rf"(?P<v>\b{VERTEBRA}(?:\s?[-–/]\s?(?:{VERTEBRA}|[0-9]{{1,2}}))*\b(?!\s?-?weighted))"
    r"|(?P<p>\b[0-9]+(?:st|nd|rd|th)\b)|(?P<number>[0-9]+)"
    r"|(?P<word>(?:b/l|l/s|t/l)\b|[a-z]+(?:['’]s)?)|(?P<sign>[,/()&])|(?P<gap>(?<=\w)-(?=\w))|(?P<other>[^\s\w])",
    re.I,
)

SIDE = r"s(?:[&/]?s){0,3}n{0,3}(?:ot?)?"
WHERE = r"[pq](?:[&/]?[pq]){0,3}[&/]?"
ADJECTIVE = r"[abB](?:/?[abB])*"
SHARED_HEAD = rf"(?<![ab],)p?{ADJECTIVE}&t?p?{ADJECTIVE}[jS]+"
"""As in "cervical and thoracic spine"; in a longer list each adjective is an item."""

NAME = (
    rf"(?:(?:{WHERE})?h(?:/(?:{WHERE})?h)*j*|{SHARED_HEAD}"
    rf"|(?:{WHERE})?{ADJECTIVE}[jS]+|p?[ab](?:/?[ab])*|S)"
)
LEVELS = r"v(?:,?&?v)*"
UNIT = re.compile(
    rf"(?P<side>{SIDE})?(?:(?:{LEVELS})?{NAME}(?:ot?(?:{SIDE})?{NAME})?(?:{LEVELS})?|(?P<levels>{LEVELS}))"
    r"(?(side)|(?:(?:\(s\)|,?s)(?![&/stpqnvabBhS]))?)"
)


class _Token(NamedTuple):
    letter: str
    start: int
    end: int


class _Part(NamedTuple):
    start: int
    end: int
    shape: str
    level_alone: bool


def find_body_parts(title: str) -> list[Place]:
    """The offsets of every part that a title names, side and level included, each once."""
    vocabulary = body_parts()
    tokens = list(_tokens(title, vocabulary))
    shape = "".join(token.letter for token in tokens)
    parts = [
        _Part(
            start=tokens[unit.start()].start,
            end=tokens[unit.end() - 1].end,
            shape=unit.group(),
            level_alone=unit["levels"] is not None and unit["side"] is None,
        )
        for unit in UNIT.finditer(shape)
    ]
    return _distinct(title, parts, vocabulary)


def _distinct(title: str, parts: Sequence[_Part], vocabulary: BodyParts) -> list[Place]:
    """Leave out what names a part over again, and levels of a region of the spine that is named before."""
    kept: list[tuple[frozenset[str], Place]] = []
    region = False
    for part in parts:
        words = frozenset(
            word.rstrip("s") for word in re.findall(r"\w+", title[part.start : part.end].lower())
        )
        bare = words - {head.rstrip("s") for head in vocabulary.heads} or words
        if part.level_alone and region:
            continue
        region |= not {"a", "S"}.isdisjoint(part.shape)
        if any(bare <= other for other, _ in kept):
            continue
        kept = [(other, place) for other, place in kept if not other < bare]
        kept.append((bare, (part.start, part.end)))
    return [place for _, place in kept]


def _tokens(title: str, vocabulary: BodyParts) -> Iterator[_Token]:
    # A hyphen within a word parts its words as a blank does: "low-back", "hand-held".
    found = [match for match in TOKEN.finditer(title) if match.lastgroup != "gap"]
    lower = [match.group().lower() for match in found]
    index = 0
    while index < len(found):
        count, letter = _read(found, lower, index, vocabulary)
        yield _Token(letter, found[index].start(), found[index + count - 1].end())
        index += count


def _read(
    found: Sequence[re.Match[str]], lower: Sequence[str], index: int, vocabulary: BodyParts
) -> tuple[int, str]:
    """How many tokens the name at the index has, and its class."""
    word = lower[index]
    for words, kind in vocabulary.phrases.get(word, ()):
        if tuple(lower[index : index + len(words)]) == words:
            before = lower[index - 1] if index else ""
            if word in vocabulary.measures and before.isdigit() and before != "1":
                return len(words), "."
            if len(words) == 1 and word in vocabulary.needing_a_head:
                return 1, "B"
            return len(words), "S" if word.startswith("spine") else LETTERS[kind]
    group = found[index].lastgroup or "."
    if group in ("v", "p"):
        return 1, group
    short = vocabulary.abbreviations.get(found[index].group())
    if short:
        return 1, LETTERS[short]
    return 1, SIGNS.get(word, ".")
