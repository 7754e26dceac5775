"""The date of injury that a summary gives: `doc.spans["injury_date"]`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.tokens import mark, sentence_end, sentence_starts, valued, words
from pipeline.vocabulary import InjuryDates, Persons, injury_dates, persons

REACH = 35
"""An injury is named at most this many tokens before its date."""

FORWARD = 25
"""... or this many behind it: "On March 3, 2011, while unloading a truck, she injured her back"."""

ATTRIBUTE = 4
"""... or right behind it, as in "the 3/3/2011 industrial injury"."""

QUALIFIED_WITHIN = 4
SENSATION_WITHIN = 6
BEFORE_AN_EVENT = frozenset({"on", "of", "about", "around", "approximately"})
BEFORE_AN_ATTRIBUTE = frozenset({"the", "his", "her", "this", "a", "an", "their"})
PERIOD_ENDS = frozenset({"through", "thru", "until", "till", "ending", "between"})
PERIOD_BEGINS = frozenset({"from", "between"})
OPEN_ENDS = frozenset({"present", "current", "date", "now"})
AGAIN = frozenset({"again", "also"})
CLAUSE_ENDS = frozenset({",", ";", "."})


class InjuryDateFinder:
    """spaCy component: ties dates to the words for an injury around them."""

    def __init__(self, vocabulary: InjuryDates, who: Persons) -> None:
        self._vocabulary = vocabulary
        self._worker = who.worker

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["injury_date"]`.

        One span with its `kb_id_` if the summary gives one date. Where it gives a period, or two dates for
        the injury, the spans of all of them stand there, labelled `SEVERAL`.
        """
        mark(doc, "injury_date", self.process(doc))
        return doc

    def process(self, doc: Doc) -> list[Span]:
        """The date that an injury is named with, by what it is sooner than by how it came about.

        A date behind the word "injury" or its like comes first, then one behind another word for what
        happened, then one that opens a clause in which it happens.
        """
        dates: Sequence[Span] = list(doc.spans.get("dates", []))
        if not dates:
            return []
        summary = _Summary(words(doc), sentence_starts(doc), dates, self._vocabulary, self._worker)
        for tied in (summary.injury_named, summary.injury_before, summary.injury_behind):
            for number, date in enumerate(dates):
                if tied(number):
                    several = list(summary.several(number))
                    if several:
                        return [valued(doc, each.start, each.end, "SEVERAL", each.kb_id_) for each in several]
                    if date.kb_id_:
                        return [valued(doc, date.start, date.end, "INJURY_DATE", date.kb_id_)]
        return []


@dataclass(frozen=True)
class _Summary:
    """A summary's tokens in lower case, the start of each one's sentence, its dates, and the vocabulary."""

    lower: Sequence[str]
    starts: Sequence[int]
    dates: Sequence[Span]
    vocabulary: InjuryDates
    worker: frozenset[str]

    def injury_named(self, number: int) -> bool:
        """Whether the word "injury" or its like stands before the date, or has it as an attribute."""
        return self._attribute(number) or self._named_before(number, self._is_main)

    def injury_before(self, number: int) -> bool:
        """Whether an injury is named before the date in any way."""
        return self._named_before(number, self._names_injury)

    def injury_behind(self, number: int) -> bool:
        """Whether the date opens a clause in which an injury happens, before any other event."""
        date = self.dates[number]
        if date.start == 0 or self.lower[date.start - 1] not in BEFORE_AN_EVENT:
            return False
        end = min(self._limit(number), date.end + FORWARD)
        return self._first_event(range(date.end, end), self._names_injury)

    def several(self, number: int) -> Iterator[Span]:
        """All dates of a period or an enumeration that this date begins or ends; none if it stands alone."""
        date = self.dates[number]
        following = self.dates[number + 1] if number + 1 < len(self.dates) else None
        between = self.lower[date.end : following.start] if following else []
        same_sentence = following and self.starts[following.start] == self.starts[date.start]
        joined = len(between) <= 3 and not self.vocabulary.range_words.isdisjoint(between)
        again = same_sentence and not AGAIN.isdisjoint(between[-2:])
        in_turn = same_sentence and self.lower[date.start - 1] == "as" == between[-1]
        if following and (joined or again or in_turn):
            yield date
            yield following
        elif self._ends_period(date) or self._open_ended(self.lower[date.end : date.end + 3]):
            yield date

    def _attribute(self, number: int) -> bool:
        date = self.dates[number]
        if not date.start or self.lower[date.start - 1] not in BEFORE_AN_ATTRIBUTE:
            return False
        end = min(self._limit(number), date.end + ATTRIBUTE)
        return any(
            self._is_main(at) or self.lower[at] in self.vocabulary.nouns for at in range(date.end, end)
        )

    def _named_before(self, number: int, names: Callable[[int], bool]) -> bool:
        start = self.dates[number].start
        begin = max(self.starts[start], start - REACH, self.dates[number - 1].end if number else 0)
        index = start - 1
        if index < begin or not (self._links(index) or self._names_injury(index)):
            return False
        while index >= begin and self._links(index) and not self._names_injury(index):
            index -= 1
        return self._first_event(range(index, begin - 1, -1), names)

    def _first_event(self, indices: range, names: Callable[[int], bool]) -> bool:
        """Whether the first event among some tokens is the injury, and no other one of the worker's."""
        for at in indices:
            if self._names_injury(at):
                return names(at) and not self._is_another(at)
            if self.lower[at] in self.vocabulary.other_events:
                return False
        return False

    def _limit(self, number: int) -> int:
        """The end of the date's sentence, or the next date in it."""
        end = sentence_end(self.starts, self.dates[number].end - 1)
        return min(end, self.dates[number + 1].start) if number + 1 < len(self.dates) else end

    def _links(self, index: int) -> bool:
        word = self.lower[index]
        return word in self.vocabulary.links or word in PERIOD_ENDS or word == "to"

    def _is_main(self, index: int) -> bool:
        """Whether a token is "injury" or its like, a label of its date, or the "loss" of a "date of loss"."""
        word = self.lower[index]
        if word == "loss":
            return "date" in self.lower[max(index - 2, 0) : index + 2]
        if word == "claim" and self.lower[index + 1 : index + 2] == ["on"]:
            return "filed" not in self.lower[max(index - 3, 0) : index]  # the date is that of the filing
        return word in self.vocabulary.labels or word in self.vocabulary.main_nouns

    def _names_injury(self, index: int) -> bool:
        """Whether a token names an injury or how it came about; "injured worker" names a person."""
        word = self.lower[index]
        if self._is_main(index) or word in self.vocabulary.nouns:
            return True
        behind = self.lower[index + 1 : index + SENSATION_WITHIN]
        if word == "felt":
            return not self.vocabulary.sensations.isdisjoint(behind)
        if word == "gave":
            return behind[:1] == ["way"]
        if word == "while":
            return any(following.endswith("ing") for following in behind[:4])
        return word in self.vocabulary.verbs and self.worker.isdisjoint(behind[:1])

    def _is_another(self, index: int) -> bool:
        """Whether the injury is another one: "a prior injury", "a prior claim for a knee injury"."""
        begin = self.starts[index]
        if self._qualified(begin, index):
            return True
        for at in range(index - 1, begin - 1, -1):
            if self.lower[at] in CLAUSE_ENDS:
                return False
            if self.lower[at] in self.vocabulary.nouns | self.vocabulary.main_nouns and self._qualified(
                begin, at
            ):
                return True
        return False

    def _qualified(self, begin: int, index: int) -> bool:
        before = self.lower[max(begin, index - QUALIFIED_WITHIN) : index]
        of_a_report = any(pair == ("report", "of") for pair in pairwise(before))
        return of_a_report or not self.vocabulary.qualifiers_of_another.isdisjoint(before)

    def _ends_period(self, date: Span) -> bool:
        """Whether the date is the end of a period whose beginning is no full date: "from 2010 to 3/3/11"."""
        before = self.lower[max(self.starts[date.start], date.start - REACH) : date.start]
        if not before:
            return False
        if before[-1] == "to":
            return not PERIOD_BEGINS.isdisjoint(before)
        return before[-1] in PERIOD_ENDS

    def _open_ended(self, behind: Sequence[str]) -> bool:
        opens = len(behind) > 1 and (behind[0] in PERIOD_ENDS or behind[0] == "to")
        return opens and not OPEN_ENDS.isdisjoint(behind[1:])


@Language.factory("imr_injury_date", requires=["doc.spans"], assigns=["doc.spans"])
def make_injury_date_finder(nlp: Language, name: str) -> InjuryDateFinder:
    """The component with the shipped vocabulary."""
    return InjuryDateFinder(injury_dates(), persons())
