"""What is rejected is read again on demand, and forgotten when it is gone."""

import io
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import assemble
from pipeline.assemble import read_with_text
from pipeline.cli import app
from pipeline.errors import ExitCode
from pipeline.ingest import Report, RunOptions, retry
from tests.store.common import RECIPE, letter, put, rows, run, written_at


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A defect that rejects every letter, until it is undone."""

    def defective(*letter: object) -> object:
        raise ZeroDivisionError("a slip of ours")

    monkeypatch.setattr(assemble, "read_with_text", defective)
    return monkeypatch


def mend(defect: pytest.MonkeyPatch) -> None:
    defect.setattr(assemble, "read_with_text", read_with_text)


def again(store: Path) -> Report:
    return retry(store, RunOptions())


def sources(store: Path, table: str) -> list[str]:
    return [row["source"] for row in rows(store, table)]


@pytest.mark.parametrize("name", ["a.txt", "wow!.txt", "wow!.zip!a.txt", "[a].txt", "two words.txt"])
def test_a_letter_that_a_defect_rejected_is_read_again(
    tmp_path: Path, store: Path, name: str, defect: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "letters", name, letter())
    put(tmp_path / "letters", "wow", letter(2))
    run(path, store)
    assert sources(store, "rejected") == [str(path)]
    mend(defect)
    report = again(store)
    assert (report.tally.published, report.exit_code) == (1, ExitCode.OK)
    assert (sources(store, "cases"), sources(store, "rejected")) == ([str(path)], [])


def test_a_member_of_an_archive_is_read_again(
    tmp_path: Path, store: Path, defect: pytest.MonkeyPatch
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("in/a.txt", letter())
    path = put(tmp_path, "wow!.zip", buffer.getvalue())
    run(path, store)
    assert sources(store, "rejected") == [f"{path}!in/a.txt"]
    mend(defect)
    assert again(store).tally.published == 1
    assert rows(store, "rejected") == []


def test_what_is_rejected_again_stays_and_what_is_published_is_not_read(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "letters"
    put(folder, "a.txt", letter())
    bad = put(folder, "x.txt", RECIPE)
    run(folder, store)
    before = written_at(store)
    report = again(store)
    assert (report.tally.files, report.tally.rejected.total()) == (1, 1)
    assert report.exit_code is ExitCode.NOTHING_PUBLISHED
    assert sources(store, "rejected") == [str(bad)]
    after = written_at(store)
    assert {path for path in after if after[path] != before[path]} <= {
        "manifest.json",
        "rejected/decision_year=0/decision_month=0/letters.parquet",
    }


def test_a_rejected_file_that_is_gone_is_forgotten(tmp_path: Path, store: Path) -> None:
    bad = put(tmp_path, "x.txt", RECIPE)
    run([bad, tmp_path / "nowhere"], store)
    bad.unlink()
    report = again(store)
    assert (report.tally.files, report.exit_code) == (0, ExitCode.OK)
    assert rows(store, "rejected") == []


def test_the_wrong_letter_of_two_is_forgotten_when_it_is_removed(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "letters"
    put(folder, "a.txt", letter(says="Therapy helped."))
    put(folder, "b.txt", letter(says="It hurt."))
    run(folder, store)
    (row,) = rows(store, "rejected")
    Path(row["source"]).unlink()
    again(store)
    assert rows(store, "rejected") == []
    assert len(rows(store, "cases")) == 1


def test_the_command_lists_what_is_rejected_one_file_a_line(tmp_path: Path, store: Path) -> None:
    bad = [put(tmp_path, name, RECIPE) for name in ("x.txt", "y\x1b[31m.txt")]
    run([*bad, tmp_path / "nowhere"], store)
    shown = CliRunner().invoke(app, ["rejected", "--into", str(store)]).stdout
    assert len(shown.splitlines()) == 3
    assert f"{tmp_path}/nowhere: " in shown
    assert "[not_an_imr_letter]; remove it from the source" in shown
    assert all(line.isprintable() for line in shown.splitlines())
