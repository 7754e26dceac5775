"""The manifest: which files are published, with rows and hashes, so that a copy can be checked."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from models.tables import SCHEMA_VERSION
from pipeline.store.shelf import Shelf, shelf_of

MANIFEST_NAME = "manifest.json"


def write_manifest(db: sqlite3.Connection, place: Path | Shelf) -> None:
    """Write the manifest of what the ledger says is published, in place of the old one.

    Raises:
        OSError: If it cannot be written; the old one is then still there.
    """
    text = json.dumps(_manifest(db), indent=1) + "\n"
    with shelf_of(place).writing(MANIFEST_NAME) as file:
        file.write(text.encode())


def read_manifest(place: Path | Shelf) -> dict[str, Any]:
    """The manifest of published tables.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no JSON.
    """
    with shelf_of(place).open(MANIFEST_NAME) as file:
        manifest: dict[str, Any] = json.load(file)
    return manifest


def is_current(db: sqlite3.Connection, place: Path | Shelf) -> bool:
    """Whether the manifest lists the files that the ledger says are published."""
    try:
        return bool(read_manifest(place)["files"] == _files(db))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _manifest(db: sqlite3.Connection) -> dict[str, Any]:
    versions = "SELECT DISTINCT extraction_version FROM letters WHERE outcome = 'published' ORDER BY 1"
    latest = "SELECT max(run_id) FROM letters"
    return {
        "schema_version": SCHEMA_VERSION,
        "extraction_versions": [version for (version,) in db.execute(versions)],
        "run": db.execute(latest).fetchone()[0],
        "files": _files(db),
    }


def _files(db: sqlite3.Connection) -> list[dict[str, Any]]:
    files = db.execute("SELECT path, rows, bytes, sha256 FROM files ORDER BY path")
    return [dict(zip(("path", "rows", "bytes", "sha256"), row, strict=True)) for row in files]
