"""The words and procedure codes that tell a request's category: `request_categories.json`."""

import re
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from models.clinical import Category, Subcategory
from pipeline.vocabulary.files import Lower, VocabularyFile, Words, load

Phrases = Annotated[list[Lower], Field(min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^(\d{5}|[A-V]\d{4}|\d{4}[FTU])$")]


class Kind(BaseModel):
    """A category with its subcategory."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: Category
    subcategory: Subcategory | None = None


class PhraseGroup(Kind):
    """Phrases that stand for a kind; `in_sessions` is theirs where the title counts visits."""

    phrases: Phrases
    in_sessions: Kind | None = None
    instead_of: Subcategory | None = None
    """A phrase of this group, anywhere in the title, replaces this subcategory of its category by its own."""


class Turn(BaseModel):
    """Phrases that turn a kind into another, standing before it or directly behind it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phrases: Words
    stands: Literal["before", "behind"]
    turns: frozenset[Category]
    into: Kind


class CodeRange(Kind):
    """Procedure codes of one kind, first and last included; both are of one form."""

    first: Code
    last: Code

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if form_of(self.first) != form_of(self.last) or self.first > self.last:
            raise ValueError(f"{self.first} to {self.last} is no range")
        return self


class RequestCategories(VocabularyFile):
    """How the title of a request names its category; `pipeline.link.category` says how levels are read."""

    wherever: list[PhraseGroup]
    heads: list[PhraseGroup]
    modalities: list[PhraseGroup]
    people: list[PhraseGroup]
    visits: list[PhraseGroup]
    general: list[PhraseGroup]
    vague: list[PhraseGroup]
    specific: list[PhraseGroup]
    turns: list[Turn]
    sessions: Words
    devices: Words
    purposes: Words
    openings: Words
    codes: list[CodeRange]


def form_of(code: str) -> str:
    """The letter of a procedure code and its place: codes of one form are in the order of their text."""
    return re.sub(r"\d+", "0", code)


@cache
def request_categories() -> RequestCategories:
    """The words and procedure codes that tell a request's category."""
    return load("request_categories.json", RequestCategories)
