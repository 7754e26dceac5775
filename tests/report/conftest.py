"""Stores of fictional and of real letters to report on, and a report on the smallest."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.generate import FictionalLetter, fictional_letters
from pipeline.ingest import RunOptions, ingest
from tests.conftest import ROOT
from tests.letters import BODY, HEADER, text_letter
from tests.store.common import RECIPE, letter, put, run

SCREENSHOTS = ROOT / "build" / "screenshots"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"
"""What a letter could print to do harm in a browser, or in the template."""


@dataclass(frozen=True)
class Small:
    """The report on a few letters, as the command wrote it."""

    store: Path
    page: Path
    csv: Path
    output: str


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A report on two letters, one of them hostile, and a file that is no letter."""
    folder = tmp_path_factory.mktemp("small")
    header = HEADER.replace("Standard", HOSTILE)
    body = BODY.replace("Six visits of physical therapy", f"Zorvexine {HOSTILE} cream 30 mg #30")
    body = body.replace("Oregon,Nevada", f"Oregon,{HOSTILE}")
    put(folder / "letters", "1.txt", text_letter(header, body))
    put(folder / "letters", "2.txt", letter(2, decided="05/05/2015"))
    put(folder / "letters", "x.txt", RECIPE)
    store, page, csv = folder / "store", folder / "deep" / "report.html", folder / "csv"
    run(folder / "letters", store)
    options = ["report", "--from", str(store), "--out", str(page), "--year", "2015", "--csv", str(csv)]
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 0, result.output
    return Small(store, page, csv, result.output)


@pytest.fixture(scope="session")
def corpus() -> list[FictionalLetter]:
    """Fictional letters with their true records."""
    return list(fictional_letters(80, seed=23))


@pytest.fixture(scope="session")
def corpus_store(corpus: list[FictionalLetter], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of those letters, as the pipeline reads them."""
    folder = tmp_path_factory.mktemp("corpus")
    for number, each in enumerate(corpus):
        (folder / f"{number}.txt").write_bytes(each.text().encode())
    ingest([folder], folder / "store", RunOptions(workers=0))
    return folder / "store"


@pytest.fixture(scope="session")
def real_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the real letters."""
    store = tmp_path_factory.mktemp("real")
    ingest([shared / "letters"], store, RunOptions(workers=0))
    return store
