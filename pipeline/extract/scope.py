"""How far a list of conditions reaches: to the end of its sentence, or to where another clause begins."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Span

from pipeline.extract.tokens import sentence_end
from pipeline.vocabulary.diagnoses import DiagnosisCues, conditions

CONJUNCTIONS = frozenset({",", ";", "and", "&"})
DANGLING = frozenset(
    {
        ",",
        ";",
        ".",
        ":",
        "and",
        "&",
        "for",
        "with",
        "of",
        "in",
        "on",
        "by",
        "to",
        "from",
        "at",
        "the",
        "a",
        "an",
        "(",
        "as",
        "is",
        "also",
        "-",
        "that",
        "dated",
        "since",
    }
)
YEAR = re.compile(r"(?:19|20)\d{2}")
WORK = frozenset({"industrial", "work", "workplace", "occupational", "accident", "employment"})
CAUSE_WITHIN = 5
PHYSICIANS = frozenset({"dr", "dr.", "the", "a", "an", "his", "her", "their"})


class Scope:
    """The end of a list, in the words of one summary."""

    def __init__(
        self,
        cues: DiagnosisCues,
        subjects: frozenset[str],
        lower: Sequence[str],
        starts: Sequence[int],
        dates: Iterable[Span],
    ) -> None:
        self._cues = cues
        self._subjects = subjects
        self._lower = lower
        self._starts = starts
        self._dates = frozenset(date.start for date in dates)
        self._treatments = conditions().treatments

    def end(self, start: int, limit: int) -> int:
        """Behind the last word of the list that begins at a token, at most at `limit`."""
        limit = min(limit, sentence_end(self._starts, start))
        separator: int | None = None
        end = limit
        for index in range(start, limit):
            word = self._lower[index]
            if self._opens_a_clause(index, start):
                end = index if separator is None else separator
                break
            if index > start and self._ends_before(index):
                end = index
                break
            if word in CONJUNCTIONS and self._lower[index - 1] not in CONJUNCTIONS:
                separator = index
        while end > start and self._lower[end - 1] in DANGLING:
            end -= 1
        return end

    def _opens_a_clause(self, index: int, start: int) -> bool:
        """Whether a verb stands here that no condition's name holds: another clause has begun."""
        word = self._lower[index]
        if word in self._cues.finite:
            return index > start
        before = self._lower[index - 1]
        return word in self._cues.acts and (before in CONJUNCTIONS or before in self._subjects)

    def _ends_before(self, index: int) -> bool:
        lower, word = self._lower, self._lower[index]
        behind = lower[index + 1 : index + 1 + CAUSE_WITHIN]
        if not word.strip() or index in self._dates or YEAR.fullmatch(word):
            return True
        if word in self._cues.cuts:
            return not (word == "as" and behind[:1] == ["well"]) and not (
                word == "as" and lower[index - 1] == "well"
            )
        if word == "with":
            return not self._treatments.isdisjoint(behind[:2]) or not self._subjects.isdisjoint(behind[:2])
        if word == "by":
            return behind[:1] != [] and behind[0] in PHYSICIANS
        return word == "associated" and not WORK.isdisjoint(behind)
