"""A store at a glance: its runs, what is rejected, what waits."""

from pathlib import Path

import pytest

from pipeline.status import status_lines
from pipeline.store.ledger import Ledger
from pipeline.store.runs import last_runs
from pipeline.store.status import status
from tests.store.common import RECIPE, letter, put, run


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    put(folder, "1.txt", letter(1))
    put(folder, "1a.txt", letter(1, decided="06/09/2015"))
    put(folder, "2.txt", letter(2))
    put(folder, "2a.txt", letter(2, says="It hurt."))
    put(folder, "x.txt", RECIPE)
    run([folder, tmp_path / "nowhere"], tmp_path / "store")
    return tmp_path / "store"


def lines(store: Path, runs: int = 5) -> list[str]:
    with Ledger(store, begin=False) as ledger:
        return list(status_lines(status(ledger.db, runs), store))


def interrupt(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    path = put(store.parent / "more", "3.txt", letter(3))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("pipeline.store.publish.publish", stop)
        run(path, store)


def test_every_letter_and_file_is_counted_once(store: Path) -> None:
    shown = lines(store)
    assert shown[0] == f"Store {store}/"
    assert [line.split() for line in shown[1:7]] == [
        ["letters", "published", "2"],
        ["letters", "superseded", "2"],
        ["files", "rejected", "3"],
        ["case_claimed_twice", "1"],
        ["not_an_imr_letter", "1"],
        ["path_missing", "1"],
    ]
    assert any(line.startswith("  the oldest was read in the run of 2") for line in shown)
    assert "  read by an earlier version: 0" in shown
    assert shown[-1].endswith("exit 3  files 6, published 4, rejected 2, unchanged 0")
    assert not any("not yet published" in line for line in shown)


def test_a_run_that_never_ended_is_told_as_interrupted(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(store, monkeypatch)
    assert lines(store, runs=1)[-1].endswith("  running")
    assert any("not yet published: 2015-04; mend with: imr publish" in line for line in lines(store))
    run(store.parent / "letters", store)
    with Ledger(store) as ledger:
        found = [each.status for each in last_runs(ledger.db, 5)]
    assert found == ["finished", "interrupted", "finished"]
    assert [line.split()[-1] for line in lines(store)[-2:-1]] == ["interrupted"]
    assert not any("not yet published" in line for line in lines(store))


def test_the_last_runs_come_first_and_no_more_than_asked_for(store: Path) -> None:
    for _ in range(3):
        run(store.parent / "letters", store)
    with Ledger(store) as ledger:
        assert [each.run_id for each in last_runs(ledger.db, 2)] == [4, 3]
    assert len(lines(store, runs=2)) == len(lines(store, runs=1)) + 1
