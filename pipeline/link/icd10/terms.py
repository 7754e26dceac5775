"""The clinical language of diagnoses, `icd10_terms.json`: which words mean the same, or nothing."""

from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints

from pipeline.vocabulary.files import Lower, VocabularyFile, Words, load

FILE = "icd10_terms.json"

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$")]
Phrases = Annotated[list[Lower], Field(min_length=1)]
Groups = Annotated[dict[Lower, Phrases], Field(min_length=1)]


class IcdTerms(VocabularyFile):
    """How diagnoses are worded; the fields are explained where the normaliser and the linker use them.

    Attributes:
        empty: Words of grammar, and words that no diagnosis turns on.
        residual: Words for "of some other, or no stated, kind".
        doubt: Words that make a text no statement of a condition.
        rewrites: A concept, then its other wordings. A concept of several words is joined with hyphens.
        implies: A concept, then what it also says: a tear of the meniscus is one of the knee.
        silent: A head word, then words that say nothing beside it: a strain is always one of a muscle.
        unsaid: Words of a title that a text need not say, for they are what is meant otherwise.
        details: Words of a text that a title need not say.
        complete: Headers that are codes enough: what they add below is a matter that texts leave open.
        ends: Concepts behind which a text only says where the condition comes from or goes to.
        regions: First letter of a spinal level, then the region.
        parts_of_titles: Two parts that a title joins, then the readings that each suffice.
        index: A code, then more wordings of it, as the classification's own alphabetic index has them.
    """

    empty: Words
    residual: Words
    doubt: Words
    rewrites: Groups
    implies: Groups
    silent: Groups
    unsaid: Words
    details: Words
    complete: frozenset[Code]
    ends: Words
    regions: dict[Lower, Lower]
    parts_of_titles: Groups
    index: dict[Code, Phrases]


@cache
def icd_terms() -> IcdTerms:
    """How diagnoses are worded."""
    return load(FILE, IcdTerms)
