"""On the real letters the report says what one counts by hand from the records that people made of them."""

import json
import re
import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.report.figures import Figures, figures
from pipeline.report.values import Outcome, Share, Spread
from pipeline.report.worktables import Choice, opened

Record = dict[str, Any]


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[Record]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((shared / "gold" / "dev").glob("*.json"))]


@pytest.fixture(scope="module")
def found(real_store: Path) -> Figures:
    with opened(real_store, Choice()) as db:
        return figures(db, Choice())


def requests(gold: list[Record]) -> Iterable[tuple[Record, Record]]:
    return ((record, issue) for record in gold for issue in record["issues"])


def counted(pairs: Iterable[tuple[Any, str]]) -> dict[Any, Share]:
    """Requests of each kind and how many were overturned, from pairs of kind and decision."""
    totals: Counter[Any] = Counter()
    overturned: Counter[Any] = Counter()
    for kind, decision in pairs:
        totals[kind] += 1
        overturned[kind] += decision != "upheld"
    return {kind: Share(overturned[kind], totals[kind]) for kind in totals}


def reported(outcomes: Iterable[Outcome]) -> dict[str, Share]:
    return {outcome.code: outcome.overturned for outcome in outcomes}


def days(gold: list[Record], first: str, last: str) -> list[int]:
    pairs = ((record[first], record[last]) for record in gold)
    spans = [
        (date.fromisoformat(end) - date.fromisoformat(start)).days for start, end in pairs if start and end
    ]
    return [span for span in spans if span >= 0]


def spread(values: list[float] | list[int]) -> Spread:
    lower, middle, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(len(values), lower, middle, upper)


def test_letters_requests_and_decisions(found: Figures, gold: list[Record]) -> None:
    decisions = Counter(issue["decision"] for _, issue in requests(gold))
    assert found.scope.letters == len(gold)
    assert found.scope.requests == decisions.total()
    assert {one.code: one.share.part for one in found.decisions if one.share.part} == decisions
    assert found.scope.overturned == decisions.total() - decisions["upheld"]


def test_months(found: Figures, gold: list[Record]) -> None:
    letters = Counter(record["decision_date"][:7] for record in gold if record["decision_date"])
    dated = (
        (record["decision_date"][:7], issue["decision"])
        for record, issue in requests(gold)
        if record["decision_date"]
    )
    assert {f"{one.start:%Y-%m}": one.letters for one in found.months} == letters
    assert {f"{one.start:%Y-%m}": one.overturned for one in found.months} == counted(dated)
    assert found.scope.undated == sum(not record["decision_date"] for record in gold)


def test_requests_per_letter(found: Figures, gold: list[Record]) -> None:
    sizes = Counter(min(len(record["issues"]), 10) for record in gold)
    assert {int(one.code): one.share.part for one in found.requests_per_letter if one.share.part} == sizes


def test_overturned_by_category(found: Figures, gold: list[Record]) -> None:
    assert reported(found.categories) == counted(
        (issue["category"], issue["decision"]) for _, issue in requests(gold)
    )


def test_reviewers_states(found: Figures, gold: list[Record]) -> None:
    pairs = (
        (state, issue["decision"]) for record, issue in requests(gold) for state in record["reviewer_states"]
    )
    assert reported(found.reviewer_states) == counted(pairs)


def test_guidelines_of_each_side(found: Figures, gold: list[Record]) -> None:
    for side, cited in (
        ("claims_administrator", found.cited_by_claims_administrator),
        ("reviewer", found.cited_by_reviewer),
    ):
        words = [issue[f"{side}_guideline"] or "" for _, issue in requests(gold)]
        by_kind = {one.code: one.share for one in cited}
        assert by_kind["MTUS"] == Share(sum("Decision based on MTUS" in text for text in words), len(words))
        none = sum("did not cite" in text for text in words)
        assert by_kind["none"] == Share(none, len(words))
        odg = sum(bool(re.search(r"\bODG\b|Official Disability", text)) for text in words)
        assert by_kind["ODG"] == Share(odg, len(words))


def test_days_of_each_stage(found: Figures, gold: list[Record]) -> None:
    by_code = {stage.code: stage.days for stage in found.stages}
    for code, first, last in (
        ("denial_to_application", "ur_denial_date", "application_received"),
        ("application_to_assignment", "application_received", "date_assigned"),
        ("assignment_to_decision", "date_assigned", "decision_date"),
        ("application_to_decision", "application_received", "decision_date"),
        ("denial_to_decision", "ur_denial_date", "decision_date"),
    ):
        assert by_code[code] == spread(days(gold, first, last)), code


def test_age_and_sex(found: Figures, gold: list[Record]) -> None:
    assert found.age == spread([record["age"] for record in gold if record["age"] is not None])
    by_sex = counted((record["sex"] or "not_stated", issue["decision"]) for record, issue in requests(gold))
    assert reported(found.sexes) == by_sex
    young = [record for record in gold if record["age"] is not None and record["age"] < 35]
    bands = found.ages[: sum(band.label in ("<25", "25–34") for band in found.ages)]
    assert sum(band.female for band in bands) == sum(record["sex"] == "female" for record in young)
    assert sum(band.male for band in bands) == sum(record["sex"] == "male" for record in young)


def test_age_of_the_claim(found: Figures, gold: list[Record]) -> None:
    years = [span / 365.25 for span in days(gold, "date_of_injury", "decision_date")]
    wanted = spread(years)
    assert found.claim_age.cases == wanted.cases
    assert found.claim_age.median == pytest.approx(wanted.median)
    assert found.claim_age.upper_quartile == pytest.approx(wanted.upper_quartile)
