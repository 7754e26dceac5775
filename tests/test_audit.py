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


COVER = "Final Determination Letter for IMR Case Number CM16-0900001\n\nFinal Determination: {}.\n\f"


@pytest.mark.parametrize(
    ("verdict", "fits"),
    [("PARTIALLY OVERTURN", True), ("Partially Overturned", True), ("UPHOLD", False), ("OVERTURNED", False)],
)
def test_a_cover_that_sums_the_decisions_up_wrongly(verdict: str, fits: bool) -> None:
    expected = {} if fits else {WarningCode.VERDICT_CONFLICT: "issues"}
    assert found(header=COVER.format(verdict) + HEADER) == expected


@pytest.mark.parametrize(("decision", "verdict"), [("Upheld", "UPHOLD"), ("Overturned", "OVERTURN")])
def test_a_verdict_on_requests_that_are_decided_alike(decision: str, verdict: str) -> None:
    body = re.sub(r": (Upheld|Partially Overturned)\n", f": {decision}\n", BODY)
    assert found(header=COVER.format(verdict) + HEADER, body=body) == {}
    assert found(header=COVER.format("PARTIALLY OVERTURN") + HEADER, body=body) == {
        WarningCode.VERDICT_CONFLICT: "issues"
    }


def test_a_verdict_in_unknown_words_is_quoted() -> None:
    case = read_case(text_letter(COVER.format("SET ASIDE") + HEADER), "letter.txt")
    assert [warning.message for warning in case.warnings] == [
        "the cover says 'SET ASIDE', which is none of the known words"
    ]


def test_a_cover_without_a_verdict_contradicts_nothing() -> None:
    assert found(header="Final Determination Letter for IMR Case Number CM16-0900001\n\f" + HEADER) == {}
