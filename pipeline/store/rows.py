"""Cases to the rows of the published tables."""

from collections.abc import Callable, Iterator
from typing import Any

from models.record import Case
from models.tables import CASES, CITATIONS, ISSUES, Table

Row = dict[str, Any]
SIDES = ("claims_administrator", "reviewer")


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
        yield {
            "letter_id": case.letter_id,
            "case_number": case.case_number,
            "issue_number": issue.number,
            **issue.model_dump(exclude={"number"}),
        }


def citation_rows(case: Case) -> Iterator[Row]:
    """The rows of a letter in `citations`."""
    for issue in case.issues:
        for side in SIDES:
            text = getattr(issue, f"{side}_guideline")
            if text is not None:
                yield {
                    "letter_id": case.letter_id,
                    "case_number": case.case_number,
                    "issue_number": issue.number,
                    "side": side,
                    "text": text,
                }


def _places(case: Case) -> Iterator[Row]:
    for field, places in case.evidence.items():
        for place in places:
            boxes = [dict(zip(("x0", "top", "x1", "bottom"), box, strict=True)) for box in place.boxes]
            yield {"field": field, "page": place.page, "start": place.start, "end": place.end, "boxes": boxes}


CASE_TABLES: tuple[tuple[Table, Callable[[Case], Iterator[Row]]], ...] = (
    (CASES, case_rows),
    (ISSUES, issue_rows),
    (CITATIONS, citation_rows),
)
"""The tables that are made from cases, and how."""
