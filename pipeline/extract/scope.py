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
        self._searched = range(0)

    def end(self, start: int, limit: int) -> int:
        """Behind the last word of the list that begins at a token, at most at `limit`."""
        behind = sentence_end(self._starts, start)
        limit = min(limit, behind)
        if start >= limit or self._is_act(start):
            return min(start, limit)
        end = min(self._next_break(start + 1, behind), limit)
        if end < limit and self._opens_a_clause(end):
            separators = (index for index in range(end - 1, start - 1, -1) if self._is_separator(index))
            end = next(separators, end)
        while end > start and self._lower[end - 1] in DANGLING:
            end -= 1
        return end

    def _next_break(self, index: int, behind: int) -> int:
        """The first token from one on that ends any list before it; the end of the sentence, if none does.

        Cues may stand close together: what was searched for one of them is not searched again.
        """
        if not self._searched.start <= index <= self._searched.stop:
            ends = (at for at in range(index, behind) if self._opens_a_clause(at) or self._ends_before(at))
            self._searched = range(index, next(ends, behind))
        return self._searched.stop

    def _opens_a_clause(self, index: int) -> bool:
        """Whether a verb stands here that no condition's name holds: another clause has begun."""
        return self._lower[index] in self._cues.finite or self._is_act(index)

    def _is_act(self, index: int) -> bool:
        """Whether what stands here is done by the one who is named before."""
        word, before = self._lower[index], self._lower[index - 1]
        acts = word in self._cues.acts and word not in self._cues.finite
        return acts and (before in CONJUNCTIONS or before in self._subjects)

    def _is_separator(self, index: int) -> bool:
        return self._lower[index] in CONJUNCTIONS and self._lower[index - 1] not in CONJUNCTIONS

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
