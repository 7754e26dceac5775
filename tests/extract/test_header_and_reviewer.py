"""The header's fields and the reviewer's lists: found, absent by rule, or reported."""

from datetime import date

import pytest

from models.vocabulary import WarningCode
from pipeline.document import Passage, open_document
from pipeline.extract.header import case_number_of_file, parse_case_number, read_header
from pipeline.extract.reviewer import read_specialties, read_states


def passage(text: str) -> Passage:
    with open_document(text.encode()) as letter:
        return Passage.of(letter.document, 0, len(letter.document.text))


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Oregon,Nevada", ["Oregon", "Nevada"]),
        ("California and Texas", ["California", "Texas"]),
        ("New York, Ohio, and Texas.", ["New York", "Ohio", "Texas"]),
        ("California", ["California"]),
    ],
)
def test_states_are_told_apart(text: str, states: list[str]) -> None:
    found, warnings = read_states(passage(text))
    assert [state.value for state in found] == states
    assert warnings == []


def test_a_state_that_is_none_is_kept_and_reported() -> None:
    found, warnings = read_states(passage("California, Atlantis"))
    assert [state.value for state in found] == ["California", "Atlantis"]
    assert [(warning.code, warning.field) for warning in warnings] == [
        (WarningCode.STATE_UNKNOWN, "reviewer_states.1")
    ]


def test_specialties_keep_their_own_and() -> None:
    text = "Physical Medicine & Rehabilitation, Neurology and Psychiatry,\nPain Management"
    assert [found.value for found in read_specialties(passage(text))] == [
        "Physical Medicine & Rehabilitation",
        "Neurology and Psychiatry",
        "Pain Management",
    ]


def test_header_values_are_typed_and_each_failure_has_its_reason() -> None:
    words = {
        "case_number": passage("CM16-0900001"),
        "date_assigned": passage("03/09/2015"),
        "date_of_injury": passage("13/45/2016"),
        "priority": passage("Expedited"),
    }
    header = read_header(words, frozenset({"decision_date"}))
    assert {name: found.value for name, found in header.values.items()} == {
        "case_number": "CM16-0900001",
        "date_assigned": date(2015, 3, 9),
        "priority": "Expedited",
    }
    assert [(warning.code, warning.field) for warning in header.warnings] == [
        (WarningCode.DATE_INVALID, "date_of_injury"),
        (WarningCode.HEADER_FIELD_MISSING, "ur_denial_date"),
        (WarningCode.HEADER_FIELD_MISSING, "application_received"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CM16-0213037", "CM16-0213037"),
        ("cm16-\n0213037", "CM16-0213037"),
        ("13-000103", "13-000103"),
        ("CM16", None),
    ],
)
def test_case_numbers(text: str, number: str | None) -> None:
    assert parse_case_number(text) == number


@pytest.mark.parametrize(
    ("name", "number"), [("CM16-0213037.pdf", "CM16-0213037"), ("seed.txt", None), ("x", None)]
)
def test_case_numbers_of_files(name: str, number: str | None) -> None:
    assert case_number_of_file(name) == number
