"""Cases to the rows of the published tables."""

from collections.abc import Callable, Iterator
from typing import Any

from models.record import SIDES, Case, Issue
from models.tables import CASES, CITATIONS, DIAGNOSES, DRUGS, ISSUES, Table

Row = dict[str, Any]
ISSUE_COLUMNS = tuple(column.name for column in ISSUES.columns if column.name in Issue.model_fields)


def case_rows(case: Case) -> Iterator[Row]:
    """The one row of a letter in `cases`."""
    yield {
        **{column.name: getattr(case, column.name) for column in CASES.columns if hasattr(case, column.name)},
        "issue_count": len(case.issues),
        "engine": case.parser.engine,
        "pages": case.parser.pages,
        "claimed_share": case.parser.claimed_share,
        "extraction_version": case.parser.version,
        "warnings": [warning.model_dump() for warning in case.warnings],
        "evidence": list(_places(case)),
    }


def issue_rows(case: Case) -> Iterator[Row]:
    """The rows of a letter in `issues`."""
    for issue in case.issues:
        yield _key(case, issue) | {name: getattr(issue, name) for name in ISSUE_COLUMNS}


def diagnosis_rows(case: Case) -> Iterator[Row]:
    """The rows of a letter in `diagnoses`."""
    for number, diagnosis in enumerate(case.diagnoses, 1):
        yield _letter(case) | {"diagnosis_number": number} | dict(diagnosis)


def drug_rows(case: Case) -> Iterator[Row]:
    """The rows of a letter in `drugs`."""
    for issue in case.issues:
        for number, drug in enumerate(issue.drugs, 1):
            yield _key(case, issue) | {"drug_number": number} | dict(drug)


def citation_rows(case: Case) -> Iterator[Row]:
    """The rows of a letter in `citations`."""
    for issue in case.issues:
        for side in SIDES:
            for number, citation in enumerate(getattr(issue, f"{side}_citations"), 1):
                yield _key(case, issue) | {"side": side, "citation_number": number} | dict(citation)


def _letter(case: Case) -> Row:
    return {"letter_id": case.letter_id, "case_number": case.case_number}


def _key(case: Case, issue: Issue) -> Row:
    return _letter(case) | {"issue_number": issue.number}


def _places(case: Case) -> Iterator[Row]:
    for field, places in case.evidence.items():
        for place in places:
            boxes = [dict(zip(("x0", "top", "x1", "bottom"), box, strict=True)) for box in place.boxes]
            yield {"field": field, "page": place.page, "start": place.start, "end": place.end, "boxes": boxes}


CASE_TABLES: tuple[tuple[Table, Callable[[Case], Iterator[Row]]], ...] = (
    (CASES, case_rows),
    (ISSUES, issue_rows),
    (DIAGNOSES, diagnosis_rows),
    (DRUGS, drug_rows),
    (CITATIONS, citation_rows),
)
"""The tables that are made from cases, and how."""
