"""What a report covers."""

from dataclasses import dataclass
from datetime import date

import duckdb

from pipeline.report.worktables import Choice

SCOPE = """
SELECT count(*), sum(requests), sum(overturned), count(*) FILTER (year = 0),
       min(decision_date), max(decision_date)
FROM letters
"""
VERSIONS = "SELECT DISTINCT extraction_version FROM cases ORDER BY 1"


@dataclass(frozen=True)
class Scope:
    """What a report covers.

    Attributes:
        choice: What it is restricted to.
        letters: How many letters.
        requests: How many disputed requests.
        overturned: How many of them were overturned, wholly or in part.
        undated: How many of the letters print no decision date.
        first: The first decision.
        last: The last decision.
        versions: Versions of the extraction that read the letters.
    """

    choice: Choice
    letters: int
    requests: int
    overturned: int
    undated: int
    first: date | None
    last: date | None
    versions: tuple[str, ...]


def scope(db: duckdb.DuckDBPyConnection, choice: Choice) -> Scope:
    """What the work tables hold."""
    versions = tuple(version for (version,) in db.execute(VERSIONS).fetchall())
    letters, requests, overturned, undated, first, last = db.execute(SCOPE).fetchall()[0]
    return Scope(choice, letters, requests, overturned, undated, first, last, versions)
