"""The published tables: every column once, with its type and its meaning.

The Arrow schemas and the data dictionary are both made from these definitions.
"""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from models.clinical import (
    Basis,
    Category,
    Certainty,
    CitationStatus,
    DrugClass,
    GuidelineSource,
    Subcategory,
)
from models.vocabulary import Decision, Described, Engine, RejectionReason, Sex, WarningCode

SCHEMA_VERSION = "2"
"""Raised whenever a column is added, renamed, removed or changes its type."""

LICENCE = "Apache-2.0"
"""Of the tables as this software makes them; the letters they quote are public records of California."""

PROVENANCE = "manifest.json beside the tables names the run, and this file by its SHA-256"
"""The same letters give the same bytes, so that what differs from run to run stands outside the file."""


@dataclass(frozen=True)
class Column:
    """One published column.

    Attributes:
        name: As in the record where the record has it.
        type: Its Arrow type.
        description: What it means, for a reader of the table.
        nullable: Whether it may be null.
        codes: The closed vocabulary of its values, if it has one.
    """

    name: str
    type: pa.DataType
    description: str
    nullable: bool = True
    codes: type[Described] | None = None


@dataclass(frozen=True)
class Table:
    """One published table: a folder of Parquet files, one for each month of decision.

    Attributes:
        name: The folder's name.
        description: What one row is.
        key: The columns that its rows are sorted by and unique in.
        columns: In the order of the files.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema of its files, descriptions included."""
        fields = [
            pa.field(column.name, column.type, column.nullable, {"description": column.description})
            for column in self.columns
        ]
        metadata = {
            "table": self.name,
            "description": self.description,
            "schema_version": SCHEMA_VERSION,
            "licence": LICENCE,
            "provenance": PROVENANCE,
        }
        return pa.schema(fields, metadata)


PARTITIONS = (
    Column("decision_year", pa.int32(), "Year of the decision; 0 where there is no decision date.", False),
    Column("decision_month", pa.int32(), "Month of the decision (1 to 12); 0 as the year is.", False),
)
"""Columns that readers get from the folders' names, not from the files."""


def list_of(kind: pa.DataType) -> pa.DataType:
    """A list type, its items named as the Parquet format names them, so that files come back as written."""
    return pa.list_(pa.field("element", kind))


BOX = pa.struct([pa.field(edge, pa.float32(), nullable=False) for edge in ("x0", "top", "x1", "bottom")])
PLACE = pa.struct(
    [
        pa.field("field", pa.string(), nullable=False),
        pa.field("page", pa.int32(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("boxes", list_of(BOX), nullable=False),
    ]
)
WARNING = pa.struct(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("field", pa.string()),
        pa.field("message", pa.string(), nullable=False),
    ]
)
TEXTS = list_of(pa.string())

LETTER_ID = Column("letter_id", pa.string(), "SHA-256 of the letter's bytes, hex; joins all tables.", False)
CASE_NUMBER = Column("case_number", pa.string(), "The IMR case number, such as CM16-0213037.")
ISSUE_NUMBER = Column("issue_number", pa.int32(), "The request's number in its letter, from 1.", False)

CASES = Table(
    "cases",
    "One row for each letter that was read.",
    ("case_number", "letter_id"),
    (
        LETTER_ID,
        CASE_NUMBER,
        Column("source", pa.string(), "Where the letter was read from.", False),
        Column("format", pa.string(), "The letter layout that was recognised.", False),
        Column("date_assigned", pa.date32(), "When the case was assigned to the reviewer."),
        Column(
            "date_of_injury", pa.date32(), "Date of injury in the header; without a header, in the summary."
        ),
        Column("decision_date", pa.date32(), "Date of the determination."),
        Column(
            "ur_denial_date",
            pa.date32(),
            "Date of the utilization review denial in the header; without a header, in the summary.",
        ),
        Column("application_received", pa.date32(), "When the application for review was received."),
        Column("priority", pa.string(), "As printed: Standard or Expedited."),
        Column("reviewer_states", TEXTS, "The reviewer's states of licensure, in printed order.", False),
        Column("reviewer_specialties", TEXTS, "The reviewer's certifications, as printed.", False),
        Column(
            "reviewer_specialty_ids",
            TEXTS,
            "The same as keys of the Division's list of specialties, item by item; null for an unknown one.",
            False,
        ),
        Column("age", pa.int32(), "The worker's age in years, as the summary states it; never computed."),
        Column("sex", pa.string(), "The worker's sex.", codes=Sex),
        Column("injury_date_narrative", pa.date32(), "The date of injury that the summary itself gives."),
        Column("mechanism", pa.string(), "How the injury happened, the core phrase as printed."),
        Column("clinical_summary", pa.string(), "The clinical case summary; an empty line parts paragraphs."),
        Column("issue_count", pa.int32(), "Number of disputed requests in the letter.", False),
        Column("engine", pa.string(), "What turned the letter's bytes into text.", False, Engine),
        Column("pages", pa.int32(), "Number of pages.", False),
        Column(
            "claimed_share",
            pa.float64(),
            "Share (0 to 1) of the letter's visible characters that its layout accounts for.",
            False,
        ),
        Column("extraction_version", pa.string(), "Version of the extraction that made the row.", False),
        Column("warnings", list_of(WARNING), "What a person should look at: code, field and message.", False),
        Column(
            "evidence",
            list_of(PLACE),
            "Where each value was read from: field path, page (from 1), offsets in that page's text, and "
            "a box for each line in points from the top left corner of the page as it is shown.",
            False,
        ),
    ),
)

ISSUES = Table(
    "issues",
    "One row for each disputed request.",
    ("case_number", "letter_id", "issue_number"),
    (
        LETTER_ID,
        CASE_NUMBER,
        ISSUE_NUMBER,
        Column("request", pa.string(), "The request's title as printed, without its decision.", False),
        Column("decision", pa.string(), "The reviewer's decision on the request.", False, Decision),
        Column("category", pa.string(), "The Division's category of the request.", False, Category),
        Column(
            "subcategory",
            pa.string(),
            "The Division's subcategory; null where it has none that fits, as for most drugs.",
            codes=Subcategory,
        ),
        Column("retrospective", pa.bool_(), "Whether the service was already given.", False),
        Column(
            "quantity",
            pa.int32(),
            "The count in dispute: tablets, sessions, pieces; null for a range, a mere duration, or none.",
        ),
        Column("body_parts", TEXTS, "Body parts that the request names, as printed, side included.", False),
        Column("procedure_codes", TEXTS, "CPT and HCPCS codes that the request prints.", False),
        Column(
            "claims_administrator_guideline", pa.string(), "The claims administrator's guideline statement."
        ),
        Column(
            "claims_administrator_citation_status",
            pa.string(),
            "What that statement amounts to; null where there is none.",
            codes=CitationStatus,
        ),
        Column("reviewer_guideline", pa.string(), "The reviewer's guideline statement."),
        Column(
            "reviewer_citation_status",
            pa.string(),
            "What that statement amounts to; null where there is none.",
            codes=CitationStatus,
        ),
        Column("rationale", pa.string(), "The reviewer's rationale, whole; an empty line parts paragraphs."),
    ),
)

DIAGNOSES = Table(
    "diagnoses",
    "One row for each condition that a clinical summary gives the worker.",
    ("case_number", "letter_id", "diagnosis_number"),
    (
        LETTER_ID,
        CASE_NUMBER,
        Column("diagnosis_number", pa.int32(), "Its number in the letter, from 1.", False),
        Column("text", pa.string(), "The condition as printed, without words of doubt and codes.", False),
        Column("basis", pa.string(), "By what kind of wording the summary gives it.", False, Basis),
        Column("certainty", pa.string(), "Whether the letter affirms it.", False, Certainty),
        Column("icd_printed", pa.string(), "ICD codes that the letter prints with it, parted by commas."),
        Column(
            "icd10_code",
            pa.string(),
            "ICD-10-CM code derived from the text, with its dot; without the seventh character where the "
            "text does not tell the encounter; null where no code is good enough.",
        ),
        Column("icd10_title", pa.string(), "The code's official title."),
        Column("icd10_score", pa.float64(), "How much of text and title agree, 0 to 1."),
    ),
)

DRUGS = Table(
    "drugs",
    "One row for each drug that a disputed request names.",
    ("case_number", "letter_id", "issue_number", "drug_number"),
    (
        LETTER_ID,
        CASE_NUMBER,
        ISSUE_NUMBER,
        Column("drug_number", pa.int32(), "Its number in the request, from 1.", False),
        Column("text", pa.string(), "The name as printed, without salt, strength and form.", False),
        Column("ingredient", pa.string(), "Its generic names, joined by a slash; null if unknown."),
        Column("drug_class", pa.string(), "The Division's class; null if it has none.", codes=DrugClass),
    ),
)

CITATIONS = Table(
    "citations",
    "One row for each guideline that a side cites for a request. That none was cited is told by the "
    "statuses in `issues`.",
    ("case_number", "letter_id", "issue_number", "side", "citation_number"),
    (
        LETTER_ID,
        CASE_NUMBER,
        ISSUE_NUMBER,
        Column("side", pa.string(), "Whose citation it is: claims_administrator or reviewer.", False),
        Column("citation_number", pa.int32(), "Its number in the statement, from 1.", False),
        Column("source", pa.string(), "Whose guideline it is.", False, GuidelineSource),
        Column("title", pa.string(), "The guideline's or chapter's name as printed.", False),
        Column("year", pa.int32(), "The year of its edition, if printed."),
        Column("sections", TEXTS, "Its sections, as printed.", False),
        Column(
            "topic",
            pa.string(),
            "What the guideline is about, such as low_back: the same key for a chapter of the MTUS until "
            "2017, its successor, and chapters of others that agree; null where none fits.",
        ),
    ),
)

REJECTED = Table(
    "rejected",
    "One row for each file that did not become a case, with the reason.",
    ("source",),
    (
        Column("source", pa.string(), "The file or path that was given.", False),
        Column(
            "letter_id", pa.string(), "SHA-256 of the file's bytes, hex; null where it could not be read."
        ),
        Column("reason", pa.string(), "Why it was not published.", False, RejectionReason),
        Column("message", pa.string(), "What was seen, and where.", False),
        Column("advice", pa.string(), "What to do about it.", False),
        Column(
            "extraction_version", pa.string(), "Version of the extraction that rejected it; null if unread."
        ),
    ),
)

TABLES = (CASES, ISSUES, DIAGNOSES, DRUGS, CITATIONS, REJECTED)
VOCABULARIES: tuple[type[Described], ...] = (
    Decision,
    Sex,
    Basis,
    Certainty,
    Category,
    Subcategory,
    DrugClass,
    GuidelineSource,
    CitationStatus,
    Engine,
    WarningCode,
    RejectionReason,
)
