"""Whether a store is whole: the ledger, every record, and every published file by its hash."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from models.record import Case
from pipeline.store.descriptor import DESCRIPTOR_NAME, is_described
from pipeline.store.manifest import read_manifest
from pipeline.store.record import unpack
from pipeline.store.shelf import Shelf, shelf_of


def faults(db: sqlite3.Connection, into: Path | Shelf) -> Iterator[str]:
    """What is wrong with a store, in words; nothing if it is whole."""
    for (message,) in db.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield f"the ledger is damaged: {message}"
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"the ledger's table {table} refers to a row of {parent} that is not there (row {row})"
    for letter_id, record in db.execute("SELECT letter_id, record FROM letters WHERE record IS NOT NULL"):
        try:
            Case.model_validate_json(unpack(record))
        except zlib.error as error:
            yield f"the record of letter {letter_id} is damaged: {error}"
        except ValidationError as error:
            yield f"the record of letter {letter_id} is not valid: {error.errors()[0]['msg']}"
    yield from _files(db, shelf_of(into))


def _files(db: sqlite3.Connection, shelf: Shelf) -> Iterator[str]:
    if not is_described(db, shelf):
        yield f"{DESCRIPTOR_NAME} is not that of the published files"
    known = {}
    for path, rows, digest in db.execute("SELECT path, rows, sha256 FROM files ORDER BY path"):
        known[path] = digest
        try:
            with shelf.open(path) as file:
                data = file.read()
        except OSError as error:
            yield f"the published file {path} cannot be read: {error.strerror or error}"
            continue
        if hashlib.sha256(data).hexdigest() != digest:
            yield f"the published file {path} is not as it was written"
        elif pq.read_metadata(pa.BufferReader(data)).num_rows != rows:
            yield f"the published file {path} does not have the {rows} rows that were written"
    try:
        listed = {each["path"]: each["sha256"] for each in read_manifest(shelf)["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"the manifest cannot be read: {error}"
        return
    for path in sorted(known.keys() ^ listed.keys() | {p for p in known if listed.get(p) != known[p]}):
        yield f"ledger and manifest differ on {path}"
