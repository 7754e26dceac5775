"""The worker's sex: `doc.spans["sex"]`, the word that tells it."""

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.vocabulary import Sex
from pipeline.extract.tokens import mark, sentence_starts, valued, words
from pipeline.vocabulary import Persons, persons

BEHIND_AGE = 8
BEFORE_AGE = 5
COPULAS = frozenset({"is", "was", "as"})
ARTICLES = frozenset({"a", "an", "a(n", "this", "the", "now"})


class SexFinder:
    """spaCy component: a stated word about the worker, else pronouns if they are all of one sex."""

    def __init__(self, who: Persons) -> None:
        self._who = who

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["sex"]`: at most one span, its `kb_id_` the sex."""
        lower = words(doc)
        stated = next(self._stated(doc, lower), None)
        found = stated or self._by_pronouns(doc, lower)
        mark(doc, "sex", [found] if found else [])
        return doc

    def _stated(self, doc: Doc, lower: Sequence[str]) -> Iterator[Span]:
        """Words for the sex that stand by the worker's age, then those that say what the worker is."""
        starts = sentence_starts(doc)
        ages = doc.spans.get("age", [])
        nouns = [index for index, word in enumerate(lower) if word in self._who.male | self._who.female]
        for age in ages:
            for index in nouns:
                close = age.start - BEFORE_AGE <= index < age.end + BEHIND_AGE
                if close and starts[index] == starts[age.start] and not self._of_a_relative(lower, index):
                    yield self._span(doc, lower, index)
        for index in nouns:
            if self._names_the_worker(lower, starts, index):
                yield self._span(doc, lower, index)

    def _of_a_relative(self, lower: Sequence[str], index: int) -> bool:
        return not self._who.relatives.isdisjoint(lower[max(0, index - 2) : index + 2])

    def _names_the_worker(self, lower: Sequence[str], starts: Sequence[int], index: int) -> bool:
        """Such as "male worker", "the claimant is a right-handed woman", "this gentleman"."""
        if self._of_a_relative(lower, index):
            return False
        if not self._who.worker.isdisjoint(lower[index + 1 : index + 3]):
            return True
        before = lower[max(starts[index], index - 8) : index]
        subject = not self._who.worker.isdisjoint(before) and not COPULAS.isdisjoint(before)
        return subject or (bool(before) and before[-1] == "this")

    def _by_pronouns(self, doc: Doc, lower: Sequence[str]) -> Span | None:
        male = [index for index, word in enumerate(lower) if word in self._who.male_pronouns]
        female = [index for index, word in enumerate(lower) if word in self._who.female_pronouns]
        if bool(male) == bool(female):
            return None
        return self._span(doc, lower, (male or female)[0])

    def _span(self, doc: Doc, lower: Sequence[str], index: int) -> Span:
        male = lower[index] in self._who.male | self._who.male_pronouns
        return valued(doc, index, index + 1, "SEX", Sex.MALE if male else Sex.FEMALE)


@Language.factory("imr_sex", requires=["doc.spans"], assigns=["doc.spans"])
def make_sex_finder(nlp: Language, name: str) -> SexFinder:
    """The component with the shipped vocabulary."""
    return SexFinder(persons())
