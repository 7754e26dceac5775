"""The word lists that fictional letters are made of, checked when they are loaded."""

import json
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _in_the_font(text: str) -> str:
    """Refuse what the PDF's built-in fonts cannot show.

    Raises:
        ValueError: The text holds a character outside the fonts' encoding.
    """
    try:
        text.encode("cp1252")
    except UnicodeEncodeError as error:
        raise ValueError(f"not printable in a WinAnsi font: {text[error.start : error.end]!r}") from error
    return text


Words = Annotated[str, Field(min_length=1), AfterValidator(_in_the_font)]
WordList = Annotated[tuple[Words, ...], Field(min_length=1)]
DateStyle = Literal[
    "dashes_short",
    "dashes",
    "slashes_short",
    "slashes",
    "slashes_bare",
    "words",
    "words_ordinal",
    "day_first",
]
Basis = Literal["diagnosed", "treated_for", "claimed"]
Decision = Literal["upheld", "overturned", "partially_overturned"]
Sex = Literal["male", "female"]
ListForm = Literal[
    "and",
    "oxford",
    "semicolons",
    "semicolons_and",
    "numbered_dots",
    "numbered_brackets",
    "coded",
    "code_first",
]


class Frozen(BaseModel):
    """Base of the word lists: immutable, and no key beyond those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Voice(Frozen):
    """How one reviewer opens a summary and writes.

    Attributes:
        opening: The first sentences, with slots; a letter states only what a slot of it says.
        worker: What the injured worker is called.
        dates: How dates are written.
        gap: Blanks after a full stop.
        curly: Whether apostrophes are typographic.
        neutral: Whether the voice avoids pronouns about the worker.
        diagnoses_late: Whether the diagnoses follow the examination.
    """

    opening: WordList
    worker: Words
    dates: DateStyle
    gap: Literal[1, 2] = 1
    curly: bool = False
    neutral: bool = False
    diagnoses_late: bool = False


class Event(Frozen):
    """An accident, with the article that the record leaves out."""

    article: Literal["a", "an"]
    text: Words


class People(Frozen):
    """Who is hurt, how, and who reviews."""

    sexes: dict[Sex, dict[str, Words]]
    numbers: WordList
    tens: WordList
    months: Annotated[tuple[Words, ...], Field(min_length=12, max_length=12)]
    hands: WordList
    relatives: WordList
    jobs: WordList
    events: tuple[Event, ...]
    doings: WordList
    strains: WordList
    states: WordList
    specialties: WordList


class Condition(Frozen):
    """A diagnosis; `{side}` is the side's word, `{lat}` its digit in the code."""

    text: Words
    icd: str | None


class Region(Frozen):
    """A region of the body with the words for its parts, its pain and its conditions."""

    region: Words
    sided: bool
    parts: WordList
    pain: Words
    conditions: tuple[Condition, ...]


class DiagnosisWording(Frozen):
    """A sentence that lists diagnoses, and what kind of statement it makes of them.

    Attributes:
        lead: The sentence, with a slot for the list.
        basis: On what ground it gives them.
        form: How the list is written.
        doubtful: Whether it gives all of them as not yet certain.
    """

    lead: Words
    basis: Basis
    form: ListForm
    doubtful: bool = False


class Diagnoses(Frozen):
    """The sentences that introduce diagnoses, and the words that cast doubt on one."""

    lists: tuple[DiagnosisWording, ...]
    singles: tuple[DiagnosisWording, ...]
    doubts: WordList


class SummarySentences(Frozen):
    """The clinical summary's sentences, by what they tell."""

    complaints: WordList
    exam: WordList
    imaging: WordList
    treatment: WordList
    asides: WordList
    plan: WordList
    review: WordList


class Form(Frozen):
    """The letter's fixed text, its cover page, and what may stand for the organisation in a label."""

    determination: tuple[WordList, ...]
    lead_ins: WordList
    priorities: WordList
    offices: tuple[WordList, ...]
    recipients: tuple[WordList, ...]
    cover: WordList
    reviewer_labels: WordList


class Mtus(Frozen):
    """A chapter of the MTUS, with the request categories that it is cited for.

    Attributes:
        name: Of the chapter.
        year: Of the edition.
        adopted: The edition as the Division prints it, where it is one of the ACOEM's that came in 2017.
        sections: Of the chapter, each of which may be cited.
        categories: Of the requests.
    """

    name: Words
    year: int
    adopted: Words | None = None
    sections: tuple[Words, ...]
    categories: WordList


class CitationPattern(Frozen):
    """A form in which a guideline statement is printed."""

    text: Words
    weight: int = Field(gt=0)


class Guidelines(Frozen):
    """What can be cited, and the forms of a citation."""

    mtus: tuple[Mtus, ...]
    odg: dict[str, WordList]
    others: WordList
    patterns: tuple[CitationPattern, ...]
    mtus_since_december_2017: tuple[Mtus, ...]

    def known_in(self, year: int) -> tuple[Mtus, ...]:
        """The chapters of an edition of that year or before, of those until November 2017."""
        return tuple(mtus for mtus in self.mtus if mtus.year <= year)


class RequestItem(Frozen):
    """The title of a disputed item.

    Attributes:
        title: The title, with slots.
        category: The Division's request category.
        quantity: The slots whose product is the count in dispute; empty where the title states none.
        parts: Body parts named by the title itself.
        drugs: Drugs named by the title itself.
        joint: Whether the body part must be a limb's joint.
        article: What stands before it in a sentence.
        weight: How often it is asked for, against the others.
    """

    title: Words
    category: Words
    quantity: tuple[str, ...] = ()
    parts: tuple[Words, ...] = ()
    drugs: tuple[Words, ...] = ()
    joint: bool = False
    article: Literal["", "a", "an"] = ""
    weight: int = Field(default=1, gt=0)


class Drug(Frozen):
    """A drug and one of its strengths."""

    name: Words
    strength: Words


class Requests(Frozen):
    """Titles of disputed items and the numbers that go into them."""

    items: tuple[RequestItem, ...]
    drugs: tuple[Drug, ...]
    remainders: WordList
    retrospective: WordList
    numbers: dict[str, tuple[int, ...]]
    granted: dict[str, tuple[int, ...]]


class Facts(Frozen):
    """What a rationale finds in the file: against the request, for it, or neither."""

    upheld: WordList
    overturned: WordList
    any: WordList


class Rationales(Frozen):
    """Sentences of decision rationales; traps hold words that look like parts of the form."""

    standards: dict[str, WordList]
    facts: Facts
    traps: WordList
    conclusions: dict[Decision, WordList]


class Fiction(Frozen):
    """All word lists; each attribute is the data file of that name."""

    voices: tuple[Voice, ...]
    people: People
    conditions: tuple[Region, ...]
    diagnoses: Diagnoses
    summary: SummarySentences
    form: Form
    guidelines: Guidelines
    requests: Requests
    rationales: Rationales


@cache
def load_fiction() -> Fiction:
    """Read and check the data files."""
    folder = files(__package__) / "data"
    lists: dict[str, Any] = {
        name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in Fiction.model_fields
    }
    return Fiction.model_validate(lists)
