"""The worker's age: `doc.spans["age"]`, every statement of it, the most certain first."""

import re
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.extract.age_forms import AgeForms, age_forms
from pipeline.extract.tokens import mark, sentence_end, sentence_starts, text_of, valued, words
from pipeline.vocabulary import Ages, Numerals, Persons, ages, numerals, persons

OLDEST = 150
"""A larger number of years is a slip of the pen, and no age."""

NEAR = 8
"""So many tokens around an age may name the person whose it is."""

FOLLOWING = 4
"""A relative or a thing that an age belongs to stands this close behind it."""

APPOSITION = 4
"""A relative whose age it is may stand this far before it: "her husband, a 66-year-old retiree"."""

POSSESSIVES = frozenset({"his", "her", "their", "'s", "’s", "whose"})
DIGITS = re.compile(r"\d{1,3}")


class AgeFinder:
    """spaCy component: marks the ages that are the worker's, as of now."""

    def __init__(self, forms: AgeForms, words: Ages, who: Persons, numbers: Numerals) -> None:
        self._forms = forms
        self._not_of_a_person = words.not_of_a_person
        self._not_now = words.not_now
        self._relatives = who.relatives
        self._worker = who.worker | who.male | who.female | who.male_pronouns | who.female_pronouns
        self._numbers = numbers

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["age"]`; each span's `kb_id_` is the number of years."""
        mark(doc, "age", list(self.process(doc)))
        return doc

    def process(self, doc: Doc) -> Iterator[Span]:
        """The worker's ages: first those that the worker is named near to, then the others."""
        written = [doc.char_span(*place, alignment_mode="expand") for place in self._forms.find(text_of(doc))]
        spans = filter_spans(span for span in written if span is not None)
        if not spans:
            return
        lower, starts = words(doc), sentence_starts(doc)
        alone: list[Span] = []
        past: list[Span] = []
        for span in sorted(spans, key=lambda span: span.start):
            years = self.years(lower[span.start : span.end])
            if not years or years > OLDEST or not self._is_the_workers(lower, starts, span):
                continue
            found = valued(doc, span.start, span.end, "AGE", str(years))
            begin, end = max(starts[span.start], span.start - NEAR), sentence_end(starts, span.end - 1)
            near = [*lower[begin : span.start], *lower[span.end : min(end, span.end + NEAR)]]
            if "at" in lower[max(0, span.start - 2) : span.start]:
                # An age at some event, unless the summary opens with it: "At 46 years of age, this man ..."
                past += [found] if span.start == 1 else []
            elif "when" in lower[span.end : span.end + 2]:
                past.append(found)
            elif self._worker.isdisjoint(near):
                alone.append(found)
            else:
                yield found
        yield from alone
        yield from past

    def years(self, tokens: Sequence[str]) -> int | None:
        """The number of years that the tokens of an age give, in digits or in words."""
        tens = units = 0
        for token in tokens:
            digits = DIGITS.match(token)
            if digits:
                return int(digits.group())
            tens = tens or self._numbers.tens.get(token, 0)
            units = units or self._numbers.units.get(token, 0)
        return tens + units or None

    def _possessed(self, lower: Sequence[str], sentence: int, start: int) -> bool:
        """Whether a possessive before the age gives it to someone or something other than the worker."""
        if start <= sentence or lower[start - 1] not in POSSESSIVES:
            return False
        return not (start - 2 >= sentence and lower[start - 2] in self._worker)

    def _is_the_workers(self, lower: Sequence[str], starts: Sequence[int], span: Span) -> bool:
        sentence, end = starts[span.start], sentence_end(starts, span.end - 1)
        before = lower[max(sentence, span.start - 2) : span.start]
        after = [word for word in lower[span.end : min(end, span.end + FOLLOWING)] if word not in "-,("]
        qualifier = before[-2:-1] if before[-1:] == ["the"] else before[-1:]
        if not self._not_now.isdisjoint(qualifier) or self._possessed(lower, sentence, span.start):
            return False
        if after and after[0] in self._not_of_a_person and not lower[span.end - 1].endswith("."):
            return False
        possessor = lower[max(sentence, span.start - APPOSITION) : span.start]
        return self._relatives.isdisjoint(after[:2]) and self._relatives.isdisjoint(possessor)


@Language.factory("imr_age", assigns=["doc.spans"])
def make_age_finder(nlp: Language, name: str) -> AgeFinder:
    """The component with the shipped vocabulary."""
    return AgeFinder(age_forms(), ages(), persons(), numerals())
