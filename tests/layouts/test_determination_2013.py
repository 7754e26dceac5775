"""The layout of late 2013 and 2014: a cover letter with a table, decisions in sentences."""

import pytest

from models.record import Case
from models.vocabulary import RejectionReason, WarningCode
from pipeline.assemble import read_case
from pipeline.errors import LetterError
from tests.evidence import raw_words
from tests.layouts.older_letters import DETERMINATION, on_pages

FIRST = "1. The request for an MRI of the left ankle is not medically necessary and appropriate."
SECOND = DETERMINATION.index("2. Six visits")


def read(text: str = DETERMINATION) -> Case:
    return read_case(text.encode(), "letter.txt")


def test_every_part() -> None:
    case = read()
    assert case.case_number == "CM13-0900001"
    assert str(case.decision_date) == "2014-03-07"
    assert str(case.date_of_injury) == "2012-05-17"
    assert str(case.ur_denial_date) == "2013-11-01"
    assert str(case.application_received) == "2013-11-12"
    assert case.priority == "STANDARD"
    assert case.reviewer_states == ("California",)
    assert case.reviewer_specialties == ("Physical Medicine & Rehabilitation",)
    assert case.clinical_summary and case.clinical_summary.startswith("The patient is a 47-year-old")
    first, second = case.issues
    assert (first.request, first.decision.value) == ("MRI of the left ankle", "upheld")
    assert second.request == "Six visits of physical therapy for the lumbar spine"
    assert second.decision.value == "overturned"
    assert first.claims_administrator_guideline == (
        "The Claims Administrator based its decision on the ACOEM Guidelines, Chapter 14. "
        "The Claims Administrator also cited the ODG."
    )
    assert first.reviewer_guideline == (
        "The Physician Reviewer based his/her decision on the MTUS Ankle and Foot Complaints. "
        "The Physician Reviewer found it relevant."
    )
    assert first.rationale == (
        "No red flag was found. The request for an MRI is not medically necessary and appropriate."
    )
    assert second.rationale and second.rationale.endswith("necessary and appropriate.")


def test_the_words_of_a_decision() -> None:
    case = read()
    pages = DETERMINATION.split("\f")
    assert (
        raw_words(case.evidence["issues.0.decision"], pages) == "is not medically necessary and appropriate"
    )
    assert raw_words(case.evidence["issues.1.decision"], pages) == "is medically necessary and appropriate"


@pytest.mark.parametrize(
    ("printed", "set_otherwise"),
    [
        ("IMR DECISION(S) AND RATIONALE(S)", "IMR Decision(s) and Rationale(s):"),
        ("IMR DECISION(S) AND RATIONALE(S)", "IMR DECISIONS & RATIONALES"),
        ("IMR DECISION(S) AND RATIONALE(S)", "IMR DECISION AND\nRATIONALE"),
        ("is not medically necessary", "is notmedically necessary"),
        ("is not medically necessary", "is not\nmedically necessary"),
        ("is not medically necessary", "is NOT medically necessary"),
        ("1. The request for an MRI", "1.The request for an MRI"),
        ("1. The request for an MRI", "1) The request for an MRI"),
        ("of the left ankle is not", "of the left\nankle is not"),
        ("The Physician Reviewer", "The Expert Reviewer"),
        ("The Physician Reviewer's", "The Physician Reviewer’s"),
        ("The Physician Reviewer's decision rationale", "Decision rationale"),
        ("The Physician Reviewer's decision rationale", "The Physician Reviewer's\ndecision rationale"),
        ("/abc\n\n", ""),
        ("Disclaimer: MAXIMUS is providing", "DISCLAIMER: The organization is providing"),
    ],
)
def test_other_settings_of_the_same_letter(printed: str, set_otherwise: str) -> None:
    assert printed in DETERMINATION
    case, other = read(), read(DETERMINATION.replace(printed, set_otherwise))

    def told(one: Case) -> list[object]:
        return [(issue.request, issue.decision, issue.rationale) for issue in one.issues]

    if printed != "is not medically necessary":
        assert told(other) == told(case)
    assert [issue.decision for issue in other.issues] == [issue.decision for issue in case.issues]
    assert [issue.request for issue in other.issues] == [issue.request for issue in case.issues]
    assert other.clinical_summary == case.clinical_summary
    assert other.warnings == ()


def test_a_single_request_without_a_number() -> None:
    end = DETERMINATION.index("/abc")
    text = DETERMINATION[:SECOND] + DETERMINATION[end:]
    case = read(text.replace(FIRST, FIRST.removeprefix("1. ")))
    assert case.issues == read().issues[:1]


def test_a_numbered_list_in_a_rationale_is_no_request() -> None:
    listed = (
        "1. Rest is medically necessary and appropriate.\n\n2. Ice is medically necessary and appropriate."
    )
    text = DETERMINATION.replace("No red flag was found.", f"No red flag was found.\n\n{listed}\n\nSo far.")
    case = read(text)
    assert [issue.request for issue in case.issues] == [issue.request for issue in read().issues]
    assert "2. Ice is" in (case.issues[0].rationale or "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (DETERMINATION.replace("lumbar spine is medically", "lumbar spine is maybe"), "decision_missing"),
        (DETERMINATION.replace(FIRST, ""), "decision_missing"),
        (DETERMINATION[: DETERMINATION.index(FIRST)], "no_issues"),
    ],
)
def test_a_request_without_decision_is_refused(text: str, reason: str) -> None:
    with pytest.raises(LetterError) as caught:
        read(text)
    assert caught.value.reason is RejectionReason(reason)


def test_without_its_label_a_rationale_is_missed_and_no_part_of_the_guideline() -> None:
    label = "The Physician Reviewer's decision rationale: Therapy"
    case = read(DETERMINATION.replace(label, "Therapy"))
    assert case.issues[1].reviewer_guideline == (
        "The Physician Reviewer found that no section of the MTUS was applicable."
    )
    codes = {warning.code for warning in case.warnings}
    assert {WarningCode.RATIONALE_MISSING, WarningCode.UNCLAIMED_TEXT} <= codes


def test_titles_in_print_need_no_more_than_bold_type() -> None:
    without = DETERMINATION.replace(
        "The Claims Administrator did not cite a guideline for its decision.\n\n", ""
    )
    case = read_case(on_pages(without), "letter.pdf")
    assert len(case.issues) == 2
    assert case.issues[1].claims_administrator_guideline is None


def test_a_footer_on_the_second_page_alone() -> None:
    case = read_case(on_pages(DETERMINATION, "CM13-0900001      {page}", first=2), "letter.pdf")
    assert case.warnings == ()
    assert case.issues == read().issues


def test_a_footer_within_a_sentence() -> None:
    words = "No red flag was found."
    text = DETERMINATION.replace(words, "No red\n\nIMR Case Number CM13-0900001   2\n\fflag was found.")
    assert read(text).issues == read().issues
