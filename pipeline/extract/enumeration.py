"""A list of conditions to its items: where one ends and the next begins.

Works on words in lower case, as the tokenizer parts them. Commas and "and" part two conditions, but also the
parts of one: "strain of muscle, fascia and tendon", "dislocation, shoulder", "neck and low back pain",
"sprain and strain". What decides is whether each side names a condition by itself.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.icd_printed import SYSTEM, code_positions
from pipeline.vocabulary.diagnoses import Conditions
from pipeline.vocabulary.phrases import Phrases, width_at

SEPARATORS = frozenset({",", ";", "•", "*"})
STRONG = frozenset({";", "•", "*", "-", "–", "—"})
STATUS = (("status", "post"), ("s", "/", "p"))
PREPOSITIONS = frozenset(
    {"of", "to", "with", "in", "at", "on", "from", "for", "by", "over", "secondary", "due"}
)
BEHIND_AND = frozenset({"/", "-", "or"})
NAME = 4
"""Words within which a place is followed by what is there: "left knee medial meniscus tear"."""

ADJECTIVE = ("al", "ic", "ar")
CLOSING = frozenset({"region", "regions", "level", "side", "encounter"})


class Segment(NamedTuple):
    """A stretch of the words between two separators, and the separator before it."""

    start: int
    end: int
    joint: str


class Enumeration:
    """The words of a summary, and where the conditions in a stretch of them begin and end."""

    def __init__(
        self,
        lower: Sequence[str],
        conditions: Conditions,
        conjunctions: Phrases,
        bullets: frozenset[int] = frozenset(),
    ) -> None:
        self._lower = lower
        self._words = conditions
        self._conjunctions = conjunctions
        self._bullets = bullets

    def items(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The items between two tokens, as token offsets, in order."""
        found: list[Segment] = []
        waiting: Segment | None = None
        segments = list(self._segments(start, end))
        for number, segment in enumerate(segments):
            behind = segments[number + 1] if number + 1 < len(segments) else None
            if waiting is not None:
                segment, waiting = Segment(waiting.start, segment.end, waiting.joint), None
            if not self.is_condition(segment.start, segment.end):
                if found and self._belongs_to(found[-1], segment, behind):
                    found[-1] = Segment(found[-1].start, segment.end, found[-1].joint)
                else:
                    waiting = segment
            elif found and self._shares(found[-1], segment):
                found[-1] = Segment(found[-1].start, segment.end, found[-1].joint)
            else:
                found.append(segment)
        if waiting is not None:
            if found and waiting.joint != ";":
                found[-1] = Segment(found[-1].start, waiting.end, found[-1].joint)
            else:
                found.append(waiting)
        return ((item.start, item.end) for item in found)

    def is_condition(self, start: int, end: int) -> bool:
        """Whether some words name a condition: a known one, or a word that is no mere modifier."""
        if any(map(self.is_head, self._lower[start:end])):
            return True
        codes = code_positions(self._lower, start, end)
        unknown = (
            index
            for index in range(start, end)
            if index not in codes and not self._modifies(self._lower[index])
        )
        # What begins with a muscle or the like goes on with what stands before it, wherever that is.
        return self._lower[start] not in self._words.structures and any(True for _ in unknown)

    def _modifies(self, word: str) -> bool:
        return not word[0].isalpha() or word in self._words.modifiers or word in SYSTEM or is_level(word)

    def is_head(self, word: str) -> bool:
        """Whether a word names a condition by itself."""
        return word in self._words.heads or (len(word) > 5 and word.endswith(self._words.suffixes))

    def _segments(self, start: int, end: int) -> Iterator[Segment]:
        begin, index, joint, depth = start, start, "", 0
        while index < end:
            word = self._lower[index]
            depth += (word == "(") - (word == ")" and depth > 0)
            width = 0 if depth else self._separator(index, end)
            if width or (begin < index and not depth and self._begins_anew(begin, index, end)):
                if begin < index:
                    yield Segment(begin, index, joint)
                    joint = ""
                joint = self._stronger(joint, word if width else ",")
                begin = index + width
            index += max(width, 1)
        if begin < end:
            yield Segment(begin, end, joint)

    def _separator(self, index: int, end: int) -> int:
        """How many words the separator at a place has; 0 where there is none."""
        if self._lower[index] in SEPARATORS or index in self._bullets:
            return 1
        width = width_at(self._conjunctions, self._lower, index)
        either = index + 1 < end and self._lower[index + 1] in BEHIND_AND
        return 0 if either else width

    @staticmethod
    def _stronger(before: str, separator: str) -> str:
        """Of two separators in a row (", and") the one that parts more."""
        both = {before, separator}
        if not both.isdisjoint(STRONG):
            return ";"
        return "," if "," in both else "and"

    def _begins_anew(self, begin: int, index: int, end: int) -> bool:
        """Whether a comma was left out: behind a condition a side, a state or a place begins the next."""
        lower, words = self._lower, self._words
        before = lower[index - 1]
        if lower[index] in words.anatomy:
            return self.is_head(before) and any(map(self.is_head, self._unbroken(index + 1, end)))
        status = any(tuple(lower[index : index + len(state)]) == state for state in STATUS)
        twice = any(word in words.sides for word in lower[index + 1 : index + 3])
        if twice or not (status or lower[index] in words.sides):
            return False
        if before in "-/(" or not any(map(self.is_head, lower[begin:index])):
            return False
        ended = self.is_head(before) or before in words.sides or not before[-1].isalnum()
        return ended and any(map(self.is_head, lower[index:end]))

    def _unbroken(self, index: int, end: int) -> Sequence[str]:
        """The few words from one on that no separator, preposition or bracket parts."""
        for at in range(index, min(end, index + NAME)):
            if self._separator(at, end) or self._lower[at] in PREPOSITIONS or self._lower[at] == "(":
                return self._lower[index:at]
        return self._lower[index : min(end, index + NAME)]

    def _belongs_to(self, item: Segment, segment: Segment, behind: Segment | None) -> bool:
        """Whether words that name no condition say more of the one before, and do not open the next."""
        lower = self._lower
        codes = code_positions(lower, segment.start, segment.end)
        words = [
            lower[index]
            for index in range(segment.start, segment.end)
            if index not in codes and lower[index] not in self._words.function_words
        ]
        if segment.joint == ";":
            return False
        if behind and behind.joint == "and" and words and words[-1] in self._words.sides:
            return False
        placed = self._words.anatomy.intersection(words)
        onward = behind is not None and self._starts_with_place(behind)
        if not placed and not self._words.structures.intersection(words):
            return True
        if not onward or words[-1] in CLOSING or words[0] in self._words.structures:
            return True
        own = lower[item.start : item.end]
        if segment.joint == "," and words[0] in self._words.sides and self._words.sides.isdisjoint(own):
            return True
        if behind and behind.joint == "and" and (segment.joint == "," or words[-1].endswith(ADJECTIVE)):
            return False
        tail = self._tail(item)
        if tail is not None:
            return self._is_place(tail, item.end)
        return segment.joint == "," and self._words.anatomy.isdisjoint(own)

    def _starts_with_place(self, segment: Segment) -> bool:
        word = self._lower[segment.start]
        return word in self._words.anatomy or word in self._words.sides

    def _tail(self, item: Segment) -> int | None:
        """Behind the last preposition of an item that follows the word for its condition."""
        for index in range(item.end - 1, item.start, -1):
            if self._lower[index] in PREPOSITIONS:
                return index + 1
            if self.is_head(self._lower[index]):
                return None
        return None

    def _is_place(self, start: int, end: int) -> bool:
        return start < end and not self.is_condition(start, end)

    def _shares(self, item: Segment, segment: Segment) -> bool:
        """Whether two conditions share their place or their cause, and so are one item."""
        lower, words = self._lower, self._words
        if segment.joint != "and":
            return False
        if any(word in words.coordinating for word in self._last_phrase(item)):
            return True
        tail = self._tail(item)
        if tail is not None and lower[tail - 1] == "with" and self._is_place(tail, item.end):
            return True
        first, last = lower[segment.start], lower[item.end - 1]
        if first not in words.pairs or last not in words.pairs:
            return False
        placed = not words.anatomy.isdisjoint(lower[item.start : item.end])
        own = [*lower[segment.start : segment.end], "with"]
        elsewhere = words.anatomy | words.structures
        return not (placed and any(word in elsewhere for word in own[: own.index("with")]))

    def _last_phrase(self, item: Segment) -> Sequence[str]:
        """An item's words behind its last "and"."""
        own = self._lower[item.start : item.end]
        return own[len(own) - own[::-1].index("and") :] if "and" in own else own


def is_level(word: str) -> bool:
    """Whether a word is a level of the spine, such as L4, or a bare number."""
    return word.isdigit() or (word[0] in "cltse" and word[1:].isdigit() and len(word) <= 3)
