"""The ledger: one batch is kept whole or not at all, and a letter is known by its bytes."""

import sqlite3
from pathlib import Path

import pytest

from models.vocabulary import RejectionReason
from pipeline.assemble import read_with_text
from pipeline.errors import StoreError
from pipeline.generate import FictionalLetter
from pipeline.store.ledger import FILE_NAME, Ledger, Partition, forget
from pipeline.store.outcome import Published, Rejected


@pytest.fixture
def outcomes(fictional: list[FictionalLetter]) -> list[Published]:
    return [Published(*read_with_text(letter.pdf(), f"{letter.case_number}.pdf")) for letter in fictional[:3]]


def rejected(source: str, letter_id: str | None = None) -> Rejected:
    return Rejected(source, letter_id, RejectionReason.NO_TEXT, "pictures only", "read them")


def test_records_come_back_as_they_were(tmp_path: Path, outcomes: list[Published]) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.commit(outcomes)
        found = [case for partition in ledger.partitions() for case in ledger.cases(partition)]
    assert sorted(found, key=lambda case: case.letter_id) == sorted(
        (outcome.case for outcome in outcomes), key=lambda case: case.letter_id
    )


def test_a_batch_is_kept_whole_or_not_at_all(
    tmp_path: Path, outcomes: list[Published], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(ledger: Ledger, outcome: Rejected) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with Ledger(tmp_path) as ledger:
        monkeypatch.setattr(Ledger, "_keep_rejection", fail)
        with pytest.raises(StoreError):
            ledger.commit([*outcomes, rejected("x")])
        assert ledger.partitions() == []
        monkeypatch.undo()
        ledger.commit([*outcomes, rejected("x")])
        assert len(list(ledger.rejections())) == 1


def test_a_store_that_another_run_writes_to_is_reported_as_such(
    tmp_path: Path, outcomes: list[Published]
) -> None:
    with Ledger(tmp_path) as ledger, Ledger(tmp_path) as other:
        ledger._db.execute("PRAGMA busy_timeout = 1")
        other._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            ledger.commit(outcomes)
        other._db.execute("ROLLBACK")
        assert "another run" in caught.value.advice
        ledger.commit(outcomes)


def test_a_letter_that_is_read_again_is_there_once(tmp_path: Path, outcomes: list[Published]) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.commit(outcomes)
        ledger.commit(outcomes)
        assert sum(len(list(ledger.cases(partition))) for partition in ledger.partitions()) == 3


def test_a_letter_that_is_rejected_later_is_no_longer_a_case(
    tmp_path: Path, outcomes: list[Published]
) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.commit(outcomes)
        ledger.commit([rejected("x", outcomes[0].case.letter_id), rejected("nowhere", None)])
        assert sum(len(list(ledger.cases(partition))) for partition in ledger.partitions()) == 2


def test_letters_without_a_date_have_one_partition(tmp_path: Path, outcomes: list[Published]) -> None:
    undated = Published(outcomes[0].case.model_copy(update={"decision_date": None}), ())
    with Ledger(tmp_path) as ledger:
        ledger.commit([undated])
        assert ledger.partitions() == [Partition(None, None)]
        assert list(ledger.cases(Partition(None, None))) == [undated.case]


def test_a_ledger_of_another_version_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="version 99"):
        Ledger(tmp_path)


def test_a_file_that_is_no_ledger_is_reported(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(StoreError, match="cannot be opened"):
        Ledger(tmp_path)


def test_forgetting_leaves_nothing_of_earlier_runs(tmp_path: Path, outcomes: list[Published]) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.commit(outcomes)
    forget(tmp_path)
    forget(tmp_path)
    with Ledger(tmp_path) as ledger:
        assert ledger.partitions() == []
