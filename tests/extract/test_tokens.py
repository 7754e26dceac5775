"""Sentences bound what a word may refer to; they end where spaCy's documentation lets them end."""

from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.extract.tokens import LONGEST_SENTENCE, english, sentence_end, sentence_starts

WORDS = [
    "pain",
    "Dr",
    ".",
    "!",
    "?",
    "...",
    "(",
    ")",
    '"',
    ",",
    "\n\n",
    "L4-5",
    "U.S.",
    "2016.In",
    "。",
    "  ",
]


def with_sentencizer() -> Language:
    nlp = english()
    nlp.add_pipe("sentencizer")
    return nlp


SPACY = with_sentencizer()


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["", " "]))
def test_sentences_begin_where_spacys_sentencizer_begins_them(words: list[str], between: str) -> None:
    doc = SPACY(between.join(words))
    expected = [token.sent.start for token in doc]
    assert list(sentence_starts(doc)) == expected


def test_a_sentence_without_end_is_cut() -> None:
    doc = SPACY.make_doc("word " * (2 * LONGEST_SENTENCE + 5))
    starts = sentence_starts(doc)
    assert sorted(set(starts)) == [0, LONGEST_SENTENCE, 2 * LONGEST_SENTENCE]
    assert sentence_end(starts, 3) == LONGEST_SENTENCE
