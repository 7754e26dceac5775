"""The tokens of a clinical case summary: spaCy's English, with the joints that reviewers leave out."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import cast

from spacy.attrs import LOWER
from spacy.lang.en import English, EnglishDefaults
from spacy.pipeline import Sentencizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span

INFIXES = (
    r"(?<=[0-9])-(?=[A-Za-z])",  # 48-year-old
    r"(?<=[0-9a-z)])\.(?=[A-Z])",  # 2016.In a report
    r"(?<=[A-Z]{2})\.(?=[A-Z][a-z])",  # an MVA.The
    r"(?<=[0-9a-z)])[,;](?=[A-Za-z])",
    r"(?<=[0-9A-Za-z])[)\]](?=[.,;]?[A-Za-z])",  # (M54.5).On examination
)
TEXT, WORDS, SENTENCES = "imr_text", "imr_words", "imr_sentence_starts"

LONGEST_WORD = 100
"""Signs without a blank, beyond which they are cut: what it costs to part them grows with their square."""

UNCUT = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")

SENTENCE_ENDS = frozenset(Sentencizer.default_punct_chars)

LONGEST_SENTENCE = 400
"""Tokens, beyond which a new sentence begins: the longest of letters have some 130, and without an end to
each the cost of many searches would grow with the square of the text."""


class LetterDefaults(EnglishDefaults):
    """What spaCy's tokenizer is made of, with the joints above."""

    infixes = [*(EnglishDefaults.infixes or ()), *INFIXES]  # noqa: RUF012


class LetterEnglish(English):  # type: ignore[no-untyped-call]
    """spaCy's English with them."""

    Defaults = LetterDefaults


def english() -> English:
    """A blank English tokenizer that also splits where the blank after a full stop is missing."""
    nlp = LetterEnglish()
    nlp.tokenizer = WordCutter(cast(Tokenizer, nlp.tokenizer))
    return nlp


class WordCutter:
    """A tokenizer that parts words beyond all length before another one sees them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The text as tokens; together they are the text."""
        doc = self._tokens(text)
        doc.user_data[TEXT] = text
        return doc

    def _tokens(self, text: str) -> Doc:
        if max(map(len, text.split()), default=0) <= LONGEST_WORD:
            return cast(Doc, self._tokenizer(text))
        parts = [self._tokenizer(part) for part in _cut(text)]
        return Doc(
            self._tokenizer.vocab,
            words=[token.text for part in parts for token in part],
            spaces=[bool(token.whitespace_) for part in parts for token in part],
        )


def _cut(text: str) -> Iterator[str]:
    start = 0
    for uncut in UNCUT.finditer(text):
        yield text[start : uncut.end()]
        start = uncut.end()
    yield text[start:]


def text_of(doc: Doc) -> str:
    """The text of the tokens, which spaCy would put together anew from each of them."""
    known: str | None = doc.user_data.get(TEXT)
    return doc.text if known is None else known


def words(doc: Doc) -> Sequence[str]:
    """The tokens in lower case; looked up once for all components."""
    known: list[str] | None = doc.user_data.get(WORDS)
    if known is None:
        strings = doc.vocab.strings
        known = doc.user_data[WORDS] = [strings[key] for key in doc.to_array(LOWER).tolist()]
    return known


def sentence_starts(doc: Doc) -> Sequence[int]:
    """For each token, the first token of its sentence; told once for all components.

    The rule is that of spaCy's sentencizer, which asks every token for its text and writes to each.
    """
    known: list[int] | None = doc.user_data.get(SENTENCES)
    if known is None:
        known = doc.user_data[SENTENCES] = []
        start, ended = 0, False
        for index, word in enumerate(words(doc)):
            if word in SENTENCE_ENDS:
                ended = True
            elif ended and not doc[index].is_punct:
                start, ended = index, False
            if index - start == LONGEST_SENTENCE:
                start = index
            known.append(start)
    return known


def sentence_end(starts: Sequence[int], index: int) -> int:
    """Behind the last token of the sentence that holds a token."""
    return bisect_right(starts, starts[index], lo=index)


def mark(doc: Doc, key: str, found: Sequence[Span]) -> None:
    """Write a component's result to `doc.spans[key]`."""
    doc.spans[key] = list(found)


def valued(doc: Doc, start: int, end: int, label: str, value: str) -> Span:
    """A span over some tokens; its value is kept as the span's `kb_id_`."""
    return Span(doc, start, end, label=label, kb_id=value)
