"""The published tables as CSV files that a spreadsheet opens safely."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from models.tables import CASE_NUMBER, LETTER_ID, PARTITIONS, TABLES, Table
from pipeline.errors import StoreError
from pipeline.spreadsheet import LINE_END, csv_record

BATCH = 1_000


def export_csv(store: Path, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write each published table as a CSV file; gives each file with its number of rows.

    The files are UTF-8 with a byte order mark and lines that end in CR LF, as spreadsheets expect it. Lists
    of texts are JSON; lists of records (`warnings`, `evidence`) are files of their own, a line for each item,
    as they would not fit a cell.

    Raises:
        StoreError: There are no tables, or the files cannot be written.
    """
    if not any((store / table.name).is_dir() for table in TABLES):
        raise StoreError(
            f"there are no tables in {store}", "run imr ingest first, or name the store with --into"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            columns = [*table.columns, *PARTITIONS]
            names = [column.name for column in columns if not _holds_records(column.type)]
            yield _written(folder / f"{table.name}.csv", names, _rows(store, table, names))
            for column in table.columns:
                if _holds_records(column.type):
                    key = [LETTER_ID.name, CASE_NUMBER.name]
                    names = [*key, *(field.name for field in column.type.value_type)]
                    items = _items(_rows(store, table, [*key, column.name]))
                    yield _written(folder / f"{column.name}.csv", names, items)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"the export cannot be written: {error}", "check free space and permissions"
        ) from error


def _holds_records(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) and pa.types.is_struct(kind.value_type))


def _rows(store: Path, table: Table, names: list[str]) -> Iterator[list[Any]]:
    """The values of some columns, row by row."""
    for part in sorted((store / table.name).glob("*=*/*=*/*.parquet")):
        place = dict(folder.split("=") for folder in part.parts[-3:-1])
        inside = [name for name in names if name not in place]
        for batch in pq.ParquetFile(part).iter_batches(BATCH, columns=inside):
            for row in batch.to_pylist():
                yield [int(place[name]) if name in place else row[name] for name in names]


def _items(rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """The records of lists, each behind the key of the row that holds them."""
    for *key, records in rows:
        for record in records:
            yield [*key, *record.values()]


def _written(path: Path, names: list[str], rows: Iterator[list[Any]]) -> tuple[Path, int]:
    number = 0
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(csv_record(names) + LINE_END)
        for row in rows:
            file.write(csv_record(row) + LINE_END)
            number += 1
    beside.replace(path)
    return path, number
