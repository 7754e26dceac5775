"""The published tables: Parquet folders written from the ledger, one file for each month of decision.

Every file is written beside its place, flushed to disk and renamed, so that a reader sees the old file or
the new one and nothing in between. Only the parts that changed are written, and a part is no longer marked as
changed only when all its files are in place. The same ledger gives the same bytes.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from models.record import Case, LetterWarning
from models.tables import PARTITIONS, REJECTED, Table
from models.vocabulary import WarningCode
from pipeline.errors import StoreError
from pipeline.store.descriptor import is_described, write_descriptor
from pipeline.store.ledger import REJECTED as REJECTED_PART
from pipeline.store.ledger import UNDATED, Ledger
from pipeline.store.manifest import is_current, write_manifest
from pipeline.store.rejections import rejections
from pipeline.store.rows import CASE_TABLES, Row

NO_DATE = 0
"""Year and month in the folder names of what has no decision date. Not the name that stands for null in
Hive's convention: pandas cannot read a table with such a folder among others."""

FILE_NAME = "letters.parquet"
GROUP = 1_000
"""Cases held in memory at a time, which become one row group."""


def publish(ledger: Ledger, into: Path, rebuild: bool = False) -> int:
    """Write the tables of every part that changed, and remove files that the ledger does not know.

    Args:
        ledger: The truth.
        into: The folder of the tables.
        rebuild: Write all parts, changed or not.

    Returns:
        The number of files written.

    Raises:
        StoreError: If a file cannot be written; every file that was there before is still whole.
    """
    parts = set(ledger.parts()) | set(ledger.changed()) if rebuild else set(ledger.changed())
    written = 0
    try:
        _remove_unfinished(into)
        with_letters = set(ledger.parts())
        for part in sorted(parts | _to_be_there(ledger), key=lambda part: (part not in with_letters, part)):
            written += _publish_part(ledger, into, part)  # parts without letters last: their cases have moved
        _remove_unknown(ledger, into)
        if written or rebuild or not (is_current(ledger.db, into) and is_described(ledger.db, into)):
            write_descriptor(ledger.db, into)
            write_manifest(ledger.db, into)
    except OSError as error:
        message = f"the tables in {into} cannot be written: {error}"
        raise StoreError(message, "check free space and permissions, then run again") from error
    return written


def _to_be_there(ledger: Ledger) -> set[str]:
    """Parts that must be written though no letter changed them.

    Readers find every table, without a row if need be: that of the rejected always, and that of undated
    letters as long as there are no others.
    """
    files = {part for (part,) in ledger.db.execute("SELECT DISTINCT part FROM files")}
    letters = set(ledger.parts()) - {REJECTED_PART}
    parts = {REJECTED_PART} - files
    if UNDATED not in letters and (not letters) != (UNDATED in files):
        parts.add(UNDATED)
    return parts


def _publish_part(ledger: Ledger, into: Path, part: str) -> int:
    if part == REJECTED_PART:
        written = [_write_rejected(ledger, into)]
    else:
        written = list(_write_letters(ledger, into, part))
    old = {path for (path,) in ledger.db.execute("SELECT path FROM files WHERE part = ?", (part,))}
    for path in old - {str(path.relative_to(into)) for path, _ in written}:
        _remove(into / path)
    with ledger.transaction():
        ledger.db.execute("DELETE FROM files WHERE part = ?", (part,))
        for path, rows in written:
            data = path.read_bytes()
            row = (str(path.relative_to(into)), part, rows, len(data), hashlib.sha256(data).hexdigest())
            ledger.db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", row)
        ledger.db.execute("DELETE FROM changed WHERE part = ?", (part,))
    return len(written)


def _write_letters(ledger: Ledger, into: Path, part: str) -> Iterator[tuple[Path, int]]:
    """One file for each table that is made from cases; none where the part has no letter left."""
    records = ledger.records(part)
    group = list(islice(records, GROUP))
    if not group and ledger.parts() != [REJECTED_PART]:
        return
    with ExitStack() as stack:
        paths = [_path(into, table, part) for table, _ in CASE_TABLES]
        writers = [
            stack.enter_context(_writer(path, table))
            for path, (table, _) in zip(paths, CASE_TABLES, strict=True)
        ]
        counts = [0] * len(paths)
        while group:
            cases = [_with_doubts(case, others) for case, others in group]
            for number, (writer, (table, rows)) in enumerate(zip(writers, CASE_TABLES, strict=True)):
                counts[number] += _write(writer, table, (row for case in cases for row in rows(case)))
            group = list(islice(records, GROUP))
    yield from zip(paths, counts, strict=True)


def _with_doubts(case: Case, others: Sequence[str]) -> Case:
    """A case with a warning that other letters of the same case and date say something else."""
    if not others:
        return case
    message = f"other letters on this case are of the same date and differ: {', '.join(sorted(others))}"
    warning = LetterWarning(code=WarningCode.CASE_CLAIMED_TWICE, field="case_number", message=message)
    return case.model_copy(update={"warnings": (*case.warnings, warning)})


def _write_rejected(ledger: Ledger, into: Path) -> tuple[Path, int]:
    path = _path(into, REJECTED, REJECTED_PART)
    found = [
        asdict(each.rejected) | {"extraction_version": each.extraction_version}
        for each in rejections(ledger.db)
    ]
    with _writer(path, REJECTED) as writer:
        return path, _write(writer, REJECTED, found)


def _write(writer: pq.ParquetWriter, table: Table, rows: Iterable[Row]) -> int:
    batch = pa.Table.from_pylist(list(rows), schema=table.schema)
    writer.write_table(batch)
    return int(batch.num_rows)


def _path(into: Path, table: Table, part: str) -> Path:
    year, month = (NO_DATE, NO_DATE) if part in (UNDATED, REJECTED_PART) else map(int, part.split("-"))
    folders = [f"{column.name}={value}" for column, value in zip(PARTITIONS, (year, month), strict=True)]
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


def _remove(path: Path) -> None:
    """Remove a file, and the folders that this leaves empty."""
    path.unlink(missing_ok=True)
    for folder in list(path.parents)[:2]:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _remove_unfinished(into: Path) -> None:
    """Remove what a run that was killed left beside the files."""
    for table in (*(table for table, _ in CASE_TABLES), REJECTED):
        for path in (into / table.name).glob(f"*=*/*=*/.{FILE_NAME}.part"):
            path.unlink()


def _remove_unknown(ledger: Ledger, into: Path) -> None:
    """Remove what readers of a table would take for its rows, such as files of a ledger that is forgotten."""
    known = {path for (path,) in ledger.db.execute("SELECT path FROM files")}
    for table in (*(table for table, _ in CASE_TABLES), REJECTED):
        for path in list((into / table.name).rglob("*.parquet")):
            if str(path.relative_to(into)) not in known:
                _remove(path)
