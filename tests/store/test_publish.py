"""The published tables: readable by everyone, the same for the same letters, whole at every moment."""

import os
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from models.tables import TABLES
from pipeline.assemble import read_with_text
from pipeline.errors import StoreError
from pipeline.generate import FictionalLetter
from pipeline.store.ledger import Ledger
from pipeline.store.outcome import Published
from pipeline.store.publish import publish
from pipeline.store.runs import begin_run
from tests.letters import BODY, text_letter
from tests.store.common import published, run


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory, fictional: list[FictionalLetter]) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    for letter in fictional[:12]:
        (folder / f"{letter.case_number}.pdf").write_bytes(letter.pdf())
    (folder / "undated.txt").write_bytes(text_letter(header=""))
    (folder / "recipe.txt").write_text("Flour, water, salt.")
    return folder


def test_every_reader_sees_each_case_once(
    letters: Path, tmp_path: Path, fictional: list[FictionalLetter]
) -> None:
    run([letters], tmp_path)
    numbers = {letter.case_number for letter in fictional[:12]}
    cases = pd.read_parquet(tmp_path / "cases")
    assert len(cases) == 13
    assert set(cases.case_number.dropna()) == numbers
    issues = sum(len(letter.truth["issues"]) for letter in fictional[:12]) + 2
    assert len(pd.read_parquet(tmp_path / "issues")) == issues
    assert pl.read_parquet(tmp_path / "issues").height == issues
    query = f"SELECT count(*) FROM read_parquet('{tmp_path}/issues/**/*.parquet')"
    assert duckdb.connect().execute(query).fetchall() == [(issues,)]
    assert list(pd.read_parquet(tmp_path / "rejected").reason) == ["not_an_imr_letter"]


def test_partitions_are_the_months_of_decision_and_one_for_letters_without_a_date(
    letters: Path, tmp_path: Path
) -> None:
    run([letters], tmp_path)
    cases = pl.read_parquet(tmp_path / "cases")
    months = cases.select("decision_date", "decision_year", "decision_month").rows()
    assert all(
        (day.year, day.month) == (year, month) if day else (year, month) == (0, 0)
        for day, year, month in months
    )
    assert (0, 0) in {(year, month) for _, year, month in months}


def test_the_same_letters_give_the_same_bytes(letters: Path, tmp_path: Path) -> None:
    run([letters], tmp_path / "one")
    everything = sorted(letters.iterdir(), reverse=True)
    for path in everything:
        run([path], tmp_path / "two")
    assert published(tmp_path / "one") == published(tmp_path / "two")


def test_files_have_the_documented_schema_and_are_sorted_by_key(letters: Path, tmp_path: Path) -> None:
    run([letters], tmp_path)
    for table in TABLES:
        for path in (tmp_path / table.name).rglob("*.parquet"):
            found = pq.ParquetFile(path).read()
            assert found.schema.equals(table.schema, check_metadata=True)
            assert all(field.metadata[b"description"] for field in found.schema)
            keys = [
                tuple(str(row[name]) if row[name] is not None else "" for name in table.key)
                for row in found.to_pylist()
            ]
            if "issue_number" not in table.key:
                assert keys == sorted(keys)
            assert len(set(keys)) == len(keys)


def test_a_store_without_letters_has_empty_tables_that_can_be_read(tmp_path: Path) -> None:
    run([tmp_path / "nowhere"], tmp_path / "store")
    assert len(pd.read_parquet(tmp_path / "store" / "cases")) == 0
    assert list(pd.read_parquet(tmp_path / "store" / "rejected").reason) == ["path_missing"]


def test_a_mended_file_is_no_longer_rejected_and_a_store_grows(
    tmp_path: Path, fictional: list[FictionalLetter]
) -> None:
    letter, store = tmp_path / "letter.pdf", tmp_path / "store"
    letter.write_bytes(fictional[0].pdf()[:300])
    run([letter], store)
    assert len(pd.read_parquet(store / "rejected")) == 1
    letter.write_bytes(fictional[0].pdf())
    run([letter], store)
    other = tmp_path / "other.pdf"
    other.write_bytes(fictional[1].pdf())
    run([other], store)
    assert len(pd.read_parquet(store / "rejected")) == 0
    assert len(pd.read_parquet(store / "cases")) == 2


def test_a_crash_while_publishing_leaves_the_old_files_whole(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fictional: list[FictionalLetter]
) -> None:
    run([letters], tmp_path)
    before = published(tmp_path)
    extra = tmp_path / "extra.pdf"
    extra.write_bytes(fictional[20].pdf())
    monkeypatch.setattr(os, "fsync", _disk_full)
    with pytest.raises(StoreError) as caught:
        run([extra], tmp_path)
    assert "No space left" in str(caught.value)
    assert caught.value.advice
    assert published(tmp_path) == before
    assert not list(tmp_path.rglob("*.part"))
    monkeypatch.undo()
    run([extra], tmp_path)
    assert len(pd.read_parquet(tmp_path / "cases")) == 14


def _disk_full(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_months_that_lose_their_letters_lose_their_files(
    tmp_path: Path, fictional: list[FictionalLetter]
) -> None:
    case, pages = read_with_text(fictional[0].pdf(), "one.pdf")
    with Ledger(tmp_path) as ledger:
        ledger.commit(begin_run(ledger.db), [(Published(case, pages), None)])
        publish(ledger, tmp_path)
        moved = case.model_copy(
            update={"decision_date": case.decision_date and case.decision_date.replace(year=2030)}
        )
        ledger.commit(begin_run(ledger.db), [(Published(moved, pages), None)])
        publish(ledger, tmp_path)
    assert {path.parts[-3] for path in (tmp_path / "cases").rglob("*.parquet")} == {"decision_year=2030"}


def test_text_that_looks_like_a_formula_or_markup_is_kept_as_text(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(
        text_letter(body=BODY.replace("Therapy helped.", "=cmd()|' <b>x</b>"))
    )
    run([tmp_path / "letter.txt"], tmp_path / "store")
    rationale = pd.read_parquet(tmp_path / "store" / "issues").rationale.iloc[1]
    assert rationale.startswith("=cmd()|' <b>x</b>")
