"""Whether a letter's bytes are known already: asked by the processes that read letters, which never write."""

import sqlite3
from functools import lru_cache
from pathlib import Path

from pipeline.store.ledger import COUNTS, FILE_NAME


def is_known(store: Path, letter_id: str, version: str | None, unlocking: bool = False) -> bool:
    """Whether a store's ledger holds a letter.

    Args:
        store: The store.
        letter_id: SHA-256 of the letter's bytes.
        version: Where given, only what that version of the extraction has read counts.
        unlocking: A password is at hand: what was rejected for want of it does not count.
    """
    query = f"SELECT 1 FROM letters WHERE letter_id = ? AND {COUNTS}"
    path = store / FILE_NAME
    try:
        return (
            _reading(path, path.stat().st_ino).execute(query, (letter_id, version, unlocking)).fetchone()
            is not None
        )
    except (OSError, sqlite3.Error):  # to read a letter again does no harm; to reject it for this would
        return False


@lru_cache(maxsize=1)
def _reading(path: Path, inode: int) -> sqlite3.Connection:
    """One connection for each process, as long as it reads the same ledger: `--fresh` begins another."""
    address = path.absolute().as_uri()
    return sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
