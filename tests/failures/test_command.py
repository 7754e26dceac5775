"""The command when something is in its way: one clear line and a documented exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from models.vocabulary import RejectionReason
from pipeline import cli
from pipeline.errors import ADVICE
from tests.failures.common import (
    COMMAND,
    FORMS,
    LETTER,
    PDF,
    RECIPE,
    TRUTH,
    put,
    written,
)
from tests.failures.damage import (
    imr,
    ingest,
    values,
    with_broken_content,
)


def in_the_way(tmp_path: Path) -> Path:
    path = tmp_path / "in-the-way"
    path.write_text("I am a file.")
    return path


def no_ledger(tmp_path: Path) -> Path:
    into = tmp_path / "tables"
    into.mkdir()
    (into / "ledger.sqlite").write_bytes(b"I am no database." * 500)
    return into


def broken_ledger(tmp_path: Path) -> Path:
    """A ledger of which the disk lost all but the first page."""
    into = tmp_path / "tables"
    ingest(into, tmp_path / "letters")
    ledger = into / "ledger.sqlite"
    ledger.write_bytes(ledger.read_bytes()[:4096] + b"\xff" * (ledger.stat().st_size - 4096))
    return into


STORES: dict[str, tuple[Callable[[Path], Path], Sequence[str]]] = {
    "a file": (in_the_way, ()),
    "below a file": (lambda tmp_path: in_the_way(tmp_path) / "tables", ()),
    "a file, afresh": (in_the_way, ("--fresh",)),
    "no ledger": (no_ledger, ()),
    "a broken ledger": (broken_ledger, ()),
}


@pytest.mark.parametrize(("make", "options"), STORES.values(), ids=STORES)
def test_a_store_that_cannot_be_written_is_said_in_one_line(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], Path],
    options: Sequence[str],
) -> None:
    into = make(tmp_path)
    monkeypatch.setattr(sys, "argv", ["imr", "ingest", str(folder), "--into", str(into), *options])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 5
    complaints = [line for line in capsys.readouterr().err.splitlines() if line.startswith("imr: ")]
    assert len(complaints) == 1
    assert str(into) in complaints[0]


def in_a_shell(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(argument) for argument in (COMMAND, *arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | environment, check=False, timeout=60
    )


def test_a_store_that_is_a_file_ends_without_a_traceback(folder: Path, tmp_path: Path) -> None:
    done = in_a_shell("ingest", folder, "--into", in_the_way(tmp_path))
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("imr: ")
    assert (tmp_path / "in-the-way").read_text() == "I am a file."


def test_a_wrong_engine_in_the_environment_is_bad_usage(folder: Path, into: Path) -> None:
    done = in_a_shell("ingest", folder, "--into", into, IMR_ENGINE="teleprinter")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "IMR_ENGINE" in done.stderr
    assert not into.exists()


def test_a_wrong_engine_on_the_command_line_is_bad_usage(folder: Path, into: Path) -> None:
    assert imr("ingest", folder, "--into", into, "--engine", "teleprinter").exit_code == 2
    assert not into.exists()


@pytest.mark.parametrize("arguments", [("schema",), ("extract", "LETTER")], ids=["schema", "extract"])
def test_a_reader_that_goes_away_leaves_no_traceback(folder: Path, arguments: tuple[str, ...]) -> None:
    given_ = [str(folder) if argument == "LETTER" else argument for argument in arguments]
    writing = subprocess.Popen([COMMAND, *given_], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writing.stdout is not None and writing.stderr is not None
    writing.stdout.close()  # before anything was written: what `| head` does, at its worst
    complaint = writing.stderr.read().decode()
    writing.stderr.close()
    assert "Traceback" not in complaint
    assert "Broken pipe" not in complaint
    assert writing.wait(60) != 1, "exit code 1 says that this software has a defect"


def test_a_damaged_letter_brings_no_chatter_of_libraries(tmp_path: Path) -> None:
    path = put(tmp_path, "x.pdf", with_broken_content(PDF, 0, 0.5, 40))
    done = in_a_shell("extract", path, "--engine", "pdfplumber")
    assert [line for line in done.stderr.splitlines() if not line.startswith("imr: ")] == []


def test_extract_prints_the_good_letter_and_complains_of_the_bad_one(tmp_path: Path) -> None:
    bad, fine = put(tmp_path, "bad.pdf", PDF[:500]), put(tmp_path, "good.pdf", PDF)
    result = imr("extract", bad, fine)
    assert result.exit_code == 3
    (line,) = result.stdout.splitlines()
    assert values(json.loads(line)) == values(TRUTH)
    assert "pages" not in json.loads(line)
    assert f"{bad}: " in result.stderr
    assert "[pdf_damaged]" in result.stderr
    assert ADVICE[RejectionReason.PDF_DAMAGED] in result.stderr


def test_extract_without_any_good_letter_says_so_by_its_exit_code(tmp_path: Path) -> None:
    result = imr("extract", put(tmp_path, "bad.pdf", b""), tmp_path / "nowhere.pdf")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "[file_empty]" in result.stderr
    assert "[path_missing]" in result.stderr


@pytest.mark.parametrize("suffix", FORMS)
def test_extract_with_text_gives_the_pages_that_the_evidence_points_into(tmp_path: Path, suffix: str) -> None:
    result = imr("extract", put(tmp_path, f"x{suffix}", written(LETTER, suffix)), "--with-text")
    record = json.loads(result.stdout)
    assert len(record["pages"]) == record["parser"]["pages"]
    (place,) = record["evidence"]["case_number"]
    assert record["pages"][place["page"] - 1][place["start"] : place["end"]] == LETTER.case_number


@pytest.mark.parametrize("command", ["ingest", "extract", "explain"])
def test_nothing_but_bad_letters_is_said_by_the_exit_code(tmp_path: Path, command: str) -> None:
    path = put(tmp_path, "x.txt", RECIPE.encode())
    options = ("--into", tmp_path / "tables") if command == "ingest" else ()
    result = imr(command, path, *options)
    assert result.exit_code == 4
    assert str(path) in result.output
    assert "[not_an_imr_letter]" in result.output
