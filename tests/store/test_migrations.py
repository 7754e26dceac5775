"""Ledgers of other versions: earlier ones are brought up, later ones are left alone."""

import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.store.ledger import FILE_NAME, Ledger
from pipeline.store.schema import LEDGER_VERSION, MIGRATIONS
from tests.store.common import letter, put, rows, run

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
