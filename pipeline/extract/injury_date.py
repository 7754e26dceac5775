"""The date of injury that a summary gives: `doc.spans["injury_date"]`."""

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.tokens import mark, sentence_end, sentence_starts, valued, words
from pipeline.vocabulary import InjuryDates, Persons, injury_dates, persons

REACH = 35
"""An injury is named at most this many tokens before its date."""

FORWARD = 25
"""... or this many behind it: "On March 3, 2011, while unloading a truck, she injured her back"."""

QUALIFIED_WITHIN = 4
PERIOD_ENDS = frozenset({"through", "thru", "until", "till", "ending", "between"})
PERIOD_BEGINS = frozenset({"from", "between"})
SENSATION_WITHIN = 6
OPEN_ENDS = frozenset({"present", "current", "date", "now"})


class InjuryDateFinder:
    """spaCy component: ties dates to the words for an injury around them."""

    def __init__(self, vocabulary: InjuryDates, who: Persons) -> None:
        self._words = vocabulary
        self._worker = who.worker

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["injury_date"]`.

        One span with its `kb_id_` if the summary gives one date. Where it gives a period, or two dates for
        the injury, the spans of all of them stand there, labelled `SEVERAL`.
        """
        mark(doc, "injury_date", self.process(doc))
        return doc

    def process(self, doc: Doc) -> list[Span]:
        """The date named behind the injury; where there is none, the first date that an injury follows."""
        dates: Sequence[Span] = list(doc.spans.get("dates", []))
        if not dates:
            return []
        lower, starts = words(doc), sentence_starts(doc)
        for tied in (self._injury_before, self._injury_behind):
            for number, span in enumerate(dates):
                if tied(lower, starts, dates, number):
                    several = list(self._several(lower, starts, dates, number))
                    if several:
                        return [valued(doc, date.start, date.end, "SEVERAL", date.kb_id_) for date in several]
                    if span.kb_id_:
                        return [valued(doc, span.start, span.end, "INJURY_DATE", span.kb_id_)]
        return []

    def _injury_before(
        self, lower: Sequence[str], starts: Sequence[int], dates: Sequence[Span], number: int
    ) -> bool:
        """Whether an injury is named before the date, with no other event in between."""
        start = dates[number].start
        begin = max(starts[start], start - REACH, dates[number - 1].end if number else 0)
        index = start - 1
        if index < begin or not (self._links(lower[index]) or self._names_injury(lower, index)):
            return False
        while index >= begin and self._links(lower[index]) and not self._names_injury(lower, index):
            index -= 1
        for at in range(index, begin - 1, -1):
            if self._names_injury(lower, at):
                return not self._is_another(lower, starts, at)
            if lower[at] in self._words.other_events:
                return False
        return False

    def _injury_behind(
        self, lower: Sequence[str], starts: Sequence[int], dates: Sequence[Span], number: int
    ) -> bool:
        """Whether the date opens a clause in which an injury happens."""
        span = dates[number]
        if span.start == 0 or lower[span.start - 1] not in ("on", "of", "about", "around", "approximately"):
            return False
        end = min(sentence_end(starts, span.end - 1), span.end + FORWARD)
        if number + 1 < len(dates):
            end = min(end, dates[number + 1].start)
        for at in range(span.end, end):
            if self._names_injury(lower, at):
                return not self._is_another(lower, starts, at)
            if lower[at] in self._words.other_events:
                return False
        return False

    def _several(
        self, lower: Sequence[str], starts: Sequence[int], dates: Sequence[Span], number: int
    ) -> Iterator[Span]:
        """All dates of a period or an enumeration that this date begins or ends; none if it stands alone."""
        span = dates[number]
        following = dates[number + 1] if number + 1 < len(dates) else None
        between = lower[span.end : following.start] if following else []
        if following and len(between) <= 3 and not self._words.range_words.isdisjoint(between):
            yield span
            yield following
        elif self._ends_period(lower, starts, span) or self._open_ended(lower[span.end : span.end + 3]):
            yield span

    def _ends_period(self, lower: Sequence[str], starts: Sequence[int], span: Span) -> bool:
        """Whether the date is the end of a period whose beginning is no full date: "from 2010 to 3/3/11"."""
        before = lower[max(starts[span.start], span.start - REACH) : span.start]
        if before[-1] == "to":
            return not PERIOD_BEGINS.isdisjoint(before)
        return before[-1] in PERIOD_ENDS

    def _open_ended(self, behind: Sequence[str]) -> bool:
        opens = len(behind) > 1 and (behind[0] in PERIOD_ENDS or behind[0] == "to")
        return opens and not OPEN_ENDS.isdisjoint(behind[1:])

    def _links(self, word: str) -> bool:
        return word in self._words.links or word in PERIOD_ENDS or word == "to"

    def _names_injury(self, lower: Sequence[str], index: int) -> bool:
        """Whether a token names an injury or how it came about; "injured worker" names a person."""
        word = lower[index]
        if word in self._words.labels or word in self._words.nouns:
            return True
        if word == "felt":
            return not self._words.sensations.isdisjoint(lower[index + 1 : index + SENSATION_WITHIN])
        following = lower[index + 1] if index + 1 < len(lower) else ""
        return word in self._words.verbs and following not in self._worker

    def _is_another(self, lower: Sequence[str], starts: Sequence[int], index: int) -> bool:
        before = lower[max(starts[index], index - QUALIFIED_WITHIN) : index]
        return not self._words.qualifiers_of_another.isdisjoint(before)


@Language.factory("imr_injury_date", requires=["doc.spans"], assigns=["doc.spans"])
def make_injury_date_finder(nlp: Language, name: str) -> InjuryDateFinder:
    """The component with the shipped vocabulary."""
    return InjuryDateFinder(injury_dates(), persons())
