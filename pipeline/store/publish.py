"""The published tables: Parquet folders written from the ledger, one file for each month of decision.

A shelf puts each file in its place whole, so that a reader sees the old file or the new one and nothing in
between. Only the parts that changed are written, and a part is no longer marked as changed only when all its
files are in place. Then the manifest is written, and at last what it does not list is removed, so that it
never lists a file that is gone. The same ledger gives the same bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from models.tables import REJECTED
from pipeline.errors import StoreError
from pipeline.store.claim import claim
from pipeline.store.descriptor import is_described, write_descriptor
from pipeline.store.ledger import REJECTED as REJECTED_PART
from pipeline.store.ledger import Ledger
from pipeline.store.manifest import is_current, write_manifest
from pipeline.store.parts import File, write_part
from pipeline.store.record import UNDATED
from pipeline.store.rows import CASE_TABLES
from pipeline.store.shelf import Shelf, shelf_of

Spread = Callable[[Callable[[str], Sequence[File]], Sequence[str]], Iterator[Sequence[File]]]
"""Applies a function to values and gives its results in order, as `map` does; maybe to several at a time."""


def publish(ledger: Ledger, into: Path | Shelf, rebuild: bool = False, spread: Spread = map) -> int:
    """Write the tables of every part that changed, and remove files that the ledger does not know.

    Args:
        ledger: The truth.
        into: Where the tables stand.
        rebuild: Write all parts, changed or not, whoever has written the tables that stand there.
        spread: How the writing of the parts is spread; over processes, several are written at a time.

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
        todo = sorted(parts | _to_be_there(ledger))
        for part, files in zip(
            todo, spread(partial(write_part, ledger.path.parent, shelf), todo), strict=True
        ):
            written += _keep_files(ledger, part, files)
        if written or rebuild or not (is_current(ledger.db, shelf) and is_described(ledger.db, shelf)):
            write_descriptor(ledger.db, shelf)
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


def _keep_files(ledger: Ledger, part: str, written: Sequence[File]) -> int:
    """Note the files of a part; those that it had before and has no more are no longer known."""
    with ledger.transaction():
        ledger.db.execute("DELETE FROM files WHERE part = ?", (part,))
        for file in written:
            row = (file.path, part, file.rows, file.bytes, file.sha256)
            ledger.db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", row)
        ledger.db.execute("DELETE FROM changed WHERE part = ?", (part,))
    return len(written)


def _remove_unknown(ledger: Ledger, shelf: Shelf) -> None:
    """Remove what readers of a table would take for its rows.

    That is, files of months that have lost their letters, or of a ledger that is forgotten.
    """
    known = {path for (path,) in ledger.db.execute("SELECT path FROM files")}
    for table in (*(table for table, _ in CASE_TABLES), REJECTED):
        for path in shelf.tables(table.name):
            if path not in known:
                shelf.remove(path)
