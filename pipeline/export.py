"""The published tables as CSV: text from letters never becomes a formula of the spreadsheet that opens it."""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import category

import pyarrow as pa
import pyarrow.parquet as pq

from models.tables import PARTITIONS, TABLES, Table
from pipeline.errors import StoreError
from pipeline.store.shelf import Shelf, shelf_of

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""A cell that begins with one of these is calculated by spreadsheets (OWASP, CSV injection)."""

HARMFUL = ("Cc", "Cf", "Cn", "Co", "Cs")
"""Kinds of signs that are left out: control, direction of writing, no sign at all."""

BATCH = 1_000


def export_csv(tables: Path | Shelf, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write each published table as a CSV file; gives each file with its number of rows.

    The files are UTF-8 with a byte order mark, as spreadsheets expect it. Lists are JSON.

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
            path = folder / f"{table.name}.csv"
            yield path, _export(shelf, table, parts[table.name], path)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"the export cannot be written: {error}", "check free space and permissions"
        ) from error


def _export(shelf: Shelf, table: Table, parts: Sequence[str], path: Path) -> int:
    names = [column.name for column in (*table.columns, *PARTITIONS)]
    rows = 0
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for part in parts:
            place = dict(folder.split("=") for folder in part.split("/")[-3:-1])
            with shelf.open(part) as data:
                for batch in pq.ParquetFile(data).iter_batches(BATCH):
                    for row in batch.to_pylist():
                        writer.writerow([_cell((row | place)[name]) for name in names])
                        rows += 1
    beside.replace(path)
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return _cell(json.dumps(value, default=str, ensure_ascii=False))
    if isinstance(value, bool | int | float | date):
        return str(value)
    text = "".join(sign for sign in str(value) if category(sign) not in HARMFUL or sign in "\n\t")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
