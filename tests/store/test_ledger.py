"""The ledger: one batch is kept whole or not at all, and a letter is known by its bytes."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.record import Case
from models.vocabulary import RejectionReason
from pipeline.assemble import read_with_text
from pipeline.errors import StoreError
from pipeline.generate import FictionalLetter
from pipeline.store.ledger import FILE_NAME, REJECTED, Ledger, forget
from pipeline.store.outcome import Known, Outcome, Published, Rejected
from pipeline.store.record import UNDATED, record_of
from pipeline.store.rejections import rejections
from pipeline.store.runs import begin_run


@pytest.fixture
def outcomes(fictional: list[FictionalLetter]) -> list[Outcome]:
    return [Published(*read_with_text(letter.pdf(), f"{letter.case_number}.pdf")) for letter in fictional[:3]]


def rejected(source: str, letter_id: str | None = None) -> Rejected:
    return Rejected(source, letter_id, RejectionReason.NO_TEXT, "pictures only", "read them")


def commit(ledger: Ledger, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    return ledger.commit(begin_run(ledger.db), [(outcome, "stamp") for outcome in outcomes])


def cases(ledger: Ledger) -> list[Case]:
    found = [record for part in ledger.parts() for record, _ in ledger.records(part)]
    return sorted(map(Case.model_validate_json, found), key=lambda case: case.letter_id)


def case_of(outcome: Outcome) -> Case:
    assert isinstance(outcome, Published)
    return outcome.case


def test_records_come_back_as_they_were(tmp_path: Path, outcomes: list[Outcome]) -> None:
    with Ledger(tmp_path) as ledger:
        commit(ledger, outcomes)
        assert cases(ledger) == sorted(map(case_of, outcomes), key=lambda case: case.letter_id)


def test_a_batch_is_kept_whole_or_not_at_all(
    tmp_path: Path, outcomes: list[Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    batch = [*outcomes, rejected("x", "0" * 64)]
    with Ledger(tmp_path) as ledger:
        monkeypatch.setattr(Ledger, "_keep_rejection", fail)
        with pytest.raises(StoreError):
            commit(ledger, batch)
        assert (cases(ledger), ledger.changed()) == ([], [])
        monkeypatch.undo()
        commit(ledger, batch)
        assert len(list(rejections(ledger.db))) == 1


def test_a_store_that_another_process_writes_to_is_reported_as_such(
    tmp_path: Path, outcomes: list[Outcome]
) -> None:
    with Ledger(tmp_path) as ledger, Ledger(tmp_path) as other:
        run_id = begin_run(ledger.db)
        ledger.db.execute("PRAGMA busy_timeout = 1")
        other.db.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            ledger.commit(run_id, [(outcome, None) for outcome in outcomes])
        other.db.execute("ROLLBACK")
        assert "another process" in caught.value.advice
        commit(ledger, outcomes)


def test_a_letter_that_is_read_again_is_there_once(tmp_path: Path, outcomes: list[Outcome]) -> None:
    with Ledger(tmp_path) as ledger:
        commit(ledger, outcomes)
        commit(ledger, outcomes)
        assert len(cases(ledger)) == 3


def test_the_same_bytes_read_twice_in_one_run_are_known_the_second_time(
    tmp_path: Path, outcomes: list[Outcome]
) -> None:
    case = case_of(outcomes[0])
    copy = Published(case.model_copy(update={"source": "copy.pdf"}), ())
    with Ledger(tmp_path) as ledger:
        kept = commit(ledger, [outcomes[0], copy])
        assert kept == [record_of(case), Known("copy.pdf", case.letter_id)]
        assert cases(ledger) == [case]
        assert ledger.is_unchanged("copy.pdf", "stamp")


def test_a_letter_that_is_rejected_later_is_no_longer_a_case(tmp_path: Path, outcomes: list[Outcome]) -> None:
    with Ledger(tmp_path) as ledger:
        commit(ledger, outcomes)
        commit(ledger, [rejected("x", case_of(outcomes[0]).letter_id), rejected("nowhere", None)])
        assert len(cases(ledger)) == 2


def test_letters_without_a_date_have_one_part(tmp_path: Path, outcomes: list[Outcome]) -> None:
    undated = case_of(outcomes[0]).model_copy(update={"decision_date": None})
    with Ledger(tmp_path) as ledger:
        commit(ledger, [Published(undated, ())])
        assert ledger.parts() == [UNDATED, REJECTED]
        assert cases(ledger) == [undated]


def test_a_file_that_is_no_ledger_is_reported(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(StoreError, match="cannot be opened"):
        Ledger(tmp_path)


def test_to_look_at_a_store_begins_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no ledger"):
        Ledger(tmp_path / "nowhere", begin=False)
    assert not (tmp_path / "nowhere").exists()


def test_a_ledger_that_fails_in_the_midst_is_an_error_that_a_person_can_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="malformed") as caught, Ledger(tmp_path):
        raise sqlite3.DatabaseError("database disk image is malformed")
    assert caught.value.advice


def test_forgetting_leaves_nothing_of_earlier_runs(tmp_path: Path, outcomes: list[Outcome]) -> None:
    with Ledger(tmp_path) as ledger:
        commit(ledger, outcomes)
    forget(tmp_path)
    forget(tmp_path)
    with Ledger(tmp_path) as ledger:
        assert ledger.parts() == [REJECTED]
