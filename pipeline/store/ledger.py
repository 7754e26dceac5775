"""The ledger: one SQLite file with what became of every letter; the published tables are made from it.

One transaction for each batch is the commit. A letter is known by its bytes, so that reading it again
replaces its record; a file is known by its path, with the time and size at which it was read.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Self

from models.vocabulary import RejectionReason
from pipeline import EXTRACTION_VERSION
from pipeline.errors import StoreError
from pipeline.store.outcome import Known, Outcome, Published, Rejected
from pipeline.store.record import Record, record_of, unpack
from pipeline.store.schema import LEDGER_VERSION, MIGRATIONS, migrate
from pipeline.store.superseding import settled

FILE_NAME = "ledger.sqlite"
REJECTED = "rejected"
"""The part of the publication that holds what was rejected."""

CACHE = """
PRAGMA cache_size = -32768;
PRAGMA wal_autocheckpoint = 8192;
"""
"""32 MB of pages held, and 32 MB of changes gathered before they are brought home: hashes have no order, so
that every batch touches pages all over the indexes."""

LETTER_COLUMNS = (
    "letter_id",
    "outcome",
    "case_number",
    "decision_date",
    "part",
    "content",
    "reason",
    "message",
    "advice",
    "superseded_by",
    "extraction_version",
    "run_id",
    "record",
)
WRITE_LETTER = (
    f"INSERT INTO letters ({', '.join(LETTER_COLUMNS)}) "
    f"VALUES ({', '.join(f':{name}' for name in LETTER_COLUMNS)}) ON CONFLICT (letter_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in LETTER_COLUMNS)
)

COUNTS = (
    "coalesce(?, extraction_version) = extraction_version"
    f" AND NOT (? AND letters.reason IS '{RejectionReason.PDF_ENCRYPTED}')"
)
"""Whether a letter need not be read again: by the version asked for, and by whether a password is at hand."""

UNCHANGED = "SELECT 1 FROM sources WHERE source = ? AND stamp = ? AND letter_id IS NOT NULL"
UNCHANGED_SINCE = (
    f"SELECT 1 FROM sources JOIN letters USING (letter_id) WHERE source = ? AND stamp = ? AND {COUNTS}"
)
PARTS = """
WITH RECURSIVE found (part) AS (
    SELECT min(part) FROM letters WHERE superseded_by IS NULL
    UNION ALL
    SELECT (SELECT min(part) FROM letters WHERE superseded_by IS NULL AND part > found.part) FROM found
    WHERE found.part IS NOT NULL
)
SELECT part FROM found WHERE part IS NOT NULL
"""
"""From each part straight to the next: DISTINCT would look at every letter."""

LISTED = """
SELECT 1 FROM letters LEFT JOIN letters AS winner ON winner.letter_id = letters.superseded_by
WHERE letters.letter_id = ? AND (letters.outcome = 'rejected'
    OR (winner.decision_date IS letters.decision_date AND winner.content <> letters.content))
"""

HOLDER_ENDS = re.compile(r"[/!]|\Z")
"""Where the name of a file's folder or archive ends, or its own."""


class _Letter(NamedTuple):
    """What the ledger holds of a letter so far."""

    run_id: int | None = None
    part: str | None = None
    case_number: str | None = None
    superseded_by: str | None = None
    record: bytes | None = None

    def is_of_run(self, run_id: int) -> bool:
        """Whether it was published in this very run."""
        return self.run_id == run_id and self.record is not None


class Ledger:
    """An open ledger; use it in a `with` statement."""

    def __init__(self, folder: Path, begin: bool = True, writes: bool = True) -> None:
        """Open the ledger of a store, or begin it; one of an earlier version is brought up to this one.

        Args:
            folder: The store.
            begin: Whether to begin a ledger where there is none, and to bring an earlier one up to date.
            writes: Whether this process may write to it; others read what it commits.

        Raises:
            StoreError: If the folder cannot be written to, holds no ledger, or that of a later version.
        """
        self.path = folder / FILE_NAME
        self.writes = writes
        if not begin and not self.path.exists():
            advice = "run imr ingest first, or name the store with --into"
            raise StoreError(f"there is no ledger in {folder}", advice)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.db = self._connected()
            self.db.executescript(CACHE)
            version = self.db.execute("PRAGMA user_version").fetchone()[0]
            if version in MIGRATIONS and begin:
                migrate(self.db, version)
                version = LEDGER_VERSION
        except (OSError, sqlite3.Error) as error:
            message = f"the ledger {self.path} cannot be opened: {error}"
            advice = "check space and permissions, or name another with --into"
            raise StoreError(message, advice) from error
        if version in MIGRATIONS and version != LEDGER_VERSION:
            message = f"the ledger {self.path} was written by an earlier version of imr"
            raise StoreError(message, "run imr ingest once, which brings it up to date")
        if version != LEDGER_VERSION:
            message = f"the ledger {self.path} has version {version}, not {LEDGER_VERSION}"
            raise StoreError(message, "use the version of imr that wrote it, or name another folder")

    def _connected(self) -> sqlite3.Connection:
        if not self.writes:
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        db = sqlite3.connect(self.path, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        return db

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self.writes:
            with suppress(sqlite3.Error):
                self.db.execute(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                )  # so that a copy of the one file is a backup
        self.db.close()
        if isinstance(error, sqlite3.Error):
            message = f"the ledger {self.path} cannot be read or written: {error}"
            raise StoreError(message, "check the disk; restore the ledger from its backup") from error

    def commit(self, run_id: int, outcomes: Sequence[tuple[Outcome, str | None]]) -> Sequence[Outcome]:
        """Keep a batch of outcomes with the stamps of their files, all or nothing.

        Returns:
            The outcomes as they were kept: cases as records; of two files with the same bytes in one run, the
            second is known.

        Raises:
            StoreError: If it cannot be written; nothing of the batch is kept then.
        """
        with self.transaction():
            return [self._keep(run_id, outcome, stamp) for outcome, stamp in outcomes]

    def forget_faults(self, places: Sequence[str]) -> None:
        """Forget that places, or what is in them, had no letter; a run that looks at them again will tell."""
        named = {place.rstrip("/") for place in places}
        with self.transaction():
            query = "SELECT source FROM sources WHERE letter_id IS NULL"
            for (source,) in self.db.execute(query).fetchall():
                holders = (source[: end.start()] for end in HOLDER_ENDS.finditer(source))
                if not named.isdisjoint(holders):
                    self.db.execute("DELETE FROM sources WHERE source = ?", (source,))
                    self.mark(REJECTED)

    def forget_rejected(self, gone: Sequence[str]) -> None:
        """Let the next run read again what is rejected, and forget rejected files that are gone."""
        with self.transaction():
            rejected = "SELECT letter_id FROM letters WHERE outcome = 'rejected'"
            self.db.execute(f"UPDATE sources SET stamp = NULL WHERE letter_id IN ({rejected})")
            self.db.execute("UPDATE letters SET extraction_version = '' WHERE outcome = 'rejected'")
            for source in gone:
                self.db.execute("DELETE FROM sources WHERE source = ?", (source,))
                self.mark(REJECTED)
            self.db.execute(
                "DELETE FROM letters WHERE outcome = 'rejected' AND NOT EXISTS"
                " (SELECT 1 FROM sources WHERE sources.letter_id = letters.letter_id)"
            )

    def is_unchanged(
        self, source: str, stamp: str, version: str | None = None, unlocking: bool = False
    ) -> bool:
        """Whether a file was read in this state, and need not be read again; see `known.is_known`."""
        if version is None and not unlocking:  # as in nearly every run: the letters are not looked at
            found = self.db.execute(UNCHANGED, (source, stamp))
        else:
            found = self.db.execute(UNCHANGED_SINCE, (source, stamp, version, unlocking))
        return found.fetchone() is not None

    def changed(self) -> Sequence[str]:
        """The parts of the publication that are to be written, in order."""
        return [part for (part,) in self.db.execute("SELECT part FROM changed ORDER BY part")]

    def parts(self) -> Sequence[str]:
        """All parts of the publication that hold letters, in order, and that of the rejected."""
        return [*(part for (part,) in self.db.execute(PARTS)), REJECTED]

    def records(self, part: str) -> Iterator[tuple[bytes, Sequence[str]]]:
        """The records of a part (JSON) by case number and letter, each with letters that contradict it."""
        query = (
            "SELECT letter_id, record, (SELECT json_group_array(other.letter_id) FROM letters AS other"
            " WHERE other.superseded_by = letters.letter_id AND other.decision_date IS letters.decision_date"
            " AND other.content <> letters.content) FROM letters"
            " WHERE part = ? AND superseded_by IS NULL ORDER BY case_number, letter_id"
        )
        for _, record, others in self.db.execute(query, (part,)):
            yield unpack(record), json.loads(others)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing.

        Raises:
            StoreError: If it cannot be written.
        """
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            message = f"the ledger {self.path} cannot be written: {error}"
            locked = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            advice = "another process writes to this store; wait" if locked else "check space and permissions"
            raise StoreError(message, f"{advice}, then run again") from error

    def mark(self, part: str | None) -> None:
        """Note that a part of the publication is to be written again."""
        if part is not None:
            self.db.execute("INSERT OR IGNORE INTO changed VALUES (?)", (part,))

    def _keep(self, run_id: int, outcome: Outcome, stamp: str | None) -> Outcome:
        if isinstance(outcome, Published):
            outcome = record_of(outcome.case)
        if isinstance(outcome, Record):
            before = self._letter(outcome.letter_id)
            if before.is_of_run(run_id):
                outcome = Known(outcome.source, outcome.letter_id)
            else:
                self._keep_record(run_id, outcome, before)
        elif isinstance(outcome, Rejected):
            if outcome.letter_id is None:
                self._keep_fault(run_id, outcome)
                return outcome
            self._keep_rejection(run_id, outcome, outcome.letter_id)
        assert outcome.letter_id is not None
        self._keep_source(run_id, outcome.source, outcome.letter_id, stamp)
        return outcome

    def _keep_record(self, run_id: int, record: Record, before: _Letter) -> None:
        with settled(self.db, (before.case_number, record.case_number), self.mark):
            self._write_letter(
                run_id,
                record.letter_id,
                outcome="published",
                case_number=record.case_number,
                decision_date=record.decision_date,
                part=record.part,
                content=record.content,
                record=record.packed,
                superseded_by=before.superseded_by if before.case_number == record.case_number else None,
            )
        if (before.part, before.record) != (record.part, record.packed):
            self.mark(before.part)
            self.mark(record.part)
            self.mark(REJECTED if before.run_id is not None and before.record is None else None)

    def _keep_rejection(self, run_id: int, rejected: Rejected, letter_id: str) -> None:
        before = self._letter(letter_id)
        with settled(self.db, (before.case_number,), self.mark):
            self._write_letter(
                run_id,
                letter_id,
                outcome="rejected",
                reason=rejected.reason,
                message=rejected.message,
                advice=rejected.advice,
            )
        self.mark(REJECTED)
        self.mark(before.part)

    def _write_letter(self, run_id: int, letter_id: str, **values: str | bytes | None) -> None:
        """Write a letter's row whole; what is not given is null."""
        row = {"letter_id": letter_id, "extraction_version": EXTRACTION_VERSION, "run_id": run_id, **values}
        self.db.execute(WRITE_LETTER, dict.fromkeys(LETTER_COLUMNS) | row)

    def _letter(self, letter_id: str) -> _Letter:
        """What the ledger holds of a letter so far."""
        query = "SELECT run_id, part, case_number, superseded_by, record FROM letters WHERE letter_id = ?"
        return _Letter(*(self.db.execute(query, (letter_id,)).fetchone() or ()))

    def _keep_source(self, run_id: int, source: str, letter_id: str, stamp: str | None) -> None:
        query = "SELECT letter_id FROM sources WHERE source = ?"
        before = self.db.execute(query, (source,)).fetchone()
        if before != (letter_id,):
            was_fault = before == (None,)
            listed = was_fault or any(map(self._is_listed, (letter_id, *(before or ()))))
            self.mark(REJECTED if listed else None)
        self._write_source((source, letter_id, stamp, None, None, None, run_id))

    def _is_listed(self, letter_id: str) -> bool:
        """Whether the files of a letter stand among the rejected."""
        return self.db.execute(LISTED, (letter_id,)).fetchone() is not None

    def _keep_fault(self, run_id: int, fault: Rejected) -> None:
        self._write_source((fault.source, None, None, fault.reason, fault.message, fault.advice, run_id))
        self.mark(REJECTED)

    def _write_source(self, row: tuple[object, ...]) -> None:
        self.db.execute("INSERT OR REPLACE INTO sources VALUES (?,?,?,?,?,?,?)", row)


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
