"""The word lists of the three layouts of 2013, checked when they are loaded."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from pipeline.generate.fiction import CitationPattern, Frozen, RequestItem, WordList

ToldDecision = Literal["upheld", "overturned"]
"""What a sentence tells: these layouts have no decision in between."""

Patterns = Annotated[tuple[CitationPattern, ...], Field(min_length=1)]


class Older(Frozen):
    """What the layouts of 2013 print; the headings and labels stand in the code of each.

    Attributes:
        letterheads: Addresses of the review organization.
        priorities: As printed, each as often as it is to be drawn.
        specialties: What reviewers are certified in.
        items: What is asked for, beyond the titles that all layouts have; some are hard to tell.
        mtus_sources: Guidelines of the MTUS as a sentence names them.
        other_sources: Other guidelines.
        administrator: What the claims administrator based the decision on.
        reviewer: What the reviewer did.
        review: The same in the review of early 2013, which has one statement only.
        conclusions: Last sentences of a rationale.
        review_conclusions: The same in the review of early 2013.
        before_credentials: Sentences of the form before that on the reviewer.
        after_credentials: Sentences of the form behind it.
        credentials: What the reviewer is certified in, without and with a subspecialty.
        documents_lead_ins: Sentences before the list of documents.
        documents: Items of that list.
        application_documents: Its first two items, where they tell no date.
        summary_lead_ins: Sentences before the clinical summary.
        notice_lead_ins: Sentences before the second list of decisions.
        effect: Paragraphs on the effect of the decision.
        signatures: Lines that close a letter.
        copies: Lines that tell who gets a copy.
        disclaimers: Paragraphs below everything else.
        disputed: What the cover says is in dispute, which is not the title of a request.
        salutations: Lines that open a cover letter.
        cover: Paragraphs of the cover letter.
        initials: Of a typist, behind the last rationale.
    """

    letterheads: tuple[WordList, ...]
    priorities: WordList
    specialties: WordList
    items: tuple[RequestItem, ...]
    mtus_sources: WordList
    other_sources: WordList
    administrator: Patterns
    reviewer: Patterns
    review: Patterns
    conclusions: dict[ToldDecision, WordList]
    review_conclusions: dict[ToldDecision, WordList]
    before_credentials: WordList
    after_credentials: WordList
    credentials: Annotated[WordList, Field(min_length=2, max_length=2)]
    documents_lead_ins: WordList
    documents: WordList
    application_documents: tuple[WordList, ...]
    summary_lead_ins: WordList
    notice_lead_ins: WordList
    effect: tuple[WordList, ...]
    signatures: tuple[WordList, ...]
    copies: WordList
    disclaimers: WordList
    disputed: WordList
    salutations: WordList
    cover: WordList
    initials: WordList


@cache
def load_older() -> Older:
    """Read and check the data file."""
    return Older.model_validate_json((files(__package__) / "data" / "older.json").read_text("utf-8"))
