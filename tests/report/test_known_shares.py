"""On letters whose shares are known, the report's intervals hold them."""

from collections import Counter
from pathlib import Path

import pytest

from models.clinical import Category
from pipeline.generate import FictionalLetter
from pipeline.generate.fiction import load_fiction
from pipeline.generate.forms.determination_2014 import plain_era
from pipeline.report.figures import Figures, figures
from pipeline.report.values import Share
from pipeline.report.worktables import Choice, opened


@pytest.fixture(scope="module")
def found(corpus_store: Path) -> Figures:
    with opened(corpus_store, Choice()) as db:
        return figures(db, Choice())


def holds(share: Share, truth: float) -> bool:
    low, high = share.interval
    return low <= truth <= high


def test_the_shares_that_the_letters_are_drawn_with_lie_within(found: Figures) -> None:
    era = plain_era(load_fiction())
    by_size = {one.code: one.share for one in found.requests_per_letter}
    by_decision = {one.code: one.share for one in found.decisions}
    drawn = [
        *((by_decision[decision], weight) for decision, weight in era.decisions.items()),
        *((by_size[str(size)], weight) for size, weight in list(era.issue_counts.items())[:5]),
    ]
    assert sum(era.decisions.values()) == sum(era.issue_counts.values()) == 100
    outside = [(share, weight) for share, weight in drawn if not holds(share, weight / 100)]
    assert len(outside) <= 1, "an interval of 95% misses once in twenty, and here are eight"
    rate = Share(found.scope.overturned, found.scope.requests)
    assert holds(rate, 1 - era.decisions["upheld"] / 100)


def test_what_was_drawn_is_what_is_counted(found: Figures, corpus: list[FictionalLetter]) -> None:
    issues = [issue for letter in corpus for issue in letter.truth["issues"]]
    categories = Counter(issue["category"] for issue in issues)
    overturned = Counter(issue["category"] for issue in issues if issue["decision"] != "upheld")
    assert {one.code: one.overturned.of for one in found.categories} == categories
    assert {one.code: one.overturned.part for one in found.categories if one.overturned.part} == overturned
    given = next(one.overturned for one in found.retrospective if one.code == "true")
    assert given.of == sum(issue["retrospective"] for issue in issues)


def test_kinds_that_do_not_overlap_add_up_to_all(found: Figures) -> None:
    for outcomes in (found.categories, found.retrospective, found.sexes, found.claim_ages):
        assert sum(one.overturned.of for one in outcomes) == found.scope.requests
        assert sum(one.overturned.part for one in outcomes) == found.scope.overturned
    assert sum(pair.overturned.of for pair in found.guideline_pairs) == found.scope.requests
    for part in found.subcategories:
        whole = next(one for one in found.categories if one.code == part.within)
        assert part.overturned.of <= whole.overturned.of


def test_a_choice_counts_only_what_is_chosen(corpus_store: Path, found: Figures) -> None:
    choice = Choice(years=(2016,), categories=(Category.SURGERY,))
    with opened(corpus_store, choice) as db:
        chosen = figures(db, choice)
    assert [one.code for one in chosen.categories] == ["surgery"]
    assert [one.start.year for one in chosen.years] == [2016]
    surgery = next(one.overturned for one in found.categories if one.code == "surgery")
    assert 0 < chosen.scope.requests < surgery.of
    assert chosen.scope.letters <= chosen.scope.requests
