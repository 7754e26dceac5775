"""Run after run over the same places: what is read, what is left alone, and what the exit code says."""

import json
import os
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.errors import ExitCode, StillGrowing, StoreError
from pipeline.ingest import RunOptions, ingest
from pipeline.runlog import run_log
from pipeline.sources.files import FileSource
from pipeline.store.ledger import FILE_NAME, Ledger
from pipeline.store.lock import only_run
from tests.store.common import RECIPE, case_number, letter, new_version, put, rows, run, written_at

HOUR = 3600.0


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    for number in (1, 2):
        put(folder, f"{number}.txt", letter(number))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read from here on, by name."""
    names: list[str] = []
    plainly = FileSource.read

    def read(self: FileSource) -> bytes:
        names.append(Path(self.path).name)
        return plainly(self)

    monkeypatch.setattr(FileSource, "read", read)
    return names


def imr(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def age(path: Path, seconds: float) -> None:
    """Let a file have been changed so long ago."""
    at = path.stat().st_mtime - seconds
    os.utime(path, (at, at))


def test_a_second_run_opens_no_file(letters: Path, store: Path, opened: list[str]) -> None:
    run(letters, store)
    assert opened == ["1.txt", "2.txt"]
    tally = run(letters, store).tally
    assert opened == ["1.txt", "2.txt"]
    assert (tally.files, tally.unchanged, tally.read) == (2, 2, 0)


def test_a_new_file_is_read_alone(letters: Path, store: Path, opened: list[str]) -> None:
    run(letters, store)
    opened.clear()
    put(letters, "3.txt", letter(3))
    tally = run(letters, store).tally
    assert opened == ["3.txt"]
    assert (tally.published, tally.unchanged) == (1, 2)
    assert len(rows(store, "cases")) == 3


def test_a_touched_file_with_the_same_bytes_is_known(letters: Path, store: Path) -> None:
    run(letters, store)
    before = written_at(store)
    age(letters / "1.txt", HOUR)
    tally = run(letters, store).tally
    assert (tally.repeated, tally.unchanged, tally.published) == (1, 1, 0)
    assert written_at(store) == before
    assert run(letters, store).tally.unchanged == 2


def test_changed_bytes_at_a_path_are_read(letters: Path, store: Path) -> None:
    run(letters, store)
    put(letters, "1.txt", letter(1, says="Therapy helped, and more of it will.") + b"\n")
    tally = run(letters, store).tally
    assert (tally.published, tally.unchanged) == (1, 1)


def test_the_same_bytes_under_another_path_are_known(letters: Path, store: Path) -> None:
    run(letters, store)
    put(letters, "copy.txt", letter(1))
    report = run(letters, store)
    assert (report.tally.repeated, report.tally.published) == (1, 0)
    assert report.exit_code is ExitCode.OK
    assert len(rows(store, "cases")) == 2


def test_a_new_version_reads_again_only_when_it_is_told_to(
    letters: Path, store: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    put(letters, "x.txt", RECIPE)
    run(letters, store)
    opened.clear()
    new_version(monkeypatch)
    assert run(letters, store).tally.unchanged == 3
    assert opened == []
    assert "read by an earlier version: 3;" in imr("status", "--into", store).stdout
    assert run(letters, store, reprocess=True).tally.read == 3
    assert {row["extraction_version"] for row in rows(store, "cases")} == {"next"}
    assert {row["extraction_version"] for row in rows(store, "rejected")} == {"next"}
    assert run(letters, store, reprocess=True).tally.unchanged == 3
    assert "read by an earlier version: 0\n" in imr("status", "--into", store).stdout


def test_a_letter_whose_file_holds_another_by_now_does_not_wait_to_be_read_again(
    letters: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(letters, store)
    put(letters, "1.txt", letter(7))
    run(letters, store)
    new_version(monkeypatch)
    run(letters, store, reprocess=True)
    assert "read by an earlier version: 0\n" in imr("status", "--into", store).stdout


def test_a_rejected_letter_is_mended_at_its_path(letters: Path, store: Path) -> None:
    put(letters, "3.txt", letter(3)[:60])
    assert run(letters, store).exit_code is ExitCode.SOME_REJECTED
    put(letters, "3.txt", letter(3))
    assert run(letters, store).exit_code is ExitCode.OK
    assert rows(store, "rejected") == []
    assert case_number(3) in {row["case_number"] for row in rows(store, "cases")}


@pytest.mark.parametrize("written", ["later", "later/"])
def test_a_place_without_letters_is_no_longer_rejected_when_it_has_some(
    tmp_path: Path, store: Path, written: str
) -> None:
    folder = tmp_path / "later"
    for reason in ("path_missing", "folder_empty"):
        ingest([f"{tmp_path}/{written}"], store, RunOptions())
        assert [row["reason"] for row in rows(store, "rejected")] == [reason]
        folder.mkdir(exist_ok=True)
    put(folder, "1.txt", letter())
    ingest([f"{tmp_path}/{written}"], store, RunOptions())
    assert rows(store, "rejected") == []


def test_what_had_a_fault_in_a_folder_is_no_longer_rejected_when_it_is_gone(
    letters: Path, store: Path
) -> None:
    put(letters, "a.zip", b"PK\x03\x04 cut short")
    run(letters, store)
    assert [row["reason"] for row in rows(store, "rejected")] == ["archive_damaged"]
    (letters / "a.zip").unlink()
    run(letters, store)
    assert rows(store, "rejected") == []


def test_faults_of_other_places_are_kept(letters: Path, tmp_path: Path, store: Path) -> None:
    run([tmp_path / "nowhere", tmp_path / "let"], store)
    run(letters, store)
    assert len(rows(store, "rejected")) == 2


def test_a_place_whose_name_is_no_utf_8_is_told(store: Path, tmp_path: Path) -> None:
    report = ingest([os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")], store, RunOptions())
    assert report.exit_code is ExitCode.NOTHING_PUBLISHED
    assert [row["source"] for row in rows(store, "rejected")] == [f"{tmp_path}/caf\\xe9.txt"]


def test_a_file_that_changed_a_moment_ago_is_left_for_the_next_run(letters: Path, store: Path) -> None:
    age(letters / "1.txt", HOUR)
    tally = run(letters, store, settle=60).tally
    assert (tally.files, tally.published, tally.growing) == (2, 1, 1)
    age(letters / "2.txt", HOUR)
    tally = run(letters, store, settle=60).tally
    assert (tally.published, tally.growing) == (1, 0)


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_run(
    letters: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plainly = FileSource.read

    def read(self: FileSource) -> bytes:
        if self.path.endswith("1.txt"):
            raise StillGrowing("it is being written to")
        return plainly(self)

    with monkeypatch.context() as patch:
        patch.setattr(FileSource, "read", read)
        report = run(letters, store)
    assert (report.tally.files, report.tally.growing, report.exit_code) == (2, 1, ExitCode.OK)
    assert rows(store, "rejected") == []
    assert run(letters, store).tally.published == 1


@pytest.mark.parametrize(("share", "code"), [(0.5, 7), (0.75, 3), (1, 3)])
def test_too_many_rejected_letters_are_an_alarm(letters: Path, store: Path, share: float, code: int) -> None:
    for number in range(3, 6):
        put(letters, f"{number}.txt", letter(number))
    for number in range(15):
        put(letters, f"x{number}.txt", RECIPE + bytes([65 + number]))
    options = ("--into", store, "--workers", "0", "--max-rejected", str(share))
    assert imr("ingest", letters, *options).exit_code == code


def test_a_few_files_are_too_few_for_that_alarm(letters: Path, store: Path) -> None:
    for number in range(3):
        put(letters, f"x{number}.txt", RECIPE + bytes([65 + number]))
    assert run(letters, store, most_rejected=0).exit_code is ExitCode.SOME_REJECTED


def test_one_run_at_a_time_writes_to_a_store(letters: Path, store: Path) -> None:
    with only_run(store, 0), pytest.raises(StoreError, match=f"process {os.getpid()} on ") as caught:
        run(letters, store)
    assert "--wait" in caught.value.advice
    assert run(letters, store).exit_code is ExitCode.OK


def test_to_begin_afresh_waits_for_the_run_that_is_under_way(letters: Path, store: Path) -> None:
    run(letters, store)
    with only_run(store, 0):
        result = imr("ingest", letters, "--into", store, "--workers", "0", "--fresh")
    assert isinstance(result.exception, StoreError)
    with Ledger(store) as ledger:
        assert ledger.db.execute("SELECT count(*) FROM letters").fetchone() == (2,)


def test_to_begin_afresh_reads_all_again(letters: Path, store: Path) -> None:
    for _ in range(2):
        result = imr("ingest", letters, "--into", store, "--workers", "0", "--fresh")
        assert "Letters published          2\n" in result.stdout


def test_the_ledger_is_one_file_after_a_run(letters: Path, store: Path, tmp_path: Path) -> None:
    run(letters, store)
    copy = put(tmp_path / "backup", FILE_NAME, (store / FILE_NAME).read_bytes())
    with Ledger(copy.parent) as ledger:
        assert ledger.db.execute("SELECT count(*) FROM letters").fetchone() == (2,)


def test_workers_come_to_the_same_tables(letters: Path, store: Path, tmp_path: Path) -> None:
    put(letters, "copy.txt", letter(1))
    reports = [run(letters, store / str(workers), workers=workers) for workers in (0, 2)]
    assert reports[0].tally == reports[1].tally
    assert rows(store / "0", "cases") == rows(store / "2", "cases")


def test_the_log_has_one_event_a_line_and_no_control_character(letters: Path, store: Path) -> None:
    name = "\x1b[31m\x7fred\u202e\n.txt"
    put(letters, name, b"\x1b]0;owned\x07\x7f Take two eggs\n")
    path = store.parent / "run.jsonl"
    for _ in range(2):
        with run_log(path) as log:
            ingest([letters, store.parent / "no\x07where"], store, RunOptions(), log=log)
    text = path.read_text()
    assert not [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf") and sign != "\n"]
    events = [json.loads(line) for line in text.splitlines()]
    assert [event["event"] for event in events] == [
        *("run_begun", "rejected", "rejected", "publishing", "run_ended"),
        *("run_begun", "rejected", "publishing", "run_ended"),
    ]
    assert events[1]["source"] == str(letters / name)
    assert (events[4]["published"], events[4]["exit_code"]) == (2, ExitCode.SOME_REJECTED)
    assert all(event["time"] for event in events)


def test_the_log_holds_no_secret_of_a_url(store: Path) -> None:
    path = store.parent / "run.jsonl"
    with run_log(path) as log:
        ingest(["https://me:hush@127.0.0.1:1/a.pdf"], store, RunOptions(), log=log)
    assert "run_ended" in path.read_text()
    assert "hush" not in path.read_text()


def test_a_log_that_cannot_be_written_is_bad_usage(letters: Path, store: Path) -> None:
    result = imr("ingest", letters, "--into", store, "--log", store.parent / "nowhere" / "log.jsonl")
    assert result.exception is not None
    assert getattr(result.exception, "exit_code", None) == 2
    assert not store.exists()
