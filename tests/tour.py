"""The questions of docs/tour.md, asked in SQL and in pandas; as a command, it writes the answers anew."""

import ast
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.ingest import RunOptions, ingest
from pipeline.query import connect
from pipeline.query.ask import ask
from pipeline.query.output import Format, texts

ROOT = Path(__file__).parents[1]
TOUR = ROOT / "docs" / "tour.md"
NOTEBOOK = TOUR.with_suffix(".ipynb")
LETTERS = ROOT / "data" / "raw"

PREAMBLE = re.compile(r"^```python\n(import .*?)^```$", re.MULTILINE | re.DOTALL)
QUESTION = re.compile(
    r"^## (?P<title>\d+\. [^\n]+)\n(?:(?!^## ).)*?^```sql\n(?P<sql>.*?)^```\n\n"
    r"^```python\n(?P<python>.*?)^```\n\n^```text\n(?P<answer>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)

NOTEBOOK_OPENING = """# A tour for analysts

The questions of [tour.md](tour.md) as a notebook. It reads the tables that `make ingest` has written, or
those of the folder that `IMR_INTO` names; `make tour` writes it anew from the tour."""

SETTING = """import os

os.environ.setdefault("IMR_INTO", "../data/processed")

"""

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """One question: its SQL, its pandas, and the printed answer."""

    title: str
    sql: str
    python: str
    answer: str


def questions() -> list[Question]:
    """The questions of the tour, in order."""
    return [Question(**found.groupdict()) for found in QUESTION.finditer(TOUR.read_text(encoding="utf-8"))]


def answer_of_sql(store: Path, sql: str) -> str:
    """What `imr query` prints."""
    with connect(store) as connection:
        return "\n".join(texts(ask(connection, sql), Format.TABLE)) + "\n"


def rows_of_sql(store: Path, sql: str) -> Rows:
    """The rows of the answer, sorted."""
    with connect(store) as connection:
        return _sorted(row for rows in ask(connection, sql).rows() for row in rows)


def rows_of_pandas(pieces: list[str]) -> list[Rows]:
    """The rows that each piece of Python ends with, sorted; the pieces share their names, as in a notebook.

    The store is that of the environment, as for a person who follows the tour.
    """
    names: dict[str, Any] = {}
    exec(PREAMBLE.findall(TOUR.read_text(encoding="utf-8"))[0], names)
    found = []
    for piece in pieces:
        *before, last = ast.parse(piece).body
        assert isinstance(last, ast.Expr), "a piece ends with the frame that is its answer"
        exec(compile(ast.Module(before, []), "tour", "exec"), names)
        found.append(_rows(eval(compile(ast.Expression(last.value), "tour", "eval"), names)))
    return found


def _rows(answer: Any) -> Rows:
    frame = answer.to_frame() if isinstance(answer, pd.Series) else answer
    numbered = frame.index.name is None and frame.index.dtype.kind == "i"
    return _sorted((frame if numbered else frame.reset_index()).itertuples(index=False, name=None))


def _sorted(rows: Iterator[tuple[Any, ...]]) -> Rows:
    return sorted((tuple(map(_plain, row)) for row in rows), key=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    return None if pd.isna(value) else round(float(value), 6)


def notebook() -> str:
    """The tour as a notebook without outputs: its prose, and the pieces of Python."""
    opening, *sections = re.split(r"^(?=## )", TOUR.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pieces = [("markdown", NOTEBOOK_OPENING), ("code", f"{SETTING}{PREAMBLE.findall(opening)[0]}")]
    for section, question in zip(sections, questions(), strict=True):
        prose = re.sub(r"^```.*?^```\n\n?", "", section, flags=re.MULTILINE | re.DOTALL)
        pieces += [("markdown", prose), ("code", question.python)]
    made = {
        "cells": [_cell(kind, number, text.strip()) for number, (kind, text) in enumerate(pieces)],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _cell(kind: str, number: int, text: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": f"tour-{number}", "metadata": {}, "source": text}
    return cell if kind == "markdown" else cell | {"execution_count": None, "outputs": []}


def main() -> None:
    """Write the answers of the tour, and the notebook, anew."""
    with tempfile.TemporaryDirectory() as folder:
        ingest([LETTERS], Path(folder), RunOptions(workers=0))
        text = TOUR.read_text(encoding="utf-8")
        for question in questions():
            before = f"```python\n{question.python}```\n\n```text\n"
            answer = answer_of_sql(Path(folder), question.sql)
            text = text.replace(f"{before}{question.answer}```", f"{before}{answer}```")
    TOUR.write_text(text, encoding="utf-8")
    NOTEBOOK.write_text(notebook(), encoding="utf-8")
    print(f"{len(questions())} answers in {TOUR.relative_to(ROOT)}; {NOTEBOOK.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
