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
from pipeline.export import export_csv
from pipeline.spreadsheet import MOST, cell
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
    assert counts.keys() == {table.name for table in TABLES} | {"warnings", "evidence"}
    for table in TABLES:
        found = cells(tmp_path / "csv" / f"{table.name}.csv")
        assert len(found) == counts[table.name] == len(rows(store, table.name))
        if found:
            columns = [column.name for column in (*table.columns, *PARTITIONS)]
            assert list(found[0]) == [name for name in columns if name not in ("warnings", "evidence")]
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


def test_evidence_and_warnings_are_files_with_a_line_for_each(store: Path, tmp_path: Path) -> None:
    list(export_csv(store, tmp_path / "csv"))
    for name in ("evidence", "warnings"):
        found = cells(tmp_path / "csv" / f"{name}.csv")
        true = [(row["letter_id"], item["field"]) for row in rows(store, "cases") for item in row[name]]
        assert sorted((line["letter_id"], line["field"]) for line in found) == sorted(true)
    assert cells(tmp_path / "csv" / "evidence.csv")[0]["boxes"] == "[]", "text letters have no boxes"


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
    assert [cell(value) for value in (None, -1, 0.5, True, "", "a")] == ["", "-1", "0.5", "True", "", "a"]
    assert cell("\x1b[31m\u202ered\x00") == "[31mred"
    assert cell("\x00=1+1") == "'=1+1", "what is left is looked at"
    assert cell("two\xa0words\u2009and\u3000more") == "two\xa0words\u2009and\u3000more"
    assert cell(["=1+1", "\x1b"]) == '["=1+1", "\\u001b"]'


@pytest.mark.parametrize(
    "text",
    ["00123", "847.0", "3/4", "1-2", "12345678901234567890", "1E5", "May 5", "5 May 2016", "Mar-17", "50%"],
)
def test_text_that_a_spreadsheet_would_convert_stays_text(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(f"{text} of it") == f"{text} of it"


def test_words_are_left_alone() -> None:
    for text in ("May", "Marching", "MTUS 2004", "CM16-0900001", "E11.9", "", "2 x 3 sessions"):
        assert cell(text) == text


def test_a_cell_is_no_longer_than_excel_holds_and_says_so() -> None:
    assert cell("x" * MOST) == "x" * MOST
    assert len(cell("x" * (MOST + 1))) == MOST
    assert cell("x" * (MOST + 1)).endswith("x [cut]")
    assert len(cell("\U0001f600" * MOST).encode("utf-16-le")) <= 2 * MOST


def test_lines_end_as_excel_expects_and_paragraphs_stay_in_their_cell(store: Path, tmp_path: Path) -> None:
    list(export_csv(store, tmp_path / "csv"))
    data = (tmp_path / "csv" / "issues.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfletter_id,")
    assert data.count(b"\r\n") == 1 + len(rows(store, "issues"))


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
