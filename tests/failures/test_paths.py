"""Paths: whatever stands in a folder, the letters beside it are read."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.failures.common import (
    PDF,
    RECIPE,
    TRUTH,
    check_published,
    check_rejected,
    good,
    put,
)
from tests.failures.damage import (
    ingest,
    values,
)


def refuse(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody open the file, not even root, who may open all."""
    path.chmod(0)
    plain_open = os.open

    def refusing_open(asked: Any, *options: Any, **named: Any) -> int:
        if not isinstance(asked, int) and os.fsdecode(asked) == str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return plain_open(asked, *options, **named)

    monkeypatch.setattr(os, "open", refusing_open)


def test_a_missing_path_costs_no_good_letter(folder: Path, into: Path, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.pdf"
    check_rejected(ingest(into, missing, folder), str(missing), "path_missing")


def test_a_path_too_long_costs_no_good_letter(folder: Path, into: Path, tmp_path: Path) -> None:
    long = tmp_path / f"{'x' * 300}.pdf"
    run = ingest(into, long, folder)
    good(run)
    assert run.exit_code == 3
    (row,) = run.rejected
    assert (row["source"], row["reason"] in ("path_missing", "file_unreadable")) == (str(long), True)


@pytest.mark.parametrize("name", ["empty", "empty.pdf"])
def test_an_empty_folder_costs_no_good_letter(folder: Path, into: Path, tmp_path: Path, name: str) -> None:
    empty = tmp_path / name
    empty.mkdir()
    check_rejected(ingest(into, folder, empty), str(empty), "folder_empty")


def test_a_file_that_may_not_be_read_costs_no_good_letter(
    folder: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, "x.pdf", PDF)
    refuse(path, monkeypatch)
    run = ingest(into, folder)
    check_rejected(run, str(path), "file_unreadable")
    assert "Permission denied" in run.rejected[0]["message"]


def test_a_named_file_that_may_not_be_read_costs_no_good_letter(
    folder: Path, into: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain_access = put(tmp_path, "x.pdf", PDF), os.access
    refuse(path, monkeypatch)

    def access(asked: Any, mode: int, **options: Any) -> bool:
        return os.fspath(asked) != str(path) and plain_access(asked, mode, **options)

    monkeypatch.setattr(os, "access", access)
    check_rejected(ingest(into, folder, path), str(path), "file_unreadable")


def test_a_file_in_a_closed_folder_costs_no_good_letter(
    folder: Path, into: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain_stat = tmp_path / "closed" / "x.pdf", os.stat

    def stat(asked: Any, **options: Any) -> os.stat_result:
        if not isinstance(asked, int) and os.fsdecode(asked) == str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return plain_stat(asked, **options)

    monkeypatch.setattr(os, "stat", stat)
    run = ingest(into, folder, path)
    monkeypatch.undo()
    check_rejected(run, str(path), "file_unreadable")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that nobody can read")
def test_a_disk_that_fails_costs_no_good_letter(folder: Path, into: Path) -> None:
    path = folder / "x.pdf"
    path.symlink_to("/proc/self/mem")
    check_rejected(ingest(into, folder), str(path), "file_unreadable")


@pytest.mark.parametrize("target", ["nowhere.pdf", "x.pdf"], ids=["broken", "loop"])
@pytest.mark.parametrize("named", [False, True], ids=["in a folder", "named"])
def test_a_link_that_leads_nowhere_is_told(folder: Path, into: Path, target: str, named: bool) -> None:
    link = folder / "x.pdf"
    link.symlink_to(target)
    run = ingest(into, folder, *([link] if named else []))
    good(run)
    assert [row["source"] for row in run.rejected] == [str(link)]
    assert run.rejected[0]["reason"] in ("path_missing", "file_unreadable")
    assert run.exit_code == 3


def test_a_folder_that_holds_itself_is_read_once(folder: Path, into: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)
    run = ingest(into, folder)
    good(run)
    assert (run.exit_code, len(run.cases)) == (0, 2)
    assert "more files" not in run.output


def test_a_folder_named_like_a_letter_is_looked_into(folder: Path, into: Path) -> None:
    (folder / "x.pdf").mkdir()
    path = put(folder / "x.pdf", "y.pdf", PDF)
    assert values(check_published(ingest(into, folder), path)) == values(TRUTH)


def test_hidden_files_and_other_suffixes_are_left_alone(folder: Path, into: Path) -> None:
    (folder / ".hidden").mkdir()
    for name in (".x.pdf", ".hidden/y.pdf", "letter.docx", "letter.pdf.part", "pdf", "notes.json"):
        put(folder, name, RECIPE.encode())
    run = ingest(into, folder)
    good(run)
    assert (run.exit_code, len(run.cases), list(run.rejected)) == (0, 2, [])


def test_the_source_folder_is_left_untouched(folder: Path, into: Path) -> None:
    put(folder, "x.pdf", PDF[:500])
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    stamp = folder.stat().st_mtime_ns
    folder.chmod(0o555)
    try:
        run = ingest(into, folder)
    finally:
        folder.chmod(0o755)
    good(run)
    assert run.exit_code == 3
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
    assert folder.stat().st_mtime_ns == stamp
