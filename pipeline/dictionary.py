"""The data dictionary: the published tables and vocabularies as Markdown."""

from collections.abc import Iterator

import pyarrow as pa

from models.tables import PARTITIONS, SCHEMA_VERSION, TABLES, VOCABULARIES, Column, Table
from models.vocabulary import Described


def dictionary_lines() -> Iterator[str]:
    """The data dictionary, line by line."""
    yield "# Data dictionary"
    yield ""
    yield f"Schema version {SCHEMA_VERSION}. Printed by `imr schema`."
    yield ""
    yield "Each table is a folder of Parquet files, one for each month of decision:"
    yield "`TABLE/decision_year=2016/decision_month=12/letters.parquet`. Year and month 0 hold what has no"
    yield "decision date, and all of `rejected`. Rows are sorted by the table's key; all join on `letter_id`."
    for table in TABLES:
        yield from _table_lines(table)
    for vocabulary in VOCABULARIES:
        yield from _vocabulary_lines(vocabulary)


def _table_lines(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    yield f"{table.description} Key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    yield "| column | type | null | meaning |"
    yield "| --- | --- | --- | --- |"
    for column in (*table.columns, *PARTITIONS):
        null = "yes" if column.nullable else "no"
        yield f"| `{column.name}` | {_type(column.type)} | {null} | {_meaning(column)} |"


def _vocabulary_lines(vocabulary: type[Described]) -> Iterator[str]:
    words = "".join(f" {letter}" if letter.isupper() else letter for letter in vocabulary.__name__).split()
    yield ""
    yield f"## Codes: {' '.join(words).lower()}"
    yield ""
    yield "| code | meaning |"
    yield "| --- | --- |"
    for member in vocabulary:
        yield f"| `{member.value}` | {member.description} |"


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list of {_type(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "(" + ", ".join(f"{field.name} {_type(field.type)}" for field in kind) + ")"
    return {"date32[day]": "date", "float": "float32", "double": "float64"}.get(str(kind), str(kind))


def _meaning(column: Column) -> str:
    codes = f" One of: {', '.join(f'`{code.value}`' for code in column.codes)}." if column.codes else ""
    if column.codes and len(column.codes) > 5:
        codes = " See its codes below."
    return column.description + codes
