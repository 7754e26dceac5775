"""Records to the rows of the published tables.

A record was validated before it was kept, and is not made into a case again: its JSON has every field.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from pydantic_core import from_json

from models.record import SIDES, Case, Issue
from models.tables import CASES, CITATIONS, DIAGNOSES, DRUGS, ISSUES, Table

Row = dict[str, Any]
Letter = dict[str, Any]
"""The JSON of a case, its dates as dates."""

CASE_COLUMNS = tuple(column.name for column in CASES.columns if column.name in Case.model_fields)
DATES = tuple(column.name for column in CASES.columns if column.type == pa.date32())
ISSUE_COLUMNS = tuple(column.name for column in ISSUES.columns if column.name in Issue.model_fields)


def letter_of(record: bytes) -> Letter:
    """The record of a letter, as the functions that make its rows take it."""
    letter: Letter = from_json(record)
    return letter | {name: date.fromisoformat(letter[name]) for name in DATES if letter[name]}


def case_rows(letter: Letter) -> Iterator[Row]:
    """The one row of a letter in `cases`."""
    parser = letter["parser"]
    yield {
        **{name: letter[name] for name in CASE_COLUMNS},
        "issue_count": len(letter["issues"]),
        "engine": parser["engine"],
        "pages": parser["pages"],
        "claimed_share": parser["claimed_share"],
        "extraction_version": parser["version"],
        "evidence": list(_places(letter)),
    }


def issue_rows(letter: Letter) -> Iterator[Row]:
    """The rows of a letter in `issues`."""
    for issue in letter["issues"]:
        yield _key(letter, issue) | {name: issue[name] for name in ISSUE_COLUMNS}


def diagnosis_rows(letter: Letter) -> Iterator[Row]:
    """The rows of a letter in `diagnoses`."""
    for number, diagnosis in enumerate(letter["diagnoses"], 1):
        yield _letter(letter) | {"diagnosis_number": number} | diagnosis


def drug_rows(letter: Letter) -> Iterator[Row]:
    """The rows of a letter in `drugs`."""
    for issue in letter["issues"]:
        for number, drug in enumerate(issue["drugs"], 1):
            yield _key(letter, issue) | {"drug_number": number} | drug


def citation_rows(letter: Letter) -> Iterator[Row]:
    """The rows of a letter in `citations`."""
    for issue in letter["issues"]:
        for side in SIDES:
            for number, citation in enumerate(issue[f"{side}_citations"], 1):
                yield _key(letter, issue) | {"side": side, "citation_number": number} | citation


def _letter(letter: Letter) -> Row:
    return {"letter_id": letter["letter_id"], "case_number": letter["case_number"]}


def _key(letter: Letter, issue: Letter) -> Row:
    return _letter(letter) | {"issue_number": issue["number"]}


def _places(letter: Letter) -> Iterator[Row]:
    for field, places in letter["evidence"].items():
        for place in places:
            boxes = [
                {"x0": x0, "top": top, "x1": x1, "bottom": bottom} for x0, top, x1, bottom in place["boxes"]
            ]
            yield {
                "field": field,
                "page": place["page"],
                "start": place["start"],
                "end": place["end"],
                "boxes": boxes,
            }


CASE_TABLES: tuple[tuple[Table, Callable[[Letter], Iterator[Row]]], ...] = (
    (CASES, case_rows),
    (ISSUES, issue_rows),
    (DIAGNOSES, diagnosis_rows),
    (DRUGS, drug_rows),
    (CITATIONS, citation_rows),
)
"""The tables that are made from letters, and how."""
