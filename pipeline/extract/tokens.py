"""The tokens of a clinical case summary: spaCy's English, with the joints that reviewers leave out."""

from collections.abc import Sequence
from typing import cast

from spacy.attrs import LOWER, SENT_START
from spacy.lang.en import English
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex

INFIXES = (
    r"(?<=[0-9])-(?=[A-Za-z])",  # 48-year-old
    r"(?<=[0-9a-z)])\.(?=[A-Z])",  # 2016.In a report
    r"(?<=[A-Z]{2})\.(?=[A-Z][a-z])",  # an MVA.The
    r"(?<=[0-9a-z)])[,;](?=[A-Za-z])",
    r"(?<=[0-9A-Za-z])[)\]](?=[.,;]?[A-Za-z])",  # (M54.5).On examination
)
WORDS, SENTENCES = "imr_words", "imr_sentence_starts"


def english() -> English:
    """A blank English tokenizer that also splits where the blank after a full stop is missing."""
    nlp = English()
    infixes = [*(nlp.Defaults.infixes or []), *INFIXES]
    tokenizer = cast(Tokenizer, nlp.tokenizer)
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


def words(doc: Doc) -> Sequence[str]:
    """The tokens in lower case; looked up once for all components."""
    known: list[str] | None = doc.user_data.get(WORDS)
    if known is None:
        strings = doc.vocab.strings
        known = doc.user_data[WORDS] = [strings[key] for key in doc.to_array(LOWER).tolist()]
    return known


def sentence_starts(doc: Doc) -> Sequence[int]:
    """For each token, the first token of its sentence; looked up once for all components."""
    known: list[int] | None = doc.user_data.get(SENTENCES)
    if known is None:
        known = doc.user_data[SENTENCES] = []
        for index, mark_of_start in enumerate(doc.to_array(SENT_START).tolist()):
            known.append(index if mark_of_start == 1 or not index else known[-1])
    return known


def sentence_end(starts: Sequence[int], index: int) -> int:
    """Behind the last token of the sentence that holds a token."""
    end = index + 1
    while end < len(starts) and starts[end] == starts[index]:
        end += 1
    return end


def mark(doc: Doc, key: str, found: Sequence[Span]) -> None:
    """Write a component's result to `doc.spans[key]`."""
    doc.spans[key] = list(found)


def valued(doc: Doc, start: int, end: int, label: str, value: str) -> Span:
    """A span over some tokens; its value is kept as the span's `kb_id_`."""
    return Span(doc, start, end, label=label, kb_id=value)
