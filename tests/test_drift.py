"""The drift alarm: silent as long as letters are what they were, loud when they are not."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.drift import drifts
from pipeline.errors import ExitCode
from pipeline.store.facts import CASE_FIELDS, ISSUE_FIELDS
from pipeline.summary import summary_lines
from tests.letters import BODY
from tests.store.common import RECIPE, letter, put, run

REVIEWER = BODY[BODY.index("The Expert Reviewer has") : BODY.index("CLINICAL CASE SUMMARY")].encode()
Counts = dict[str, Any]


def counts(letters: int, rejected: int = 0, **lacking: int) -> Counts:
    """The counts of a run whose letters have all fields but so many; warnings by their code."""
    requests = 2 * letters
    filled = {name: letters - lacking.pop(name, 0) for name in CASE_FIELDS}
    filled |= {name: requests - lacking.pop(name, 0) for name in ISSUE_FIELDS}
    reasons = {"layout_unknown": rejected - rejected // 3, "no_text": rejected // 3} if rejected else {}
    found = {"published": letters, "issues": requests, "filled": filled, "warnings": lacking}
    return found | {"rejected": reasons}


def found(now: Counts, *earlier: Counts) -> list[str]:
    return [drift.what for drift in drifts(now, earlier, {})]


def test_letters_like_those_before_are_no_drift() -> None:
    assert found(counts(100, age=10), counts(200, age=20)) == []
    assert found(counts(100), counts(200, age=200)) == [], "what got better is no alarm"


def test_a_field_that_vanishes_is_a_drift() -> None:
    (drift,) = drifts(counts(30, age=30), [counts(60), counts(60, age=6)], {"age": ["a", "b", "c"]})
    assert (drift.what, drift.before, drift.now) == ("age", 0.05, 1.0)
    assert drift.letters == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (counts(19, age=19), counts(200)),
        (counts(30, age=30), counts(99)),
        (counts(30, age=30), counts(0)),
        (counts(1000, age=99), counts(1000)),
        (counts(30, age=4), counts(100, age=1)),
    ],
    ids=["too few now", "too few before", "none before", "too small a rise", "chance"],
)
def test_what_may_be_chance_is_no_drift(now: Counts, before: Counts) -> None:
    assert found(now, before) == []


def test_runs_before_are_taken_together() -> None:
    assert found(counts(30, age=30), *[counts(10)] * 10) == ["age"]


def test_the_worst_comes_first_whatever_kind_it_is() -> None:
    now = counts(100, rejected=50, age=20, rationale=180, unclaimed_text=30)
    assert found(now, counts(300)) == ["rationale", "rejected", "unclaimed_text", "age"]


def test_rejections_show_letters_of_the_most_frequent_reason() -> None:
    examples = {"layout_unknown": ["a"], "no_text": ["b"]}
    (drift,) = drifts(counts(10, rejected=30), [counts(200, rejected=3)], examples)
    assert (drift.what, drift.letters) == ("rejected", ["a"])


def test_runs_that_read_nothing_and_counts_of_other_versions_do_no_harm() -> None:
    assert found(counts(0), counts(200)) == []
    assert found(counts(30), {}, {"files": 3, "published": 200, "issues": 400}) == []


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A store that knows a hundred letters."""
    for number in range(100):
        put(tmp_path / "before", f"{number}.txt", letter(number))
    run(tmp_path / "before", tmp_path / "store")
    return tmp_path / "store"


def test_a_run_of_letters_without_their_reviewer_is_an_alarm(known: Path, tmp_path: Path) -> None:
    now = tmp_path / "now"
    for number in range(100, 125):
        put(now, f"{number}.txt", letter(number).replace(REVIEWER, b""))
    report = run(now, known)
    assert report.exit_code is ExitCode.DRIFT
    assert {drift.what for drift in report.drifts} >= {"reviewer_states", "reviewer_specialties"}
    assert report.tally.published == 25, "the letters are published all the same"
    shown = list(summary_lines(report, known))
    at = shown.index("  reviewer_states is missing, of the letters: 100.0% now, 0.0% before; look at:")
    assert shown[at + 1 : at + 4] == [f"    {now}/{number}.txt" for number in (100, 101, 102)]
    for number in range(125, 150):
        put(tmp_path / "later", f"{number}.txt", letter(number))
    assert run(tmp_path / "later", known).exit_code is ExitCode.OK


def test_a_run_of_files_that_are_no_letters_is_an_alarm(known: Path, tmp_path: Path) -> None:
    for number in range(25):
        put(tmp_path / "now", f"{number}.txt", RECIPE + str(number).encode())
    report = run(tmp_path / "now", known, most_rejected=0.5)
    assert report.exit_code is ExitCode.DRIFT
    assert [drift.what for drift in report.drifts] == ["rejected"]
