"""What a letter's record has and lacks, in a few numbers: enough to count a run without its records."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from models.record import Case

CASE_FIELDS = (
    "case_number",
    "date_assigned",
    "date_of_injury",
    "decision_date",
    "ur_denial_date",
    "application_received",
    "priority",
    "reviewer_states",
    "reviewer_specialties",
    "age",
    "sex",
    "injury_date_narrative",
    "mechanism",
    "clinical_summary",
    "diagnoses",
)
ISSUE_FIELDS = (
    "quantity",
    "drugs",
    "body_parts",
    "claims_administrator_guideline",
    "claims_administrator_citations",
    "reviewer_guideline",
    "reviewer_citations",
    "rationale",
)


class Facts(NamedTuple):
    """The counts of one letter.

    Attributes:
        issues: Disputed requests.
        decisions: Requests by decision.
        categories: Requests by category.
        diagnoses: Conditions given to the worker.
        coded: Of these, those with an ICD-10-CM code.
        filled: By field, 1 where the letter has a value, or the number of its requests that have one; fields
            without any left out.
        warnings: Codes of its warnings, each once.
        ocr_pages: Pages that OCR read.
        ocr_seconds: How long a letter with such pages took to read; 0 for any other.
    """

    issues: int
    decisions: Mapping[str, int]
    categories: Mapping[str, int]
    diagnoses: int
    coded: int
    filled: Mapping[str, int]
    warnings: tuple[str, ...]
    ocr_pages: int = 0
    ocr_seconds: float = 0.0


def facts_of(case: Case, seconds: float = 0.0) -> Facts:
    """Count what a record has; it took so many seconds to read."""
    pages = len(case.parser.ocr_pages)
    filled = {name: 1 for name in CASE_FIELDS if getattr(case, name)}
    for name in ISSUE_FIELDS:
        if number := sum(bool(getattr(issue, name)) for issue in case.issues):
            filled[name] = number
    return Facts(
        issues=len(case.issues),
        decisions=dict(Counter(str(issue.decision) for issue in case.issues)),
        categories=dict(Counter(str(issue.category) for issue in case.issues)),
        diagnoses=len(case.diagnoses),
        coded=sum(diagnosis.icd10_code is not None for diagnosis in case.diagnoses),
        filled=filled,
        warnings=tuple(sorted({str(warning.code) for warning in case.warnings})),
        ocr_pages=pages,
        ocr_seconds=seconds if pages else 0.0,
    )
