"""A run: a letter that meets a defect of this software must not take its neighbours with it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from models.vocabulary import Engine, RejectionReason
from pipeline.assemble import read_with_text
from pipeline.errors import ExitCode
from pipeline.ingest import RunOptions, ingest
from pipeline.reading import read
from pipeline.sources import file_source
from pipeline.store.outcome import Published, Rejected
from tests.letters import BODY, HEADER, text_letter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(1, 4):
        header = HEADER.replace("CM16-0900001", f"CM16-090000{number}")
        (letters / f"{number}.txt").write_bytes(text_letter(header, BODY))
    return letters


def test_a_defect_costs_one_letter_and_is_reported_with_its_place(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defective(data: bytes, source: str, *choices: Any) -> object:
        if source.endswith("2.txt"):
            raise ZeroDivisionError("a slip of ours")
        return read_with_text(data, source, *choices)

    monkeypatch.setattr("pipeline.assemble.read_with_text", defective)
    report = ingest([folder], tmp_path / "store", RunOptions())
    assert report.tally.published == 2
    assert report.exit_code is ExitCode.SOME_REJECTED
    (row,) = pd.read_parquet(tmp_path / "store" / "rejected").to_dict("records")
    assert row["reason"] == "internal_error"
    assert "ZeroDivisionError: a slip of ours (test_ingest.py:" in row["message"]


def test_progress_is_told_up_to_the_last_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.ingest.BATCH", 2)
    monkeypatch.setattr("pipeline.ingest.SECONDS", 1000)
    told: list[int] = []
    ingest([folder], tmp_path / "store", RunOptions(), told.append)
    assert told == [2, 3]


def test_letters_that_take_long_are_kept_before_the_batch_is_full(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.ingest.SECONDS", -1)
    told: list[int] = []
    ingest([folder], tmp_path / "store", RunOptions(), told.append)
    assert told == [1, 2, 3]


def test_an_outcome_is_a_case_or_a_reason_and_names_its_letter(folder: Path) -> None:
    paths = folder / "1.txt", folder / "4.txt"
    good, bad = (read(file_source(path), Engine.PDFIUM) for path in paths)
    assert isinstance(good, Published) and good.case.source == str(folder / "1.txt")
    assert isinstance(bad, Rejected) and bad.reason is RejectionReason.PATH_MISSING


def test_the_overturn_rate_counts_what_is_overturned_in_part(folder: Path, tmp_path: Path) -> None:
    tally = ingest([folder], tmp_path / "store", RunOptions()).tally
    assert tally.issues == 6
    assert tally.overturn_rate == 0.5
