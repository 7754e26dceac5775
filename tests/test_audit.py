"""The audit: what contradicts what, and what may have been lost, must be said in the record."""

import re

import pytest

from models.record import Case
from models.vocabulary import WarningCode
from pipeline.assemble import read_case
from tests.letters import BODY, HEADER, text_letter


def found(
    header: str = HEADER, body: str = BODY, source: str = "letter.txt"
) -> dict[WarningCode, str | None]:
    """The warnings of a letter, with the field that each concerns."""
    case = read_case(text_letter(header, body), source)
    return {warning.code: warning.field for warning in case.warnings}


def test_a_sound_letter_has_no_warning() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("printed", "instead", "code", "field"),
    [
        (
            "Date of Injury: 05/17/2012",
            "Date of Injury: 06/17/2012",
            "injury_date_conflict",
            "injury_date_narrative",
        ),
        ("Decision Date: 04/02/2015", "Decision Date: 01/02/2015", "dates_out_of_order", "decision_date"),
        ("UR Denial Date: 01/21/2015", "UR Denial Date: 01/21/2011", "dates_out_of_order", "ur_denial_date"),
        ("Date Assigned: 03/09/2015", "Date Assigned: 13/39/2015", "date_invalid", "date_assigned"),
        ("Priority: Standard", "Priority:", "header_field_missing", "priority"),
        ("Case Number: CM16-0900001", "Case Number: unknown", "case_number_invalid", "case_number"),
    ],
)
def test_what_the_header_says_wrongly(printed: str, instead: str, code: str, field: str) -> None:
    assert found(header=HEADER.replace(printed, instead)) == {WarningCode(code): field}


@pytest.mark.parametrize(
    ("printed", "instead", "code", "field"),
    [
        ("47-year-old", "9-year-old", "age_implausible", "age"),
        ("47-year-old", "101-year-old", "age_implausible", "age"),
        ("47-year-old", "14-year-old", "age_implausible", "age"),
        (
            "Therapy helped.\n\nThree visits are necessary.",
            "Therapy helped, and the",
            "text_cut_off",
            "issues.1.rationale",
        ),
        (
            "Decision rationale: Therapy helped.\n\nThree visits are necessary.",
            "",
            "rationale_missing",
            "issues.1.rationale",
        ),
        (
            "State(s) of Licensure: Oregon,Nevada",
            "State(s) of Licensure: Oregon,Erewhon",
            "state_unknown",
            "reviewer_states.1",
        ),
        (
            "Six visits of",
            "As it is not medically necessary, six visits of",
            "request_doubtful",
            "issues.1.request",
        ),
    ],
)
def test_what_the_letter_says_wrongly(printed: str, instead: str, code: str, field: str) -> None:
    assert printed in BODY
    assert found(body=BODY.replace(printed, instead)) == {WarningCode(code): field}


def test_a_case_number_taken_from_the_file_name_is_marked_as_derived() -> None:
    header = re.sub("Case Number: .*", "Case Number:", HEADER)
    case: Case = read_case(text_letter(header), "folder/cm16-0900001.txt")
    assert case.case_number == "CM16-0900001"
    assert "case_number" not in case.evidence
    assert WarningCode.CASE_NUMBER_FROM_FILE_NAME in {warning.code for warning in case.warnings}


def test_the_longest_unclaimed_text_is_quoted_with_its_page() -> None:
    lost = "Nobody knows what this paragraph is for, and it is longer than a slip of the pen could ever be."
    case = read_case(text_letter(f"{lost}\n\f{HEADER}"), "letter.txt")
    (warning,) = [each for each in case.warnings if each.code is WarningCode.UNCLAIMED_TEXT]
    assert lost[:60] in warning.message
    assert "page 1" in warning.message
