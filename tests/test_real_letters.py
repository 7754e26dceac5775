"""What a user of real letters would lose first: a field, its place, or the agreement of the engines."""

import importlib.util
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pdfplumber
import pytest
from pdfplumber.pdf import PDF

from models.evidence import Box
from models.record import Case
from models.vocabulary import Engine
from pipeline.assemble import read_with_text
from tests.conftest import SHARED
from tests.evidence import check_boxes, check_evidence, published_values

PERFECT = (
    "case_number",
    "date_assigned",
    "date_of_injury",
    "decision_date",
    "ur_denial_date",
    "application_received",
    "priority",
    "age",
    "sex",
    "injury_date_narrative",
    "reviewer_states",
    "reviewer_specialties",
    "issue count",
    "request",
    "decision",
    "claims_administrator_guideline",
    "reviewer_guideline",
    "rationale bounds",
    "case perfect",
)
LEAST = {
    "diagnoses exact F1": 97.0,
    "diagnoses relaxed F1": 98.5,
    "diagnosis basis": 99.0,
    "diagnosis certainty": 98.0,
    "mechanism": 96.0,
    "category": 98.0,
    "quantity": 98.0,
    "drugs F1": 98.0,
    "body parts F1": 96.0,
}
"""Fields in which careful readers differ now and then, with the least score (percent) to be trusted."""

Read = dict[str, tuple[Case, list[str]]]


@pytest.fixture(scope="module")
def read(shared: Path) -> Read:
    return {
        path.name: read_with_text(path.read_bytes(), path.name)
        for path in sorted((shared / "letters").iterdir())
    }


class Pdf(NamedTuple):
    """A letter that is a PDF, and what PDFium gives for it."""

    name: str
    data: bytes
    case: Case
    pages: list[str]


PDFS = sorted(path.name for path in (SHARED / "letters").glob("*.pdf"))


@pytest.fixture(scope="module", params=PDFS or ["none"])
def pdf(request: pytest.FixtureRequest, read: Read, shared: Path) -> Iterator[Pdf]:
    """One PDF after the other; pdfplumber, which is slow, reads each once for all that is asked of it."""
    data = (shared / "letters" / request.param).read_bytes()
    with opened_once(data):
        yield Pdf(request.param, data, *read[request.param])


@contextmanager
def opened_once(data: bytes) -> Iterator[None]:
    """Whoever opens this PDF with pdfplumber meanwhile is given the same one, and leaves it open."""
    with pdfplumber.open(io.BytesIO(data)) as document, pytest.MonkeyPatch.context() as patch:

        def again(stream: io.BytesIO) -> PDF:
            assert stream.getvalue() == data
            return document

        patch.setattr(document, "close", lambda: None)
        patch.setattr(pdfplumber, "open", again)
        yield


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_field_is_as_a_person_read_it(read: Read, shared: Path, score: ModuleType) -> None:
    records: list[dict[str, Any]] = [json.loads(case.model_dump_json()) for case, _ in read.values()]
    rates = score.score(shared / "gold" / "dev", records)
    wrong = {name: rates[name].errors for name in PERFECT if rates[name].value < 100}
    assert not wrong
    poor = {name: rates[name].errors for name, least in LEAST.items() if rates[name].value < least}
    assert not poor


def test_every_value_stands_at_its_place(read: Read) -> None:
    for case, pages in read.values():
        check_evidence(case, pages)


def test_every_box_holds_its_line(pdf: Pdf) -> None:
    assert check_boxes(pdf.case, pdf.pages, pdf.data) == len(boxes_of(pdf.case))


def test_letters_have_boxes_to_show_their_values_by(read: Read) -> None:
    boxes = sum(len(boxes_of(case)) for name, (case, _) in read.items() if name.endswith(".pdf"))
    assert boxes > 100 * len(read) / 2


def boxes_of(case: Case) -> set[tuple[int, Box]]:
    """Page and box of every line that a value stands in."""
    places = [place for places in case.evidence.values() for place in places]
    return {(place.page, box) for place in places for box in place.boxes}


def test_no_text_of_a_letter_is_lost(read: Read) -> None:
    assert {
        name: case.parser.claimed_share
        for name, (case, _) in read.items()
        if case.parser.claimed_share < 0.995
    } == {}


def test_both_engines_give_the_same_record(pdf: Pdf) -> None:
    other, other_pages = read_with_text(pdf.data, pdf.name, Engine.PDFPLUMBER)
    assert other_pages == pdf.pages
    assert without_boxes(other) == without_boxes(pdf.case)
    assert other.parser.engine == Engine.PDFPLUMBER


def without_boxes(case: Case) -> dict[str, Any]:
    """The record without what tells the engines apart: the engine, and the height that it gives its lines."""
    record: dict[str, Any] = json.loads(case.model_dump_json())
    record["parser"].pop("engine")
    for places in record["evidence"].values():
        for place in places:
            place["boxes"] = len(place["boxes"])
    return record


def test_a_letter_without_a_header_table_gives_a_whole_record(read: Read) -> None:
    case, _ = read["seed.txt"]
    assert [warning.code for warning in case.warnings] == ["no_header"]
    assert case.parser.engine == Engine.TEXT
    assert case.clinical_summary
    assert case.date_of_injury == case.injury_date_narrative
    assert all(issue.rationale and issue.reviewer_guideline for issue in case.issues)


def test_the_text_of_a_pdf_gives_the_values_of_the_pdf(read: Read) -> None:
    """Such as it comes out of a viewer: no type faces, no places, no empty lines between paragraphs."""
    for name, (case, pages) in read.items():
        if not name.endswith(".pdf"):
            continue
        as_text, _ = read_with_text("\f".join(pages).encode(), f"{case.case_number}.txt")
        assert without_paragraphs(as_text) == without_paragraphs(case), name


def without_paragraphs(case: Case) -> dict[str, Any]:
    """The letter's values, its paragraphs run together."""
    return {
        path: " ".join(value.split()) if isinstance(value, str) else value
        for path, value in published_values(case)
    }
