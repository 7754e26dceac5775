"""The words around a number in a request's title."""

from functools import cache, cached_property
from typing import Annotated

from pydantic import StringConstraints

from pipeline.vocabulary.files import Lower, VocabularyFile, load

Letter = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]$")]


class QuantityWords(VocabularyFile):
    """Words by their class, a letter."""

    classes: dict[Letter, tuple[Lower, ...]]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The class of each word."""
        return {word: kind for kind, words in self.classes.items() for word in words}


@cache
def quantity_words() -> QuantityWords:
    """The words around a number in a title."""
    return load("quantity_words.json", QuantityWords)
