"""The ICD-10-CM code of a diagnosis: the most specific one whose whole meaning the text states.

A term of the index fits if the text states all of it. Of those that fit, the one that explains most of the
text is taken, provided that little of the text is left: a text of two conditions has no single code. Then the
side and the encounter, if stated, lead to the code below; a side not stated leads to "unspecified".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile

from pipeline.link.icd10.index import NOT_STATED, Code, Index, Term, index
from pipeline.link.icd10.normalise import ABSENT, ENCOUNTER, IS_LEVEL, Normaliser, Reading, Side
from pipeline.link.icd10.terms import IcdTerms, icd_terms

ENOUGH = 0.8
"""Least share of a text's meaning that a code must explain."""

IMPLIED = 0.8
"""What a concept counts for, at each step, that is explained by one that it implies: meniscus by "knee"."""

DETAIL = 0.08
"""What a word counts for that only adds detail, as share of a word of the same rarity."""

OTHER_SPECIFIED = frozenset({"other", "specified"})
STATUS_POST, SURGERY = ("status-post",), "surgery"
SIDE_ORDER = {Side.ABSENT: 1, Side.RIGHT: 2, Side.LEFT: 2, Side.BOTH: 2, Side.UNSPECIFIED: 3}
"""Of terms that say the same, whose to prefer if none has the side of the text."""

JOINED = re.compile(r"\band\b|[/&;]")
ONE_SIDE = frozenset({Side.RIGHT, Side.LEFT})
PLACEHOLDER = "X"
REMEMBERED = 4096


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


@dataclass(frozen=True, slots=True)
class Match:
    """A term that fits, and the shares of text and term that say the same."""

    term: Term
    explained: float
    stated: float
    side: int
    strangeness: int

    @property
    def rank(self) -> tuple[float, int, int, float, int, str]:
        """Matches in order of fitness: the smallest is the best."""
        return (
            -round(self.explained, 6),
            self.strangeness,
            self.side,
            -round(self.stated, 6),
            -len(self.term.code),
            self.term.code,
        )

    @property
    def score(self) -> float:
        """The harmonic mean of the two shares."""
        return 2 * self.explained * self.stated / (self.explained + self.stated)


class Linker:
    """Links texts with one index and one set of terms."""

    def __init__(self, codes: Index, terms: IcdTerms) -> None:
        self._index = codes
        self._terms = terms
        self._normaliser = Normaliser(terms, codes.concepts)

    def link(self, text: str) -> IcdLink | None:
        """The code of a text, or None where none is good enough."""
        if self._normaliser.doubtful(text) or self._states_two(text):
            return None
        reading = self._normaliser.read(text)
        best = self._best(reading)
        if best is None and reading.concepts[:1] == STATUS_POST and SURGERY in reading.concepts:
            best = self._best(replace(reading, concepts=(*STATUS_POST, SURGERY)))
        if best is None:
            effect = takewhile(lambda word: word not in self._terms.ends, reading.concepts)
            best = self._best(replace(reading, concepts=tuple(effect)))
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
        found = [self._best(self._normaliser.read(half)) for half in halves]
        codes = {match.term.code[:3] for match in found if match and match.explained == 1}
        return len(codes) == 2

    def _best(self, reading: Reading) -> Match | None:
        implied = {word: self._normaliser.implied(word) for word in reading.concepts}
        if all(self._is_light(word) for word in reading.concepts):
            return None
        stated = {ENCOUNTER + reading.encounter, *reading.concepts}.union(*implied.values())
        matches = [
            self._match(reading, term, implied)
            for word in stated
            for term in self._index.terms(word)
            if stated.issuperset(term.required) and self._fits(term, reading)
        ]
        best = min(matches, key=lambda match: match.rank, default=None)
        return best if best and best.explained >= ENOUGH else None

    def _match(self, reading: Reading, term: Term, implied: dict[str, Mapping[str, int]]) -> Match:
        said = {*term.required, *term.unsaid}
        said_again = said.union(*(implied[word] for word in reading.concepts if word in said))
        total = explained = 0.0
        for word in reading.concepts:
            weight = self._text_weight(word)
            total += weight
            if word in said_again:
                explained += weight
            elif steps := [far for other, far in implied[word].items() if other in term.required]:
                explained += weight * IMPLIED ** min(steps)
        needed = sum(map(self._index.weight, term.required))
        unsaid = sum(self._index.weight(word) for word in term.unsaid if word not in reading.concepts)
        return Match(
            term,
            explained / total if total else 0.0,
            needed / (needed + unsaid * DETAIL) if needed else 0.0,
            self._side_order(term.side, reading.side),
            self._strangeness(reading, term),
        )

    def _strangeness(self, reading: Reading, term: Term) -> int:
        """How far a term that says the same is from being the plain term for it: "other" is, most of all."""
        apart = reading.residual.symmetric_difference(term.residual)
        unsaid = set(term.unsaid).difference(reading.concepts)
        return (
            3 * len(apart - NOT_STATED)
            + 2 * any(concept.startswith(ABSENT) for concept in unsaid)
            + 2 * (not term.official)
            + len(apart & NOT_STATED)
            + len(unsaid & self._terms.unsaid)
            + len(set(term.required).difference(reading.concepts))
        )

    def _text_weight(self, word: str) -> float:
        weight = self._index.weight(word)
        return weight * DETAIL if self._is_light(word) else weight

    def _is_light(self, word: str) -> bool:
        """Whether a text may say it and the title not: a detail, a level, something that is absent."""
        return (
            word in self._terms.details
            or word in self._terms.unsaid
            or word.startswith(ABSENT)
            or bool(IS_LEVEL.fullmatch(word))
        )

    @staticmethod
    def _fits(term: Term, reading: Reading) -> bool:
        if OTHER_SPECIFIED.issubset(term.residual) and OTHER_SPECIFIED.isdisjoint(reading.residual):
            return False  # it is for what the text would have to specify
        if reading.side is Side.BOTH:
            return True  # one side's term leads to the code above it, which holds both
        return term.side in (reading.side, Side.ABSENT, Side.UNSPECIFIED)

    @staticmethod
    def _side_order(of_term: Side, of_text: Side) -> int:
        if of_term is of_text:
            return 0
        return SIDE_ORDER[of_term] if of_text else 0

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
