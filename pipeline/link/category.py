"""The Division's category of a disputed request, from the words of its title.

What is asked for stands first in a title, before the words that say what it is for: "MRI of the knee prior
to injection", "TENS unit with electrodes". The rules are asked in this order, and the first that knows a
phrase of the title answers:

1. `wherever`: phrases that settle the category from any place ("Associated surgical service").
2. `heads` and `modalities`: names of services and things, the first in the title, if it stands before any
   word of purpose ("for", "with", "prior to"). A modality ("traction") is a therapy where the title counts
   sessions and a thing for the home where it does not. A strength before a head makes the title a drug's.
3. A drug.
4. A printed procedure code.
5. `visits` and `people`: a request to be seen. By whom, else for what, decides, anywhere in the title.
6. `general`: words that say less ("surgery", "therapy", "unit"), before any word of purpose, in table order.
7. The same from the whole title: heads, people, general words, and last the `vague` ones ("rental", "visit").

What was found is then made exact by `turns` ("surgery" with "consultation" behind it is a consultation) and
by `specific` phrases that name a subcategory ("lumbar"). Of two phrases that begin at one word the longer
counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from models.clinical import Category, Subcategory
from pipeline.vocabulary.request_categories import (
    CodeRange,
    Kind,
    PhraseGroup,
    RequestCategories,
    Turn,
    form_of,
    request_categories,
)

ORIGINAL = re.compile(r"\bwas the original request\b", re.IGNORECASE)
WORD = re.compile(r"[a-z]+|\d+|%")
STRENGTHS = frozenset({"mg", "mcg", "ml", "gm", "cc", "%"})
COUNTED = r"x \d+|\d+ x|\d+ visit"
PLURAL_LENGTH = 4
NOT_PLURAL = frozenset({"tens", "pens"})
"""Abbreviations that would become another word."""
LEVELS = ("wherever", "heads", "modalities", "people", "visits", "general", "vague", "specific")
HEADS = frozenset({"heads", "modalities"})
TO_BE_SEEN = frozenset({"visits", "people"})
VISIT = (Category.EVALUATION_AND_MANAGEMENT, Subcategory.MEDICAL_SPECIALTIES)


@dataclass(frozen=True)
class Categorised:
    """The category of a request; None where nothing in its title is known."""

    category: Category | None
    subcategory: Subcategory | None


class Entry(NamedTuple):
    """A phrase's group, its level, and the group's place in the table."""

    level: str
    place: int
    group: PhraseGroup


class Match(NamedTuple):
    """A phrase in a title: its first word, the one behind its last, and what it stands for."""

    start: int
    end: int
    entry: Entry


def words_of(text: str) -> list[str]:
    """The words of a title or phrase, in lower case and singular; digits are words of their own."""
    return [singular(word) for word in WORD.findall(text.lower())]


def singular(word: str) -> str:
    """A word without the ending of a plural."""
    if (
        word[-1] != "s"
        or len(word) < PLURAL_LENGTH
        or word.endswith(("ss", "us", "is"))
        or word in NOT_PLURAL
    ):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


class PhraseTable:
    """Phrases by their first word, the longest first, and endings of words ("*ectomy")."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[int, list[str], Entry]]] = {}
        self._endings: dict[str, Entry] = {}
        self._all_endings: tuple[str, ...] = ()

    def add(self, phrase: str, entry: Entry) -> None:
        """Add a phrase of the data file."""
        if phrase.startswith("*"):
            self._endings[phrase[1:]] = entry
            self._all_endings = tuple(self._endings)
            return
        words = words_of(phrase)
        known = self._by_first.setdefault(words[0], [])
        known.append((len(words), words, entry))
        known.sort(key=lambda item: -item[0])

    def find(self, words: Sequence[str]) -> Iterator[Match]:
        """The phrases in a title, from its first word to its last; none overlaps another."""
        at = 0
        while at < len(words):
            match = self._at(words, at)
            if match:
                yield match
            at = match.end if match else at + 1

    def _at(self, words: Sequence[str], at: int) -> Match | None:
        word = words[at]
        for length, phrase, entry in self._by_first.get(word, ()):
            if words[at : at + length] == phrase:
                return Match(at, at + length, entry)
        if word.endswith(self._all_endings):
            return Match(at, at + 1, next(e for end, e in self._endings.items() if word.endswith(end)))
        return None


class Title:
    """The words of a title, the phrases known in them, and where its purpose begins."""

    def __init__(self, words: Sequence[str], matches: Sequence[Match], purposes: Iterable[int]) -> None:
        self.words = words
        self.matches = matches
        inside = {at for match in matches for at in range(match.start, match.end)}
        self.purpose = next((at for at in purposes if at not in inside), len(words))

    def first(self, levels: frozenset[str], before: int | None = None) -> Match | None:
        """The first phrase of these levels, if it begins before a word."""
        end = len(self.words) if before is None else before
        return next((m for m in self.matches if m.start < end and m.entry.level in levels), None)

    def foremost(self, level: str, before: int | None = None) -> Match | None:
        """Of the phrases of a level that begin before a word, the one whose group the table has first."""
        end = len(self.words) if before is None else before
        found = (m for m in self.matches if m.start < end and m.entry.level == level)
        return min(found, key=lambda match: match.entry.place, default=None)


class Categoriser:
    """Applies the rules of the data file to titles."""

    def __init__(self, rules: RequestCategories) -> None:
        self._purposes = frozenset(map(singular, rules.purposes))
        self._openings = frozenset(map(singular, rules.openings))
        self._devices = frozenset(map(singular, rules.devices))
        self._in_sessions = re.compile(rf"\b(?:{any_of(rules.sessions)}|{COUNTED})\b")
        self._turns = [(turn, _place(turn)) for turn in rules.turns]
        self._table = PhraseTable()
        for level in LEVELS:
            for place, group in enumerate(getattr(rules, level)):
                for phrase in group.phrases:
                    self._table.add(phrase, Entry(level, place, group))
        self._codes: dict[str, list[CodeRange]] = {}
        for known in sorted(rules.codes, key=lambda known: known.first):
            self._codes.setdefault(form_of(known.first), []).append(known)

    def __call__(self, text: str, names_drug: bool, is_compound: bool, codes: Sequence[str]) -> Categorised:
        """The category of a title; see `categorise`."""
        words = words_of(ORIGINAL.split(text, maxsplit=1)[0])
        title = Title(words, list(self._table.find(words)), self._purposes_in(words))
        found = (
            title.foremost("wherever")
            or self._asked_for(title, names_drug)
            or self._drug(names_drug)
            or self._coded(codes)
            or self._to_be_seen(title)
            or title.foremost("general", title.purpose)
            or title.first(HEADS)
            or title.first(TO_BE_SEEN)
            or title.foremost("general")
            or title.foremost("vague")
        )
        if found is None:
            return Categorised(None, None)
        kind = self._exact(found, title) if isinstance(found, Match) else found
        if kind.category is Category.PHARMACEUTICALS and is_compound:
            return Categorised(kind.category, Subcategory.TOPICAL_COMPOUNDS)
        return Categorised(kind.category, kind.subcategory)

    def _purposes_in(self, words: Sequence[str]) -> Iterator[int]:
        """Words of purpose; "request for" opens a title and names none."""
        before = ["", *words]
        return (
            at for at, word in enumerate(words) if word in self._purposes and before[at] not in self._openings
        )

    def _asked_for(self, title: Title, names_drug: bool) -> Match | Kind | None:
        head = title.first(HEADS, title.purpose)
        if head is None:
            return None
        group = head.entry.group
        strength_before = not STRENGTHS.isdisjoint(title.words[: head.start])
        if names_drug and strength_before and group.category is not Category.INJECTION:
            return DRUG
        return (title.foremost("people") or head) if is_visit(group) else head

    @staticmethod
    def _drug(names_drug: bool) -> Kind | None:
        return DRUG if names_drug else None

    def _coded(self, codes: Iterable[str]) -> Kind | None:
        for code in codes:
            for known in self._codes.get(form_of(code), ()):
                if known.first <= code <= known.last:
                    return known
        return None

    @staticmethod
    def _to_be_seen(title: Title) -> Match | None:
        asked = title.first(TO_BE_SEEN, title.purpose)
        return asked and (title.foremost("people") or title.first(HEADS) or asked)

    def _exact(self, found: Match, title: Title) -> Kind:
        kind: Kind = found.entry.group
        if found.entry.group.in_sessions and self._counts_sessions(title):
            kind = found.entry.group.in_sessions
        for turn, pattern in self._turns:
            if kind.category in turn.turns and found.entry.level != "wherever":
                part = title.words[: found.start] if turn.stands == "before" else title.words[found.end :]
                if pattern.search(" ".join(part)):
                    return turn.into
        for match in title.matches:
            group = match.entry.group
            if group.instead_of and group.instead_of is kind.subcategory and group.category is kind.category:
                return group
        return kind

    def _counts_sessions(self, title: Title) -> bool:
        """Whether the title counts sessions of a therapy, and asks for no device and no visit to a doctor."""
        if not self._devices.isdisjoint(title.words) or any(
            is_visit(m.entry.group) for m in title.matches if m.entry.level != "vague"
        ):
            return False
        return bool(self._in_sessions.search(" ".join(title.words)))


def is_visit(kind: Kind) -> bool:
    """Whether what is asked for is to be seen by a doctor."""
    return (kind.category, kind.subcategory) == VISIT


DRUG = Kind(category=Category.PHARMACEUTICALS)


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression of phrases, the longest first."""
    return "|".join(sorted((" ".join(words_of(phrase)) for phrase in phrases), key=len, reverse=True))


def _place(turn: Turn) -> re.Pattern[str]:
    start = "^" if turn.stands == "behind" else r"\b"
    return re.compile(rf"{start}(?:{any_of(turn.phrases)})\b")


@cache
def _categoriser() -> Categoriser:
    return Categoriser(request_categories())


def categorise(
    title: str, names_drug: bool, is_compound: bool, procedure_codes: Sequence[str]
) -> Categorised:
    """The Division's category and subcategory of a request.

    Args:
        title: The request as printed; "X was the original request. ..." is classified by X.
        names_drug: Whether the title names a drug.
        is_compound: Whether what it names is a compound.
        procedure_codes: The procedure codes that the title prints, in order.
    """
    return _categoriser()(title, names_drug, is_compound, procedure_codes)
