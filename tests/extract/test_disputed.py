"""What of a title is in dispute, in the wordings of different years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.disputed import disputed_part


@pytest.mark.parametrize(
    ("title", "disputed"),
    [
        ("", ""),
        ("Massage x 12", "Massage x 12"),
        ("Massage of the remaining muscle", "Massage of the remaining muscle"),
        ("Braces; the original request was approved", "Braces; the original request was approved"),
        (
            "Massage x 12 was the original request. Massage x 4 was authorized by the Claims Administrator. "
            "The remaining IMR eligible portion of the original request, Massage x 8 is",
            "Massage x 8",
        ),
        (
            "Massage x 12 was the original request. Massage x 4 was certified. The remaining IMR-eligible "
            "portion of the original request, Massage, x 8, is IMR eligible",
            "Massage, x 8",
        ),
        (
            "Two braces was the original request. One brace was approved by the Claims Administrator. The "
            "remaining portion of the original request, one brace",
            "one brace",
        ),
        (
            "Massage x 12 was the original request. The Claims Administrator modified it to x 4. The "
            "remaining part of the request: Massage x 8 are in dispute.",
            "Massage x 8",
        ),
        (
            "Massage x 12 was requested.Massage x 4 was authorised.The remaining 8 sessions are IMR eligible",
            "8 sessions",
        ),
        (
            "Massage (unspecified) was the original request. The Claims Administrator authorized Massage "
            "x 4, leaving the original request IMR eligible. The original request, Massage (unspecified) is",
            "Massage (unspecified)",
        ),
        (
            "Massage was the original request. Massage x 4 was authorized. The original request is",
            "Massage was the original request. Massage x 4 was authorized. The original request is",
        ),
    ],
)
def test_the_disputed_part(title: str, disputed: str) -> None:
    start, end = disputed_part(title)
    assert title[start:end] == disputed


PIECES = (
    "Massage", "x 12", "was the original request.", "was authorized.", "The remaining", "IMR eligible",
    "portion", "of", "the original request", ",", "The original request,", "is", "are in dispute", ".",
    ";", "\n",
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_any_title_has_a_disputed_part(title: str) -> None:
    start, end = disputed_part(title)
    assert 0 <= start <= end <= len(title)
    assert start < end or not title
