"""Names of guidelines, and the regular expressions that find them in spite of how they are spelled.

The expressions are for text in lower case: they are several times as fast as those that ignore case.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from models.clinical import GuidelineSource
from pipeline.vocabulary.files import VocabularyFile, Word, load

Topic = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Names = Annotated[list[Word], Field(min_length=1)]

GUIDELINE = r"guid\w{0,3}l\w{0,2}nes?"
"""The word "guideline" with its usual slips: "guidlines", "guideliness"."""

# In the singular it is part of a guideline's name, in the plural a word behind the name.
SPELLINGS = {
    "&": "(?:&|and)",
    "and": "(?:&|and)",
    "guideline": GUIDELINE.removesuffix("s?") + "(?!s)",
    "guidelines": GUIDELINE,
    "complaints": r"compl\w*nts?",
}


class Named(BaseModel):
    """Something that a citation names.

    Attributes:
        topic: What it is about, by a key that stays the same when the guideline is renamed; null where
            the schedule has no guideline of that topic.
        names: Its names, the usual one first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: Topic | None
    names: list[Word]


class MtusGuideline(Named):
    """A guideline of the Medical Treatment Utilization Schedule, with its section of 8 CCR where known."""

    names: Names
    ccr_section: Annotated[str, StringConstraints(pattern=r"^9792\.\d+(\.\d+)?$")] | None = None


class AcoemChapter(Named):
    """A chapter of the ACOEM Practice Guidelines, second edition (2004); the schedule adopted most."""

    chapter: Annotated[int, Field(ge=1)]


class Guidelines(VocabularyFile):
    """Guidelines, their sources, and names of sections that a list's commas must not cut."""

    mtus_until_november_2017: list[MtusGuideline]
    mtus_since_december_2017: list[MtusGuideline]
    acoem_second_edition: list[AcoemChapter]
    odg_chapters: list[Named]
    sources: dict[GuidelineSource, Names]
    sections: Names

    @cached_property
    def mtus(self) -> "Lexicon":
        """The guidelines of the schedule, of both generations, and the other chapters of ACOEM's."""
        generations = self.mtus_until_november_2017, self.mtus_since_december_2017
        return Lexicon.of(each for group in (*generations, self.acoem_second_edition) for each in group)

    @cached_property
    def odg(self) -> "Lexicon":
        """The chapters of the Official Disability Guidelines."""
        return Lexicon.of(self.odg_chapters)

    @cached_property
    def topic_of_chapter(self) -> dict[int, str | None]:
        """Topic of each chapter of the ACOEM Practice Guidelines, second edition, by its number."""
        return {each.chapter: each.topic for each in self.acoem_second_edition}

    @cached_property
    def topic_of_ccr_section(self) -> dict[str, str | None]:
        """Topic of each section of 8 CCR that adopts a guideline."""
        each_generation = *self.mtus_until_november_2017, *self.mtus_since_december_2017
        return {each.ccr_section: each.topic for each in each_generation if each.ccr_section}


@dataclass(frozen=True)
class Lexicon:
    """Names to look for at a place in a text.

    Attributes:
        names: A regular expression of them all, without groups, the longest first.
        pattern: The same with a group for each name.
        topics: The topic of each group.
    """

    names: str
    pattern: re.Pattern[str]
    topics: Sequence[str | None]

    @classmethod
    def of(cls, items: Iterable[Named]) -> "Lexicon":
        """The names of some guidelines."""
        topics = {name: item.topic for item in items for name in item.names}
        names = sorted(topics, key=len, reverse=True)
        pattern = re.compile("(?:" + "|".join(f"({spelled(name)})" for name in names) + r")(?!\w)")
        return cls(any_of(names), pattern, [topics[name] for name in names])

    def match(self, text: str, start: int, end: int) -> tuple[int, str | None] | None:
        """The end and the topic of the longest name that stands at `start`."""
        found = self.pattern.match(text, start, end)
        return (found.end(), self.topics[(found.lastindex or 1) - 1]) if found else None


def any_of(names: Iterable[str]) -> str:
    """A regular expression of names, the longest first."""
    return "|".join(map(spelled, sorted(names, key=len, reverse=True)))


def spelled(name: str) -> str:
    """A regular expression of a name in lower case that leaves its commas and its "and" to the writer."""
    words = (SPELLINGS.get(word) or re.escape(word).replace(",", ",?") for word in name.lower().split())
    return r"\s+".join(words)


@cache
def guidelines() -> Guidelines:
    """Names of guidelines."""
    return load("guidelines.json", Guidelines)
