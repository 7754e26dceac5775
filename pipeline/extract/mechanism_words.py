"""A summary's words as the telling of an injury reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.vocabulary.mechanisms import Mechanisms
from pipeline.vocabulary.phrases import Phrases

Stretch = tuple[int, int]
"""First token, and the one behind the last."""

EVENT_WITHIN = 12
"""A cause is named within so many tokens of what introduces it."""

NEAR = 5
"""... or of a preposition, which introduces much else."""

ARTICLES = frozenset({"a", "an", "the"})
BEFORE_THE_WORKER = ARTICLES | {"this", "injured", "male", "female"}
PARTING = frozenset({",", "and", ";"})


@dataclass(frozen=True)
class PhraseTables:
    """The vocabulary's phrases in the form that they are looked up in."""

    connectors: Phrases
    attributions: Phrases
    ends: Phrases


@dataclass(frozen=True)
class Telling:
    """A summary's tokens in lower case, the start of each one's sentence, its dates, and the vocabulary."""

    lower: Sequence[str]
    starts: Sequence[int]
    dated: frozenset[int]
    vocabulary: Mechanisms
    tables: PhraseTables
    worker: frozenset[str]

    def names_the_worker(self, index: int) -> bool:
        """Whether "injured" is but a part of "the injured worker"."""
        return self.lower[index] == "injured" and not self.worker.isdisjoint(
            self.lower[index + 1 : index + 2]
        )

    def lasting(self, index: int) -> bool:
        """Whether a word makes a cause of what follows it: "cumulative", "repetitive"."""
        return self.lower[index] in self.vocabulary.lasting

    def names_event(self, reach: Sequence[str]) -> bool:
        """Whether some words name what may cause an injury, before any comma."""
        for number, word in enumerate(reach):
            if word == ",":
                return False
            kind = word in self.vocabulary.burdens and not self.vocabulary.trauma_kinds.isdisjoint(
                reach[:number]
            )
            if kind or word in self.vocabulary.events:
                return True
        return False

    def subject(self, index: int, end: int) -> int | None:
        """Behind the worker as the subject of a clause that begins at a token."""
        for at in range(index, min(end, index + NEAR)):
            if self.lower[at] in self.worker or self.lower[at] in self.vocabulary.clause_pronouns:
                return at + 1
            if self.lower[at] not in BEFORE_THE_WORKER:
                return None
        return None

    def parts(self, index: int) -> bool:
        """Whether the naming of an accident ends here; "slip and fall" is one."""
        both = self.lower[index] == "and" and not self.vocabulary.accidents.isdisjoint(
            self.lower[index + 1 : index + 2]
        )
        return self.lower[index] in PARTING and not both

    def end_of_event(self, begin: int, end: int) -> int:
        """Where the naming of an event ends; a clause is told to its own end."""
        named = (
            at for at in range(begin, min(end, begin + NEAR)) if self.lower[at] in self.vocabulary.accidents
        )
        at = next(named, end)
        verb = not self.vocabulary.verbs.isdisjoint(self.lower[begin:at])
        return end if verb else next((i for i in range(at, end) if self.parts(i)), end)

    def precluded(self, index: int) -> bool:
        """Whether "from" tells what the worker must not do."""
        return not self.vocabulary.precluding.isdisjoint(self.lower[self.starts[index] : index])
