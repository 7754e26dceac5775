"""Guideline statements of several years, as a careful reader takes them apart."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from models.clinical import GuidelineSource
from pipeline.extract.citations import parse_guideline

STATEMENTS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "statements.json").read_text())
NOT_YET = {
    "Decision based on the opinion of the reviewer.": "any words behind 'based on' are taken for a source"
}


def plain(name: str) -> str:
    """A name without case, punctuation and the word Guidelines, which a title may or may not keep."""
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"\bguidelines?\b", "", name.lower()))


def known_misses(statement: dict[str, Any]) -> list[pytest.MarkDecorator]:
    reason = NOT_YET.get(statement["text"])
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize(
    "case", [pytest.param(s, id=s["text"][:70], marks=known_misses(s)) for s in STATEMENTS]
)
def test_a_statement_in_another_form(case: dict[str, Any]) -> None:
    text = case["text"]
    statement = parse_guideline(text)
    assert statement.status == case["status"]
    assert [
        (each.source, plain(each.title), each.year, [plain(text[start:end]) for start, end in each.sections])
        for each in statement.citations
    ] == [
        (each["source"], plain(each["title"]), each["year"], [plain(section) for section in each["sections"]])
        for each in case["citations"]
    ]
    topics = [each.topic for each in statement.citations if each.source is GuidelineSource.MTUS]
    assert topics == [each["topic"] for each in case["citations"] if each["source"] == "MTUS"]
