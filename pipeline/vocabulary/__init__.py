"""The word lists that the layouts and extractors read: data files, checked when they are first used."""

import re
from functools import cache, cached_property
from typing import Annotated

from pydantic import Field

from models.vocabulary import Decision
from pipeline.vocabulary.files import Lower, TokenPattern, VocabularyFile, Word, Words, load


class Decisions(VocabularyFile):
    """The printed words of each decision."""

    decisions: dict[Decision, Annotated[list[Word], Field(min_length=1)]]

    @cached_property
    def pattern(self) -> str:
        """A regular expression of all printed words, the longest first."""
        words = sorted((word for group in self.decisions.values() for word in group), key=len, reverse=True)
        return "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)

    @cached_property
    def codes(self) -> dict[str, Decision]:
        """Printed words to their code."""
        return {word: code for code, words in self.decisions.items() for word in words}


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
    """Token patterns of an age, and the words around it that tell whose it is."""

    patterns: Annotated[list[TokenPattern], Field(min_length=1)]
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
