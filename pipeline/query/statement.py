"""What a person may ask: one statement of SQL that reads."""

from itertools import pairwise

import duckdb

from pipeline.errors import UsageError
from pipeline.query.views import first_line

READING = {"FROM", "PIVOT", "SELECT", "UNPIVOT", "WITH"}
"""First words of statements that DuckDB carries out in several steps but that only read."""


def checked(sql: str) -> str:
    """The statement, if it is one and only reads.

    Raises:
        UsageError: It is no SQL, several statements, or one that does something else than read.
    """
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise refused(error) from error
    if len(statements) != 1:
        many = f"{len(statements)} statements" if statements else "no statement"
        raise UsageError(f"a query is one statement, this holds {many}", "ask one after the other")
    (statement,) = statements
    kind = statement.type
    reads = kind == duckdb.StatementType.SELECT
    if kind == duckdb.StatementType.MULTI:
        reads = _first_word(statement.query) in READING
    if not reads:
        what = str(kind).rpartition(".")[2]
        raise UsageError(f"the tables are read only, and {what} is no query", "begin with SELECT or WITH")
    return str(statement.query)


def refused(error: BaseException) -> UsageError:
    """DuckDB's message as an error that says what to do."""
    lines = [line.strip() for line in str(error).strip().splitlines()]
    hints = [line for line in lines[1:] if line.startswith(("Candidate", "Did you mean"))]
    message = " ".join([first_line(error), *hints])
    return UsageError(message, "see what there is with SHOW TABLES, or DESCRIBE issues")


def _first_word(sql: str) -> str:
    """The first word that is no comment."""
    tokens = [*duckdb.tokenize(sql), (len(sql), None)]
    for (start, kind), (end, _) in pairwise(tokens):
        if kind is not duckdb.token_type.comment:
            return sql[start:end].strip().upper()
    return ""
