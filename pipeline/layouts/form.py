"""Form text: what the printed form says in every letter, claimed sentence by sentence."""

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Passage, Span

SUMMARY_LEAD_IN = re.compile(
    r"The\s[^.:]{0,80}?following\s+clinical\s+case\s+summary[^:.]{0,200}[:.]", re.IGNORECASE
)
ISSUES_LEAD_IN = re.compile(r"The\s+Final\s+Determination\s+was\s+based\s+on[^:.]{0,200}[:.]", re.IGNORECASE)
SENTENCE = re.compile(r"\S.*?(?:[.:!?](?=\s)|$)", re.DOTALL)


def form_sentences(passage: Passage, phrases: Sequence[str]) -> Iterator[Span]:
    """Where the sentences stand that hold one of the form's key phrases.

    The form's wording varies from year to year; its key phrases do not. A sentence without any of them is
    not claimed, so that text which does not belong there is noticed.
    """
    for sentence in SENTENCE.finditer(passage.text):
        words = " ".join(sentence.group().casefold().split())
        if any(phrase in words for phrase in phrases):
            yield from passage.spans(*sentence.span())
