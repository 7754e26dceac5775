"""How a data file of the vocabulary is read and checked."""

from importlib import resources
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipeline.errors import VocabularyError

Word = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
Lower = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^A-Z\s]([^A-Z]*[^A-Z\s])?$")]
Words = Annotated[frozenset[Lower], Field(min_length=1)]


class VocabularyFile(BaseModel):
    """Base of all data files; `about` says what the file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: Word


FileT = TypeVar("FileT", bound=VocabularyFile)


def load(name: str, form: type[FileT]) -> FileT:
    """Read a data file of this package.

    Raises:
        VocabularyError: The file does not have the form that it must have.
    """
    try:
        return form.model_validate_json(resources.files("pipeline.vocabulary").joinpath(name).read_bytes())
    except ValidationError as error:
        raise VocabularyError(f"the data file {name} is not as it must be: {error}") from error
