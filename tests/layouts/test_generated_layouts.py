"""Letters of every layout, of which no reader has seen one before: every core field is read as written."""

import pytest

from models.vocabulary import WarningCode
from pipeline.assemble import read_with_text
from pipeline.errors import LetterError
from pipeline.generate import FictionalLetter, fictional_letters
from pipeline.generate.forms import FORMS
from tests.evidence import check_evidence
from tests.truth import differences

PDFS, TEXTS = 200, 40
NEVER = {
    WarningCode.HEADING_MISSING,
    WarningCode.HEADER_FIELD_MISSING,
    WarningCode.UNCLAIMED_TEXT,
    WarningCode.VERDICT_CONFLICT,
    WarningCode.REQUEST_DOUBTFUL,
    WarningCode.GUIDELINE_MISSING,
    WarningCode.RATIONALE_MISSING,
    WarningCode.REVIEWER_MISSING,
    WarningCode.STATE_UNKNOWN,
    WarningCode.DATES_OUT_OF_ORDER,
}
"""What these letters give no cause for."""


def misread(letter: FictionalLetter, data: bytes) -> list[str]:
    try:
        case, pages = read_with_text(data, "letter")
    except LetterError as error:
        return [f"{letter.case_number}: {error}"]
    check_evidence(case, pages)
    codes = {warning.code for warning in case.warnings} & NEVER
    found = [*differences(case, letter.truth), *sorted(codes)]
    return [f"{letter.case_number} {difference}" for difference in found]


@pytest.mark.parametrize("layout", FORMS)
def test_print_is_read_as_it_was_written(layout: str) -> None:
    letters = fictional_letters(PDFS, seed=11, layouts=[layout])
    assert [problem for letter in letters for problem in misread(letter, letter.pdf())] == []


@pytest.mark.parametrize("layout", FORMS)
def test_plain_text_is_read_as_it_was_written(layout: str) -> None:
    letters = fictional_letters(TEXTS, seed=12, layouts=[layout])
    assert [problem for letter in letters for problem in misread(letter, letter.text().encode())] == []
