"""The ledger: one SQLite file with what became of every letter; the published tables are made from it.

One transaction for each batch is the commit. A letter is known by its bytes, so that reading it again
replaces its record; a rejected file is known by its path, so that mending it removes the rejection.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

from models.record import Case
from models.vocabulary import RejectionReason
from pipeline.errors import StoreError
from pipeline.store.outcome import Outcome, Published, Rejected

LEDGER_VERSION = 2
FILE_NAME = "ledger.sqlite"

SCHEMA = """
CREATE TABLE letters (
    letter_id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    case_number TEXT,
    decision_year INTEGER,
    decision_month INTEGER,
    record TEXT NOT NULL
) STRICT;
CREATE INDEX letters_by_partition
    ON letters (decision_year, decision_month, case_number, letter_id);
CREATE TABLE rejected (
    source TEXT PRIMARY KEY,
    letter_id TEXT,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    advice TEXT NOT NULL
) STRICT;
"""


class Partition(NamedTuple):
    """A month of decision; both None for letters without a decision date."""

    year: int | None
    month: int | None


def forget(folder: Path) -> None:
    """Remove a store's ledger, so that the next run begins with an empty one.

    Raises:
        StoreError: If it is there and cannot be removed.
    """
    for suffix in ("", "-wal", "-shm"):
        path = folder / f"{FILE_NAME}{suffix}"
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            message = f"the ledger {path} cannot be removed: {error}"
            raise StoreError(message, "check the folder's permissions") from error


class Ledger:
    """An open ledger; use it in a `with` statement."""

    def __init__(self, folder: Path) -> None:
        """Open the ledger of a store, or begin it.

        Raises:
            StoreError: If the folder cannot be written to, or holds the ledger of another version.
        """
        self.path = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {LEDGER_VERSION}; COMMIT;")
        except (OSError, sqlite3.Error) as error:
            message = f"the ledger {self.path} cannot be opened: {error}"
            raise StoreError(
                message, "check the folder's permissions, or name another with --into"
            ) from error
        if version not in (0, LEDGER_VERSION):
            message = f"the ledger {self.path} has version {version}, not {LEDGER_VERSION}"
            raise StoreError(
                message, "name another folder with --into, or read the letters again with --fresh"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def commit(self, outcomes: Sequence[Outcome]) -> None:
        """Keep a batch of outcomes, all or nothing.

        Raises:
            StoreError: If it cannot be written; nothing of the batch is kept then.
        """
        with self._transaction():
            for outcome in outcomes:
                if isinstance(outcome, Published):
                    self._keep_case(outcome.case)
                else:
                    self._keep_rejection(outcome)

    def partitions(self) -> Sequence[Partition]:
        """The months that hold letters, in order."""
        query = "SELECT DISTINCT decision_year, decision_month FROM letters ORDER BY 1, 2"
        return [Partition(*row) for row in self._db.execute(query)]

    def cases(self, partition: Partition) -> Iterator[Case]:
        """The cases of a month, by case number and letter."""
        query = (
            "SELECT record FROM letters WHERE decision_year IS ? AND decision_month IS ? "
            "ORDER BY case_number, letter_id"
        )
        for (record,) in self._db.execute(query, partition):
            yield Case.model_validate_json(record)

    def rejections(self) -> Iterator[Rejected]:
        """Everything that is rejected, by source."""
        query = "SELECT source, letter_id, reason, message, advice FROM rejected ORDER BY source"
        for source, letter_id, reason, message, advice in self._db.execute(query):
            yield Rejected(source, letter_id, RejectionReason(reason), message, advice)

    def _keep_case(self, case: Case) -> None:
        decided = case.decision_date
        row = (
            case.letter_id,
            case.source,
            case.case_number,
            decided.year if decided else None,
            decided.month if decided else None,
            case.model_dump_json(),
        )
        self._db.execute("INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?, ?)", row)
        self._db.execute("DELETE FROM rejected WHERE source = ?", (case.source,))

    def _keep_rejection(self, rejected: Rejected) -> None:
        row = (rejected.source, rejected.letter_id, rejected.reason, rejected.message, rejected.advice)
        self._db.execute("INSERT OR REPLACE INTO rejected VALUES (?, ?, ?, ?, ?)", row)
        self._db.execute("DELETE FROM letters WHERE letter_id IS ?", (rejected.letter_id,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            message = f"the ledger {self.path} cannot be written: {error}"
            locked = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            advice = (
                "another run writes to this store; wait for it" if locked else "check space and permissions"
            )
            raise StoreError(message, f"{advice}, then run again") from error
