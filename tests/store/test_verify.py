"""What is wrong with a store is found and named."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app, main
from pipeline.store.ledger import FILE_NAME, Ledger
from pipeline.store.manifest import MANIFEST_NAME
from pipeline.store.record import pack
from pipeline.store.verify import faults
from tests.store.common import letter, put, run


@pytest.fixture
def store(tmp_path: Path) -> Path:
    run(put(tmp_path, "a.txt", letter()), tmp_path / "store")
    return tmp_path / "store"


def imr(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def cases_of(store: Path) -> Path:
    (path,) = (store / "cases").rglob("*.parquet")
    return path


def other_byte(store: Path) -> str:
    path = cases_of(store)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return f"{path.relative_to(store)} is not as it was written"


def lost_file(store: Path) -> str:
    path = cases_of(store)
    path.unlink()
    return f"{path.relative_to(store)} cannot be read: No such file"


def damaged_record(store: Path) -> str:
    in_ledger(store, f"UPDATE letters SET record = X'{pack('{}').hex()}'")
    return "is not valid: Field required"


def cut_record(store: Path) -> str:
    in_ledger(store, "UPDATE letters SET record = substr(record, 1, 200)")
    return "is damaged: Error -5"


def lost_row(store: Path) -> str:
    in_ledger(store, "DELETE FROM letters")
    return "refers to a row of letters that is not there"


def in_ledger(store: Path, statement: str) -> None:
    with sqlite3.connect(store / FILE_NAME) as db:
        db.execute(statement)
    db.close()


def manifest(text: str) -> Callable[[Path], str]:
    def write(store: Path) -> str:
        (store / MANIFEST_NAME).write_text(text)
        return "the manifest cannot be read"

    return write


def lost_manifest(store: Path) -> str:
    (store / MANIFEST_NAME).unlink()
    return "the manifest cannot be read"


def old_manifest(store: Path) -> str:
    path = store / MANIFEST_NAME
    text = path.read_text()
    at = text.index('"sha256": "') + 11
    path.write_text(f"{text[:at]}{'f' * 64}{text[at + 64 :]}")
    return "ledger and manifest differ on"


DAMAGE = (
    other_byte,
    lost_file,
    damaged_record,
    cut_record,
    lost_row,
    lost_manifest,
    old_manifest,
    manifest("{"),
    manifest("[]"),
    manifest('{"files": [1]}'),
    manifest("{}"),
)


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_and_named(store: Path, damage: Callable[[Path], str]) -> None:
    with Ledger(store) as ledger:
        assert list(faults(ledger.db, store)) == []
    expected = damage(store)
    result = imr("verify", "--into", store)
    assert result.exit_code == 5
    assert expected in result.stderr
    assert "publish --rebuild" in result.stderr


def test_a_whole_store_is_said_to_be_whole(store: Path) -> None:
    result = imr("verify", "--into", store)
    assert (result.exit_code, result.stdout) == (0, f"{store}/ is whole\n")


@pytest.mark.parametrize("kept", [0, 4096])
def test_a_ledger_that_is_no_database_is_said_in_one_line(
    store: Path, kept: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = store / FILE_NAME
    path.write_bytes(path.read_bytes()[:kept] + b"\xff" * (path.stat().st_size - kept))
    monkeypatch.setattr("sys.argv", ["imr", "verify", "--into", str(store)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 5
    complaints = capsys.readouterr().err.splitlines()
    assert complaints and all(line.startswith("imr: ") for line in complaints)
    assert any(str(path) in line or "the ledger is damaged" in line for line in complaints)
