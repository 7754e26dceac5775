"""Letters locked with a password, as a user meets them: which runs read them, and what nothing may keep."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.settings import settings
from tests.failures.common import LETTER, TRUTH, put
from tests.failures.damage import _cases, _rows, encrypted, imr, values

SECRET = "opensesame-4711"


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMR_PASSWORD", raising=False)
    settings.cache_clear()


@pytest.fixture
def letter(folder: Path) -> Path:
    return put(folder, "locked.pdf", encrypted(LETTER, SECRET, 128))


def ingest(folder: Path, into: Path, *options: str | Path, typed: str | None = None) -> Result:
    arguments = ["ingest", folder, "--into", into, "--workers", "0", *options]
    return CliRunner().invoke(app, [str(each) for each in arguments], input=typed)


def reasons(into: Path) -> list[str]:
    return [row["reason"] for row in _rows(into / "rejected")]


def check_read(into: Path, letter: Path) -> None:
    (case,) = (case for case in _cases(into) if case["source"] == str(letter))
    assert values(case) == values(TRUTH)
    assert reasons(into) == []


def test_a_later_run_with_the_password_reads_what_was_locked_and_nothing_else(
    folder: Path, into: Path, letter: Path
) -> None:
    result = ingest(folder, into)
    assert (result.exit_code, reasons(into)) == (3, ["pdf_encrypted"])
    assert "none was given [pdf_encrypted]; give the password with --password" in result.output
    # Without a password there is nothing new; with one, right or wrong, the letter is tried again.
    assert ingest(folder, into).exit_code == 0
    wrong = ingest(folder, into, "--password", "not it")
    assert (wrong.exit_code, reasons(into)) == (3, ["pdf_encrypted"])
    assert "not the one that was given" in wrong.output
    right = ingest(folder, into, "--password", SECRET)
    assert right.exit_code == 0
    assert "Letters published          1" in right.output
    check_read(into, letter)


def test_a_copy_under_another_name_is_read_as_well(folder: Path, into: Path, letter: Path) -> None:
    ingest(folder, into)
    letter.rename(folder / "copy.pdf")
    ingest(folder, into, "--password", SECRET)
    check_read(into, folder / "copy.pdf")


def test_a_retry_takes_the_password(folder: Path, into: Path, letter: Path) -> None:
    ingest(folder, into)
    assert imr("rejected", "--retry", "--into", into).exit_code != 0
    assert imr("rejected", "--retry", "--into", into, "--password", SECRET).exit_code == 0
    check_read(into, letter)


def test_the_password_comes_from_the_environment(
    folder: Path, into: Path, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMR_PASSWORD", SECRET)
    assert ingest(folder, into).exit_code == 0
    check_read(into, letter)
    settings.cache_clear()


def test_the_password_is_read_from_standard_input(folder: Path, into: Path, letter: Path) -> None:
    assert ingest(folder, into, "--password", "-", typed=f"{SECRET}\n").exit_code == 0
    check_read(into, letter)


def test_standard_input_cannot_hold_both_the_sources_and_the_password(into: Path) -> None:
    result = CliRunner().invoke(app, ["ingest", "-", "--into", str(into), "--password", "-"], input=SECRET)
    assert "standard input cannot hold both" in str(result.exception)


@pytest.mark.parametrize("command", ["extract", "explain"])
def test_a_single_letter_is_read_with_its_password(letter: Path, command: str) -> None:
    assert imr(command, letter).exit_code == 4
    result = imr(command, letter, "--password", SECRET)
    assert result.exit_code == 0
    assert LETTER.case_number in result.output


def test_a_worker_gets_the_password_and_nothing_keeps_it(folder: Path, into: Path, letter: Path) -> None:
    log = into.parent / "log.jsonl"
    runs = [
        ingest(folder, into, "--workers", "1", "--log", log, "--password", given)
        for given in ("not it", SECRET)
    ]
    check_read(into, letter)
    kept = b"".join(path.read_bytes() for path in [log, *into.rglob("*")] if path.is_file())
    for secret in (SECRET, "not it"):
        assert secret.encode() not in kept
        assert all(secret not in result.output for result in runs)
