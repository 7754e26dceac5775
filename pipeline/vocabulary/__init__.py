"""The word lists that the layouts and extractors read: data files, checked when they are first used."""

import re
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from models.vocabulary import Decision
from pipeline.errors import VocabularyError

Word = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
Lower = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^A-Z\s]([^A-Z]*[^A-Z\s])?$")]
Words = Annotated[frozenset[Lower], Field(min_length=1)]
TokenPattern = Annotated[list[dict[str, Any]], Field(min_length=1)]


class VocabularyFile(BaseModel):
    """Base of all data files; `about` says what the file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: Word


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


FileT = TypeVar("FileT", bound=VocabularyFile)


def _load(name: str, form: type[FileT]) -> FileT:
    try:
        return form.model_validate_json(resources.files(__name__).joinpath(name).read_bytes())
    except ValidationError as error:
        raise VocabularyError(f"the data file {name} is not as it must be: {error}") from error


@cache
def decisions() -> Decisions:
    """The printed words of each decision."""
    return _load("decisions.json", Decisions)


@cache
def form_phrases() -> tuple[str, ...]:
    """Key phrases of the printed form."""
    return tuple(_load("form_phrases.json", FormPhrases).phrases)


@cache
def states() -> frozenset[str]:
    """Names of states and territories."""
    return _load("states.json", States).states


@cache
def persons() -> Persons:
    """Nouns and pronouns by whom they stand for."""
    return _load("persons.json", Persons)


@cache
def numerals() -> Numerals:
    """Number words."""
    return _load("numerals.json", Numerals)


@cache
def ages() -> Ages:
    """How ages are written."""
    return _load("ages.json", Ages)


@cache
def injury_dates() -> InjuryDates:
    """How the date of an injury is written."""
    return _load("injury_dates.json", InjuryDates)


@cache
def review_dates() -> ReviewDates:
    """How the date of the utilization review is written."""
    return _load("review_dates.json", ReviewDates)
