"""Requests by kind, and how many of each kind were overturned."""

from collections.abc import Callable

import duckdb

from models.vocabulary import Decision
from pipeline.report.figures import labels
from pipeline.report.values import Count, Outcome, Share
from pipeline.report.worktables import KEY

COUNTS = "count(*) AS requests, count(*) FILTER (overturned) AS overturned"
BY_SIZE = "ORDER BY requests DESC, 1, 2"

BY_CATEGORY = f"SELECT NULL, category, {COUNTS} FROM requests GROUP BY ALL {BY_SIZE}"
BY_SUBCATEGORY = f"""
SELECT category, subcategory, {COUNTS} FROM requests WHERE subcategory IS NOT NULL GROUP BY ALL {BY_SIZE}
"""
BY_RETROSPECTIVE = f"SELECT NULL, retrospective::VARCHAR, {COUNTS} FROM requests GROUP BY ALL {BY_SIZE}"

DRUG_CLASSES = f"""
SELECT NULL, kind, count(*) AS requests, count(*) FILTER (overturned) AS overturned
FROM (
    SELECT DISTINCT {KEY} AS letter, issue_number::SMALLINT AS number, drug_class AS kind
    FROM drugs WHERE drug_class IS NOT NULL
) JOIN requests USING (letter, number) GROUP BY ALL {BY_SIZE}
"""
REGIONS = f"""
WITH placed AS (
    SELECT DISTINCT parts, region
    FROM (SELECT parts, unnest(parts) AS part FROM named) JOIN regions USING (part)
)
SELECT NULL, region, sum(requests) AS requests, sum(overturned) FROM placed JOIN named USING (parts)
GROUP BY ALL {BY_SIZE}
"""
CODE_GROUPS = f"""
SELECT NULL, kind::VARCHAR, sum(requests) AS requests, sum(overturned)
FROM (SELECT DISTINCT letter, {{level}} AS kind FROM diagnosed) JOIN letters USING (letter)
GROUP BY ALL {BY_SIZE}
"""
REVIEWERS = f"""
WITH reviewed AS (
    SELECT {{column}} AS kinds, sum(letters.requests) AS requests, sum(overturned) AS overturned
    FROM cases JOIN letters ON letter = {KEY} GROUP BY ALL
)
SELECT NULL, kind, sum(requests) AS requests, sum(overturned)
FROM (SELECT unnest(list_distinct(kinds)) AS kind, requests, overturned FROM reviewed)
GROUP BY ALL {BY_SIZE}
"""
"""In all of these a request counts once for each kind that it, or its letter, has. Lists are counted as
wholes first, as there are few different ones."""


def overall(db: duckdb.DuckDBPyConnection) -> tuple[Count, ...]:
    """All requests by decision."""
    found: dict[str, int] = dict(
        db.execute("SELECT decision, count(*) FROM requests GROUP BY ALL").fetchall()
    )
    total = sum(found.values())
    return tuple(
        Count(decision.value, labels.plain(decision), Share(found.get(decision, 0), total))
        for decision in Decision
    )


def by_category(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By the Division's request category."""
    return _outcomes(db, BY_CATEGORY, labels.category)


def by_subcategory(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By the Division's subcategory."""
    return _outcomes(db, BY_SUBCATEGORY, labels.subcategory)


def by_drug_class(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By the class of a drug that the request names."""
    return _outcomes(db, DRUG_CLASSES, labels.drug_class)


def by_region(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By a region of the body that the request names."""
    return _outcomes(db, REGIONS, labels.region)


def by_chapter(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By the ICD-10-CM chapter of an affirmed diagnosis of the letter."""
    return _outcomes(db, CODE_GROUPS.format(level="chapter"), labels.chapter)


def by_block(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By the ICD-10-CM block of an affirmed diagnosis of the letter."""
    return _outcomes(db, CODE_GROUPS.format(level="block"), labels.block)


def by_specialty(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By a specialty of the reviewer."""
    return _outcomes(db, REVIEWERS.format(column="reviewer_specialty_ids"), labels.specialty)


def by_state(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By a state that licenses the reviewer, as printed."""
    return _outcomes(db, REVIEWERS.format(column="reviewer_states"), str)


def by_retrospective(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """By whether the service was already given."""
    words = {"true": "Service already given (retrospective)", "false": "Service still to come"}
    return _outcomes(db, BY_RETROSPECTIVE, words.__getitem__)


def _outcomes(db: duckdb.DuckDBPyConnection, query: str, label: Callable[[str], str]) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(kind, label(kind), Share(overturned, requests), within)
        for within, kind, requests, overturned in db.execute(query).fetchall()
    )
