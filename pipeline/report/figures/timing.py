"""How long the stages of a review take."""

from datetime import date

import duckdb

from pipeline.report.values import Spread, Stage

STAGES = {
    "denial_to_application": ("UR denial to application", "ur_denial_date", "application_received"),
    "application_to_assignment": ("Application to assignment", "application_received", "date_assigned"),
    "assignment_to_decision": ("Assignment to decision", "date_assigned", "decision_date"),
    "application_to_decision": ("Application to decision", "application_received", "decision_date"),
    "denial_to_decision": ("UR denial to decision", "ur_denial_date", "decision_date"),
}
SPREADS = """
SELECT {start} AS start, count(*), quantile_cont({last} - {first}, [0.25, 0.5, 0.75])
FROM letters WHERE {last} >= {first} AND {dated} GROUP BY ALL ORDER BY start
"""
"""Dates in an impossible order are a fault of the letter or of its reading: they are warned of, not "
"counted."""

BACKWARDS = "SELECT count(*) FROM letters WHERE {last} < {first}"
ALL, MONTH, YEAR = "NULL::DATE", "make_date(year, month, 1)", "make_date(year, 1, 1)"


def stages(db: duckdb.DuckDBPyConnection) -> tuple[Stage, ...]:
    """The days of each stage, over all letters that print both its dates."""
    return tuple(
        stage
        for code in STAGES
        for stage in _spreads(db, code, ALL) or [Stage(code, STAGES[code][0], None, NO_DAYS)]
    )


NO_DAYS = Spread(0, None, None, None)


def stages_by_month(db: duckdb.DuckDBPyConnection) -> tuple[Stage, ...]:
    """The days of each stage, by month of decision."""
    return tuple(stage for code in STAGES for stage in _spreads(db, code, MONTH))


def stages_by_year(db: duckdb.DuckDBPyConnection) -> tuple[Stage, ...]:
    """The days of each stage, by year of decision."""
    return tuple(stage for code in STAGES for stage in _spreads(db, code, YEAR))


def backwards(db: duckdb.DuckDBPyConnection) -> int:
    """How many letters print a date of one stage that lies before its beginning; a letter counts for each."""
    total = 0
    for code in ("denial_to_application", "application_to_assignment", "assignment_to_decision"):
        _, first, last = STAGES[code]
        total += db.execute(BACKWARDS.format(first=first, last=last)).fetchall()[0][0]
    return total


def _spreads(db: duckdb.DuckDBPyConnection, code: str, start: str) -> list[Stage]:
    label, first, last = STAGES[code]
    query = SPREADS.format(start=start, first=first, last=last, dated="true" if start == ALL else "year > 0")
    rows: list[tuple[date | None, int, list[float]]] = db.execute(query).fetchall()
    return [Stage(code, label, begins, Spread(cases, *quartiles)) for begins, cases, quartiles in rows]
