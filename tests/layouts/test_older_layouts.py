"""The three layouts of 2013: which letter is in which, and what all of them promise."""

import pytest

from models.record import Case
from models.vocabulary import Decision, Engine, RejectionReason, WarningCode
from pipeline.assemble import read_case, read_with_text
from pipeline.document import open_document
from pipeline.document.passage import squeeze
from pipeline.errors import LetterError
from pipeline.generate import FictionalLetter
from pipeline.layouts import known_layouts
from tests.evidence import check_boxes, check_evidence
from tests.layouts.older_letters import DETERMINATION, NOTICE, REVIEW, on_pages
from tests.layouts.retold import retold
from tests.letters import text_letter

LETTERS = {"review_2013": REVIEW, "notice_2013": NOTICE, "determination_2013": DETERMINATION}
FOOTERS = {
    "review_2013": ("Case Number 13-000103      Page {page} of 3", 1),
    "notice_2013": ("Final Determination Letter for IMR Case Number CM13-0900001    Page {page} of 4", 2),
    "determination_2013": ("Final Determination Letter for IMR Case Number CM13-0900001    {page}", 2),
}
named = pytest.mark.parametrize("name", LETTERS)


def recognised(data: bytes) -> list[str]:
    with open_document(data) as letter:
        return [layout.name for layout in known_layouts() if layout.recognises(letter.document)]


def values(case: Case) -> dict[str, object]:
    return case.model_dump(exclude={"letter_id", "source", "evidence", "parser"})


@named
def test_each_layout_recognises_its_own_letters_only(name: str) -> None:
    assert recognised(LETTERS[name].encode()) == [name]
    assert recognised(on_pages(LETTERS[name])) == [name]


def test_letters_of_2014_are_none_of_them(fictional: list[FictionalLetter]) -> None:
    for data in (text_letter(), *(letter.pdf() for letter in fictional[:8])):
        assert recognised(data) == ["determination_2014"]


@named
def test_nothing_is_left_over_and_nothing_to_warn_of(name: str) -> None:
    footer, first = FOOTERS[name]
    for data in (LETTERS[name].encode(), on_pages(LETTERS[name], footer, first)):
        case = read_case(data, "letter")
        assert case.format == name
        assert case.warnings == ()
        assert case.parser.claimed_share == 1


@named
def test_print_and_plain_text_give_the_same_values(name: str) -> None:
    text = read_case(LETTERS[name].encode(), "letter.txt")
    assert values(read_case(on_pages(LETTERS[name], *FOOTERS[name]), "letter.pdf")) == values(text)


@named
def test_both_engines_give_the_same_values(name: str) -> None:
    pdf = on_pages(LETTERS[name], *FOOTERS[name])
    assert values(read_case(pdf, "letter", Engine.PDFPLUMBER)) == values(read_case(pdf, "letter"))


@named
def test_other_stories_in_each_layout(name: str, fictional: list[FictionalLetter]) -> None:
    for letter in fictional[:8]:
        truth = letter.truth
        case, pages = read_with_text(on_pages(retold(truth, name), *FOOTERS[name]), "letter.pdf")
        check_evidence(case, pages)
        assert case.parser.claimed_share == 1
        assert squeeze(case.clinical_summary or "") == squeeze(truth["clinical_summary"])
        assert str(case.application_received) == truth["application_received"]
        assert str(case.ur_denial_date) == truth["ur_denial_date"]
        assert len(case.issues) == len(truth["issues"])
        for issue, true in zip(case.issues, truth["issues"], strict=True):
            assert squeeze(true["request"]).endswith(squeeze(issue.request))
            assert (issue.decision is Decision.UPHELD) == (true["decision"] == "upheld")
            assert squeeze(issue.rationale or "") == squeeze(true["rationale"])
            assert (issue.reviewer_guideline or "").endswith(f" page {issue.number}.")


@named
def test_every_value_has_its_place(name: str) -> None:
    pdf = on_pages(LETTERS[name], *FOOTERS[name])
    case, pages = read_with_text(pdf, "letter.pdf")
    check_evidence(case, pages)
    assert check_boxes(case, pages, pdf) > 20
    check_evidence(*read_with_text(LETTERS[name].encode(), "letter.txt"))


@named
def test_what_a_layout_does_not_have_is_null_and_not_missing(name: str) -> None:
    case = read_case(LETTERS[name].encode(), "letter.txt")
    assert (case.priority is None) == (name != "determination_2013")
    assert (case.date_assigned is None) == (name != "notice_2013")
    assert (case.decision_date is None) == (name == "review_2013")
    assert (case.date_of_injury is None) == (name == "review_2013")
    assert WarningCode.HEADER_FIELD_MISSING not in {warning.code for warning in case.warnings}


@named
def test_a_letter_in_mixed_and_in_capital_headings(name: str) -> None:
    text = LETTERS[name]
    case = values(read_case(text.encode(), "letter.txt"))
    for heading in ("CASE SUMMARY", "ISSUE AT DISPUTE", "DOCUMENTS REVIEWED", "Rationale for the Decision"):
        for printed in (heading.title(), heading.upper(), heading.replace(" ", "  ")):
            assert values(read_case(text.replace(heading, printed).encode(), "letter.txt")) == case


@named
def test_a_heading_that_is_not_there_is_reported(name: str) -> None:
    text = LETTERS[name].replace("CASE SUMMARY", "").replace("Case Summary", "")
    codes = {warning.code for warning in read_case(text.encode(), "letter.txt").warnings}
    assert {WarningCode.HEADING_MISSING, WarningCode.SUMMARY_MISSING} <= codes


@named
def test_without_its_own_marks_a_letter_is_refused(name: str) -> None:
    text = LETTERS[name]
    for mark in (
        "MEDICAL PROFESSIONAL REVIEW",
        "Notice of Independent Medical Review Determination",
        "IMR DECISION(S) AND RATIONALE(S)",
    ):
        text = text.replace(mark, "")
    with pytest.raises(LetterError) as caught:
        read_case(text.encode(), "letter.txt")
    assert caught.value.reason is RejectionReason.LAYOUT_UNKNOWN


@named
def test_lost_text_is_noticed(name: str) -> None:
    lost = "A new kind of paragraph that this form never had, with some words of its own to say. " * 2
    heading = {"review_2013": "MEDICAL REVIEWER QUALIFICATIONS:", "notice_2013": "Medical Qualifications of"}
    place = heading.get(name, "HOW THE IMR FINAL")
    behind = LETTERS[name].index("\n\n", LETTERS[name].index(place))
    text = f"{LETTERS[name][:behind]}\n\n{lost}{LETTERS[name][behind:]}"
    case = read_case(text.encode(), "letter.txt")
    assert WarningCode.UNCLAIMED_TEXT in {warning.code for warning in case.warnings}
