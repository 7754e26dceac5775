"""The descriptor of the published tables: `datapackage.json`, by the Data Package standard, version 2.

It says of every table what it is, which files hold it, and what each column means, so that a catalogue can
list the tables and other tools can read them. The same tables give the same descriptor, byte for byte; which
run wrote them is told in `manifest.json`.

Source: https://datapackage.org/standard/data-package/ and its pages on resources and table schemas.
"""

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pyarrow as pa

from models.tables import (
    CASES,
    ISSUE_NUMBER,
    ISSUES,
    LETTER_ID,
    LICENCE,
    REJECTED,
    SCHEMA_VERSION,
    TABLES,
    Column,
    Table,
)
from pipeline.store.shelf import Shelf, shelf_of

DESCRIPTOR_NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE_PATH = "https://www.apache.org/licenses/LICENSE-2.0"

TYPES = {
    "string": "string",
    "int32": "integer",
    "double": "number",
    "bool": "boolean",
    "date32[day]": "date",
}
"""Types of a table schema by those of Arrow; lists are arrays."""


def write_descriptor(db: sqlite3.Connection, place: Path | Shelf) -> None:
    """Write the descriptor of what the ledger says is published, in place of the old one.

    Raises:
        OSError: If it cannot be written; the old one is then still there.
    """
    with shelf_of(place).writing(DESCRIPTOR_NAME) as file:
        file.write(_text(db).encode())


def is_described(db: sqlite3.Connection, place: Path | Shelf) -> bool:
    """Whether the descriptor is that of what the ledger says is published."""
    try:
        with shelf_of(place).open(DESCRIPTOR_NAME) as file:
            return file.read() == _text(db).encode()
    except OSError:
        return False


def _text(db: sqlite3.Connection) -> str:
    return json.dumps(_descriptor(db), indent=1, ensure_ascii=False) + "\n"


def _descriptor(db: sqlite3.Connection) -> dict[str, Any]:
    listed = db.execute("SELECT path, rows, bytes, sha256 FROM files ORDER BY path")
    files = [
        {"path": path, "rows": rows, "bytes": size, "hash": f"sha256:{digest}"}
        for path, rows, size, digest in listed
    ]
    hashes = "".join(file["hash"] for file in files)
    return {
        "$schema": PROFILE,
        "name": "imr-decisions",
        "id": f"sha256:{hashlib.sha256(hashes.encode()).hexdigest()}",
        "title": "Independent Medical Review decisions",
        "description": "Letters of California workers' compensation Independent Medical Review, as tables. "
        "The columns decision_year and decision_month stand in the folders' names (Hive partitions).",
        "version": SCHEMA_VERSION,
        "licenses": [{"name": LICENCE, "path": LICENCE_PATH}],
        "sources": [{"title": "Letters published by the California Division of Workers' Compensation"}],
        "resources": [_resource(table, files) for table in TABLES],
    }


def _resource(table: Table, files: list[dict[str, Any]]) -> dict[str, Any]:
    own = [file for file in files if file["path"].startswith(f"{table.name}/")]
    return {
        "name": table.name,
        "description": table.description,
        "path": [file["path"] for file in own],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file["bytes"] for file in own),
        "rows": sum(file["rows"] for file in own),
        "files": own,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    """The columns of a table's files. What may be null is in no primary key, as the standard wants it."""
    required = {column.name for column in table.columns if not column.nullable}
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [],
        "primaryKey": [name for name in table.key if name in required],
    }
    if table not in (CASES, REJECTED):
        parent = CASES if table is ISSUES or ISSUE_NUMBER not in table.columns else ISSUES
        key = [LETTER_ID.name] if parent is CASES else [LETTER_ID.name, ISSUE_NUMBER.name]
        schema["foreignKeys"] = [{"fields": key, "reference": {"resource": parent.name, "fields": key}}]
    return schema


def _field(column: Column) -> dict[str, Any]:
    kind = "array" if pa.types.is_list(column.type) else TYPES[str(column.type)]
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.codes:
        constraints["enum"] = [code.value for code in column.codes]
    return field | ({"constraints": constraints} if constraints else {})
