"""Dates as letters write them: a wrong one would move an injury by years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import find_dates, parse_date

DAY = date(2016, 10, 3)


@pytest.mark.parametrize(
    "text",
    [
        "10/3/2016",
        "10/03/16",
        "10-03-2016",
        "10-3-16",
        "10.3.2016",
        "10-03- 2016",
        "10/3/ 2016",
        "2016-10-03",
        "October 3, 2016",
        "October 3rd, 2016",
        "OCTOBER 3 2016",
        "Oct. 3, 2016",
        "Oct 3rd of 2016",
        "3 October 2016",
        "3rd of October, 2016",
        "3-Oct-2016",
        "10/3/2016.",
    ],
)
def test_every_way_to_write_a_date(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "10/2016", "October 2016", "13/10/2016", "2/30/2016", "10/3/2016 and more", "1/2"]
)
def test_what_is_no_single_valid_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from 3/3/10-3/3/11", ["3/3/10", "3/3/11"]),
        ("on 3/3/11, 3-4-11 and March 5, 2011.In", ["3/3/11", "3-4-11", "March 5, 2011"]),
        ("rated 5/10, 4+/5, L4-5-6, 8 CCR 9792.24.2, #60/30", []),
        ("May 2011, then may 3 times", []),
    ],
)
def test_dates_among_other_numbers(text: str, found: list[str]) -> None:
    assert [text[mention.start : mention.end] for mention in find_dates(text)] == found


def test_two_digits_of_a_year_are_of_the_nearest_century() -> None:
    assert parse_date("8/12/98") == date(1998, 8, 12)
    assert parse_date("8/12/24") == date(2024, 8, 12)


@given(st.dates(date(1960, 1, 1), date(2049, 12, 31)))
def test_a_date_is_read_back_from_every_form(day: date) -> None:
    for form in (f"{day:%m/%d/%Y}", f"{day.month}-{day.day}-{day.year}", f"{day:%B %d, %Y}", day.isoformat()):
        assert parse_date(form) == day


@given(st.text(max_size=40))
def test_any_text_gives_dates_that_stand_in_it(text: str) -> None:
    for mention in find_dates(text):
        assert parse_date(text[mention.start : mention.end]) == mention.value
