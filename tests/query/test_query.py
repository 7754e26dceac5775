"""`imr query` as a person types it: answers in every form, errors in a line, nothing written."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app, prompt
from pipeline.errors import StoreError, UsageError
from pipeline.query import connect
from pipeline.query.ask import ask
from pipeline.query.output import Format, save, texts
from pipeline.query.statement import checked
from pipeline.query.views import published_files
from tests.store.common import letter, published, put, rows, run

SHARES = "SELECT decision, count(*) AS n FROM issues GROUP BY decision ORDER BY n DESC"


def imr(samples: Path, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["query", "--from", str(samples), *arguments], input=typed)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


def test_a_table_is_aligned_and_counted(samples: Path) -> None:
    lines = imr(samples, SHARES).stdout.splitlines()
    assert lines[0].split() == ["decision", "n"]
    assert len({len(line) for line in lines[:-1]}) == 1, "numbers end in one column"
    assert lines[-1] == "(3 rows)"


def test_json_and_csv_say_the_same(samples: Path) -> None:
    query = "SELECT letter_id, age, decision_date, reviewer_states FROM cases ORDER BY letter_id"
    told = [json.loads(line) for line in imr(samples, query, "--format", "json").stdout.splitlines()]
    true = sorted(rows(samples, "cases"), key=lambda row: str(row["letter_id"]))
    assert [each["age"] for each in told] == [row["age"] for row in true]
    assert [each["decision_date"] for each in told] == [
        row["decision_date"] and row["decision_date"].isoformat() for row in true
    ]
    assert [each["reviewer_states"] for each in told] == [row["reviewer_states"] for row in true]
    cells = list(csv.DictReader(io.StringIO(imr(samples, query, "--format", "csv").stdout)))
    assert [each["age"] for each in cells] == ["" if row["age"] is None else str(row["age"]) for row in true]


def test_a_file_is_written_in_the_form_of_its_name(samples: Path, tmp_path: Path) -> None:
    for name in ("a.parquet", "a.csv", "a.json"):
        assert imr(samples, SHARES, "--out", str(tmp_path / name)).stdout == f"{tmp_path / name}  3 rows\n"
    counts = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert counts == [json.loads(line) for line in (tmp_path / "a.json").read_text().splitlines()]
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfdecision,n\r\n")
    assert pd.read_csv(tmp_path / "a.csv").to_dict("records") == counts
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.json", "a.parquet"]


def test_a_query_comes_from_a_file_or_from_standard_input(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "q.sql").write_text(f"-- shares\n{SHARES};\n")
    plain = imr(samples, SHARES).stdout
    assert imr(samples, "--file", str(tmp_path / "q.sql")).stdout == plain
    assert imr(samples, "-", typed=SHARES).stdout == plain


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["SELEC 1"], 'syntax error at or near "SELEC"'),
        (["SELECT ages FROM cases"], '"age"'),
        (["SELECT * FROM isues"], 'Did you mean "issues"?'),
        (["SELECT request::INT FROM issues"], "Could not convert"),
        (["SELECT 1; SELECT 2"], "one statement"),
        ([""], "no statement"),
        (["DROP VIEW cases"], "read only"),
        (["SELECT * FROM read_csv('/etc/passwd')"], "disabled"),
        (["--format", "xlsx", "SELECT 1"], "table, csv, json, parquet"),
        (["--format", "parquet", "SELECT 1"], "--out"),
        (["--file", "/nowhere.sql"], "/nowhere.sql"),
        (["--out", "/tmp/x.csv"], "no query"),
    ],
)
def test_what_is_no_query_is_said_in_a_line(samples: Path, arguments: list[str], says: str) -> None:
    result = imr(samples, *arguments)
    assert isinstance(result.exception, UsageError)
    assert result.exception.exit_code == 2
    text = f"{result.exception}; {result.exception.advice}"
    assert says in text
    assert "\n" not in text
    assert result.exception.advice


@pytest.mark.parametrize(
    "sql", ["COPY (SELECT 1) TO '{}' (USE_TMP_FILE false)", "COPY (PIVOT cases ON sex) TO '{}'"]
)
def test_the_tables_cannot_be_written_to_by_a_query(samples: Path, sql: str) -> None:
    before = published(samples)
    (path, *_) = published_files(samples)["cases"]
    for each in (sql, f"EXPLAIN ANALYZE {sql}", f"/* SELECT */ {sql}"):
        with pytest.raises(UsageError, match="read only"):
            checked(each.format(path))
    assert published(samples) == before


def test_tables_can_be_pivoted_and_described(samples: Path) -> None:
    for query in (
        "PIVOT issues ON decision USING count(*) GROUP BY category",
        "DESCRIBE cases",
        "SUMMARIZE drugs",
    ):
        assert imr(samples, query).exit_code == 0


def test_a_column_that_comes_twice_is_told_apart(samples: Path) -> None:
    query = "SELECT * FROM issues JOIN cases USING (letter_id)"
    with connect(samples) as connection:
        answer = ask(connection, query)
        (line, *_) = "".join(texts(answer, Format.JSON)).splitlines()
    assert len(json.loads(line)) == len(answer.names) == len(set(answer.names))


def test_a_large_answer_is_never_held_whole(samples: Path) -> None:
    with connect(samples) as connection:
        batches = ask(connection, "SELECT * FROM issues, range(1_000_000)").rows()
        assert 0 < len(next(batches)) < 10_000, "60 million rows, and the first come at once"


def test_a_letter_cannot_reach_the_terminal_or_the_spreadsheet(tmp_path: Path) -> None:
    put(tmp_path / "letters", "1.txt", letter(1, says="=1+1 \x1b[31mred\x07 is said."))
    run(tmp_path / "letters", tmp_path / "store")
    query = "SELECT rationale, regexp_replace(request, '.*', '@SUM(A1)') FROM issues"
    shown = imr(tmp_path / "store", query)
    assert "\x1b" not in shown.stdout
    assert "red" in shown.stdout
    cells = imr(tmp_path / "store", query, "--format", "csv").stdout
    assert "\x1b" not in cells
    assert "'=1+1" in cells
    assert ",'@SUM(A1)" in cells


def test_a_file_that_cannot_be_written_is_said(samples: Path, tmp_path: Path) -> None:
    with connect(samples) as connection, pytest.raises(StoreError, match="cannot be written"):
        save(ask(connection, "SELECT 1"), Format.CSV, tmp_path / "nowhere" / "a.csv")
    out = tmp_path / "a.csv"
    out.write_text("before")
    with connect(samples) as connection, pytest.raises(UsageError):
        save(ask(connection, "SELECT request::INT FROM issues"), Format.CSV, out)
    assert out.read_text() == "before"


def test_the_prompt_lists_the_tables_answers_and_survives_errors(samples: Path) -> None:
    typed = "SELECT\n  count(*) AS n\nFROM issues;\nSELECT nonsense;\n.schema drugs\n"
    typed += ".format csv\nSELECT ';' AS x;\n"
    result = imr(samples, typed=typed)
    assert result.exit_code == 0
    assert "issues                One row for each disputed request." in result.stdout
    assert f" n\n--\n{len(rows(samples, 'issues'))}\n(1 row)\n" in result.stdout
    assert "nonsense" in result.stderr
    assert "drug_class" in result.stdout
    assert "The Division's class" in result.stdout
    assert "x\n;\n" in result.stdout


@pytest.mark.parametrize("word", [".quit", "exit;", ".exit"])
def test_the_prompt_is_left_by_word(samples: Path, word: str) -> None:
    result = imr(samples, typed=f"{word}\nSELECT 1 AS never;\n")
    assert result.exit_code == 0
    assert "never" not in result.stdout


def test_control_c_drops_what_is_typed_and_no_more(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: Iterator[str | BaseException] = iter(
        ["SELECT 'half", KeyboardInterrupt(), "SELECT 'whole' AS word;", EOFError()]
    )

    def typed(_: str) -> str:
        line = next(lines)
        if isinstance(line, str):
            return line
        raise line

    monkeypatch.setattr("builtins.input", typed)
    result = imr(samples)
    assert "word\n-----\nwhole\n" in result.stdout


def test_what_was_typed_is_remembered(samples: Path, tmp_path: Path) -> None:
    readline = pytest.importorskip("readline", reason="this Python has no readline")
    readline.clear_history()
    readline.add_history("SELECT 1;")
    prompt._keep(tmp_path / prompt.HISTORY)
    readline.clear_history()
    prompt._remember()
    assert readline.get_history_item(readline.get_current_history_length()) == "SELECT 1;"
