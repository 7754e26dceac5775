"""The word lists that the layouts and extractors read: data files, checked when they are first used."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import product
from typing import Annotated

from pydantic import Field

from models.vocabulary import Decision
from pipeline.vocabulary.files import Lower, VocabularyFile, Word, Words, load

Group = Annotated[list[Word], Field(min_length=1)]


class Decisions(VocabularyFile):
    """The printed words of each decision: behind a title, ending a sentence, in a heading, on a cover."""

    decisions: dict[Decision, Group]
    phrases: dict[Decision, Group]
    headings: dict[Decision, Group]
    verdicts: dict[Decision, Group]

    @cached_property
    def pattern(self) -> str:
        """A regular expression of all words behind a title, the longest first."""
        words = sorted(_members(self.decisions), key=len, reverse=True)
        return "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)

    @cached_property
    def phrase_pattern(self) -> str:
        """A regular expression of all phrases, however capitalised and spaced."""
        return _spaced_pattern(self.phrases)

    @cached_property
    def heading_pattern(self) -> str:
        """A regular expression of all words in headings, however capitalised and spaced."""
        return _spaced_pattern(self.headings)

    @cached_property
    def verdict_pattern(self) -> str:
        """A regular expression of all words that sum a letter up."""
        words = sorted(_members(self.verdicts), key=len, reverse=True)
        return "|".join(r"\s+".join(word.split()) for word in words)

    @cached_property
    def verdict_codes(self) -> dict[str, Decision]:
        """Words that sum a letter up, in upper case, to their code."""
        return {word.upper(): code for code, words in self.verdicts.items() for word in words}

    @cached_property
    def codes(self) -> dict[str, Decision]:
        """Printed words to their code."""
        codes = {word: code for code, words in self.decisions.items() for word in words}
        for spaced in (self.phrases, self.headings):
            codes |= {way: code for code, words in spaced.items() for word in words for way in _ways(word)}
        return codes


def _members(groups: Mapping[Decision, list[str]]) -> list[str]:
    return [word for group in groups.values() for word in group]


def _spaced_pattern(groups: Mapping[Decision, list[str]]) -> str:
    cased = {form for phrase in _members(groups) for form in _capitalised(phrase)}
    longest_first = sorted(cased, key=lambda form: (-len(form), form))
    return "|".join(r"\s*".join(map(re.escape, form.split())) for form in longest_first)


def _ways(phrase: str) -> Iterator[str]:
    """The ways to print a phrase, with any of its blanks lost."""
    for form in _capitalised(phrase):
        first, *words = form.split()
        for blanks in product((" ", ""), repeat=len(words)):
            yield first + "".join(blank + word for blank, word in zip(blanks, words, strict=True))


def _capitalised(phrase: str) -> set[str]:
    title = phrase.title()
    emphatic = re.sub(r"\bnot\b", "NOT", phrase)
    return {phrase, phrase.upper(), phrase.capitalize(), title, title.replace(" And ", " and "), emphatic}


class FormPhrases(VocabularyFile):
    """Key phrases of the printed form."""

    phrases: Annotated[list[Lower], Field(min_length=1)]


class States(VocabularyFile):
    """Names of states and territories."""

    states: frozenset[Word]


class Persons(VocabularyFile):
    """Nouns and pronouns by whom they stand for."""

    worker: Words
    male: Words
    female: Words
    male_pronouns: Words
    male_titles: Words
    female_pronouns: Words
    female_titles: Words
    others: Words
    clinical_acts: Words
    relatives: Words


class Numerals(VocabularyFile):
    """Number words, which an age may be written in."""

    units: dict[Lower, int]
    tens: dict[Lower, int]


class Ages(VocabularyFile):
    """How an age is written, and the words around it that tell whose it is."""

    units: Group
    units_of_numerals: Group
    initials: Group
    nouns: Words
    labels: Group
    not_of_a_person: Words
    not_now: Words


class InjuryDates(VocabularyFile):
    """Words that tie a date to the injury, or to something else."""

    labels: Words
    main_nouns: Words
    nouns: Words
    sensations: Words
    verbs: Words
    qualifiers_of_another: Words
    other_events: Words
    links: Words
    range_words: Words


class ReviewDates(VocabularyFile):
    """Words that tie a date to the utilization review."""

    names: Words
    other_events: Words


@cache
def decisions() -> Decisions:
    """The printed words of each decision."""
    return load("decisions.json", Decisions)


@cache
def form_phrases() -> tuple[str, ...]:
    """Key phrases of the printed form."""
    return tuple(load("form_phrases.json", FormPhrases).phrases)


@cache
def states() -> frozenset[str]:
    """Names of states and territories."""
    return load("states.json", States).states


@cache
def persons() -> Persons:
    """Nouns and pronouns by whom they stand for."""
    return load("persons.json", Persons)


@cache
def numerals() -> Numerals:
    """Number words."""
    return load("numerals.json", Numerals)


@cache
def ages() -> Ages:
    """How ages are written."""
    return load("ages.json", Ages)


@cache
def injury_dates() -> InjuryDates:
    """How the date of an injury is written."""
    return load("injury_dates.json", InjuryDates)


@cache
def review_dates() -> ReviewDates:
    """How the date of the utilization review is written."""
    return load("review_dates.json", ReviewDates)
