"""The published tables as CSV files that a spreadsheet opens safely."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from models.tables import CASE_NUMBER, LETTER_ID, PARTITIONS, TABLES
from pipeline.errors import StoreError
from pipeline.spreadsheet import LINE_END, csv_record
from pipeline.store.shelf import Shelf, shelf_of

BATCH = 1_000


def export_csv(tables: Path | Shelf, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write each published table as a CSV file; gives each file with its number of rows.

    The files are UTF-8 with a byte order mark and lines that end in CR LF, as spreadsheets expect it. Lists
    of texts are JSON; lists of records (`warnings`, `evidence`) are files of their own, a line for each item,
    as they would not fit a cell.

    Raises:
        StoreError: There are no tables, or the files cannot be written.
    """
    shelf = shelf_of(tables)
    try:
        parts = {table.name: list(shelf.tables(table.name)) for table in TABLES}
    except OSError as error:
        raise StoreError(f"the tables in {shelf.name} cannot be read: {error}", shelf.advice) from error
    if not any(parts.values()):
        raise StoreError(
            f"there are no tables in {shelf.name}", "run imr ingest first, or name the store with --into"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            files = parts[table.name]
            columns = [*table.columns, *PARTITIONS]
            names = [column.name for column in columns if not _holds_records(column.type)]
            yield _written(folder / f"{table.name}.csv", names, _rows(shelf, files, names))
            for column in table.columns:
                if _holds_records(column.type):
                    key = [LETTER_ID.name, CASE_NUMBER.name]
                    names = [*key, *(field.name for field in column.type.value_type)]
                    items = _items(_rows(shelf, files, [*key, column.name]))
                    yield _written(folder / f"{column.name}.csv", names, items)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"the export cannot be written: {error}", "check free space and permissions"
        ) from error


def _holds_records(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) and pa.types.is_struct(kind.value_type))


def _rows(shelf: Shelf, files: Sequence[str], names: list[str]) -> Iterator[list[Any]]:
    """The values of some columns, row by row."""
    for path in files:
        place = dict(folder.split("=") for folder in path.split("/")[-3:-1])
        inside = [name for name in names if name not in place]
        with shelf.open(path) as data:
            for batch in pq.ParquetFile(data).iter_batches(BATCH, columns=inside):
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
