"""Accidents of every kind: a case or a typed reason, never another exception."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.record import Case
from models.vocabulary import Engine, RejectionReason
from pipeline.assemble import read_case
from pipeline.errors import LetterError
from tests.failures.common import (
    HOW,
    ISSUES,
    PDF,
    SUMMARY,
    TEXT,
)
from tests.failures.damage import (
    Edit,
    with_other_content,
)

PHRASES = (
    f"\n{HOW}\n",
    f"\n\n{SUMMARY}\n\n",
    f"\n\n{ISSUES}\n\n",
    "\n\nAspirin: Upheld\n\n",
    "\n\nAspirin: Overturned\n",
    "\nClaims Administrator guideline: ",
    "\n\nMAXIMUS guideline: ",
    "\n\nDecision rationale: ",
    "\nState(s) of Licensure: ",
    "\nCertification(s)/Specialty: ",
    "\nCase Number: CM16-0900001",
    "Application\nReceived:",
    ": Upheld",
    "\f",
    "\n\n\n",
    "99/99/9999",
    "a 200-year-old ",
    "\ud7ff\ue000\ufffe\x00\x1b",
)
places = st.floats(0, 1)
accidents = st.lists(st.builds(Edit, places, st.integers(0, 40), st.binary(max_size=40)), max_size=6)
cuts = st.none() | places
insertions = st.lists(
    st.builds(Edit, places, st.just(0), st.sampled_from(PHRASES) | st.text(max_size=60)),
    min_size=1,
    max_size=6,
)
removals = st.lists(st.builds(Edit, places, st.integers(1, 400), st.just("")), max_size=2)
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_outcome(data: bytes, engine: Engine = Engine.PDFIUM) -> None:
    """A case that can be kept, or a reason: never another exception."""
    try:
        case = read_case(data, "letter", engine)
    except LetterError as error:
        assert str(error)
        assert error.advice
        assert error.reason is not RejectionReason.INTERNAL_ERROR
    else:
        assert Case.model_validate_json(case.model_dump_json()) == case, "the ledger cannot give it back"


def damaged(data: bytes, edits: Sequence[Edit], cut: float | None) -> bytes:
    for edit in edits:
        data = edit.of(data)
    return data if cut is None else data[: int(cut * len(data))]


@patient
@given(accidents, cuts)
def test_a_damaged_pdf_is_a_case_or_a_reason(edits: list[Edit], cut: float | None) -> None:
    check_outcome(damaged(PDF, edits, cut))


@patient
@given(accidents, cuts)
def test_a_damaged_text_is_a_case_or_a_reason(edits: list[Edit], cut: float | None) -> None:
    check_outcome(damaged(TEXT.encode(), edits, cut))


@patient
@given(insertions, removals)
def test_a_letter_with_words_put_in_or_lost_is_a_case_or_a_reason(
    edits: list[Edit], lost: list[Edit]
) -> None:
    text = TEXT
    for edit in [*lost, *edits]:
        text = edit.of(text)
    check_outcome(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(accidents, cuts)
def test_a_damaged_pdf_is_a_case_or_a_reason_with_pdfplumber(edits: list[Edit], cut: float | None) -> None:
    check_outcome(damaged(PDF, edits, cut), Engine.PDFPLUMBER)


NAMES_IN_A_PDF = (
    b"/MediaBox",
    b"/Rotate",
    b"/Contents",
    b"/Resources",
    b"/Font",
    b"/Filter",
    b"/Kids",
    b"/Root",
)


@pytest.mark.parametrize("engine", [Engine.PDFIUM, Engine.PDFPLUMBER])
@pytest.mark.parametrize("instead", [b"/Lost", b"/Lost null", b" "], ids=["other name", "null", "gone"])
@pytest.mark.parametrize("name", NAMES_IN_A_PDF)
def test_a_pdf_with_a_misspelt_entry_is_a_case_or_a_reason(
    name: bytes, instead: bytes, engine: Engine
) -> None:
    assert name in PDF
    check_outcome(PDF.replace(name, instead), engine)


@pytest.mark.parametrize("engine", [Engine.PDFIUM, Engine.PDFPLUMBER])
@pytest.mark.parametrize("turn", [b"(x)", b"x", b"1e9", b"45", b"-90", b"[0]"])
def test_a_pdf_with_a_strange_rotation_is_a_case_or_a_reason(turn: bytes, engine: Engine) -> None:
    check_outcome(PDF.replace(b"/Rotate 0", b"/Rotate " + turn), engine)


TINY = b"." + b"0" * 42 + b"1"


@pytest.mark.parametrize("engine", [Engine.PDFIUM, Engine.PDFPLUMBER])
@pytest.mark.parametrize("scale", [TINY, b"0", b"9" * 39, b"-1", b"2147483648"])
@pytest.mark.parametrize("matrix", [b"%b 0 0 1 0 0", b"1 0 0 %b 0 0", b"1 0 0 1 %b 0", b"1 0 %b 1 0 0"])
def test_a_pdf_drawn_out_of_all_scale_is_a_case_or_a_reason(
    matrix: bytes, scale: bytes, engine: Engine
) -> None:
    check_outcome(with_other_content(PDF, b"1 0 0 1 0 0 cm", matrix % scale + b" cm"), engine)
