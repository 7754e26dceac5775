"""What a record says otherwise than the truth of a generated letter."""

import re
from collections.abc import Iterator
from typing import Any

from models.record import Case

CORE = (
    "format",
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
    "clinical_summary",
)
ISSUE = ("request", "decision", "claims_administrator_guideline", "reviewer_guideline", "rationale")


def words(value: Any) -> Any:
    """A text without its paragraphs: where a full line ends a paragraph at a page break, none can be seen."""
    return re.sub(r"\s+", " ", value) if isinstance(value, str) else value


def differences(case: Case, truth: dict[str, Any]) -> Iterator[str]:
    """The core fields that were not read as they were written, each with both values."""
    record = case.model_dump(mode="json")
    yield from _unlike("", CORE, record, truth)
    read, true = record["issues"], truth["issues"]
    if len(read) != len(true):
        yield f"{len(read)} requests of {len(true)}"
        return
    for number, (issue, true_issue) in enumerate(zip(read, true, strict=True)):
        yield from _unlike(f"issues.{number}.", ISSUE, issue, true_issue)


def _unlike(path: str, names: tuple[str, ...], read: dict[str, Any], true: dict[str, Any]) -> Iterator[str]:
    for name in names:
        if words(read[name]) != words(true[name]):
            yield f"{path}{name}: read {read[name]!r}, written {true[name]!r}"
