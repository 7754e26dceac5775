"""A request's title as a string of word classes, one letter for each token, in which counts are read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipeline.vocabulary import numerals
from pipeline.vocabulary.quantity_words import quantity_words

Place = tuple[int, int]
TIMES_A = {"once": 1, "twice": 2, "thrice": 3}
RANGE = re.compile(r"(?<!#)[NO][-t][NO]")


class _Token(NamedTuple):
    kind: str
    start: int
    end: int
    value: int = 0


@dataclass(frozen=True)
class CountedTitle:
    """A title's tokens and their classes in one string."""

    tokens: Sequence[_Token]
    shape: str

    def number(self, index: int) -> int:
        """The value of the token of a class's letter."""
        return self.tokens[index].value

    def place(self, first: int, behind: int) -> Place:
        """The offsets in the title of the tokens of some letters."""
        return self.tokens[first].start, self.tokens[behind - 1].end


@cache
def _token_pattern() -> re.Pattern[str]:
    units = "|".join(sorted(numerals().units, key=len, reverse=True))
    tens = "|".join(numerals().tens)
    name = r"\b(?:synvisc|gel)[\s-]one\b"
    code = (
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}\b|[0-9]+(?:st|nd|rd|th|[a-wyz])\b"
    )
    level = (
        r"(?!x)[a-z]-?[0-9]\w*(?:\s?[-/]\s?[a-z]?[0-9]\w*)*"
        r"|(?<!')[ctls] [0-9]{1,2}(?:\s?[-/]\s?[ctls]?[0-9]{1,2})*\b"
    )
    return re.compile(
        rf"(?P<G>\bq[0-9]\w*(?:-[0-9]\w*)?)|(?P<z>{name}|{code}|\b(?:{level})|[0-9]+\s?(?:-\s?)?in(?:\s?-)?\s?[0-9]+)"
        r"|(?P<N>(?:[0-9]{1,3}|[0-9]{1,2},[0-9]{3})(?:\.0+)?(?![0-9]|[./,][0-9]|%))"
        rf"|(?P<number>\b(?:(?:{tens})(?:(?:-\s?|\s)(?:{units}))?|{units})\b)"
        r"|(?P<Z>[0-9][0-9./,]*%?)"
        r"|(?P<i>\bx[-\s]?rays?\b)|(?P<x>[x×*](?![a-z])|x(?=(?:wk|week|day|mo|per)))"
        r"|(?P<H>\bno\.\s?(?=[0-9]))|(?P<word>rf(?=x)|[a-z]+)|(?P<mark>[#(),:./=&;-]|[‐-–])",
        re.I,
    )


def read_counts(title: str, start: int, end: int) -> CountedTitle:
    """The tokens of a stretch of a title; a range of numbers counts nothing, so its letters say so."""
    tokens = _unwrap([_token(match) for match in _token_pattern().finditer(title, start, end)])
    shape = "".join(token.kind for token in tokens)
    return CountedTitle(tokens, RANGE.sub("RRR", shape))


def _token(match: re.Match[str]) -> _Token:
    group, text = match.lastgroup, match.group()
    kind, value = group or "i", 0
    if group == "word":
        word = text.lower()
        kind, value = quantity_words().kinds.get(word, "i"), TIMES_A.get(word, 0)
    elif group == "N":
        value = int(text.partition(".")[0].replace(",", ""))
    elif group == "number":
        words = text.lower().replace("-", " ").split()
        kind, value = "N", sum(numerals().tens.get(word, 0) + numerals().units.get(word, 0) for word in words)
    elif group == "mark":
        kind = {"&": "a", ";": ","}.get(text, "-" if text in "‐‑‒–" else text)
    elif group == "H":
        kind = "#"
    return _Token(kind, *match.span(), value)


def _unwrap(tokens: Sequence[_Token]) -> list[_Token]:
    """Take numbers out of brackets: "twelve (12)" is one number, "2 x 6 (12)" ends in a stated total."""
    unwrapped: list[_Token] = []
    index = 0
    while index < len(tokens):
        token, inner = tokens[index], tokens[index + 1 : index + 4]
        if token.kind != "(" or "".join(part.kind for part in inner[:2]) != "N)":
            unwrapped.append(token)
            index += 1
            continue
        number, before = inner[0], unwrapped[-1] if unwrapped else token
        behind = inner[2].kind if len(inner) == 3 else ""
        index += 3
        if before.kind == "N" and before.value == number.value:
            unwrapped[-1] = _Token("N", before.start, inner[1].end, before.value)
        else:
            counts = before.kind in "#Qx(" or (behind and behind in "cdwmyhukrvxTDWM")
            unwrapped.append(_Token("N" if counts else "S", token.start, inner[1].end, number.value))
    return unwrapped
