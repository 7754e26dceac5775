"""The words that name places of the body."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Annotated, Literal

from pydantic import Field

from pipeline.vocabulary.files import VocabularyFile, Word, Words, load

Kind = Literal["noun", "spinal", "adjective", "head", "side", "position", "direction", "filler", "other"]


class BodyParts(VocabularyFile):
    """Names of body parts, and the words that belong to them."""

    nouns: Words
    spinal: Words
    adjectives: Words
    heads: Words
    needing_a_head: Words
    sides: Words
    positions: Words
    directions: Words
    fillers: Words
    abbreviations: Annotated[dict[Word, Kind], Field(min_length=1)]
    measures: Words
    not_parts: Words

    @cached_property
    def phrases(self) -> Mapping[str, list[tuple[tuple[str, ...], Kind]]]:
        """Every name by its first word, the longest first, as words with their kind."""
        phrases: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
        for name, kind in self._names():
            words = tuple(name.split())
            phrases.setdefault(words[0], []).append((words, kind))
        for same_start in phrases.values():
            # Where a phrase is listed as no part, it is none.
            same_start.sort(key=lambda phrase: (-len(phrase[0]), phrase[1] != "other"))
        return phrases

    def _names(self) -> Iterator[tuple[str, Kind]]:
        for noun in self.nouns:
            yield noun, "noun"
            yield plural(noun), "noun"
        groups: tuple[tuple[Kind, Words], ...] = (
            ("other", self.not_parts),
            ("spinal", self.spinal),
            ("adjective", self.adjectives),
            ("head", self.heads),
            ("side", self.sides),
            ("position", self.positions),
            ("direction", self.directions),
            ("filler", self.fillers),
        )
        for kind, words in groups:
            yield from ((word, kind) for word in words)


def plural(noun: str) -> str:
    """The regular plural of a noun."""
    if noun.endswith("y"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch")) else f"{noun}s"


@cache
def body_parts() -> BodyParts:
    """The names of body parts."""
    return load("body_parts.json", BodyParts)
