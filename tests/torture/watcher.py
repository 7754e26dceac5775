"""A process that reads the tables of a store again and again until it is told to stop: watcher.py STORE STOP.

What it met is printed as JSON: how often it read, what errors made it read again at once, and what must never
happen.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from models.tables import TABLES

KEYS = {table.name: list(table.key) for table in TABLES}
PATIENCE = 5
"""Attempts at a read; none may be needed where each file is opened once."""


def by_pandas(store: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(store / name, columns=KEYS[name])


def by_duckdb(store: Path, name: str) -> pd.DataFrame:
    keys = ", ".join(KEYS[name])
    return duckdb.connect().execute(f"SELECT {keys} FROM read_parquet('{store}/{name}/**/*.parquet')").df()


def by_file(store: Path, name: str) -> pd.DataFrame:
    """Each file opened once and read to its end: what is promised holds without exception."""
    files = []
    for path in sorted((store / name).rglob("*.parquet")):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            files.append(pq.ParquetFile(file).read(columns=KEYS[name]).to_pandas())
    return pd.concat(files)


READERS: dict[str, Callable[[Path, str], pd.DataFrame]] = {
    "pandas": by_pandas,
    "DuckDB": by_duckdb,
    "file by file": by_file,
}


def watch(store: Path, stop: Path) -> dict[str, object]:
    """Read until the file `stop` appears."""
    reads, again, never = Counter[str](), Counter[str](), list[str]()
    while not stop.exists():
        for how in READERS:
            for name in KEYS:
                reads[how] += 1
                rows, errors = _read(store, how, name)
                again.update(f"{how}: {error.partition(':')[0]}" for error in errors)
                if rows is None or (errors and how == "file by file"):
                    never.append(f"{how} cannot read {name}: {errors[-1]}")
                elif name != "rejected":
                    never += [f"{how}: {name} has no rows"] if rows.empty else []
                    never += [
                        f"{how}: {name} has a row twice: {row}" for row in rows[rows.duplicated()].values
                    ]
    return {"reads": reads, "again": again, "never": never}


def _read(store: Path, how: str, name: str) -> tuple[pd.DataFrame | None, list[str]]:
    """The rows of a table, and the errors that came before."""
    errors: list[str] = []
    while len(errors) < PATIENCE:
        try:
            return READERS[how](store, name), errors
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    return None, errors


if __name__ == "__main__":
    print(json.dumps(watch(Path(sys.argv[1]), Path(sys.argv[2]))))
