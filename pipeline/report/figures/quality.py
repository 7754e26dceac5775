"""How complete and how doubtful the tables are."""

import duckdb
import pyarrow as pa

from models.tables import CASES, ISSUES, Table
from models.vocabulary import Engine, RejectionReason, WarningCode
from pipeline.report.figures import labels
from pipeline.report.values import Count, Share
from pipeline.report.worktables import KEY, Choice, chosen

LETTER_FIELDS = (
    *("case_number", "decision_date", "date_assigned", "application_received", "ur_denial_date"),
    *("date_of_injury", "priority", "reviewer_states", "reviewer_specialties", "age", "sex"),
    *("injury_date_narrative", "mechanism", "clinical_summary"),
)
REQUEST_FIELDS = (
    *("claims_administrator_guideline", "reviewer_guideline", "rationale"),
    *("subcategory", "quantity", "body_parts"),
)
"""What a letter can say of itself and of a request; the last three only where there is something to say."""

WARNED = f"""
SELECT code, count(*) AS warned FROM (
    SELECT DISTINCT {KEY} AS letter, unnest(warnings).code AS code FROM cases
) JOIN letters USING (letter) GROUP BY ALL ORDER BY warned DESC, code
"""
REJECTED = """
SELECT reason, count(*) AS files, sum(count(*)) OVER ()
FROM rejected GROUP BY ALL ORDER BY files DESC, reason
"""
ENGINES = "SELECT engine, count(*) AS letters FROM letters GROUP BY ALL ORDER BY letters DESC, engine"


def filled(db: duckdb.DuckDBPyConnection, choice: Choice) -> tuple[Count, ...]:
    """How many letters, and how many requests, have a value in each field."""
    with_request = f"{KEY} IN (SELECT letter FROM letters)"
    letters = _filled(db, CASES, LETTER_FIELDS, with_request if choice.categories else chosen(choice))
    requests = _filled(db, ISSUES, REQUEST_FIELDS, chosen(choice))
    return letters + requests


def warned(db: duckdb.DuckDBPyConnection) -> tuple[Count, ...]:
    """Letters with each warning."""
    (letters,) = db.execute("SELECT count(*) FROM letters").fetchall()[0]
    return tuple(
        Count(code, WarningCode(code).description, Share(number, letters))
        for code, number in db.execute(WARNED).fetchall()
    )


def rejected(db: duckdb.DuckDBPyConnection) -> tuple[Count, ...]:
    """Rejected files by reason, whatever year and category the report is restricted to."""
    return tuple(
        Count(reason, RejectionReason(reason).description, Share(files, int(of)))
        for reason, files, of in db.execute(REJECTED).fetchall()
    )


def engines(db: duckdb.DuckDBPyConnection) -> tuple[Count, ...]:
    """Letters by what turned them into text."""
    found: dict[str, int] = dict(db.execute(ENGINES).fetchall())
    total = sum(found.values())
    return tuple(
        Count(engine, Engine(engine).description, Share(letters, total)) for engine, letters in found.items()
    )


def _filled(
    db: duckdb.DuckDBPyConnection, table: Table, names: tuple[str, ...], chosen: str
) -> tuple[Count, ...]:
    lists = {column.name for column in table.columns if pa.types.is_list(column.type)}
    counts = [f"count(*) FILTER (len({name}) > 0)" if name in lists else f"count({name})" for name in names]
    total, *found = db.execute(
        f"SELECT count(*), {', '.join(counts)} FROM {table.name} WHERE {chosen}"
    ).fetchall()[0]
    return tuple(
        Count(f"{table.name}.{name}", labels.plain(name), Share(number, total))
        for name, number in zip(names, found, strict=True)
    )
