"""The injured workers, and how old their claims are."""

import duckdb

from pipeline.report.values import AgeBand, Outcome, Share, Spread

AGES = (0, 25, 35, 45, 55, 65)
"""Where bands of age begin."""

CLAIM_YEARS = {
    0: "Under 1 year",
    1: "1 to 2 years",
    2: "2 to 5 years",
    5: "5 to 10 years",
    10: "10 to 20 years",
}
CLAIM_YEARS |= {20: "20 years or more"}
"""Where bands of the claim's age begin, in years from the injury to the decision."""

DAYS_IN_YEAR = 365.25
CLAIM_AGE = f"(decision_date - date_of_injury) / {DAYS_IN_YEAR}"

AGE_BANDS = """
SELECT {band} AS band, count(*) FILTER (sex = 'female'), count(*) FILTER (sex = 'male'),
       count(*) FILTER (sex IS NULL), sum(requests), sum(overturned)
FROM letters WHERE age IS NOT NULL GROUP BY ALL ORDER BY band
"""
CLAIM_BANDS = """
SELECT {band} AS band, sum(requests), sum(overturned)
FROM letters WHERE {age} >= 0 GROUP BY ALL ORDER BY band
"""
SPREAD = "SELECT count(*), quantile_cont({value}, [0.25, 0.5, 0.75]) FROM letters WHERE {value} >= 0"
SEX = "SELECT coalesce(sex, ''), sum(requests), sum(overturned) FROM letters GROUP BY ALL"
SEXES = {"female": "Female", "male": "Male", "": "Not stated"}


def by_age(db: duckdb.DuckDBPyConnection) -> tuple[AgeBand, ...]:
    """Workers by age and sex, as the summaries state them."""
    rows = db.execute(AGE_BANDS.format(band=_band("age", AGES))).fetchall()
    return tuple(
        AgeBand(_age_label(band), female, male, unstated, Share(overturned, requests))
        for band, female, male, unstated, requests, overturned in rows
    )


def by_sex(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """Requests by the worker's sex."""
    found = {sex: Share(overturned, requests) for sex, requests, overturned in db.execute(SEX).fetchall()}
    return tuple(
        Outcome(sex or "not_stated", label, found[sex]) for sex, label in SEXES.items() if sex in found
    )


def by_claim_age(db: duckdb.DuckDBPyConnection) -> tuple[Outcome, ...]:
    """Requests by the years from the injury to the decision."""
    rows = db.execute(CLAIM_BANDS.format(band=_band(CLAIM_AGE, tuple(CLAIM_YEARS)), age=CLAIM_AGE)).fetchall()
    return tuple(
        Outcome(str(band), CLAIM_YEARS[band], Share(overturned, requests))
        for band, requests, overturned in rows
    )


def age(db: duckdb.DuckDBPyConnection) -> Spread:
    """Ages in years."""
    return _spread(db, "age")


def claim_age(db: duckdb.DuckDBPyConnection) -> Spread:
    """Years from the injury to the decision."""
    return _spread(db, CLAIM_AGE)


def _spread(db: duckdb.DuckDBPyConnection, value: str) -> Spread:
    cases, quartiles = db.execute(SPREAD.format(value=value)).fetchall()[0]
    return Spread(cases, *(quartiles or (None, None, None)))


def _band(value: str, starts: tuple[int, ...]) -> str:
    """The start of the band that a value lies in."""
    steps = " ".join(f"WHEN {value} >= {start} THEN {start}" for start in reversed(starts))
    return f"CASE {steps} END"


def _age_label(start: int) -> str:
    place = AGES.index(start)
    if place == 0:
        return f"<{AGES[1]}"
    if place == len(AGES) - 1:
        return f"{start}+"
    return f"{start}–{AGES[place + 1] - 1}"
