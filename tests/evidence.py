"""The promise of evidence, as a check: every place holds the raw words of its value."""

import io
import re
from collections.abc import Iterator, Sequence

import pdfplumber
from pdfplumber.page import Page
from pydantic import BaseModel

from models.evidence import Box, Place
from models.record import DERIVED, Case
from pipeline.document.passage import squeeze
from pipeline.extract.dates import parse_date
from pipeline.extract.header import parse_case_number
from pipeline.vocabulary import decisions

UNNAMED = {"Official Disability Guidelines", "ACOEM", "MTUS"}
"""Titles of citations that name a source only, in whatever form."""

DATES = {
    "date_assigned",
    "date_of_injury",
    "decision_date",
    "ur_denial_date",
    "application_received",
    "injury_date_narrative",
}


def check_evidence(case: Case, pages: Sequence[str]) -> None:
    """Every value has a place, every place a value, and the words at the places give the value again."""
    values = dict(published_values(case))
    derived = {warning.field for warning in case.warnings if warning.code == "case_number_from_file_name"}
    assert set(case.evidence) == set(values) - derived
    for path, places in case.evidence.items():
        for place in places:
            assert pages[place.page - 1][place.start : place.end].strip(), (path, place)
        assert list(places) == sorted(places, key=lambda place: (place.page, place.start)), path
        check_words(path, values[path], raw_words(places, pages))


def check_words(path: str, value: object, words: str) -> None:
    name = path.rsplit(".", 1)[-1]
    if name in DATES:
        assert parse_date(words) == value, path
    elif name == "case_number":
        assert parse_case_number(words) == value, path
    elif name == "decision":
        assert decisions().codes[" ".join(words.split())] == value, path
    elif name in ("age", "quantity"):
        assert str(value) in words or re.search("[a-z]{3}", words) or len(re.findall(r"\d+", words)) > 1, path
    elif name in ("sex", "retrospective"):
        assert words.strip(), path
    elif name == "icd_printed":
        assert squeeze(words) == squeeze(str(value)).replace(",", ""), path
    elif name == "title" and value in UNNAMED:
        assert words.strip(), path
    else:
        assert squeeze(words) == squeeze(str(value)), path


def published_values(case: Case) -> Iterator[tuple[str, object]]:
    """Field path and value of everything that is read from a letter; what is derived has no place."""
    for name in type(case).model_fields:
        if name not in ("letter_id", "source", "format", "evidence", "warnings", "parser"):
            yield from leaves(name, getattr(case, name))


def leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if path.rsplit(".", 1)[-1] in DERIVED or value is None or value is False:
        return
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "number":
                yield from leaves(f"{path}.{name}", getattr(value, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(f"{path}.{index}", item)
    else:
        yield path, value


def raw_words(places: Sequence[Place], pages: Sequence[str]) -> str:
    return " ".join(pages[place.page - 1][place.start : place.end] for place in places)


def check_boxes(case: Case, pages: Sequence[str], pdf: bytes) -> int:
    """Every box lies on its page, and pdfplumber finds the line's words in it; gives the number of boxes."""
    seen: set[tuple[int, tuple[float, ...]]] = set()
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for path, places in case.evidence.items():
            for place in places:
                page = document.pages[place.page - 1]
                lines = [line for line in pages[place.page - 1][place.start : place.end].split("\n") if line]
                assert len(lines) == len(place.boxes), path
                for line, box in zip(lines, place.boxes, strict=True):
                    if (place.page, box) in seen:
                        continue
                    seen.add((place.page, box))
                    x0, top, x1, bottom = box
                    assert 0 <= x0 < x1 <= page.width, path
                    assert 0 <= top < bottom <= page.height, path
                    assert squeeze(line) in squeeze(words_in(page, box)), (path, line)
    return len(seen)


def words_in(page: Page, box: Box) -> str:
    """What pdfplumber finds in a box; what lies above or below it is left out first, as to crop is slow."""
    _, top, _, bottom = box
    level = page.filter(lambda thing: thing["top"] <= bottom and thing["bottom"] >= top)
    return level.crop(box).extract_text()
