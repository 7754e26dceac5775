"""Whether a letter's bytes are known already: asked by the processes that read letters, which never write."""

import sqlite3
from functools import lru_cache
from pathlib import Path

from pipeline.store.ledger import FILE_NAME


def is_known(store: Path, letter_id: str, version: str | None) -> bool:
    """Whether a store's ledger holds a letter; with a version, as read by that version of the extraction."""
    query = (
        "SELECT 1 FROM letters WHERE letter_id = ? AND coalesce(?, extraction_version) = extraction_version"
    )
    path = store / FILE_NAME
    try:
        return _reading(path, path.stat().st_ino).execute(query, (letter_id, version)).fetchone() is not None
    except (OSError, sqlite3.Error):  # to read a letter again does no harm; to reject it for this would
        return False


@lru_cache(maxsize=1)
def _reading(path: Path, inode: int) -> sqlite3.Connection:
    """One connection for each process, as long as it reads the same ledger: `--fresh` begins another."""
    address = path.absolute().as_uri()
    return sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
