"""Decisions told in a sentence: "The request for X is not medically necessary and appropriate."."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.document import Passage, Span
from pipeline.vocabulary import decisions

NUMBER_FIRST = re.compile(r"(?P<number>\d{1,2})\s*[.)](?!\d)\s*")
REQUEST_FOR = r"the\s*requests?\s*for\s+"
LEAD_IN = re.compile(rf"(?:{REQUEST_FOR})?(?:(?:the|an?)\s+)?(?=\S)", re.IGNORECASE)
HAS_DETERMINED = re.compile(rf"has\s*determined\s*(?:that\s*)?{REQUEST_FOR}")
NUMBER_BEFORE = re.compile(r"(?<!\d)(?P<number>\d{1,2})\s*[.)]\s*[^()\d]{0,100}$")
"""The review organisation's name stands between the number and the words."""

LOOK_BACK = 120

LONGEST = 1_500
"""Signs of a request; between two that are farther apart something else stands."""

LONGEST_PHRASE = 100


class Decided(NamedTuple):
    """A request and its decision, in one sentence.

    Attributes:
        number: As printed before the sentence.
        request: Without article.
        decision: The words of the decision.
        form: The words around them.
    """

    number: int | None
    request: Passage
    decision: Passage
    form: list[Span]


@cache
def _request_and_decision() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<request>\S.{{0,{LONGEST}}}?)\s+(?P<decision>{decisions().phrase_pattern})\s*\.?", re.DOTALL
    )


@cache
def _phrase_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{decisions().phrase_pattern})\s*\.?$")


def find_determined(passage: Passage) -> Iterator[Decided]:
    """Every sentence in which the organisation "has determined the request for" something."""
    behind = 0
    for words in HAS_DETERMINED.finditer(passage.text):
        found = _request_and_decision().match(passage.text, words.end())
        if found and not HAS_DETERMINED.search(found["request"]):
            before = passage.text[max(behind, words.start() - LOOK_BACK) : words.start()]
            behind = found.end()
            yield _decided(passage, found, NUMBER_BEFORE.search(before), words.start())


def count_determined(passage: Passage) -> int:
    """How often a request is said to be determined, in whatever words of decision."""
    return len(HAS_DETERMINED.findall(passage.text))


def ends_decided(text: str) -> bool:
    """Whether a text ends with the words of a decision."""
    return _phrase_at_end().search(text[-LONGEST_PHRASE:]) is not None


def read_decided(passage: Passage) -> Decided | None:
    """The sentence that a passage consists of, with a number before it or none; None if it is another."""
    number = NUMBER_FIRST.match(passage.text)
    found = _request_and_decision().match(passage.text, number.end() if number else 0)
    return _decided(passage, found, number, 0) if found and found.end() == len(passage.text) else None


def bare_request(passage: Passage) -> Passage:
    """What is requested, without "the request for" and without the article before it."""
    lead_in = LEAD_IN.match(passage.text)
    return passage.slice(lead_in.end(), len(passage.text)) if lead_in else passage


def _decided(passage: Passage, found: re.Match[str], number: re.Match[str] | None, begin: int) -> Decided:
    return Decided(
        int(number["number"]) if number else None,
        bare_request(passage.slice(*found.span("request"))),
        passage.slice(*found.span("decision")),
        list(passage.spans(begin, found.end())),
    )
