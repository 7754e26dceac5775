"""Which wording of which code fits what a text states.

A term of the index fits if the text states all of it. Of those that fit, the one that explains most of the
text is the best, provided that little of the text is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.link.icd10.index import NOT_STATED, Index, Term
from pipeline.link.icd10.normalise import ENCOUNTER, IS_LEVEL, NEGATED, Normaliser, Reading, Side
from pipeline.link.icd10.terms import IcdTerms

ENOUGH = 0.8
"""Least share of a text's meaning that a code must explain."""

IMPLIED = 0.8
"""What a concept counts for, at each step, that is explained by one that it implies: meniscus by "knee"."""

DETAIL = 0.08
"""What a word counts for that only adds detail, as share of a word of the same rarity."""

OTHER_SPECIFIED = frozenset({"other", "specified"})
SIDE_ORDER = {Side.ABSENT: 1, Side.RIGHT: 2, Side.LEFT: 2, Side.BOTH: 2, Side.UNSPECIFIED: 3}
"""Of terms that say the same, whose to prefer if none has the side of the text."""


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


class Matcher:
    """Finds the best term of an index."""

    def __init__(self, codes: Index, terms: IcdTerms, normaliser: Normaliser) -> None:
        self._index = codes
        self._terms = terms
        self._normaliser = normaliser

    def best(self, reading: Reading) -> Match | None:
        """The best of the terms that fit, or None where none explains enough of the text."""
        concepts = reading.concepts
        if all(map(self._is_light, concepts)):
            return None
        implied = {word: self._normaliser.implied(word) for word in concepts}
        weights = {word: self._text_weight(word) for word in concepts}
        total = sum(weights.values())
        stated = {ENCOUNTER + reading.encounter, *concepts}.union(*implied.values())
        enough = (
            self._match(reading, term, explained)
            for word in stated
            for term in self._index.terms(word)
            if stated.issuperset(term.required)
            and self._fits(term, reading)
            and (explained := _explained(term, weights, implied) / total) >= ENOUGH
        )
        return min(enough, key=lambda match: match.rank, default=None)

    def _match(self, reading: Reading, term: Term, explained: float) -> Match:
        needed = sum(map(self._index.weight, term.required))
        unsaid = sum(self._index.weight(word) for word in term.unsaid if word not in reading.concepts)
        return Match(
            term,
            explained,
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
            + 2 * any(concept.startswith(NEGATED) for concept in unsaid)
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
            or word.startswith(NEGATED)
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


def _explained(term: Term, weights: Mapping[str, float], implied: Mapping[str, Mapping[str, int]]) -> float:
    """The weight of a text's concepts that a term says, or that something it says implies."""
    said = {*term.required, *term.unsaid}
    said_again = said.union(*(implied[word] for word in weights if word in said))
    explained = 0.0
    for word, weight in weights.items():
        if word in said_again:
            explained += weight
        elif steps := [far for other, far in implied[word].items() if other in term.required]:
            explained += weight * IMPLIED ** min(steps)
    return explained
