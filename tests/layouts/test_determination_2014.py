"""The 2014 layout: every part found where a reader finds it, and nothing half filled."""

import pytest

from models.record import Case
from models.vocabulary import RejectionReason, WarningCode
from pipeline.assemble import read_case
from pipeline.errors import LetterError
from tests.letters import BODY, HEADER, Piece, lines_down, pdf_of, text_letter


def read(header: str = HEADER, body: str = BODY) -> Case:
    return read_case(text_letter(header, body), "letter.txt")


def codes(case: Case) -> set[WarningCode]:
    return {warning.code for warning in case.warnings}


def test_every_part_of_a_letter() -> None:
    case = read()
    assert case.warnings == ()
    assert case.parser.claimed_share == 1
    assert case.clinical_summary == (
        "The claimant is a 47-year-old male roofer who was injured on May 17, 2012.\n\n"
        "He has had six visits of therapy and is being treated for low back pain."
    )
    assert [issue.request for issue in case.issues] == [
        "MRI of the left ankle, DOS: 2/1/15",
        "Six visits of physical therapy",
    ]
    assert [issue.decision.value for issue in case.issues] == ["upheld", "partially_overturned"]
    assert case.issues[0].reviewer_guideline == (
        "Decision based on MTUS Ankle and Foot Complaints 2004, Section(s): Initial Care."
    )
    assert case.issues[1].rationale == "Therapy helped.\n\nThree visits are necessary."


@pytest.mark.parametrize(
    "label",
    ["MAXIMUS guideline:", "IMRO guideline:", "Expert Reviewer guideline:", "Acme Review, Inc. guideline:"],
)
def test_another_organisation_before_the_guideline(label: str) -> None:
    assert read(body=BODY.replace("MAXIMUS guideline:", label)).issues == read().issues


@pytest.mark.parametrize(
    ("printed", "set_otherwise"),
    [
        ("CLINICAL CASE SUMMARY", "Clinical  Case Summary:"),
        ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR Issues, Decisions and\nRationales"),
        ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR ISSUES DECISIONS & RATIONALES"),
        ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR ISSUES, DECISIONS, AND RATIONALES"),
        ("MAXIMUS guideline:", "MAXIMUS GUIDELINE:"),
        ("State(s) of Licensure:", "States of Licensure:"),
        ("Upheld", "UPHELD"),
        (": Partially Overturned", ":\nPartially Overturned"),
        ("Six visits of physical therapy: Partially", "Six visits of\nphysical therapy: Partially"),
    ],
)
def test_headings_and_labels_are_read_tolerantly(printed: str, set_otherwise: str) -> None:
    case, other = read(), read(body=BODY.replace(printed, set_otherwise))
    assert other.issues == case.issues
    assert other.clinical_summary == case.clinical_summary
    assert other.reviewer_states == case.reviewer_states


@pytest.mark.parametrize(
    ("sentence", "specialties", "states"),
    [
        (
            "The expert reviewer is Board Certified in Physical Medicine & Rehabilitation, has a "
            "subspecialty in Pain Management and is licensed to practice in California.",
            ["Physical Medicine & Rehabilitation", "Pain Management"],
            ["California"],
        ),
        (
            "The physician reviewer is Board Certified in Physical Medicine and Rehabilitation and is "
            "licensed to practice in Texas, New York and Ohio. He/she is in active clinical practice.",
            ["Physical Medicine and Rehabilitation"],
            ["Texas", "New York", "Ohio"],
        ),
    ],
)
def test_credentials_told_in_a_sentence(sentence: str, specialties: list[str], states: list[str]) -> None:
    listed = BODY[BODY.index("The Expert Reviewer has") : BODY.index("CLINICAL CASE SUMMARY")]
    case = read(body=BODY.replace(listed, f"{sentence}\n\n"))
    assert list(case.reviewer_specialties) == specialties
    assert list(case.reviewer_states) == states
    assert case.warnings == ()


def test_a_guideline_named_at_a_line_end_is_no_label() -> None:
    body = BODY.replace(
        "Decision based on MTUS Ankle and Foot Complaints 2004.\n\nMAXIMUS",
        "Decision based on Official\nDisability Guidelines: Ankle.\n\nMAXIMUS",
    )
    issue = read(body=body).issues[0]
    assert issue.claims_administrator_guideline == "Decision based on Official Disability Guidelines: Ankle."
    assert issue.reviewer_guideline and issue.reviewer_guideline.startswith("Decision based on MTUS Ankle")


@pytest.mark.parametrize("heading", ["CLINICAL CASE SUMMARY", "IMR ISSUES, DECISIONS AND RATIONALES"])
def test_a_missing_heading_is_reported_and_the_requests_are_kept(heading: str) -> None:
    case = read(body=BODY.replace(heading, ""))
    assert WarningCode.HEADING_MISSING in codes(case)
    assert case.issues == read().issues


def test_a_heading_that_stands_twice_is_reported() -> None:
    case = read(body=BODY.replace("He has had", "CLINICAL CASE SUMMARY\n\nHe has had"))
    assert WarningCode.HEADING_REPEATED in codes(case)


def test_text_that_belongs_to_no_part_is_reported() -> None:
    lost = "A new kind of paragraph that this form never had, with some words of its own to say. " * 2
    case = read(
        body=BODY.replace(
            "Claims Administrator guideline: Decision", f"{lost}\n\nClaims Administrator guideline: Decision"
        )
    )
    assert case.parser.claimed_share < 0.995
    assert WarningCode.UNCLAIMED_TEXT in codes(case)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (BODY.replace(": Partially Overturned", ": Modified"), RejectionReason.DECISION_UNKNOWN),
        (BODY.replace(": Partially Overturned", ""), RejectionReason.DECISION_MISSING),
        (BODY[: BODY.index("MRI of the left")], RejectionReason.NO_ISSUES),
        ("A recipe for bread. Flour, water, salt.", RejectionReason.NOT_AN_IMR_LETTER),
        (
            "INDEPENDENT MEDICAL REVIEW FINAL DETERMINATION\n\n"
            "The claims administrator denied what is medically necessary.",
            RejectionReason.LAYOUT_UNKNOWN,
        ),
    ],
)
def test_a_letter_that_is_not_understood_is_refused_and_never_half_filled(
    body: str, reason: RejectionReason
) -> None:
    with pytest.raises(LetterError) as caught:
        read(body=body, header="")
    assert caught.value.reason is reason
    assert caught.value.advice


def test_titles_are_told_by_bold_type_where_nothing_else_tells() -> None:
    """A title at the top of a page, behind a full line, on paper without a gap."""
    full = "The reviewer finds that this long line of the rationale ends right at the foot of the page."
    first: list[Piece] = [
        (72, 720, "CLINICAL CASE SUMMARY", "Times-Bold"),
        (72, 706, "A 40 year old man was injured on 3/3/11."),
        (72, 692, "IMR ISSUES, DECISIONS AND RATIONALES", "Times-Bold"),
        (72, 678, "First request: Upheld", "Times-Bold"),
        (72, 664, "Claims Administrator guideline: None.", "Times-Bold"),
        (72, 650, "MAXIMUS guideline: None.", "Times-Bold"),
        (72, 636, "Decision rationale: It is long.", "Times-Bold"),
        (72, 622, full),
    ]
    second: list[Piece] = [
        (72, 720, "Second request, which runs over two lines as it names the whole of what", "Times-Bold"),
        (72, 706, "was asked for: Overturned", "Times-Bold"),
        (72, 692, "Claims Administrator guideline: None.", "Times-Bold"),
        (72, 678, "MAXIMUS guideline: None.", "Times-Bold"),
        (72, 664, "Decision rationale: It is short."),
    ]
    case = read_case(pdf_of(first, second), "letter.pdf")
    assert [issue.request for issue in case.issues] == [
        "First request",
        "Second request, which runs over two lines as it names the whole of what was asked for",
    ]
    assert (
        case.issues[0].rationale == f"It is long.\n\n{full}"
        or case.issues[0].rationale == f"It is long. {full}"
    )


def test_a_cover_page_before_the_header_is_tolerated() -> None:
    cover = lines_down(
        "Office of Review\nFinal Determination Letter for IMR Case Number CM16-0900001\nDear Reader,"
    )
    letter = lines_down((HEADER + BODY).replace("\n\n", "\n"), top=760, pitch=12)
    case = read_case(pdf_of(cover, letter), "letter.pdf")
    assert case.case_number == "CM16-0900001"
    assert case.application_received and case.application_received.isoformat() == "2015-02-04"
    assert case.parser.claimed_share == 1
    assert len(case.issues) == 2


def test_an_expedited_letter_with_a_number_of_2013() -> None:
    case = read(HEADER.replace("CM16-0900001", "13-000103").replace("Standard", "Expedited"))
    assert (case.case_number, case.priority) == ("13-000103", "Expedited")
    assert case.warnings == ()


def test_its_labels_tell_it_from_the_layout_before_whatever_its_heading() -> None:
    heading = "IMR ISSUES, DECISIONS AND RATIONALES"
    case = read(body=BODY.replace(heading, "IMR DECISION(S) AND RATIONALE(S)"))
    assert case.format == "determination_2014"
    assert case.issues == read().issues
