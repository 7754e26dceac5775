"""Phrases of several words, looked up where they begin."""

from collections.abc import Mapping, Sequence

Phrase = tuple[str, ...]
Phrases = Mapping[str, tuple[Phrase, ...]]
"""Phrases by their first word, the longest first."""


def phrases(texts: Sequence[str]) -> Phrases:
    """Phrases, each its words joined by blanks, in the form that they are looked up in."""
    by_first: dict[str, list[Phrase]] = {}
    for phrase in sorted((tuple(text.split()) for text in texts), key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(found) for first, found in by_first.items()}


def width_at(known: Phrases, lower: Sequence[str], index: int) -> int:
    """How many words the known phrase at a place has; 0 where there is none."""
    for phrase in known.get(lower[index], ()):
        if tuple(lower[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return 0
