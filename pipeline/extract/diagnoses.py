"""The diagnoses of a summary: `doc.spans["diagnoses"]`, and codes beside them: `doc.spans["icd_printed"]`."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.clinical import Certainty
from pipeline.extract.enumeration import Enumeration
from pipeline.extract.icd_printed import SYSTEM, code_positions
from pipeline.extract.tokens import mark, valued, words
from pipeline.vocabulary.diagnoses import Conditions, DiagnosisCues, conditions, diagnosis_cues
from pipeline.vocabulary.phrases import phrases, width_at

AND = frozenset({"and", "&"})
MARKS = frozenset({",", ";", ":", ".", "-", "–", "—", "•", "*", "'", '"', "“", "”", "’", "‘", "?", "/"})
ARTICLES = frozenset({"a", "an", "the"})
LEADING = MARKS | ARTICLES | AND | {"with", "also", "then", "of", "both", "or", "#", "=", ")", "]"}
TRAILING = MARKS | ARTICLES | AND | {"with", "or", "(", "["}
LABEL_WITHIN = 4
"""Tokens of a label before an item: "Axis I:", "Secondary:"."""


class _Item(NamedTuple):
    """A diagnosis: its tokens, whether it is certain, and the tokens that are codes printed with it."""

    start: int
    end: int
    certainty: Certainty
    codes: Sequence[int]


class DiagnosisFinder:
    """spaCy component: the items of each list, with their certainty and their printed codes."""

    def __init__(self, conditions: Conditions, cues: DiagnosisCues) -> None:
        self._conditions = conditions
        self._conjunctions = phrases(cues.conjunctions)
        self._doubts = phrases(cues.doubts)
        self._excluded = phrases(cues.excluded)

    def __call__(self, doc: Doc) -> Doc:
        """Write the diagnoses; a span's label is its basis, its `kb_id_` its certainty.

        What is listed twice in the same words stands there once. The `kb_id_` of a printed code is the index
        of the diagnosis that it stands with.
        """
        lower = words(doc)
        found: list[Span] = []
        codes: list[Span] = []
        seen: set[Sequence[str]] = set()
        for each in doc.spans.get("diagnosis_lists", []):
            for item in self._items(doc, lower, each):
                name = tuple(lower[item.start : item.end])
                if name not in seen:
                    seen.add(name)
                    codes += [valued(doc, at, at + 1, "ICD", str(len(found))) for at in item.codes]
                    found.append(valued(doc, item.start, item.end, each.label_, item.certainty))
        mark(doc, "diagnoses", found)
        mark(doc, "icd_printed", codes)
        return doc

    def _items(self, doc: Doc, lower: Sequence[str], listed: Span) -> Iterator[_Item]:
        enumeration = Enumeration(lower, self._conditions, self._conjunctions, _bullets(doc, listed))
        for begin, stop in enumeration.items(listed.start, listed.end):
            codes = code_positions(lower, begin, stop)
            for low, high, doubted in self._by_doubt(lower, begin, stop):
                low, high = self._trimmed(enumeration, lower, low, high, codes)
                excluded = low < high and width_at(self._excluded, lower, low)
                if low < high and not excluded and enumeration.is_condition(low, high):
                    certainty = Certainty.POSSIBLE if doubted else Certainty(listed.kb_id_)
                    yield _Item(low, high, certainty, codes)

    def _by_doubt(self, lower: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """An item in pieces, each of which is doubted or not: "strain with possible radiculopathy" is two."""
        begin, doubted, index = start, False, start
        while index < end:
            width = width_at(self._doubts, lower, index)
            if not width or (lower[index] == "likely" and index > begin):
                index += 1
                continue
            if any(word not in LEADING for word in lower[begin:index]):
                yield begin, index, doubted
            index += width
            begin, doubted = index, True
        yield begin, end, doubted

    def _trimmed(
        self, enumeration: Enumeration, lower: Sequence[str], start: int, end: int, codes: Sequence[int]
    ) -> tuple[int, int]:
        """An item without article, label, punctuation, and the code printed before or behind it."""
        leading, trailing = LEADING, TRAILING
        if codes:
            leading, trailing = leading | SYSTEM | {"(", "["}, trailing | SYSTEM
        label = list(lower[start : min(end, start + LABEL_WITHIN)])
        if ":" in label and not self._names(enumeration, lower, start, start + label.index(":")):
            start += label.index(":")
        while start < end and (lower[start] in leading or start in codes):
            start += 1
        end = min([end, *(at for at in codes if at > start)])
        while start < end and (lower[end - 1] in trailing or _unopened(lower, start, end)):
            end -= 1
        return start, end

    def _names(self, enumeration: Enumeration, lower: Sequence[str], start: int, end: int) -> bool:
        """Whether words before a colon name a condition or a place, so that they are no label."""
        return any(enumeration.is_head(word) or word in self._conditions.anatomy for word in lower[start:end])


def _bullets(doc: Doc, listed: Span) -> frozenset[int]:
    """The dashes of a list that begins with one; a dash within a word or a level has no blanks around it."""
    if listed[0].lower_ not in ("-", "–", "—", "•", "*"):
        return frozenset()
    marks = {listed[0].lower_}
    return frozenset(
        token.i
        for token in listed
        if token.lower_ in marks and token.whitespace_ and (token.i == 0 or doc[token.i - 1].whitespace_)
    )


def _unopened(lower: Sequence[str], start: int, end: int) -> bool:
    """Whether a bracket closes here that was not opened."""
    return lower[end - 1] in (")", "]") and not {"(", "["}.intersection(lower[start : end - 1])


@Language.factory("imr_diagnoses", requires=["doc.spans"], assigns=["doc.spans"])
def make_diagnosis_finder(nlp: Language, name: str) -> DiagnosisFinder:
    """The component with the shipped vocabulary."""
    return DiagnosisFinder(conditions(), diagnosis_cues())
