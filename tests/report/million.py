"""Tables of a million letters, and what a report on them takes: `python -m tests.report.million`.

Fictional letters are read once, and their rows are multiplied: every copy is a letter of its own, with dates
of its own month and decisions that differ. The evidence, which a report does not read, is cut short.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from models.tables import (
    CASES,
    CITATIONS,
    DIAGNOSES,
    DRUGS,
    ISSUES,
    PARTITIONS,
    REJECTED,
    SCHEMA_VERSION,
    Table,
)
from pipeline.generate import write_letters
from pipeline.ingest import RunOptions, ingest
from pipeline.store.manifest import MANIFEST_NAME

SEED_LETTERS = 500
MONTHS = [(year, month) for year in range(2013, 2025) for month in range(1, 13)]
DATES = ("date_assigned", "date_of_injury", "ur_denial_date", "application_received", "injury_date_narrative")
ROWS_IN_GROUP = 1_000

LETTER = "sha256(letter_id || '-' || copy || '-{year}-{month}')"
DECIDED = "make_date({year}, {month}, 1 + (hash(letter_id, copy, {year}, {month}) % 28)::INT)"
DRAWN = "(hash(letter_id, copy, issue_number, {year}, {month}) % 1000)"
CHANGES = {
    CASES: [
        *(f"({DECIDED} - (decision_date - {date})::INT)::DATE AS {date}" for date in DATES),
        f"{DECIDED} AS decision_date",
        "(age + (hash(letter_id, copy, {month}, {year}) % 21)::INT - 10)::INT AS age",
        "evidence[:3] AS evidence",
    ],
    ISSUES: [
        f"CASE WHEN {DRAWN} < 85 THEN 'overturned' WHEN {DRAWN} < 102 THEN 'partially_overturned' "
        "ELSE 'upheld' END AS decision"
    ],
    DIAGNOSES: [],
    DRUGS: [],
    CITATIONS: [],
}


def main() -> None:
    """Write the tables unless they are there, then measure the command on them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=1_000_000)
    parser.add_argument("--into", type=Path, default=Path("build/million"))
    wanted = parser.parse_args()
    if not (wanted.into / MANIFEST_NAME).is_file():
        multiply(_seed(wanted.into / "seed"), wanted.into, wanted.letters)
    out = wanted.into / "report.html"
    began = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "report", "--from", str(wanted.into), "--out", str(out)]
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{seconds:.1f} s, {peak:,.0f} MB at the most, {out.stat().st_size / 1e6:.2f} MB of HTML")


def multiply(seed: Path, into: Path, letters: int) -> None:
    """Write tables of so many letters, each a changed copy of one of the seed's, spread over all months."""
    with duckdb.connect() as db:
        for table in (*CHANGES, REJECTED):
            files = seed / table.name / "*" / "*" / "*.parquet"
            db.execute(
                f"CREATE TABLE {table.name} AS SELECT * EXCLUDE ({', '.join(c.name for c in PARTITIONS)}) "
                f"FROM read_parquet('{files}', hive_partitioning = true)"
            )
        (per_copy,) = db.execute("SELECT count(*) FROM cases").fetchall()[0]
        copies = max(1, round(letters / len(MONTHS) / per_copy))
        for year, month in MONTHS:
            for table, changes in CHANGES.items():
                _write(db, table, changes, into, copies, year, month)
        path = into / "rejected" / "decision_year=0" / "decision_month=0" / "letters.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(db.sql("SELECT * FROM rejected").to_arrow_table().cast(REJECTED.schema), path)
    _write_manifest(into)


def _write_manifest(into: Path) -> None:
    """Name the files, as readers open no others."""
    files = [{"path": str(path.relative_to(into))} for path in sorted(into.glob("*/*=*/*=*/*.parquet"))]
    manifest = {"schema_version": SCHEMA_VERSION, "files": files}
    (into / MANIFEST_NAME).write_text(json.dumps(manifest), "utf-8")


def _write(
    db: duckdb.DuckDBPyConnection,
    table: Table,
    changes: list[str],
    into: Path,
    copies: int,
    year: int,
    month: int,
) -> None:
    number = f"format('CM{year % 100:02}-{month:02}{{:05d}}', copy * 1000 + rank) AS case_number"
    formed = (change.format(year=year, month=month) for change in (f"{LETTER} AS letter_id", *changes))
    changed = ", ".join([number, *formed])
    query = f"""
        SELECT * EXCLUDE (copy, rank) REPLACE ({changed})
        FROM {table.name} JOIN (SELECT letter_id, row_number() OVER (ORDER BY letter_id) AS rank FROM cases)
             USING (letter_id), (SELECT range AS copy FROM range({copies}))
        ORDER BY {", ".join(table.key)}
    """
    rows = db.sql(query).to_arrow_table().select(table.schema.names).cast(table.schema)
    path = into / table.name / f"decision_year={year}" / f"decision_month={month}" / "letters.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, path, compression="zstd", row_group_size=ROWS_IN_GROUP)


def _seed(folder: Path) -> Path:
    """The tables of some fictional letters."""
    letters = folder / "letters"
    list(write_letters(SEED_LETTERS, letters, seed=1, formats=["txt"]))
    ingest([letters], folder / "store", RunOptions(workers=0))
    return folder / "store"


if __name__ == "__main__":
    main()
