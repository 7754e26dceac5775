"""The words that say that a service was already given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.retrospective import find_retrospective


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Retrospective MRI of the knee", "Retrospective"),
        ("RETROSPECTIVE: UDS", "RETROSPECTIVE"),
        ("Retro Norco 10/325mg #60", "Retro"),
        ("Retro-request for Norco", "Retro"),
        ("Norco, retrospectively", "retrospectively"),
        ("Norco (retrospective DOS 3/4/15)", "retrospective"),
        ("Voltaren gel #1 (DOS: 11/11/2016)", "DOS: 11/11/2016"),
        ("Voltaren gel DOS 3/4/15", "DOS 3/4/15"),
        ("Voltaren gel dos 3/4/15", "dos 3/4/15"),
        ("Voltaren gel D.O.S. 3/4/15", "D.O.S. 3/4/15"),
        ("Voltaren gel, DOS: 3/4/15, 4/4/15 and 5/4/15, #1", "DOS: 3/4/15, 4/4/15 and 5/4/15"),
        ("Physical therapy (DOS: 3/4/15 - 4/4/15)", "DOS: 3/4/15 - 4/4/15"),
        ("Physical therapy, DOS from 3/4/15 through 4/4/15", "DOS from 3/4/15 through 4/4/15"),
        ("Urine drug screen (date of service 3/4/2015)", "date of service 3/4/2015"),
        ("Urine drug screen, dates of service: March 4, 2015 and May 4, 2015", None),
        ("Urine drug screen, service date 3/4/2015", "service date 3/4/2015"),
        ("Urine drug screen (DOS unknown)", "DOS"),
        ("Terocin patches dispensed on 3/4/2015", "dispensed on 3/4/2015"),
        ("Terocin patches dispensed 3/4/2015", "dispensed 3/4/2015"),
        ("Terocin patches dispensed in office on 3/4/2015", "dispensed in office on 3/4/2015"),
        ("Knee injection performed on 1/2/16", "performed on 1/2/16"),
        ("Toradol injection administered on October 3, 2016", "administered on October 3, 2016"),
        ("Toradol injection already given", "already given"),
    ],
)
def test_a_service_already_given(title: str, words: str | None) -> None:
    found = find_retrospective(title)
    assert found
    assert title[slice(*found)] == (words or title.partition(", ")[2])


@pytest.mark.parametrize(
    "title",
    [
        "",
        "MRI of the knee",
        "Retropatellar injection",
        "Retro-orbital injection",
        "Norco per 12/07/2016 order",
        "Norco prescribed on 3/4/2015",
        "Norco, RFA dated 3/4/2015",
        "Surgery to be performed on 3/4/2017",
        "MRI performed on a 3T machine",
        "Injection given in the office",
        "Uno dos tres",
        "Prospective physical therapy x 12",
        "MRI 3/4/2015",
    ],
)
def test_a_service_still_to_come(title: str) -> None:
    assert find_retrospective(title) is None


@given(st.text(max_size=60))
def test_any_title_gives_a_span_of_it_or_none(title: str) -> None:
    found = find_retrospective(title)
    assert found is None or 0 <= found[0] < found[1] <= len(title)
