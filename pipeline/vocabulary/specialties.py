"""The Division's medical specialties."""

from functools import cache, cached_property
from typing import Annotated

from pydantic import Field, model_validator

from pipeline.vocabulary.files import Lower, VocabularyFile, Word, load


class Specialties(VocabularyFile):
    """Names that letters print for each specialty, by its key."""

    specialties: dict[Lower, Annotated[list[Word], Field(min_length=1)]]

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of each name, in lower case."""
        return {name.lower(): key for key, names in self.specialties.items() for name in names}

    @model_validator(mode="after")
    def _name_each_once(self) -> "Specialties":
        names = [name.lower() for group in self.specialties.values() for name in group]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"a name stands for two specialties: {', '.join(sorted(twice))}")
        return self


@cache
def specialties() -> Specialties:
    """The Division's medical specialties."""
    return load("specialties.json", Specialties)
