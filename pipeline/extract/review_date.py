"""The date of the utilization review that a summary gives: `doc.spans["review_date"]`."""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.tokens import mark, sentence_end, sentence_starts, valued, words
from pipeline.vocabulary import ReviewDates, review_dates

REACH = 10


class ReviewDateFinder:
    """spaCy component: the date nearest to the first naming of the utilization review that has one."""

    def __init__(self, vocabulary: ReviewDates) -> None:
        self._vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["review_date"]`: at most one span, its `kb_id_` the ISO date."""
        dates = [span for span in doc.spans.get("dates", []) if span.kb_id_]
        lower, starts = words(doc), sentence_starts(doc)
        tied = (span for span in dates if self._tied(lower, starts, span))
        mark(doc, "review_date", [valued(doc, s.start, s.end, "REVIEW_DATE", s.kb_id_) for s in tied][:1])
        return doc

    def _tied(self, lower: Sequence[str], starts: Sequence[int], span: Span) -> bool:
        begin = max(starts[span.start], span.start - REACH)
        end = min(sentence_end(starts, span.end - 1), span.end + REACH)
        return self._named(lower[begin : span.start][::-1]) or self._named(lower[span.end : end])

    def _named(self, away: Sequence[str]) -> bool:
        """Whether the review is named before any other event, going away from the date."""
        for word in away:
            if word in self._vocabulary.names:
                return True
            if word in self._vocabulary.other_events:
                return False
        return False


@Language.factory("imr_review_date", requires=["doc.spans"], assigns=["doc.spans"])
def make_review_date_finder(nlp: Language, name: str) -> ReviewDateFinder:
    """The component with the shipped vocabulary."""
    return ReviewDateFinder(review_dates())
