"""What the tests of the store share: letters on cases, runs, and what is on the disk after them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.ingest import Report, RunOptions, ingest
from pipeline.store.manifest import MANIFEST_NAME
from tests.letters import BODY, HEADER, text_letter

RECIPE = b"Take two eggs, some flour and a pinch of salt, and stir until it is smooth.\n"
USERS_OF_THE_VERSION = (
    "pipeline.ingest",
    "pipeline.store.ledger",
    "pipeline.store.runs",
    "pipeline.store.status",
    "pipeline.assemble.case",
)
Row = dict[str, Any]


def letter(number: int = 1, decided: str = "04/02/2015", says: str = "Therapy helped.") -> bytes:
    """A letter on a case."""
    header = HEADER.replace("CM16-0900001", case_number(number)).replace("04/02/2015", decided)
    return text_letter(header, BODY.replace("Therapy helped.", says))


def case_number(number: int) -> str:
    return f"CM16-09{number:05}"


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def run(places: Path | Sequence[Path], into: Path, **options: Any) -> Report:
    """A run in this process."""
    return ingest([places] if isinstance(places, Path) else places, into, RunOptions(**options))


def new_version(monkeypatch: pytest.MonkeyPatch, version: str = "next") -> None:
    """Let the extraction be of another version."""
    for module in USERS_OF_THE_VERSION:
        monkeypatch.setattr(f"{module}.EXTRACTION_VERSION", version)


def published(store: Path) -> dict[str, bytes]:
    """Every published file with its bytes."""
    return {str(path.relative_to(store)): path.read_bytes() for path in sorted(store.rglob("*.parquet"))}


def written_at(store: Path) -> dict[str, int]:
    """When every published file, and the manifest, was written."""
    paths = [*store.rglob("*.parquet"), store / MANIFEST_NAME]
    return {str(path.relative_to(store)): path.stat().st_mtime_ns for path in paths}


def months(store: Path) -> set[str]:
    """The months of decision that have a file of cases, such as 2015-4."""
    return {
        "-".join(folder.partition("=")[2] for folder in path.parts[-3:-1])
        for path in (store / "cases").rglob("*.parquet")
    }


def rows(store: Path, table: str) -> list[Row]:
    """The published rows of a table, by key."""
    found: list[Row] = pq.read_table(store / table).to_pylist()
    return sorted(found, key=lambda row: str(row.get("case_number") or row.get("source")))


def codes(row: Row) -> set[str]:
    return {warning["code"] for warning in row["warnings"]}
