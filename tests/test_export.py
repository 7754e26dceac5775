"""The tables as CSV: every value is there, and no cell is a formula."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from models.tables import PARTITIONS, TABLES
from pipeline.cli import app
from pipeline.errors import StoreError
from pipeline.export import _cell, export_csv
from tests.store.common import RECIPE, letter, put, rows, run

FORMULAS = ("=cmd|' /C calc'!A0", "+1+2", "-2+3", "@SUM(A1)", "\t=1+1")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    put(folder, "1.txt", letter(1))
    put(
        folder,
        "2.txt",
        letter(2, decided="05/05/2015", says='He said "no", twice; caf\xe9\u2009\u2013\xa0so.'),
    )
    put(folder, "x.txt", RECIPE)
    run(folder, tmp_path / "store")
    return tmp_path / "store"


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_comes_out_with_all_its_rows_and_columns(store: Path, tmp_path: Path) -> None:
    counts = {path.stem: number for path, number in export_csv(store, tmp_path / "csv")}
    assert counts.keys() == {table.name for table in TABLES}
    for table in TABLES:
        found = cells(tmp_path / "csv" / f"{table.name}.csv")
        assert len(found) == counts[table.name] == len(rows(store, table.name))
        if found:
            assert list(found[0]) == [column.name for column in (*table.columns, *PARTITIONS)]
    assert not [path for path in (tmp_path / "csv").iterdir() if path.suffix != ".csv"]


def test_pandas_reads_what_was_published(store: Path, tmp_path: Path) -> None:
    list(export_csv(store, tmp_path / "csv"))
    plain = pd.read_csv(tmp_path / "csv" / "issues.csv")
    true = pd.read_parquet(store / "issues")
    for name in ("letter_id", "issue_number", "request", "decision", "rationale", "decision_year"):
        assert plain[name].tolist() == true[name].tolist(), name
    assert any('"no", twice; caf\xe9' in text for text in plain.rationale)
    cases = pd.read_csv(tmp_path / "csv" / "cases.csv", parse_dates=["decision_date"])
    assert sorted(cases.decision_date.dt.month) == [4, 5]
    assert json.loads(cases.reviewer_states[0]) == rows(store, "cases")[0]["reviewer_states"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(tmp_path: Path, formula: str) -> None:
    data = letter(1, says=formula).replace(b"MRI of the left ankle", formula.encode() + b" MRI")
    name = f"{formula.strip().replace('/', '')}.txt"
    put(tmp_path / "letters", name, data)
    put(tmp_path / "letters", f"x{name}", RECIPE + formula.encode())
    run(tmp_path / "letters", tmp_path / "store")
    list(export_csv(tmp_path / "store", tmp_path / "csv"))
    texts = [
        cell
        for path in (tmp_path / "csv").iterdir()
        for row in cells(path)
        for cell in row.values()
        if not cell.lstrip("-").replace(".", "", 1).isdigit()
    ]
    assert any(cell.startswith(f"'{formula.strip()}") for cell in texts), "the formula is there, as text"
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_numbers_stay_numbers_and_signs_without_a_shape_are_left_out() -> None:
    assert [_cell(value) for value in (None, -1, 0.5, True, "", "a")] == ["", "-1", "0.5", "True", "", "a"]
    assert _cell("\x1b[31m\u202ered\x00") == "[31mred"
    assert _cell("\x00=1+1") == "'=1+1", "what is left is looked at"
    assert _cell("two\xa0words\u2009and\u3000more") == "two\xa0words\u2009and\u3000more"
    assert _cell(["=1+1", "\x1b"]) == '["=1+1", "\\u001b"]'


def test_a_store_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there are no tables") as caught:
        list(export_csv(tmp_path, tmp_path / "csv"))
    assert "imr ingest" in caught.value.advice
    assert not (tmp_path / "csv").exists()


@pytest.mark.parametrize("wrong", ["a file in the way", "a damaged table"])
def test_an_export_that_fails_is_said_in_a_line(store: Path, tmp_path: Path, wrong: str) -> None:
    folder = tmp_path / "csv"
    if wrong == "a file in the way":
        folder.write_text("I am a file.")
    else:
        next((store / "cases").rglob("*.parquet")).write_bytes(b"nonsense")
    with pytest.raises(StoreError, match="cannot be written"):
        list(export_csv(store, folder))


def test_the_command_names_each_file_with_its_rows(store: Path, tmp_path: Path) -> None:
    arguments = ["export", "--csv", str(tmp_path / "csv"), "--into", str(store)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert f"{tmp_path}/csv/cases.csv  2 rows\n" in result.stdout
