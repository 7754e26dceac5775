"""A run: a letter that meets a defect of this software must not take its neighbours with it."""

from pathlib import Path

import pandas as pd
import pytest

from models.vocabulary import Engine, RejectionReason
from pipeline.assemble import read_with_text
from pipeline.ingest import ingest, read
from pipeline.sources import Source
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
    def defective(data: bytes, source: str, engine: Engine) -> object:
        if source.endswith("2.txt"):
            raise ZeroDivisionError("a slip of ours")
        return read_with_text(data, source, engine)

    monkeypatch.setattr("pipeline.ingest.read_with_text", defective)
    tally = ingest([folder], tmp_path / "store", Engine.PDFIUM, lambda done, found: None)
    assert len(tally.letters) == 2
    (row,) = pd.read_parquet(tmp_path / "store" / "rejected").to_dict("records")
    assert row["reason"] == "internal_error"
    assert "ZeroDivisionError: a slip of ours (test_ingest.py:" in row["message"]


def test_progress_is_told_from_nothing_to_all(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    ingest([folder], tmp_path / "store", Engine.PDFIUM, lambda done, found: told.append((done, found)))
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)


def test_an_outcome_is_a_case_or_a_reason_and_names_its_letter(folder: Path) -> None:
    good, bad = read(Source(folder / "1.txt"), Engine.PDFIUM), read(Source(folder / "4.txt"), Engine.PDFIUM)
    assert isinstance(good, Published) and good.case.source == str(folder / "1.txt")
    assert isinstance(bad, Rejected) and bad.reason is RejectionReason.FILE_UNREADABLE


def test_the_overturn_rate_counts_what_is_overturned_in_part(folder: Path, tmp_path: Path) -> None:
    tally = ingest([folder], tmp_path / "store", Engine.PDFIUM, lambda done, found: None)
    assert tally.issues == 6
    assert tally.overturn_rate == 0.5
