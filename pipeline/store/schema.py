"""The ledger's tables, and how a ledger of an earlier version becomes one of this version.

Every file is a row in `sources`, every letter (by its bytes) one in `letters`; `changed` names the parts of
the publication that are to be written, `files` what is published, `shelf` where, if not beside the ledger.
"""

import sqlite3

LEDGER_VERSION = 4

SHELF = """
CREATE TABLE shelf (place TEXT PRIMARY KEY) STRICT;
"""

TABLES = """
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
CREATE TABLE letters (
    letter_id TEXT PRIMARY KEY,
    outcome TEXT NOT NULL CHECK (outcome IN ('published', 'rejected')),
    case_number TEXT,
    decision_date TEXT,
    part TEXT,
    content TEXT,
    record TEXT,
    reason TEXT,
    message TEXT,
    advice TEXT,
    superseded_by TEXT REFERENCES letters DEFERRABLE INITIALLY DEFERRED,
    extraction_version TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs,
    CHECK ((outcome = 'published') = (record IS NOT NULL)),
    CHECK ((outcome = 'rejected') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX letters_by_part ON letters (part, case_number, letter_id) WHERE superseded_by IS NULL;
CREATE INDEX letters_by_case ON letters (case_number) WHERE outcome = 'published';
CREATE INDEX letters_superseded ON letters (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX letters_by_version ON letters (extraction_version);
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

MIGRATIONS: dict[int, str] = {
    0: TABLES + SHELF,
    1: FORGET_RECORDS + TABLES + SHELF,
    2: FORGET_RECORDS + TABLES + SHELF,
    3: SHELF,
}
"""What makes a ledger of each earlier version one of this version; 0 is an empty file."""


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring a ledger to this version, all or nothing.

    Raises:
        sqlite3.Error: If it cannot be written; it is then as before.
    """
    db.executescript(
        f"BEGIN IMMEDIATE; {MIGRATIONS[version]} PRAGMA user_version = {LEDGER_VERSION}; COMMIT;"
    )
