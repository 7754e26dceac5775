"""The ledger's tables, and how a ledger of an earlier version becomes one of this version.

Every file is a row in `sources`, every letter (by its bytes) one in `letters`; `changed` names the parts of
the publication that are to be written, `files` what is published, `shelf` where, if not beside the ledger.
"""

import sqlite3

from pipeline.store.record import pack

SHELF = """
CREATE TABLE shelf (place TEXT PRIMARY KEY) STRICT;
"""

LEDGER_VERSION = 4

LETTERS = """
CREATE TABLE {name} (
    letter_id TEXT PRIMARY KEY,
    outcome TEXT NOT NULL CHECK (outcome IN ('published', 'rejected')),
    case_number TEXT,
    decision_date TEXT,
    part TEXT,
    content TEXT,
    reason TEXT,
    message TEXT,
    advice TEXT,
    superseded_by TEXT REFERENCES letters DEFERRABLE INITIALLY DEFERRED,
    extraction_version TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs,
    record BLOB,
    CHECK ((outcome = 'published') = (record IS NOT NULL)),
    CHECK ((outcome = 'rejected') = (reason IS NOT NULL))
) STRICT;
"""
"""The record stands last: what stands behind a long value is reached only through it."""

INDEXES = """
CREATE INDEX letters_by_part ON letters (part, case_number, letter_id) WHERE superseded_by IS NULL;
CREATE INDEX letters_by_case ON letters (case_number) WHERE outcome = 'published';
CREATE INDEX letters_superseded ON letters (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX letters_by_version ON letters (extraction_version, outcome, run_id);
CREATE INDEX letters_rejected ON letters (letter_id) WHERE outcome = 'rejected';
"""

TABLES = f"""
CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY AUTOINCREMENT,
    started TEXT NOT NULL,
    ended TEXT,
    status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'interrupted')),
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    extraction_version TEXT NOT NULL,
    exit_code INTEGER,
    counts TEXT
) STRICT;
{LETTERS.format(name="letters")}
{INDEXES}
CREATE TABLE sources (
    source TEXT PRIMARY KEY,
    letter_id TEXT REFERENCES letters,
    stamp TEXT,
    reason TEXT,
    message TEXT,
    advice TEXT,
    run_id INTEGER NOT NULL REFERENCES runs,
    CHECK ((letter_id IS NULL) = (reason IS NOT NULL))
) STRICT;
CREATE INDEX sources_by_letter ON sources (letter_id);
CREATE TABLE changed (part TEXT PRIMARY KEY) STRICT;
CREATE TABLE files (
    path TEXT PRIMARY KEY,
    part TEXT NOT NULL,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
"""

FORGET_RECORDS = "DROP TABLE letters; DROP TABLE rejected;"
"""Up to version 2 the ledger did not know its files, so that all letters are read again."""

COLUMNS = (
    "letter_id, outcome, case_number, decision_date, part, content, reason, message, advice, superseded_by, "
    "extraction_version, run_id"
)
PACK_RECORDS = f"""
{LETTERS.format(name="letters_packed")}
INSERT INTO letters_packed ({COLUMNS}, record) SELECT {COLUMNS}, pack(record) FROM letters;
DROP TABLE letters;
ALTER TABLE letters_packed RENAME TO letters;
{INDEXES}
"""
"""Up to version 3 records were kept as they are, in thrice the space."""

MIGRATIONS: dict[int, str] = {
    0: TABLES + SHELF,
    1: FORGET_RECORDS + TABLES + SHELF,
    2: FORGET_RECORDS + TABLES + SHELF,
    3: PACK_RECORDS + SHELF,
}
"""What makes a ledger of each earlier version one of this version; 0 is an empty file."""


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring a ledger to this version, all or nothing.

    Raises:
        sqlite3.Error: If it cannot be written; it is then as before.
    """
    db.create_function("pack", 1, lambda record: None if record is None else pack(record))
    db.execute("PRAGMA foreign_keys = OFF")  # a table that others refer to is replaced
    db.executescript(
        f"BEGIN IMMEDIATE; {MIGRATIONS[version]} PRAGMA user_version = {LEDGER_VERSION}; COMMIT;"
    )
    db.execute("PRAGMA foreign_keys = ON")
