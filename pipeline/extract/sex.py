"""The worker's sex: `doc.spans["sex"]`, the word that tells it."""

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.vocabulary import Sex
from pipeline.extract.tokens import mark, sentence_end, sentence_starts, valued, words
from pipeline.vocabulary import Persons, persons

BEHIND_AGE = 8
BEFORE_AGE = 5
SUBJECT_WITHIN = 8
COPULAS = frozenset({"is", "was", "as"})
LABELS = frozenset({"sex", "gender"})
DEFINITE = frozenset({"the", "this", "injured", "old", "is", "was"})
INITIALS = {"M": Sex.MALE, "F": Sex.FEMALE}
INITIAL_WITHIN = 2
"""Tokens behind an age among which it may stand; in "54F" and "53/F" it is part of the age itself."""


class SexFinder:
    """spaCy component: a stated word about the worker, else pronouns if they are all of one sex."""

    def __init__(self, who: Persons) -> None:
        self._who = who

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["sex"]`: at most one span, its `kb_id_` the sex."""
        lower, starts = words(doc), sentence_starts(doc)
        found = (
            next(self._by_age(doc, lower, starts), None)
            or next(self._stated(doc, lower, starts), None)
            or self._by_pronouns(doc, lower, starts)
        )
        mark(doc, "sex", [found] if found else [])
        return doc

    def _by_age(self, doc: Doc, lower: Sequence[str], starts: Sequence[int]) -> Iterator[Span]:
        """Words for the sex that stand by the worker's age: "a 45 year-old gentleman", "58 y/o M"."""
        for age in doc.spans.get("age", []):
            begin = max(starts[age.start], age.start - BEFORE_AGE)
            end = min(sentence_end(starts, age.end - 1), age.end + BEHIND_AGE)
            for index in range(begin, end):
                if lower[index] in self._who.male | self._who.female and not self._of_another(lower, index):
                    yield self._span(doc, lower, index)
            for token in doc[age.end - 1 : age.end + INITIAL_WITHIN]:
                initial = token.text.lstrip("0123456789").rstrip(".")
                if initial in INITIALS:
                    yield valued(doc, token.i, token.i + 1, "SEX", INITIALS[initial])

    def _stated(self, doc: Doc, lower: Sequence[str], starts: Sequence[int]) -> Iterator[Span]:
        """Words for the sex that say what the worker is: "male worker", "the claimant is a tall woman"."""
        for index, word in enumerate(lower):
            if word not in self._who.male | self._who.female or self._of_another(lower, index):
                continue
            before = lower[max(starts[index], index - SUBJECT_WITHIN) : index]
            behind = lower[index + 1 : index + 3]
            labelled = not LABELS.isdisjoint(before[-2:])
            subject = not self._who.worker.isdisjoint(before) and not COPULAS.isdisjoint(before)
            noun = not self._who.worker.isdisjoint(behind) and (
                len(before) < 2 or not DEFINITE.isdisjoint(before[-3:])
            )
            if labelled or subject or noun or before[-1:] == ["this"]:
                yield self._span(doc, lower, index)

    def _of_another(self, lower: Sequence[str], index: int) -> bool:
        return not self._who.relatives.isdisjoint(lower[max(0, index - 2) : index + 2])

    def _by_pronouns(self, doc: Doc, lower: Sequence[str], starts: Sequence[int]) -> Span | None:
        """The first pronoun or title of the worker, if all of them are of one sex."""
        about = {
            Sex.MALE: self._who.male_pronouns | self._who.male_titles,
            Sex.FEMALE: self._who.female_pronouns | self._who.female_titles,
        }
        found: dict[Sex, int] = {}
        someone_else = -1  # start of the last sentence that names another person
        for index, word in enumerate(lower):
            if word in self._who.others or word in self._who.relatives:
                someone_else = starts[index]
            for sex, forms in about.items():
                # A pronoun behind another person in the sentence may be that person's, and so may be one
                # that begins what a physician does: "She recommends".
                is_form = word in forms and (word in about[sex] - self._titles or doc[index].text.istitle())
                acts = starts[index] == index and not self._who.clinical_acts.isdisjoint(
                    lower[index + 1 : index + 2]
                )
                if is_form and starts[index] != someone_else and not acts:
                    found.setdefault(sex, index)
        if len(found) != 1:
            return None
        ((sex, index),) = found.items()
        return valued(doc, index, index + 1, "SEX", sex)

    @property
    def _titles(self) -> frozenset[str]:
        return self._who.male_titles | self._who.female_titles

    def _span(self, doc: Doc, lower: Sequence[str], index: int) -> Span:
        return valued(
            doc, index, index + 1, "SEX", Sex.MALE if lower[index] in self._who.male else Sex.FEMALE
        )


@Language.factory("imr_sex", requires=["doc.spans"], assigns=["doc.spans"])
def make_sex_finder(nlp: Language, name: str) -> SexFinder:
    """The component with the shipped vocabulary."""
    return SexFinder(persons())
