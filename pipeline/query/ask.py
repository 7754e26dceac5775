"""A question and its answer: SQL in, batches of rows out."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.query.statement import checked, refused

BATCH = 1_000
"""Rows of an answer that are written at a time, or a little more."""


class Answer:
    """The rows of one query, read once, batch by batch.

    Attributes:
        schema: The columns with their types.
        names: The columns' names, each once: a second `case_number` is `case_number_2`.
        row_count: The rows given out so far.
    """

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._reader = reader
        self.names = _unique(reader.schema.names)
        fields = [field.with_name(name) for field, name in zip(reader.schema, self.names, strict=True)]
        self.schema = pa.schema(fields)
        self.row_count = 0

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows as Arrow.

        Raises:
            UsageError: The query fails on a row.
        """
        try:
            for batch in self._reader:
                if batch.num_rows:
                    self.row_count += batch.num_rows
                    yield pa.RecordBatch.from_arrays(batch.columns, schema=self.schema)
        except (duckdb.Error, pa.ArrowException) as error:
            raise refused(error) from error

    def rows(self) -> Iterator[list[tuple[Any, ...]]]:
        """The rows as Python values, many at a time."""
        held: list[tuple[Any, ...]] = []
        for batch in self.batches():
            held += zip(*(column.to_pylist() for column in batch.columns), strict=True)
            if len(held) >= BATCH:
                yield held
                held = []
        if held:
            yield held


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """The answer to a query.

    Raises:
        UsageError: It is no query, or names what is not there.
    """
    statement = checked(sql)
    try:
        return Answer(connection.sql(statement).to_arrow_reader(BATCH))
    except duckdb.Error as error:
        raise refused(error) from error


def _unique(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name}_{number}"
        found.append(unique)
    return found
