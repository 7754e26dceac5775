"""The record: what one letter becomes. Field names are a contract with everyone who reads the output."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from models.clinical import (
    Basis,
    Category,
    Certainty,
    CitationStatus,
    DrugClass,
    GuidelineSource,
    Subcategory,
)
from models.evidence import Place
from models.vocabulary import Decision, Engine, Sex, WarningCode

DERIVED = {
    "basis": "the wording before the diagnosis",
    "certainty": "the wording before the diagnosis",
    "icd10_code": "text",
    "icd10_title": "text",
    "icd10_score": "text",
    "category": "request",
    "subcategory": "request",
    "ingredient": "text",
    "drug_class": "text and request",
    "claims_administrator_citation_status": "claims_administrator_guideline",
    "reviewer_citation_status": "reviewer_guideline",
    "source": "title and the words before it",
    "topic": "title",
    "reviewer_specialty_ids": "reviewer_specialties",
}
"""Fields of the record that have no place in the letter, and what each is derived from."""

SIDES = ("claims_administrator", "reviewer")
"""Who cites a guideline; begins the names of an issue's fields."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False)]
Share = Annotated[float, Field(ge=0, le=1)]
LetterId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
CaseNumber = Annotated[str, StringConstraints(pattern=r"^(CM)?\d{2}-\d{6,7}$")]


class Frozen(BaseModel):
    """Base of the record's parts: immutable, and no field beyond those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LetterWarning(Frozen):
    """Something in a published record that a person should look at.

    Attributes:
        code: What kind of doubt it is.
        field: The field path concerned, such as `age` or `issues.1.decision`; null for the whole letter.
        message: What was seen, in words.
    """

    code: WarningCode
    field: str | None = None
    message: Text


class Parser(Frozen):
    """How the letter was read.

    Attributes:
        engine: What turned the bytes into text.
        pages: Number of pages.
        claimed_share: Share (0 to 1) of the letter's visible characters that a part of its layout accounts
            for; what is left is text that nothing has read.
        ocr_pages: The pages (from 1) that were read from their pictures by OCR.
        version: Version of the extraction.
    """

    engine: Engine
    pages: Annotated[int, Field(ge=1)]
    claimed_share: Share
    ocr_pages: tuple[Annotated[int, Field(ge=1)], ...] = ()
    version: Text


class Diagnosis(Frozen):
    """One condition that the clinical summary gives the worker.

    Attributes:
        text: As printed, without article, words of doubt and codes.
        basis: By what kind of wording.
        certainty: Whether the letter affirms it.
        icd_printed: The codes that the letter prints with it, ICD-9-CM or ICD-10-CM; several are parted by a
            comma.
        icd10_code: Its ICD-10-CM code, derived from the text; null where none is good enough.
        icd10_title: The code's title.
        icd10_score: How much of text and title agree, 0 to 1.
    """

    text: Text
    basis: Basis
    certainty: Certainty
    icd_printed: Text | None
    icd10_code: Text | None
    icd10_title: Text | None
    icd10_score: Share | None


class Drug(Frozen):
    """One drug that a request names.

    Attributes:
        text: The name as printed, without salt, strength and form.
        ingredient: The generic names of what is in it, joined by a slash; null for an unknown name.
        drug_class: The Division's class; null where it has none, or the name is unknown.
    """

    text: Text
    ingredient: Text | None
    drug_class: DrugClass | None


class Citation(Frozen):
    """One guideline that a statement cites.

    Attributes:
        source: Whose guideline it is.
        title: Its name, or its chapter's, as printed; the source's name where none is named.
        year: Of its edition.
        sections: As printed.
        topic: What an MTUS guideline is about, by a key that is the same for both of its generations.
    """

    source: GuidelineSource
    title: Text
    year: int | None
    sections: tuple[Text, ...]
    topic: Text | None


class Issue(Frozen):
    """One disputed request with the reviewer's decision.

    Attributes:
        number: 1, 2, ... in the letter's order.
        request: The title as printed, line breaks undone, without the colon before the decision.
        decision: The reviewer's decision on it.
        category: The Division's request category.
        subcategory: Its subcategory; null where the Division has none that fits.
        retrospective: Whether the service was already given.
        quantity: The count in dispute; null for a range, a mere duration, or none.
        drugs: The drugs that it names.
        body_parts: As printed, side included.
        procedure_codes: CPT and HCPCS codes that it prints.
        claims_administrator_guideline: The text after its label.
        claims_administrator_citation_status: What that text amounts to; null where there is none.
        claims_administrator_citations: The guidelines that it cites.
        reviewer_guideline: The text after its label.
        reviewer_citation_status: What that text amounts to; null where there is none.
        reviewer_citations: The guidelines that it cites.
        rationale: The reviewer's reasons, whole; paragraphs are parted by an empty line.
    """

    number: Annotated[int, Field(ge=1)]
    request: Text
    decision: Decision
    category: Category
    subcategory: Subcategory | None
    retrospective: bool
    quantity: Annotated[int, Field(ge=0)] | None
    drugs: tuple[Drug, ...]
    body_parts: tuple[Text, ...]
    procedure_codes: tuple[Text, ...]
    claims_administrator_guideline: Text | None
    claims_administrator_citation_status: CitationStatus | None
    claims_administrator_citations: tuple[Citation, ...]
    reviewer_guideline: Text | None
    reviewer_citation_status: CitationStatus | None
    reviewer_citations: tuple[Citation, ...]
    rationale: Text | None


class Case(Frozen):
    """One letter.

    Attributes:
        letter_id: SHA-256 of the letter's bytes, hex: the identity of the document.
        source: Where it was read from, as given.
        format: The letter layout that was recognised.
        case_number: From the header, else from a file name of that form.
        date_assigned: When the case was assigned to the reviewer.
        date_of_injury: From the header; in a letter of 2014 or later that lost it, from the summary.
        decision_date: When the determination was made.
        ur_denial_date: Date of the utilization review denial; without a header, from the summary.
        application_received: When the application for review was received.
        priority: As printed.
        reviewer_states: States of licensure in the printed order.
        reviewer_specialties: Certifications and specialties in the printed order.
        reviewer_specialty_ids: The same as keys of the Division's list, item by item; null for an unknown
            one.
        age: Years, as the summary states them; never computed.
        sex: The stated word, else consistent pronouns about the worker.
        injury_date_narrative: The injury date that the summary itself gives.
        mechanism: How the injury happened, the core phrase as printed.
        clinical_summary: The section's text; paragraphs are parted by an empty line.
        diagnoses: The conditions that the summary gives the worker, in its order.
        issues: The disputed requests in the letter's order.
        evidence: Field path to the places it was read from, in reading order.
        warnings: What a person should look at.
        parser: How the letter was read.
    """

    letter_id: LetterId
    source: Text
    format: Text
    case_number: CaseNumber | None
    date_assigned: date | None
    date_of_injury: date | None
    decision_date: date | None
    ur_denial_date: date | None
    application_received: date | None
    priority: Text | None
    reviewer_states: tuple[Text, ...]
    reviewer_specialties: tuple[Text, ...]
    reviewer_specialty_ids: tuple[Text | None, ...]
    age: Annotated[int, Field(ge=0, le=150)] | None
    sex: Sex | None
    injury_date_narrative: date | None
    mechanism: Text | None
    clinical_summary: Text | None
    diagnoses: tuple[Diagnosis, ...]
    issues: Annotated[tuple[Issue, ...], Field(min_length=1)]
    evidence: dict[str, tuple[Place, ...]]
    warnings: tuple[LetterWarning, ...]
    parser: Parser
