"""What the printed forms say word for word."""

from functools import cache
from typing import Annotated

from pydantic import Field

from pipeline.vocabulary.files import VocabularyFile, Word, load

Printed = Annotated[tuple[Word, ...], Field(min_length=1)]


class FormWords(VocabularyFile):
    """Headings and labels as they are printed.

    Attributes:
        headings: Each has a line to itself.
        labels: Each begins a line, and ends in a colon.
        header_labels: They stand anywhere in the header's table.
    """

    headings: Printed
    labels: Printed
    header_labels: Printed


@cache
def form_words() -> FormWords:
    """The words of the printed forms."""
    return load("form_words.json", FormWords)
