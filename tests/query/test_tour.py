"""The tour: every question works as printed, and SQL, pandas and the printed answer say the same."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pipeline.settings import settings
from tests import tour

QUESTIONS = tour.questions()


@pytest.fixture(scope="module")
def in_pandas(samples: Path) -> list[tour.Rows]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMR_INTO", str(samples))
        settings.cache_clear()
        found = tour.rows_of_pandas([question.python for question in QUESTIONS])
    settings.cache_clear()
    return found


def test_there_are_ten_questions() -> None:
    assert [int(question.title.partition(".")[0]) for question in QUESTIONS] == list(range(1, 11))


@pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=lambda number: f"question-{number + 1}")
def test_sql_pandas_and_the_printed_answer_say_the_same(
    samples: Path, in_pandas: list[tour.Rows], number: int
) -> None:
    question = QUESTIONS[number]
    rows = tour.rows_of_sql(samples, question.sql)
    assert rows, "an answer without rows shows nothing"
    assert in_pandas[number] == rows
    assert tour.answer_of_sql(samples, question.sql) == question.answer, "write it anew with: make tour"


def test_the_notebook_is_that_of_the_tour() -> None:
    assert tour.NOTEBOOK.read_text(encoding="utf-8") == tour.notebook(), "write it anew with: make tour"


def test_the_notebook_runs_and_every_question_is_answered(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMR_INTO", str(samples))
    book = nbformat.read(tour.NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(book)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (_, *asked) = [cell for cell in book.cells if cell.cell_type == "code"]
    assert len(asked) == len(QUESTIONS)
    for cell in asked:
        assert [output.output_type for output in cell.outputs] == ["execute_result"]
