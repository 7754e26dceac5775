"""The regions of the body that requests are counted by."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.vocabulary.body_parts import plural
from pipeline.vocabulary.files import Lower, VocabularyFile, Word, load

LEVEL = re.compile(r"\b([ctls])-?\d{1,2}(?:\b|(?=[-/]))")
"""A level of the spine, such as C5-6 or L4."""

LEVEL_REGIONS = {"c": "neck", "t": "upper_back", "l": "low_back", "s": "sacrum"}
NOT_A_WORD = re.compile(r"[^a-z0-9']+")
PLACELESS = "other"


class Region(BaseModel):
    """A region: its name for a reader, and the names of the parts in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Word
    words: Annotated[list[Word], Field(min_length=1)]


class BodyRegions(VocabularyFile):
    """Names of body parts by region."""

    regions: dict[Lower, Region]
    alone: dict[Lower, Lower]

    @model_validator(mode="after")
    def _names_regions_that_are_there(self) -> Self:
        missing = {*self.alone.values(), *LEVEL_REGIONS.values(), PLACELESS} - self.regions.keys()
        if missing:
            raise ValueError(f"no such region: {', '.join(sorted(missing))}")
        return self

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        found: dict[tuple[str, ...], frozenset[str]] = {}
        for key, region in self.regions.items():
            for name in region.words:
                for form in (_plain(name), plural(_plain(name))):
                    words = tuple(form.split())
                    found[words] = found.get(words, frozenset()) | {key}
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._by_words))

    def of(self, text: str) -> frozenset[str]:
        """The regions that a body part as printed lies in, whatever its side; `other` where none is known."""
        plain = _plain(text)
        words = plain.split()
        found: set[str] = {LEVEL_REGIONS[level] for level in LEVEL.findall(text.lower())}
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + self._longest), start, -1):
                regions = self._by_words.get(tuple(words[start:end]))
                if regions:
                    found |= regions
                    start = end - 1
                    break
            start += 1
        found = found or {self.alone[word] for word in words if word in self.alone}
        return frozenset(found) or frozenset({PLACELESS})


def _plain(name: str) -> str:
    return NOT_A_WORD.sub(" ", name.lower()).strip()


@cache
def body_regions() -> BodyRegions:
    """The regions of the body."""
    return load("body_regions.json", BodyRegions)
