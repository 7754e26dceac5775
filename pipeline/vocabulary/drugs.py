"""Names of drugs, with their ingredients and the Division's class, and the words around them."""

from collections import Counter
from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.clinical import DrugClass
from pipeline.vocabulary.files import Lower, VocabularyFile, Word, Words, load


class Drug(BaseModel):
    """One name of a drug; ingredients of a combination are joined by a slash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Word
    ingredient: Lower
    drug_class: DrugClass | None


class Drugs(VocabularyFile):
    """The names, and the words that tell a drug from other things."""

    salts: Words
    oral_forms: Words
    topical_forms: Words
    units: Words
    laboratory: Words
    of_a_test: Words
    injected: Words
    other_routes: Words
    stems: Words
    english_endings: Words
    other_words: Words
    drugs: Annotated[list[Drug], Field(min_length=400)]

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        counts = Counter(drug.name.casefold() for drug in self.drugs)
        if repeated := [name for name, count in counts.items() if count > 1]:
            raise ValueError(f"names that stand there more than once: {', '.join(repeated)}")
        return self


@cache
def drugs() -> Drugs:
    """Names of drugs and the words around them."""
    return load("drugs.json", Drugs)
