"""The files of one part of the publication: of a month of decision, or of what was rejected.

However large a part is, only some hundred letters of it are held at a time.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from models.record import LetterWarning
from models.tables import PARTITIONS, REJECTED, Table
from models.vocabulary import WarningCode
from pipeline.store.ledger import REJECTED as REJECTED_PART
from pipeline.store.ledger import Ledger
from pipeline.store.record import UNDATED
from pipeline.store.rejections import Rejection, rejections
from pipeline.store.rows import CASE_TABLES, Letter, Row, letter_of
from pipeline.store.shelf import Shelf

NO_DATE = 0
"""Year and month in the folder names of what has no decision date. Not the name that stands for null in
Hive's convention: pandas cannot read a table with such a folder among others."""

FILE_NAME = "letters.parquet"
HELD = 200
"""Letters that are held as Python objects at a time."""
GROUP = 5
"""Times so many letters become one row group; meanwhile Arrow holds them, in a tenth of the space."""

PIECE = 1 << 20
T = TypeVar("T")


class File(NamedTuple):
    """A published file: its path on the shelf, its rows, its size, and its SHA-256, hex."""

    path: str
    rows: int
    bytes: int
    sha256: str


def write_part(store: Path, shelf: Shelf, part: str) -> Sequence[File]:
    """Write the files of a part, from the ledger as it stands, in whatever process this is called.

    Args:
        store: The folder of the ledger.
        shelf: Where the files go.
        part: A month of decision, such as 2016-12; or `undated`; or `rejected`.

    Returns:
        A file for each table that the part has; none where it has no letter left.

    Raises:
        OSError: A file cannot be written.
        StoreError: The ledger cannot be read.
    """
    with Ledger(store, begin=False, writes=False) as ledger:
        if part == REJECTED_PART:
            return _write(shelf, part, ((REJECTED, _rejected_rows),), rejections(ledger.db))
        letters = (_with_doubts(record, others) for record, others in ledger.records(part))
        first = list(islice(letters, 1))
        if not first and ledger.parts() != [REJECTED_PART]:
            return []
        return _write(shelf, part, CASE_TABLES, chain(first, letters))


def _write(
    shelf: Shelf, part: str, tables: Iterable[tuple[Table, Callable[[T], Iterator[Row]]]], items: Iterator[T]
) -> list[File]:
    """Write a file for each table, with the rows that items have in it."""
    with ExitStack() as stack:
        growing = [
            (stack.enter_context(_growing(shelf, table, _path(table, part))), rows) for table, rows in tables
        ]
        while held := list(islice(items, HELD)):
            for file, rows in growing:
                file.add([row for item in held for row in rows(item)])
    return [file.done for file, _ in growing]


def _with_doubts(record: bytes, others: Sequence[str]) -> Letter:
    """A letter with a warning that others of the same case and date say something else."""
    letter = letter_of(record)
    if others:
        message = f"other letters on this case are of the same date and differ: {', '.join(sorted(others))}"
        warning = LetterWarning(code=WarningCode.CASE_CLAIMED_TWICE, field="case_number", message=message)
        letter["warnings"].append(warning.model_dump())
    return letter


def _rejected_rows(rejection: Rejection) -> Iterator[Row]:
    yield asdict(rejection.rejected) | {"extraction_version": rejection.extraction_version}


class _Growing:
    """A file that is being written, row group by row group."""

    done: File

    def __init__(self, writer: pq.ParquetWriter, table: Table) -> None:
        self.rows = 0
        self._writer = writer
        self._schema = table.schema
        self._group: list[pa.Table] = []

    def add(self, rows: list[Row]) -> None:
        """Take the rows of some letters."""
        self._group.append(pa.Table.from_pylist(rows, schema=self._schema))
        self.rows += len(rows)
        if len(self._group) == GROUP:
            self.end_group()

    def end_group(self) -> None:
        """Write what was taken as one row group."""
        if self._group:
            self._writer.write_table(pa.concat_tables(self._group).combine_chunks())
        self._group.clear()


@contextmanager
def _growing(shelf: Shelf, table: Table, path: str) -> Iterator[_Growing]:
    with shelf.writing(path) as out:
        with pq.ParquetWriter(out, table.schema, compression="zstd") as writer:
            file = _Growing(writer, table)
            yield file
            file.end_group()
        size = out.tell()
        out.seek(0)
        file.done = File(path, file.rows, size, _sha256(out))


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _path(table: Table, part: str) -> str:
    year, month = (NO_DATE, NO_DATE) if part in (UNDATED, REJECTED_PART) else map(int, part.split("-"))
    folders = [f"{column.name}={value}" for column, value in zip(PARTITIONS, (year, month), strict=True)]
    return "/".join((table.name, *folders, FILE_NAME))
