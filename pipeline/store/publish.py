"""The published tables: Parquet folders written from the ledger, one file for each month of decision.

A shelf puts each file in its place whole, so that a reader sees the old file or the new one and nothing in
between. Only the parts that changed are written, and a part is no longer marked as changed only when all its
files are in place. Then the manifest is written, and what it no longer lists is removed: it never lists a file
that is not there. The same ledger gives the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from models.record import LetterWarning
from models.tables import PARTITIONS, REJECTED, Table
from models.vocabulary import WarningCode
from pipeline.errors import StoreError
from pipeline.store.claim import claim
from pipeline.store.ledger import REJECTED as REJECTED_PART
from pipeline.store.ledger import Ledger
from pipeline.store.manifest import is_current, write_manifest
from pipeline.store.record import UNDATED
from pipeline.store.rejections import rejections
from pipeline.store.rows import CASE_TABLES, Letter, Row, letter_of
from pipeline.store.shelf import Shelf, shelf_of

NO_DATE = 0
"""Year and month in the folder names of what has no decision date. Not the name that stands for null in
Hive's convention: pandas cannot read a table with such a folder among others."""

FILE_NAME = "letters.parquet"
GROUP = 1_000
"""Cases held in memory at a time, which become one row group."""


def publish(ledger: Ledger, into: Path | Shelf, rebuild: bool = False) -> int:
    """Write the tables of every part that changed, and remove files that the ledger does not know.

    Args:
        ledger: The truth.
        into: Where the tables stand.
        rebuild: Write all parts, changed or not, whoever has written the tables that stand there.

    Returns:
        The number of files written.

    Raises:
        StoreError: If a file cannot be written; every file that was there before is still whole. Or if the
            tables that stand there are not this ledger's.
    """
    shelf = shelf_of(into)
    claim(ledger, shelf, rebuild)
    parts = set(ledger.parts()) | set(ledger.changed()) if rebuild else set(ledger.changed())
    written = 0
    try:
        shelf.tidy()
        for part in sorted(parts | _to_be_there(ledger)):
            written += _publish_part(ledger, shelf, part)
        if written or rebuild or not is_current(ledger.db, shelf):
            write_manifest(ledger.db, shelf)
        _remove_unknown(ledger, shelf)
    except OSError as error:
        message = f"the tables in {shelf.name} cannot be written: {error}"
        raise StoreError(message, f"{shelf.advice}, then run again") from error
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


def _publish_part(ledger: Ledger, shelf: Shelf, part: str) -> int:
    """Write the files of a part; those that it had before and has no more are no longer known."""
    write = _write_rejected if part == REJECTED_PART else _write_letters
    written = list(write(ledger, shelf, part))
    with ledger.transaction():
        ledger.db.execute("DELETE FROM files WHERE part = ?", (part,))
        for file in written:
            row = (file.path, part, file.rows, file.bytes, file.sha256)
            ledger.db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", row)
        ledger.db.execute("DELETE FROM changed WHERE part = ?", (part,))
    return len(written)


def _write_letters(ledger: Ledger, shelf: Shelf, part: str) -> Iterator["_File"]:
    """One file for each table that is made from cases; none where the part has no letter left."""
    records = ledger.records(part)
    group = list(islice(records, GROUP))
    if not group and ledger.parts() != [REJECTED_PART]:
        return
    with ExitStack() as stack:
        files = [(stack.enter_context(_file(shelf, table, part)), rows) for table, rows in CASE_TABLES]
        while group:
            letters = [_with_doubts(record, others) for record, others in group]
            for file, rows in files:
                file.add(row for letter in letters for row in rows(letter))
            group = list(islice(records, GROUP))
    yield from (file for file, _ in files)


def _with_doubts(record: bytes, others: Sequence[str]) -> Letter:
    """A letter with a warning that others of the same case and date say something else."""
    letter = letter_of(record)
    if others:
        message = f"other letters on this case are of the same date and differ: {', '.join(sorted(others))}"
        warning = LetterWarning(code=WarningCode.CASE_CLAIMED_TWICE, field="case_number", message=message)
        letter["warnings"].append(warning.model_dump())
    return letter


def _write_rejected(ledger: Ledger, shelf: Shelf, part: str) -> Iterator["_File"]:
    found = [
        asdict(each.rejected) | {"extraction_version": each.extraction_version}
        for each in rejections(ledger.db)
    ]
    with _file(shelf, REJECTED, part) as file:
        file.add(found)
    yield file


class _File:
    """One file of a table: how many rows it was given; once it is complete, its size and SHA-256, hex."""

    bytes: int
    sha256: str

    def __init__(self, path: str, table: Table, writer: pq.ParquetWriter) -> None:
        self.path = path
        self.rows = 0
        self._table = table
        self._writer = writer

    def add(self, rows: Iterable[Row]) -> None:
        """Write some rows, as a row group."""
        batch = pa.Table.from_pylist(list(rows), schema=self._table.schema)
        self._writer.write_table(batch)
        self.rows += batch.num_rows


@contextmanager
def _file(shelf: Shelf, table: Table, part: str) -> Iterator[_File]:
    path = _path(table, part)
    with shelf.writing(path) as out:
        with pq.ParquetWriter(out, table.schema, compression="zstd") as writer:
            file = _File(path, table, writer)
            yield file
        file.bytes = out.tell()
        out.seek(0)
        file.sha256 = hashlib.file_digest(out, "sha256").hexdigest()


def _path(table: Table, part: str) -> str:
    year, month = (NO_DATE, NO_DATE) if part in (UNDATED, REJECTED_PART) else map(int, part.split("-"))
    folders = [f"{column.name}={value}" for column, value in zip(PARTITIONS, (year, month), strict=True)]
    return "/".join((table.name, *folders, FILE_NAME))


def _remove_unknown(ledger: Ledger, shelf: Shelf) -> None:
    """Remove what readers of a table would take for its rows: files of months that lost their letters, or of a
    ledger that is forgotten.
    """
    known = {path for (path,) in ledger.db.execute("SELECT path FROM files")}
    for table in (*(table for table, _ in CASE_TABLES), REJECTED):
        for path in shelf.tables(table.name):
            if path not in known:
                shelf.remove(path)
