"""What a later run writes: what changed and nothing else, and what an interrupted one left undone."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.errors import StoreError
from pipeline.ingest import RunOptions, ingest
from pipeline.store.ledger import Ledger, forget
from pipeline.store.manifest import MANIFEST_NAME
from pipeline.store.publish import publish
from pipeline.store.verify import faults
from tests.store.common import RECIPE, letter, months, published, put, rows, run, written_at


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Letters of three months, and a file that is none."""
    folder = tmp_path / "letters"
    for number, decided in enumerate(("04/02/2015", "05/20/2015", "06/11/2015"), 1):
        put(folder, f"{number}.txt", letter(number, decided))
    put(folder, "x.txt", RECIPE)
    return folder


@pytest.fixture
def store(tmp_path: Path, letters: Path) -> Path:
    run(letters, tmp_path / "store")
    return tmp_path / "store"


def is_whole(store: Path) -> bool:
    with Ledger(store) as ledger:
        return not list(faults(ledger.db, store))


def test_a_second_run_with_nothing_new_writes_nothing(letters: Path, store: Path) -> None:
    before = written_at(store)
    run(letters, store)
    assert written_at(store) == before


def test_only_the_months_that_changed_are_written(letters: Path, store: Path) -> None:
    before = written_at(store)
    put(letters, "4.txt", letter(4, "05/02/2015"))
    run(letters, store)
    changed = {path for path, at in written_at(store).items() if before.get(path) != at}
    assert {Path(path).parts[-2] for path in changed - {MANIFEST_NAME}} == {"decision_month=5"}
    assert len(changed) == 6, "five tables and the manifest"


def test_a_file_that_is_no_letter_rewrites_no_table_of_letters(letters: Path, store: Path) -> None:
    before = written_at(store)
    put(letters, "y.txt", RECIPE + b"Bake it.")
    run(letters, store)
    changed = {path for path, at in written_at(store).items() if before.get(path) != at}
    assert {Path(path).parts[0] for path in changed} == {"rejected", MANIFEST_NAME}


def test_the_manifest_has_every_file_with_its_rows_and_hash(store: Path) -> None:
    manifest = json.loads((store / MANIFEST_NAME).read_text())
    listed = {each["path"]: each for each in manifest["files"]}
    found = published(store)
    assert listed.keys() == found.keys()
    for path, data in found.items():
        assert listed[path]["sha256"] == hashlib.sha256(data).hexdigest()
        assert listed[path]["bytes"] == len(data)
        assert listed[path]["rows"] == pq.read_metadata(store / path).num_rows
    assert manifest["run"] == 1


def test_publishing_all_anew_gives_the_same_bytes_and_removes_strangers(store: Path) -> None:
    before = published(store)
    strangers = [
        put(store / "cases" / "decision_year=1999" / "decision_month=1", "letters.parquet", b"of nobody"),
        put(store / "issues" / "decision_year=2015" / "decision_month=4", "copy.parquet", b"of nobody"),
    ]
    with Ledger(store) as ledger:
        publish(ledger, store, rebuild=True)
    assert published(store) == before
    assert not any(path.exists() for path in strangers)
    assert not strangers[0].parent.parent.exists()
    assert is_whole(store)


def test_publishing_all_anew_mends_what_was_damaged_or_lost(store: Path) -> None:
    before = published(store)
    damaged, lost = sorted(store.rglob("*.parquet"))[:2]
    damaged.write_bytes(b"nonsense")
    lost.unlink()
    with Ledger(store) as ledger:
        publish(ledger, store, rebuild=True)
    assert published(store) == before


def test_what_a_run_killed_before_publishing_has_kept_is_published_by_the_next(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("pipeline.store.publish.publish", interrupted)
        run(letters, store)
    assert published(store) == {}
    report = run(letters, store)
    assert (report.tally.read, report.tally.unchanged) == (0, 4)
    assert months(store) == {"2015-4", "2015-5", "2015-6"}
    run(letters, tmp_path / "never interrupted")
    assert published(store) == published(tmp_path / "never interrupted")


def interrupted(*_: object, **__: object) -> int:
    raise KeyboardInterrupt


def test_what_a_run_killed_in_the_midst_of_reading_has_kept_is_not_read_again(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.ingest.BATCH", 2)
    monkeypatch.setattr("pipeline.ingest.SECONDS", 1000)
    with pytest.raises(KeyboardInterrupt):
        ingest([letters], tmp_path / "store", RunOptions(), stop)
    report = run(letters, tmp_path / "store")
    assert (report.tally.unchanged, report.tally.read) == (2, 2)
    assert len(rows(tmp_path / "store", "cases")) == 3


def test_a_run_that_fails_at_the_manifest_is_completed_by_the_next(
    letters: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    put(letters, "4.txt", letter(4))
    with monkeypatch.context() as patch, pytest.raises(StoreError):
        patch.setattr("pipeline.store.publish.write_manifest", disk_full)
        run(letters, store)
    assert not is_whole(store)
    run(letters, store)
    assert is_whole(store)


def test_what_a_killed_run_left_beside_the_files_is_removed(letters: Path, store: Path) -> None:
    left = put(store / "cases" / "decision_year=2015" / "decision_month=4", ".letters.parquet.part", b"half")
    assert len(pd.read_parquet(store / "cases")) == 3, "readers do not see it"
    run(letters, store)
    assert not left.exists()


def test_a_ledger_begun_afresh_leaves_no_row_of_the_one_before(store: Path, tmp_path: Path) -> None:
    forget(store)
    run(put(tmp_path, "new.txt", letter(9, "08/01/2016")), store)
    assert months(store) == {"2016-8"}
    assert (len(rows(store, "cases")), rows(store, "rejected")) == (1, [])
    assert is_whole(store)
