"""The notice of 2013: decisions in sentences, stated twice."""

import pytest

from models.record import Case
from models.vocabulary import RejectionReason, WarningCode
from pipeline.assemble import read_case
from pipeline.errors import LetterError
from tests.evidence import raw_words
from tests.layouts.older_letters import NOTICE

BLOCK = NOTICE[NOTICE.index("Employee:") : NOTICE.index("IMR Case Number")]
DISCLAIMER = NOTICE[NOTICE.index("Disclaimer: The following") : NOTICE.index("“The patient")]


def read(text: str = NOTICE) -> Case:
    return read_case(text.encode(), "letter.txt")


def test_every_part() -> None:
    case = read()
    assert case.case_number == "CM13-0900001"
    assert str(case.decision_date) == "2013-12-03"
    assert str(case.date_of_injury) == "2012-05-17"
    assert str(case.ur_denial_date) == "2013-08-30"
    assert str(case.application_received) == "2013-09-06"
    assert str(case.date_assigned) == "2013-09-23"
    assert case.reviewer_states == ("California", "Texas", "Ohio")
    assert case.reviewer_specialties == ("Occupational Medicine", "Pain Management")
    assert case.clinical_summary == (
        "The patient is a 47-year-old male roofer who was injured on May 17, 2012.\n\n"
        "He has had six visits of therapy and is being treated for low back pain."
    )
    first, second = case.issues
    assert (first.request, first.decision.value) == ("MRI of the left ankle", "upheld")
    assert second.request == "six visits of physical therapy for the lumbar spine"
    assert second.decision.value == "overturned"
    assert first.claims_administrator_guideline == (
        "The Claims Administrator based its decision on the ACOEM Guidelines, Chapter 14. "
        "The Claims Administrator also cited the ODG."
    )
    assert first.reviewer_guideline == (
        "The Expert Reviewer based his/her decision on the MTUS Ankle and Foot Complaints. "
        "The Expert Reviewer found it relevant."
    )
    assert second.rationale == (
        "Therapy helped.\n\nThe request for six visits is medically necessary and appropriate."
    )


@pytest.mark.parametrize(
    "printed", ["notmedically", "not\nmedically", "not medicallynecessary andappropriate"]
)
def test_words_that_lost_their_blanks(printed: str) -> None:
    phrase = "not medically necessary and appropriate"
    words = printed if "appropriate" in printed else f"{printed} necessary and appropriate"
    text = NOTICE.replace(phrase, words, 1)
    case = read(text)
    assert case.issues == read().issues
    assert raw_words(case.evidence["issues.0.decision"], [text]) == f"is {words}"


def test_without_the_block_the_sentence_tells_the_dates() -> None:
    case = read(NOTICE.replace(BLOCK, ""))
    assert case.date_of_injury is None
    assert str(case.injury_date_narrative) == "2012-05-17"
    assert str(case.ur_denial_date) == "2013-08-30"
    assert str(case.application_received) == "2013-09-06"
    assert case.warnings == ()


def test_a_date_that_should_be_there_is_missed() -> None:
    case = read(NOTICE.replace("Date of Injury: 5/17/2012", "Date of Injury:"))
    (warning,) = case.warnings
    assert (warning.code, warning.field) == (WarningCode.HEADER_FIELD_MISSING, "date_of_injury")


@pytest.mark.parametrize(
    ("printed", "set_otherwise"),
    [
        ("Dated: 12/3/2013", "Dated: December 3, 2013"),
        ("Effect of the Decision:", "EFFECT OF THE DECISION"),
        ("Rationale for the Decision:\n\n", "Rationale for the Decision: "),
        ("of the Expert Reviewer:", "of the Physician Reviewer:"),
        ("Upon by the Expert\nReviewer to Make", "Upon by the Expert Reviewer\nto Make"),
        (DISCLAIMER, ""),
        ("an MRI of the left ankle:", "an MRI of the left ankle"),
        ("1) Regarding", "Regarding"),
        ("Inc. has determined", "Inc.has determined"),
        ("1) MAXIMUS Federal Services, Inc. has", "1. IMRO, Inc. has"),
        ("9/23/2013", "September 23, 2013"),
    ],
)
def test_other_settings_of_the_same_letter(printed: str, set_otherwise: str) -> None:
    assert printed in NOTICE
    case, other = read(), read(NOTICE.replace(printed, set_otherwise))
    assert other.issues == case.issues
    for name in ("decision_date", "date_assigned", "clinical_summary", "reviewer_specialties"):
        assert getattr(other, name) == getattr(case, name), name
    assert other.warnings == ()


def test_a_request_named_in_a_rationale_begins_no_section() -> None:
    prose = "No red flag.\n\nRegarding the request for an MRI of the ankle, two things count:\n\nRest, ice."
    case = read(NOTICE.replace("No red flag was found.", prose))
    assert [issue.request for issue in case.issues] == [issue.request for issue in read().issues]
    assert (case.issues[0].rationale or "").startswith(prose)
    assert case.issues[1] == read().issues[1]


def test_a_single_decision_without_a_number() -> None:
    first = NOTICE[NOTICE.index("2) MAXIMUS") : NOTICE.index("INDEPENDENT MEDICAL REVIEW DECISION")]
    second = NOTICE[NOTICE.index("2) Regarding") : NOTICE.index("Effect of the Decision")]
    text = NOTICE.replace(first, "").replace(first.strip(), "").replace(second, "").replace("1) ", "")
    case = read(text)
    assert case.issues == read().issues[:1]
    assert case.warnings == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NOTICE.replace("is not medically necessary", "is in part necessary", 1), "decision_unknown"),
        (NOTICE.replace("is not medically necessary", "is medically necessary", 1), "decision_unknown"),
        (NOTICE.replace("2) MAXIMUS", "3) MAXIMUS"), "decision_missing"),
        (NOTICE.replace("2) Regarding", "3) Regarding"), "decision_missing"),
        (NOTICE.replace("has determined", "spoke of"), "no_issues"),
    ],
)
def test_a_decision_that_cannot_be_told_is_refused(text: str, reason: str) -> None:
    with pytest.raises(LetterError) as caught:
        read(text)
    assert caught.value.reason is RejectionReason(reason)


def test_a_request_without_sections_is_reported() -> None:
    text = NOTICE[: NOTICE.index("2) Regarding")] + NOTICE[NOTICE.index("Effect of the Decision") :]
    case = read(text)
    assert [issue.decision for issue in case.issues] == [issue.decision for issue in read().issues]
    assert {warning.field for warning in case.warnings} == {
        "issues.1.claims_administrator_guideline",
        "issues.1.reviewer_guideline",
        "issues.1.rationale",
    }
