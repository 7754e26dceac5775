"""The record: what one letter becomes. Field names are a contract with everyone who reads the output.

Fields that no extractor fills yet are absent rather than empty: an empty list of diagnoses would say
that the letter names none.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from models.evidence import Place
from models.vocabulary import Decision, Engine, Sex, WarningCode

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False)]
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
        version: Version of the extraction.
    """

    engine: Engine
    pages: Annotated[int, Field(ge=1)]
    claimed_share: Annotated[float, Field(ge=0, le=1)]
    version: Text


class Issue(Frozen):
    """One disputed request with the reviewer's decision.

    Attributes:
        number: 1, 2, ... in the letter's order.
        request: The title as printed, line breaks undone, without the colon before the decision.
        decision: The reviewer's decision on it.
        claims_administrator_guideline: The text after its label.
        reviewer_guideline: The text after its label.
        rationale: The reviewer's reasons, whole; paragraphs are parted by an empty line.
    """

    number: Annotated[int, Field(ge=1)]
    request: Text
    decision: Decision
    claims_administrator_guideline: Text | None
    reviewer_guideline: Text | None
    rationale: Text | None


class Case(Frozen):
    """One letter.

    Attributes:
        letter_id: SHA-256 of the letter's bytes, hex: the identity of the document.
        source: Where it was read from, as given.
        format: The letter layout that was recognised.
        case_number: From the header, else from a file name of that form.
        date_assigned: When the case was assigned to the reviewer.
        date_of_injury: From the header; in a letter without one, from the clinical summary.
        decision_date: When the determination was made.
        ur_denial_date: Date of the utilization review denial; without a header, from the summary.
        application_received: When the application for review was received.
        priority: As printed.
        reviewer_states: States of licensure in the printed order.
        reviewer_specialties: Certifications and specialties in the printed order.
        age: Years, as the summary states them; never computed.
        sex: The stated word, else consistent pronouns about the worker.
        injury_date_narrative: The injury date that the summary itself gives.
        clinical_summary: The section's text; paragraphs are parted by an empty line.
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
    age: Annotated[int, Field(ge=0, le=150)] | None
    sex: Sex | None
    injury_date_narrative: date | None
    clinical_summary: Text | None
    issues: Annotated[tuple[Issue, ...], Field(min_length=1)]
    evidence: dict[str, tuple[Place, ...]]
    warnings: tuple[LetterWarning, ...]
    parser: Parser
