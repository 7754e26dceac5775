"""Statewide figures that others have published, to hold results against."""

from functools import cache
from typing import Annotated

from pydantic import Field

from pipeline.vocabulary.files import VocabularyFile, Word, load

Year = Annotated[int, Field(ge=2013, le=2100)]
Rate = Annotated[float, Field(gt=0, lt=1)]


class PublishedFigures(VocabularyFile):
    """Statewide figures by year of decision.

    Attributes:
        source: Who published them.
        upheld: Share of requests upheld.
        drugs: Share of requests that are for drugs.
        requests_per_letter: Mean number of requests in a letter.
    """

    source: Word
    upheld: dict[Year, Rate]
    drugs: dict[Year, Rate]
    requests_per_letter: dict[Year, Annotated[float, Field(ge=1)]]


@cache
def published_figures() -> PublishedFigures:
    """The statewide figures."""
    return load("published_figures.json", PublishedFigures)
