"""Chapters and blocks of ICD-10-CM: what diagnoses are counted by."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated

from pydantic import Field

from pipeline.vocabulary.files import VocabularyFile, Word, load

FILE = "icd10_groups.json"
CATEGORY = 3
"""Characters of a code that say which block it is in: M54 of M54.50."""

Category = Annotated[str, Field(pattern=r"^[A-Z][0-9A-Z]{2}$")]
Range = Annotated[str, Field(pattern=r"^[A-Z][0-9A-Z]{2}(-[A-Z][0-9A-Z]{2})?$")]


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter or a block: its range of categories, such as M50-M54, and its title."""

    code: str
    title: str

    def holds(self, category: str) -> bool:
        """Whether a category lies in it."""
        first, _, last = self.code.partition("-")
        return first <= category <= (last or first)


class Icd10Groups(VocabularyFile):
    """Titles of chapters and blocks by their ranges; `apart` has the blocks that ranges do not tell."""

    release: Word
    chapters: dict[Range, Word]
    blocks: dict[Range, Word]
    apart: dict[Category, Range]

    @cached_property
    def _narrow_first(self) -> list[Group]:
        """C7A lies within C76-C80, and is a block of its own."""
        groups = (Group(code, title) for code, title in self.blocks.items())
        return sorted(groups, key=lambda group: len(group.code))

    def chapter(self, code: str) -> Group:
        """The chapter of a code.

        Raises:
            LookupError: It is in none.
        """
        for chapter, title in self.chapters.items():
            group = Group(chapter, title)
            if group.holds(code[:CATEGORY]):
                return group
        raise LookupError(f"{code} is in no chapter of ICD-10-CM")

    def block(self, code: str) -> Group:
        """The block of a code.

        Raises:
            LookupError: It is in none.
        """
        category = code[:CATEGORY]
        block = self.apart.get(category) or self.range_of(category)
        if block is None:
            raise LookupError(f"{code} is in no block of ICD-10-CM")
        return Group(block, self.blocks[block])

    def range_of(self, category: str) -> str | None:
        """The narrowest block whose range a category lies in."""
        return next((group.code for group in self._narrow_first if group.holds(category)), None)


@cache
def icd10_groups() -> Icd10Groups:
    """The chapters and blocks of ICD-10-CM."""
    return load(FILE, Icd10Groups)
