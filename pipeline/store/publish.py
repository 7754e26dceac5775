"""The published tables: Parquet folders written from the ledger, one file for each month of decision.

Every file is written beside its place, flushed to disk and renamed, so that a reader sees the old file or
the new one and nothing in between. The same ledger gives the same bytes.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from models.tables import PARTITIONS, REJECTED, TABLES, Table
from pipeline import EXTRACTION_VERSION
from pipeline.errors import StoreError
from pipeline.store.ledger import Ledger, Partition
from pipeline.store.rows import CASE_TABLES, Row

NO_DATE = 0
"""Year and month in the folder names of what has no decision date. Not the name that stands for null in
Hive's convention: pandas cannot read a table with such a folder among others."""

FILE_NAME = "letters.parquet"
GROUP = 1_000
"""Cases held in memory at a time, which become one row group."""


def publish(ledger: Ledger, into: Path) -> None:
    """Write every table from the ledger, and remove the files of months that no longer hold letters.

    Raises:
        StoreError: If a file cannot be written; every file that was there before is still whole.
    """
    try:
        kept = {_write_rejected(ledger, into)}
        for partition in ledger.partitions() or [Partition(None, None)]:
            kept.update(_write_partition(ledger, into, partition))
        _remove_others(into, kept)
    except OSError as error:
        message = f"the tables in {into} cannot be written: {error}"
        raise StoreError(message, "check free space and permissions, then run again") from error


def _write_partition(ledger: Ledger, into: Path, partition: Partition) -> Sequence[Path]:
    """One file for each table that is made from cases."""
    cases = ledger.cases(partition)
    with ExitStack() as stack:
        paths = [_path(into, table, partition) for table, _ in CASE_TABLES]
        writers = [
            stack.enter_context(_writer(path, table))
            for path, (table, _) in zip(paths, CASE_TABLES, strict=True)
        ]
        while group := list(islice(cases, GROUP)):
            for writer, (table, rows) in zip(writers, CASE_TABLES, strict=True):
                _write(writer, table, (row for case in group for row in rows(case)))
    return paths


def _write_rejected(ledger: Ledger, into: Path) -> Path:
    path = _path(into, REJECTED, Partition(None, None))
    with _writer(path, REJECTED) as writer:
        rows = (
            asdict(rejected) | {"extraction_version": EXTRACTION_VERSION} for rejected in ledger.rejections()
        )
        _write(writer, REJECTED, rows)
    return path


def _write(writer: pq.ParquetWriter, table: Table, rows: Iterable[Row]) -> None:
    writer.write_table(pa.Table.from_pylist(list(rows), schema=table.schema))


def _path(into: Path, table: Table, partition: Partition) -> Path:
    folders = [
        f"{column.name}={NO_DATE if value is None else value}"
        for column, value in zip(PARTITIONS, partition, strict=True)
    ]
    return into.joinpath(table.name, *folders, FILE_NAME)


@contextmanager
def _writer(path: Path, table: Table) -> Iterator[pq.ParquetWriter]:
    """A writer beside the file's place; the file is put there only when all of it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            with pq.ParquetWriter(file, table.schema, compression="zstd") as writer:
                yield writer
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _remove_others(into: Path, kept: set[Path]) -> None:
    """Remove files of an earlier run that this one did not write, and the folders that this leaves empty."""
    for table in TABLES:
        for path in (into / table.name).glob(f"*=*/*=*/{FILE_NAME}"):
            if path not in kept:
                path.unlink()
                for folder in path.parents[:2]:
                    if not any(folder.iterdir()):
                        folder.rmdir()
