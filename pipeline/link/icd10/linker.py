"""The ICD-10-CM code of a diagnosis: the most specific one whose whole meaning the text states.

The best term of the index gives a code; the side and the encounter, if stated, lead to the one below it. A
side not stated leads to "unspecified", an encounter not stated to the code without seventh character. A text
of two conditions has no single code.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile

from pipeline.link.icd10.index import Code, Index, index
from pipeline.link.icd10.matching import Matcher
from pipeline.link.icd10.normalise import Normaliser, Reading, Side
from pipeline.link.icd10.terms import IcdTerms, icd_terms

STATUS_POST, SURGERY = ("status-post",), "surgery"
JOINED = re.compile(r"\band\b|[/&;]")
ONE_SIDE = frozenset({Side.RIGHT, Side.LEFT})
PLACEHOLDER = "X"
REMEMBERED = 4096
LONGEST = 300
"""Signs of the longest text that can be one condition: the titles of the code set have at most some 230."""


@dataclass(frozen=True, slots=True)
class IcdLink:
    """A code of ICD-10-CM for a diagnosis.

    Attributes:
        code: With its dot, "S33.5"; with a seventh character only if the text states the encounter.
        title: The official title.
        score: How far text and code say the same, 0 to 1: the harmonic mean of the share of the text's
            meaning that the code explains and the share of the code's wording that the text states, words
            weighed by their rarity in the code set.
    """

    code: str
    title: str
    score: float


class Linker:
    """Links texts with one index and one set of terms."""

    def __init__(self, codes: Index, terms: IcdTerms) -> None:
        self._index = codes
        self._terms = terms
        self._normaliser = Normaliser(terms, codes.concepts)
        self._matcher = Matcher(codes, terms, self._normaliser)

    def link(self, text: str) -> IcdLink | None:
        """The code of a text, or None where none is good enough."""
        if len(text) > LONGEST or self._normaliser.doubtful(text) or self._states_two(text):
            return None
        reading = self._normaliser.read(text)
        best = self._matcher.best(reading)
        if best is None and reading.concepts[:1] == STATUS_POST and SURGERY in reading.concepts:
            best = self._matcher.best(replace(reading, concepts=(*STATUS_POST, SURGERY)))
        if best is None:
            effect = takewhile(lambda word: word not in self._terms.ends, reading.concepts)
            best = self._matcher.best(replace(reading, concepts=tuple(effect)))
        if best is None:
            return None
        code = self._below(self._index.get(best.term.code), reading, best.term.side)
        if code is not None and code.code.endswith(PLACEHOLDER):
            code = self._index.parent(code.code)
        if code is None:
            return None
        return self._link(code, reading.encounter, best.score)

    def _states_two(self, text: str) -> bool:
        """Whether both sides of an "and" are whole conditions, of different categories."""
        halves = JOINED.split(text)
        if len(halves) != 2:
            return False
        found = [self._matcher.best(self._normaliser.read(half)) for half in halves]
        codes = {match.term.code[:3] for match in found if match and match.explained == 1}
        return len(codes) == 2

    def _below(self, code: Code | None, reading: Reading, side: Side) -> Code | None:
        """The code that a fitting one leads to, by the side stated or as its unspecified case."""
        if code is not None and reading.side is Side.BOTH and side in (Side.RIGHT, Side.LEFT):
            return self._index.parent(code.code)
        while (
            code is not None
            and code.code not in self._terms.complete
            and (below := self._next(code, reading.side))
        ):
            code = below
        return code

    def _next(self, code: Code, side: Side) -> Code | None:
        """The one code below that says the same with the side of the text, else with no other side."""
        same = [child for child in self._index.children(code.code) if child.default]
        if side is Side.BOTH and any(child.side in ONE_SIDE for child in same):
            same = [child for child in same if child.side is Side.BOTH]
        for choice in (
            [child for child in same if child.side is (side or Side.UNSPECIFIED)],
            [child for child in same if side in ONE_SIDE and self._leads_to(child, side)],
            [child for child in same if child.side is Side.UNSPECIFIED],
            [child for child in same if child.side is Side.ABSENT],
        ):
            plain = [child for child in choice if not child.other] or choice
            if plain := [child for child in plain if not child.more] or plain:
                return plain[0] if len(plain) == 1 else None
        return None

    def _leads_to(self, code: Code, side: Side) -> bool:
        """Whether a code of one side or the other has one below for this side."""
        return any(child.default and child.side is side for child in self._index.children(code.code))

    def _link(self, code: Code, encounter: str, score: float) -> IcdLink:
        if encounter and encounter in code.sevenths:
            full = code.code.replace(".", "").ljust(6, PLACEHOLDER) + encounter
            return IcdLink(f"{full[:3]}.{full[3:]}", code.title, round(score, 3))
        return IcdLink(code.code, code.title, round(score, 3))


@cache
def linker() -> Linker:
    """The linker with the shipped index and terms."""
    return Linker(index(), icd_terms())


@lru_cache(maxsize=REMEMBERED)
def link_diagnosis(text: str) -> IcdLink | None:
    """The ICD-10-CM code of a diagnosis as printed, or None where none is good enough.

    Raises:
        VocabularyError: The index or the terms, read at the first call, are not as they must be.
    """
    return linker().link(text)
