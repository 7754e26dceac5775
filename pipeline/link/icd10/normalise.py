"""A diagnosis, or a code's title, as the set of concepts that it states."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from pipeline.link.icd10.terms import IcdTerms, icd_terms

LEVEL = re.compile(r"\b([ctls])\s?-?(\d{1,2})\s?(?:[-/]|to|through)\s?([ctls]?)-?(\d{1,2})\b")
TOKEN = re.compile(r"[ctls]\d{1,2}-[ctls]\d{1,2}|[a-z]+\d*|\d+[a-z]*|,")
IS_LEVEL = re.compile(r"[ctls]\d{1,2}(-[ctls]\d{1,2})?")
POSSESSIVE = re.compile(r"(?<=\w)'s?\b|\(e?s\)")
MAX_PASSES = 4
"""A rewriting may make the wording of another one; no chain of them is longer."""

Rewrites = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]
"""By first word: wordings, and the concepts that they are replaced by."""

SHORTEST_TYPO = 4
LONGEST_TYPO = 30
"""Letters; every one of them may be the wrong one, and no word of the code set has more."""

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Side(StrEnum):
    """Which side of the body; unspecified is what a title says, absent what a text does not say."""

    ABSENT = ""
    RIGHT = "R"
    LEFT = "L"
    BOTH = "B"
    UNSPECIFIED = "U"


SIDES = {"right": Side.RIGHT, "left": Side.LEFT, "bilateral": Side.BOTH}
ENCOUNTER = "encounter-"
"""Concepts of the encounter end with the seventh character that states it: encounter-d."""

WITHOUT, COMMA = "without", ","
NEGATED = "no-"
"""Concepts that are stated to be absent begin with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text states: concepts in order, and, apart from them, the side, encounter and residual words."""

    concepts: tuple[str, ...]
    side: Side = Side.ABSENT
    encounter: str = ""
    residual: frozenset[str] = field(default_factory=frozenset)


def fold(text: str) -> str:
    """Lower case, plain letters, spinal levels in one form ("L4-L5" as "l4-l5")."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    plain = POSSESSIVE.sub("", plain)
    return LEVEL.sub(lambda found: _level(*found.groups()), plain)


def _level(letter: str, upper: str, other: str, lower: str) -> str:
    return f"{letter}{upper}-{other or letter}{lower}"


def singular(word: str) -> str:
    """A word without its plural ending, right often enough, and the same for all texts."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ps", "ies", "betes")):
        return word[:-3] + "y" if len(word) > 5 and word.endswith("ies") else word
    sibilant = word.endswith(("sses", "ches", "shes", "xes")) and not word.endswith("aches")
    return word[:-2] if sibilant else word[:-1]


def tokens(text: str) -> list[str]:
    """The words of a text, folded and in the singular, and the commas that end what it is without."""
    folded = fold(text)
    return [singular(word) for word in TOKEN.findall(folded) if word != COMMA or WITHOUT in folded]


def typos_of(word: str) -> Iterator[str]:
    """All spellings that one slip makes of a word: two letters swapped, then one lost, added, changed."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    yield from (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    if len(word) > SHORTEST_TYPO:
        yield from (a + c + b for a, b in cuts for c in ALPHABET)
        # A first letter is seldom wrong, and changing it makes another word.
        yield from (a + b[1:] for a, b in cuts[1:] if b)
        yield from (a + c + b[1:] for a, b in cuts[1:] if b for c in ALPHABET)


class Normaliser:
    """Reads texts and titles in the same way, so that the same meaning gives the same concepts."""

    def __init__(self, terms: IcdTerms, vocabulary: Iterable[str] = ()) -> None:
        self._terms = terms
        self._doubt = {tuple(tokens(phrase)) for phrase in terms.doubt}
        self._empty = terms.empty
        self._rewrites: Rewrites = {}
        self._sides: Rewrites = {}
        known = set(vocabulary) | terms.empty | terms.residual | terms.details | terms.unsaid
        for concept, wordings in terms.rewrites.items():
            meant = () if concept == "-" else tuple(concept.split())
            known.update(meant)
            for wording in wordings:
                words = tuple(self._wording(wording))
                known.update(words)
                rewrites = self._sides if concept in SIDES else self._rewrites
                rewrites.setdefault(words[0], []).append((words, meant))
        for word, group in self._sides.items():
            group += self._rewrites.get(word, [])  # a letter may be no side: "l spine"
        for group in (*self._rewrites.values(), *self._sides.values()):
            group.sort(key=lambda rewrite: (-len(rewrite[0]), rewrite))
        known.update(word for phrase in self._doubt for word in phrase)
        self._known = frozenset(known)
        self._implied = {word: self._closure(word) for word in self._known | set(terms.implies)}

    def doubtful(self, text: str) -> bool:
        """Whether the text says that the condition is only possible, or absent."""
        words = tokens(text)
        return any(tuple(words[i : i + n]) in self._doubt for i in range(len(words)) for n in (1, 2))

    def read(self, text: str, correct: bool = True) -> Reading:
        """What a text states; `correct` also mends words that are one slip away from a known one."""
        words = self._content(text)
        if correct:
            words = [self._mend(word) for word in words]
        # Sides stand anywhere in a phrase ("frozen right shoulder"), so they are taken out first.
        sided = list(_pass(words, self._sides))
        sides = {SIDES[word] for word in sided if word in SIDES}
        words = self._rewritten([word for word in sided if word not in SIDES])
        words = self._one_level(list(_negated(words)))
        present = set(words)
        silent = {word for head in present for word in self._terms.silent.get(head, ())}
        concepts = [
            word
            for word in dict.fromkeys(words)
            if word not in self._terms.residual and word not in silent and not word.startswith(ENCOUNTER)
        ]
        encounters = [word.removeprefix(ENCOUNTER) for word in words if word.startswith(ENCOUNTER)]
        return Reading(
            tuple(concepts),
            Side.BOTH if len(sides) > 1 else next(iter(sides), Side.ABSENT),
            encounters[-1].upper() if encounters else "",
            frozenset(present & self._terms.residual),
        )

    def implied(self, concept: str) -> Mapping[str, int]:
        """What a concept also says, and by how many steps of implication; itself not among it."""
        found = self._implied.get(concept)
        return self._closure(concept) if found is None else found

    def _closure(self, concept: str) -> dict[str, int]:
        steps = {concept: 0}
        for word in (queue := [concept]):
            more = list(self._terms.implies.get(word, ()))
            if IS_LEVEL.fullmatch(word):
                more.append(self._terms.regions[word[0]])
            fresh = [other for other in more if other not in steps]
            steps.update((other, steps[word] + 1) for other in fresh)
            queue += fresh
        del steps[concept]
        return steps

    def _one_level(self, words: list[str]) -> list[str]:
        """Several spinal levels as what they have in common, their region."""
        levels = dict.fromkeys(filter(IS_LEVEL.fullmatch, words))
        if len(levels) < 2:
            return words
        common = set.intersection(*({level, *self.implied(level)} for level in levels))
        steps = {word: sum(self.implied(level).get(word, 0) for level in levels) for word in common}
        nearest = sorted(steps, key=lambda word: (steps[word], word))[:1]
        return [word for word in words if word not in levels] + nearest

    def _wording(self, wording: str) -> Iterator[str]:
        for part in wording.split():
            # Other wordings may be written with a concept, which must not come apart at its hyphens.
            yield from [part] if part in self._terms.rewrites or part in SIDES else self._content(part)

    def _content(self, text: str) -> list[str]:
        return [word for word in tokens(text) if word not in self._empty]

    def _mend(self, word: str) -> str:
        correctable = SHORTEST_TYPO <= len(word) <= LONGEST_TYPO and word.isalpha()
        if not correctable or word in self._known:
            return word
        return next((right for right in typos_of(word) if right in self._known), word)

    def _rewritten(self, words: list[str]) -> list[str]:
        for _ in range(MAX_PASSES):
            before = words
            words = list(_pass(words, self._rewrites))
            if words == before:
                break
        return words


def _negated(words: list[str]) -> Iterator[str]:
    """The words with those between "without" and a comma marked as absent."""
    absent = False
    for word in words:
        if word in (WITHOUT, COMMA):
            absent = word == WITHOUT
        else:
            yield NEGATED + word if absent else word


def _pass(words: list[str], rewrites: Rewrites) -> Iterator[str]:
    """The words with each wording replaced by its concept, of several that begin alike the longest."""
    index = 0
    while index < len(words):
        for wording, meant in rewrites.get(words[index], ()):
            if tuple(words[index : index + len(wording)]) == wording:
                yield from meant
                index += len(wording)
                break
        else:
            yield words[index]
            index += 1


@cache
def title_normaliser() -> Normaliser:
    """The normaliser that the index is built with."""
    return Normaliser(icd_terms())
