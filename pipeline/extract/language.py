"""The language layer: a blank English spaCy pipeline with the components of this package."""

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

# Imported for the components that they register.
from pipeline.extract import (
    age,
    date_spans,
    diagnoses,
    diagnosis_cues,
    injury_date,
    mechanism,
    review_date,
    sex,
)
from pipeline.extract.tokens import english

COMPONENTS = (
    "imr_dates",
    "imr_age",
    "imr_sex",
    "imr_injury_date",
    "imr_review_date",
    "imr_diagnosis_cues",
    "imr_diagnoses",
    "imr_mechanism",
)
REGISTERED = (age, date_spans, diagnoses, diagnosis_cues, injury_date, mechanism, review_date, sex)

RENEW = 2_000
"""Texts after which the pipeline is built anew, with an empty vocabulary: spaCy keeps every word it meets.
A text whose words are known costs less than half, which spaCy's own memory zones give away."""


def build() -> Language:
    """A new pipeline: tokenizer, and the components in their order."""
    nlp = english()
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


class Reader:
    """Runs the pipeline over texts, in a memory that does not grow with their number."""

    def __init__(self, renew: int = RENEW) -> None:
        self.nlp = build()
        self._renew = renew
        self._read = 0

    def __call__(self, text: str) -> Doc:
        """The text as a document, with the spans of all components in `doc.spans`."""
        if self._read == self._renew:
            self.nlp, self._read = build(), 0
        self._read += 1
        return self.nlp(text)


@cache
def reader() -> Reader:
    """The reader of this process; built once."""
    return Reader()
