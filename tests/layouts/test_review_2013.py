"""The review of early 2013: requests in a list, decisions in headings."""

import pytest

from models.record import Case
from models.vocabulary import RejectionReason, WarningCode
from pipeline.assemble import read_case
from pipeline.errors import LetterError
from tests.evidence import raw_words
from tests.layouts.older_letters import REVIEW

NOT = "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT\nMEDICALLY NECESSARY:"
SINGLE = (
    REVIEW.replace("1) MRI", "MRI")
    .replace("2) Six visits of physical therapy for the lumbar spine\n\n3) A TENS unit\n\n", "")
    .replace("1) ACOEM Guidelines, Chapter 14, which is part of the MTUS.", "ACOEM Guidelines, Chapter 14.")
    .replace("2) Chronic Pain Medical Treatment Guidelines, page 98.\n\n", "")
    .replace("3) Chronic Pain Medical Treatment Guidelines, page 114.\n\n", "")
    .replace("1) No red flag", "No red flag")
    .replace("3) There was no trial of it.\n\n", "")
)
SINGLE = (
    SINGLE[: SINGLE.index("RATIONALE FOR WHY", SINGLE.index("RATIONALE") + 9)]
    + SINGLE[SINGLE.index("MEDICAL REVIEWER QUALIFICATIONS") :]
)


def read(text: str = REVIEW) -> Case:
    return read_case(text.encode(), "letter.txt")


def test_every_part() -> None:
    case = read()
    assert case.case_number == "13-000103"
    assert str(case.application_received) == "2013-02-06"
    assert str(case.ur_denial_date) == "2013-01-30"
    assert case.reviewer_states == ("California",)
    assert case.reviewer_specialties == ("Occupational Medicine",)
    assert case.clinical_summary == (
        "The patient is a 47-year-old male roofer who was injured on May 17, 2012.\n\n"
        "He has had six visits of therapy and is being treated for low back pain."
    )
    assert [(issue.request, issue.decision.value, issue.rationale) for issue in case.issues] == [
        (
            "MRI of the left ankle",
            "upheld",
            "No red flag was found.\n\nAn x-ray comes first, and it is not medically necessary.",
        ),
        ("Six visits of physical therapy for the lumbar spine", "overturned", "Therapy helped."),
        ("TENS unit", "upheld", "There was no trial of it."),
    ]
    assert [issue.reviewer_guideline for issue in case.issues] == [
        "ACOEM Guidelines, Chapter 14, which is part of the MTUS.",
        "Chronic Pain Medical Treatment Guidelines, page 98.",
        "Chronic Pain Medical Treatment Guidelines, page 114.",
    ]
    assert {issue.claims_administrator_guideline for issue in case.issues} == {None}


def test_the_words_of_a_decision_are_those_of_its_heading() -> None:
    case = read()
    words = [raw_words(case.evidence[f"issues.{index}.decision"], [REVIEW]) for index in range(3)]
    assert words == ["NOT\nMEDICALLY NECESSARY", "MEDICALLY NECESSARY", "NOT\nMEDICALLY NECESSARY"]


def test_a_single_request_has_no_numbers() -> None:
    case = read(SINGLE)
    (issue,) = case.issues
    assert case.warnings == ()
    assert (issue.request, issue.decision.value) == ("MRI of the left ankle", "upheld")
    assert issue.reviewer_guideline == "ACOEM Guidelines, Chapter 14."
    assert issue.rationale and issue.rationale.startswith("No red flag was found.\n\nAn x-ray")


def test_a_list_within_the_rationale_of_a_single_request() -> None:
    text = SINGLE.replace("An x-ray comes", "What comes first:\n\n1) an x-ray.\n\n2) rest.\n\nAn x-ray comes")
    assert "1) an x-ray.\n\n2) rest." in (read(text).issues[0].rationale or "")


@pytest.mark.parametrize(
    ("printed", "set_otherwise"),
    [
        ("ISSUE AT DISPUTE:", "ISSUES AT DISPUTE"),
        ("GUIDELINE(S) RELIED", "GUIDELINES RELIED"),
        ("PROFESSIONAL\nREVIEWER AND WHY:", "PROFESSIONAL REVIEWER\nAND WHY"),
        (NOT, NOT.replace("IS/WAS", "WAS")),
        (NOT, NOT.replace("IS/WAS", "IS / WAS")),
        (NOT, NOT.replace("NOT\nMEDICALLY", "NOTMEDICALLY")),
        (NOT, NOT.replace("MEDICALLY NECESSARY", "medically necessary")),
        (NOT, NOT.replace("TREATMENT/SERVICE", "TREATMENT(S)/SERVICE(S)").title()),
        ("MEDICAL REVIEWER QUALIFICATIONS:\n\n", "MEDICAL REVIEWER QUALIFICATIONS: "),
        ("1) MRI of", "1. MRI of"),
        ("1) MRI of", "1) The request for an MRI of"),
        ("Case Number: 13-000103", "Case  Number:\n13-000103"),
        (
            "Utilization Review Denial dated 1/30/2013",
            "Utilization Review Determination dated January 30, 2013",
        ),
    ],
)
def test_other_settings_of_the_same_letter(printed: str, set_otherwise: str) -> None:
    assert printed in REVIEW
    case, other = read(), read(REVIEW.replace(printed, set_otherwise))
    assert other.issues == case.issues
    assert (other.case_number, other.ur_denial_date) == (case.case_number, case.ur_denial_date)
    assert other.reviewer_states == case.reviewer_states
    assert other.warnings == ()


def test_documents_without_dates_leave_the_fields_null_by_rule() -> None:
    case = read(REVIEW.replace(" filed on 2/6/2013", "").replace("Denial dated 1/30/2013", "Determination"))
    assert case.application_received is None
    assert case.ur_denial_date is None
    assert case.warnings == ()


def test_one_rationale_for_all_requests() -> None:
    text = REVIEW.replace("1) No red", "No red").replace("3) There", "There")
    text = text[: text.index("RATIONALE FOR", text.index(NOT) + 9)] + text[text.index("MEDICAL REVIEWER") :]
    issues = read(text).issues
    assert {issue.decision.value for issue in issues} == {"upheld"}
    assert len({issue.rationale for issue in issues}) == 1


def test_a_heading_that_runs_over_a_page_break_decides_as_it_reads() -> None:
    broken = NOT.replace("NOT\n", "NOT\n\nCase Number 13-000103      Page 1 of 2\n\f")
    case = read(REVIEW.replace(NOT, broken))
    assert case.issues == read().issues
    assert case.warnings == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REVIEW.replace("3) There was no trial of it.\n\n", ""), RejectionReason.DECISION_MISSING),
        (REVIEW.replace("2) Therapy helped.", "1) Therapy helped."), RejectionReason.DECISION_MISSING),
        (REVIEW.replace("IS/WAS NOT\nMEDICALLY", "IS OF\nMEDICALLY"), RejectionReason.DECISION_MISSING),
        (REVIEW.replace("NOT\nMEDICALLY NEC", "nOT\nMeDICALLY NEC"), RejectionReason.DECISION_UNKNOWN),
        (REVIEW.replace("ISSUE AT DISPUTE:", ""), RejectionReason.NO_ISSUES),
    ],
)
def test_a_request_without_decision_is_refused(text: str, reason: RejectionReason) -> None:
    with pytest.raises(LetterError) as caught:
        read(text)
    assert caught.value.reason is reason


def test_a_missing_heading_of_the_guidelines_is_reported() -> None:
    text = REVIEW.replace("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL\nREVIEWER AND WHY:", "")
    codes = {warning.code for warning in read(text).warnings}
    assert {WarningCode.HEADING_MISSING, WarningCode.GUIDELINE_MISSING} <= codes
