"""The manifest: which files are published, with rows and hashes, so that a copy can be checked."""

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

from models.tables import SCHEMA_VERSION

MANIFEST_NAME = "manifest.json"


def write_manifest(db: sqlite3.Connection, into: Path) -> None:
    """Write the manifest of what the ledger says is published, in place of the old one.

    Raises:
        OSError: If it cannot be written; the old one is then still there.
    """
    write_text(into / MANIFEST_NAME, json.dumps(_manifest(db), indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file beside its place, and put it there when all of it is on disk.

    Raises:
        OSError: If it cannot be written; the old one is then still there.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_manifest(into: Path) -> dict[str, Any]:
    """The manifest of a store.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no JSON.
    """
    manifest: dict[str, Any] = json.loads((into / MANIFEST_NAME).read_text(encoding="utf-8"))
    return manifest


def is_current(db: sqlite3.Connection, into: Path) -> bool:
    """Whether the manifest lists the files that the ledger says are published."""
    try:
        return bool(read_manifest(into)["files"] == _manifest(db)["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _manifest(db: sqlite3.Connection) -> dict[str, Any]:
    versions = "SELECT DISTINCT extraction_version FROM letters WHERE outcome = 'published' ORDER BY 1"
    latest = "SELECT max(run_id) FROM letters"
    files = db.execute("SELECT path, rows, bytes, sha256 FROM files ORDER BY path")
    return {
        "schema_version": SCHEMA_VERSION,
        "extraction_versions": [version for (version,) in db.execute(versions)],
        "run": db.execute(latest).fetchone()[0],
        "files": [dict(zip(("path", "rows", "bytes", "sha256"), row, strict=True)) for row in files],
    }
