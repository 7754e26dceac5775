"""How many letters and requests there are, by time and by letter."""

from datetime import date

import duckdb

from pipeline.report.values import Count, Period, Share

PERIODS = """
SELECT {period} AS start, count(*), sum(requests), sum(overturned), sum(drugs)
FROM letters WHERE year > 0 GROUP BY ALL ORDER BY start
"""
MONTH, YEAR = "make_date(year, month, 1)", "make_date(year, 1, 1)"

PER_LETTER = "SELECT least(issue_count, {most}) AS size, count(*) FROM letters GROUP BY ALL ORDER BY size"
MOST = 10
"""Letters with as many requests or more are counted together."""


def months(db: duckdb.DuckDBPyConnection) -> tuple[Period, ...]:
    """By month of decision; months without a letter are left out."""
    return _periods(db, MONTH)


def years(db: duckdb.DuckDBPyConnection) -> tuple[Period, ...]:
    """By year of decision."""
    return _periods(db, YEAR)


def requests_per_letter(db: duckdb.DuckDBPyConnection) -> tuple[Count, ...]:
    """Letters by their number of requests, whatever the requests are for."""
    found: dict[int, int] = dict(db.execute(PER_LETTER.format(most=MOST)).fetchall())
    total = sum(found.values())
    return tuple(
        Count(str(size), f"{size}+" if size == MOST else str(size), Share(found.get(size, 0), total))
        for size in range(1, max(found, default=0) + 1)
    )


def _periods(db: duckdb.DuckDBPyConnection, period: str) -> tuple[Period, ...]:
    rows: list[tuple[date, int, int, int, int]] = db.execute(PERIODS.format(period=period)).fetchall()
    return tuple(
        Period(start, letters, Share(overturned, requests), Share(drugs, requests))
        for start, letters, requests, overturned, drugs in rows
    )
