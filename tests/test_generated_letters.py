"""Letters whose truth is known, in voices and looks that no rule was fitted to."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.record import Case
from models.vocabulary import Engine
from pipeline.assemble import read_with_text
from pipeline.generate import FictionalLetter, fictional_letters
from tests.evidence import check_boxes, check_evidence

HEADER = (
    "case_number",
    "date_assigned",
    "date_of_injury",
    "decision_date",
    "ur_denial_date",
    "application_received",
    "priority",
    "reviewer_states",
    "reviewer_specialties",
)
WORKER = ("age", "sex", "injury_date_narrative")
ISSUE = ("request", "decision", "claims_administrator_guideline", "reviewer_guideline")
CLASSIFIED = ("category", "quantity", "retrospective")


def values(case: Case, names: tuple[str, ...]) -> dict[str, Any]:
    record = case.model_dump(mode="json")
    return {name: record[name] for name in names}


def words(text: str) -> str:
    """A text without its paragraphs: where a full line ends a paragraph at a page break, none can be seen."""
    return re.sub(r"\s+", " ", text)


def check_against_truth(letter: FictionalLetter, data: bytes, name: str, engine: Engine) -> None:
    case, pages = read_with_text(data, name, engine)
    truth = letter.truth
    assert values(case, HEADER + WORKER) == {field: truth[field] for field in HEADER + WORKER}
    assert words(case.clinical_summary or "") == words(truth["clinical_summary"])
    read = [d.model_dump(include={"text", "basis", "certainty", "icd_printed"}) for d in case.diagnoses]
    assert read == truth["diagnoses"]
    assert case.mechanism == truth["mechanism"]
    assert len(case.issues) == len(truth["issues"])
    for issue, true in zip(case.issues, truth["issues"], strict=True):
        assert {field: getattr(issue, field) for field in ISSUE} == {
            field: true[field] and words(true[field]) for field in ISSUE
        }
        assert words(issue.rationale or "") == words(true["rationale"])
        assert {field: getattr(issue, field) for field in CLASSIFIED} == {
            field: true[field] for field in CLASSIFIED
        }
        assert [drug.text for drug in issue.drugs] == [drug["text"] for drug in true["drugs"]]
        assert list(issue.body_parts) == true["body_parts"]
    assert case.parser.claimed_share == 1
    check_evidence(case, pages)


def test_pdf_letters_read_as_they_were_written(fictional: list[FictionalLetter]) -> None:
    for letter in fictional:
        check_against_truth(letter, letter.pdf(), f"{letter.case_number}.pdf", Engine.PDFIUM)


def test_text_letters_read_as_they_were_written(fictional: list[FictionalLetter]) -> None:
    for letter in fictional:
        check_against_truth(letter, letter.text().encode(), f"{letter.case_number}.txt", Engine.PDFIUM)


def test_the_second_engine_reads_them_alike(fictional: list[FictionalLetter]) -> None:
    for letter in fictional[:8]:
        check_against_truth(letter, letter.pdf(), f"{letter.case_number}.pdf", Engine.PDFPLUMBER)


def test_every_box_holds_its_line(fictional: list[FictionalLetter]) -> None:
    for letter in fictional[:10]:
        case, pages = read_with_text(letter.pdf(), "letter.pdf")
        assert check_boxes(case, pages, letter.pdf()) > 20


def test_most_paragraphs_survive(fictional: list[FictionalLetter]) -> None:
    right = total = 0
    for letter in fictional:
        case, _ = read_with_text(letter.pdf(), "letter.pdf")
        for issue, true in zip(case.issues, letter.truth["issues"], strict=True):
            total += 1
            right += (issue.rationale or "").count("\n\n") == true["rationale"].count("\n\n")
    assert right / total > 0.95


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_any_seed_gives_letters_whose_evidence_holds(seed: int) -> None:
    letter = next(fictional_letters(1, seed))
    for data in (letter.pdf(), letter.text().encode()):
        case, pages = read_with_text(data, "letter")
        assert len(case.issues) == len(letter.truth["issues"])
        check_evidence(case, pages)


@pytest.mark.parametrize("name", ["letter.pdf", "CM16-0123456.pdf"])
def test_the_printed_case_number_wins_over_the_file_name(fictional: list[FictionalLetter], name: str) -> None:
    case, _ = read_with_text(fictional[0].pdf(), name)
    assert case.case_number == fictional[0].case_number
    assert ("case_number_conflict" in {str(w.code) for w in case.warnings}) == name.startswith("CM")
