"""Ledgers of other versions: earlier ones are brought up, later ones are left alone."""

import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.store.ledger import FILE_NAME, Ledger
from pipeline.store.publish import publish
from pipeline.store.record import unpack
from pipeline.store.schema import LEDGER_VERSION, MIGRATIONS
from pipeline.store.verify import faults
from tests.store.common import RECIPE, letter, published, put, rows, run

BEFORE_3 = """
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
INSERT INTO letters VALUES ('0000', 'old.pdf', 'CM14-0900001', 2014, 5, '{"of": "an earlier form"}');
INSERT INTO rejected VALUES ('bad.pdf', NULL, 'no_text', 'pictures only', 'read them');
"""

BACK_TO_3 = """
CREATE TABLE letters_3 (
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
INSERT INTO letters_3
SELECT letter_id, outcome, case_number, decision_date, part, content, unpack(record),
    reason, message, advice, superseded_by, extraction_version, run_id FROM letters;
DROP TABLE shelf;
DROP TABLE letters;
ALTER TABLE letters_3 RENAME TO letters;
CREATE INDEX letters_by_part ON letters (part, case_number, letter_id) WHERE superseded_by IS NULL;
CREATE INDEX letters_by_case ON letters (case_number) WHERE outcome = 'published';
CREATE INDEX letters_superseded ON letters (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX letters_by_version ON letters (extraction_version);
PRAGMA user_version = 3;
"""
"""Makes a ledger as version 3 kept it: records as text that is not compressed."""


def write_ledger(store: Path, schema: str, version: int) -> Path:
    store.mkdir()
    with sqlite3.connect(store / FILE_NAME) as db:
        db.executescript(f"{schema} PRAGMA user_version = {version};")
    db.close()
    return store


@pytest.mark.parametrize("version", [1, 2])
def test_a_ledger_of_an_earlier_version_is_brought_up_and_its_letters_are_read_again(
    tmp_path: Path, version: int
) -> None:
    store = write_ledger(tmp_path / "store", BEFORE_3, version)
    path = put(tmp_path / "letters", "a.txt", letter())
    assert run(path, store).tally.published == 1
    assert [row["source"] for row in rows(store, "cases")] == [str(path)]
    assert rows(store, "rejected") == []
    with Ledger(store) as ledger:
        assert ledger.db.execute("PRAGMA user_version").fetchone() == (LEDGER_VERSION,)


def test_records_of_version_3_are_kept_and_no_letter_is_read_again(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "letters"
    put(folder, "1.txt", letter(1, "04/02/2015"))
    put(folder, "2.txt", letter(1, "05/03/2015"))  # supersedes it
    put(folder, "3.txt", letter(2))
    put(folder, "x.txt", RECIPE)
    run(folder, store)
    before = published(store)
    with sqlite3.connect(store / FILE_NAME) as db:
        db.create_function("unpack", 1, lambda record: record and unpack(record).decode())
        db.executescript(BACK_TO_3)
    db.close()
    report = run(folder, store)
    assert (report.tally.unchanged, report.tally.read) == (4, 0)
    with Ledger(store) as ledger:
        assert list(faults(ledger.db, store)) == []
        publish(ledger, store, rebuild=True)
    assert published(store) == before


def test_tables_of_an_earlier_version_are_not_mixed_with_those_of_this_one(tmp_path: Path) -> None:
    store = write_ledger(tmp_path / "store", BEFORE_3, 2)
    old = put(
        store / "cases" / "decision_year=2014" / "decision_month=5", "letters.parquet", b"of another form"
    )
    run(put(tmp_path / "letters", "a.txt", letter()), store)
    assert not old.exists()
    assert len(rows(store, "cases")) == 1


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = write_ledger(tmp_path / "store", BEFORE_3, 2)
    monkeypatch.setitem(MIGRATIONS, 2, "DROP TABLE letters; NONSENSE;")
    with pytest.raises(StoreError, match="cannot be opened"):
        Ledger(store)
    with sqlite3.connect(store / FILE_NAME) as db:
        assert db.execute("SELECT letter_id FROM letters").fetchall() == [("0000",)]
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
    db.close()


def test_a_ledger_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    store = write_ledger(tmp_path / "store", "CREATE TABLE letters_of_tomorrow (x);", 99)
    before = (store / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match="version 99") as caught:
        run(put(tmp_path / "letters", "a.txt", letter()), store)
    assert "version of imr that wrote it" in caught.value.advice
    with sqlite3.connect(store / FILE_NAME) as db:
        assert db.execute("SELECT name FROM sqlite_schema").fetchall() == [("letters_of_tomorrow",)]
    db.close()
    assert len((store / FILE_NAME).read_bytes()) == len(before)
