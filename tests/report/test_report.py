"""The report as a user gets it: a page that needs nothing else, whatever stands in the letters."""

import builtins
import csv
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from models.clinical import Category
from pipeline.cli import app
from pipeline.errors import NothingToShow, StoreError, UsageError
from pipeline.report.figures import figures
from pipeline.report.report import write_report
from pipeline.report.statewide import statewide
from pipeline.report.worktables import Choice, opened
from tests.report.conftest import Small
from tests.store.common import RECIPE, letter, put, run

EVERYTHING = Choice()


@pytest.fixture(scope="module")
def html(small: Small) -> str:
    return small.page.read_text("utf-8")


def test_the_page_needs_no_other_file_and_no_script(html: str, small: Small) -> None:
    assert html.startswith("<!doctype html>")
    outside = re.sub(r'xmlns(:xlink)?="http://www\.w3\.org/[^"]+"', "", html)
    assert not re.findall(r"https?://|<script|<link rel=\"stylesheet|@import|url\(", outside)
    assert [path.name for path in small.page.parent.iterdir()] == ["report.html"]
    assert f"{small.page}  0." in small.output, "the command says where it is, and how large"


def test_text_from_letters_is_escaped(html: str) -> None:
    assert "&lt;script&gt;alert(1)" in html, "what the letter prints as a state is shown, as text"
    assert not re.findall(r"<script|<img", html)
    assert "{{7*7}}" in html, "no text is a template"


def test_few_cases_are_marked_and_statewide_figures_are_named(html: str) -> None:
    assert "† fewer than 10 cases" in html
    assert "Statewide 2015 (published by DWC and CWCI)" in html
    assert "11.2%" in html, "what was published for 2015: 88.8% upheld"
    assert "Restricted to requests decided in 2015" in html


def test_the_same_tables_give_the_same_page(html: str, small: Small, tmp_path: Path) -> None:
    again = write_report(small.store, tmp_path / "again.html", Choice(years=(2015,)))
    assert again.page.read_text("utf-8") == html
    assert again.size == len(html.encode())


def test_statewide_figures_stand_beside_all_categories_only(small: Small) -> None:
    for choice, years in ((EVERYTHING, {2015}), (Choice(categories=(Category.DIAGNOSTIC_TESTING,)), set())):
        with opened(small.store, choice) as db:
            assert statewide(figures(db, choice)).overturned.keys() == years


def test_every_figure_is_there_as_csv(small: Small) -> None:
    rows = {}
    for path in small.csv.iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows[path.stem] = list(csv.DictReader(file))
        assert f"{path}  {len(rows[path.stem])} rows" in small.output
    assert len(rows) == 29
    diagnostic = next(row for row in rows["categories"] if row["code"] == "diagnostic_testing")
    assert (diagnostic["overturned_cases"], diagnostic["overturned_of"]) == ("0", "2")
    assert float(diagnostic["overturned_high_95"]) == pytest.approx(0.6576, abs=1e-4)
    assert diagnostic["overturned_few_cases"] == "True"
    assert [row["code"] for row in rows["rejected"]] == ["not_an_imr_letter"]


def test_what_cannot_be_reported_is_said(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    with pytest.raises(StoreError, match="no published tables"):
        write_report(tmp_path / "nowhere", out, EVERYTHING)
    put(tmp_path / "letters", "x.txt", RECIPE)
    store = tmp_path / "store"
    run(tmp_path / "letters", store)
    with pytest.raises(NothingToShow, match="no letter"):
        write_report(store, out, EVERYTHING)
    put(tmp_path / "letters", "1.txt", letter(1))
    run(tmp_path / "letters", store)
    with pytest.raises(UsageError, match="years and categories"):
        write_report(store, out, Choice(years=(1999,)))
    next((store / "issues").rglob("*.parquet")).write_bytes(b"no Parquet")
    with pytest.raises(StoreError, match="cannot be read"):
        write_report(store, out, EVERYTHING)
    assert not out.exists(), "no half of a report is left"


def test_without_its_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    true_import = builtins.__import__

    def without_altair(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pipeline.report"):
            raise ModuleNotFoundError("No module named 'altair'", name="altair")
        return true_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_altair)
    result = CliRunner().invoke(app, ["report"])
    assert isinstance(result.exception, UsageError)
    assert "altair" in str(result.exception)
    assert "imr-pipeline[analysis]" in result.exception.advice
