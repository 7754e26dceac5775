"""The published tables as views of a DuckDB connection that can read them and nothing else.

Only files that the manifest names are opened: what a run is about to put beside them is not seen. The
connection is locked: it opens no other file, no network and no extension, and cannot be unlocked. DuckDB lets
it write to the files that it may read, though; SQL that a person types goes through `statement.py` first.
"""

import os
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.tables import PARTITIONS, SCHEMA_VERSION, TABLES, Table
from pipeline.errors import StoreError, UsageError
from pipeline.sources.remote import without_secrets
from pipeline.sources.urls import is_url
from pipeline.store.manifest import MANIFEST_NAME, read_manifest

if TYPE_CHECKING:
    import duckdb

READ_FIRST = "run imr ingest first, or name the folder that has them"
WRITE_ANEW = "run imr publish --rebuild"

SQL_TYPES = {"int32": "INTEGER"}
"""Types of the columns that stand in the folders' names."""


@dataclass(frozen=True)
class Unnested:
    """A ready view: the items of a list column, one row each, beside the key of the row that holds them.

    Attributes:
        name: The view's name.
        description: What one row is.
        table: The table that holds the lists.
        keys: The columns that are taken over, besides the partitions.
        column: The list column, or SQL that gives a list.
        items: SQL of each new column by its name; `item` is the list's item.
    """

    name: str
    description: str
    table: str
    keys: tuple[str, ...]
    column: str
    items: dict[str, str]

    @property
    def sql(self) -> str:
        """The view's query."""
        keys, months = ", ".join(self.keys), ", ".join(column.name for column in PARTITIONS)
        items = ", ".join(f"{sql} AS {name}" for name, sql in self.items.items())
        return (
            f"SELECT {keys}, {items}, {months} FROM "
            f"(SELECT {keys}, {months}, unnest({self.column}) AS item FROM {self.table})"
        )


LETTER = ("letter_id", "case_number")
REQUEST = (*LETTER, "issue_number")

READY_VIEWS = (
    Unnested(
        "warnings",
        "One row for each warning of a letter.",
        "cases",
        LETTER,
        "warnings",
        {"code": "item.code", "field": "item.field", "message": "item.message"},
    ),
    Unnested(
        "evidence",
        "One row for each place that a value was read from; offsets are in characters of the page's text.",
        "cases",
        LETTER,
        "evidence",
        {
            "field": "item.field",
            "page": "item.page",
            "start_offset": 'item."start"',
            "end_offset": 'item."end"',
            "boxes": "item.boxes",
        },
    ),
    Unnested(
        "reviewer_states",
        "One row for each state that a letter's reviewer is licensed in.",
        "cases",
        LETTER,
        "reviewer_states",
        {"state": "item"},
    ),
    Unnested(
        "reviewer_specialties",
        "One row for each specialty of a letter's reviewer, as printed and by the Division's list.",
        "cases",
        LETTER,
        "list_zip(reviewer_specialties, reviewer_specialty_ids)",
        {"specialty": "item[1]", "specialty_id": "item[2]"},
    ),
    Unnested(
        "body_parts",
        "One row for each body part that a request names.",
        "issues",
        REQUEST,
        "body_parts",
        {"body_part": "item"},
    ),
    Unnested(
        "procedure_codes",
        "One row for each CPT or HCPCS code that a request prints.",
        "issues",
        REQUEST,
        "procedure_codes",
        {"procedure_code": "item"},
    ),
    Unnested(
        "citation_sections",
        "One row for each section of a guideline that is cited.",
        "citations",
        (*REQUEST, "side", "citation_number"),
        "sections",
        {"section": "item"},
    ),
)
"""What is nested in a table, ready to be counted and joined."""


def tables_folder(place: Path | str) -> Path:
    """The folder of this machine that a place names.

    Raises:
        UsageError: It is a URL: what stands in an object store is copied first, or read by other tools.
    """
    if isinstance(place, str) and is_url(place):
        advice = "copy them to a folder and name that; pandas, DuckDB and Polars read them where they are"
        raise UsageError(f"the tables stand behind a URL, {without_secrets(place)}", advice)
    return Path(place)


def connect(folder: Path) -> "duckdb.DuckDBPyConnection":
    """A connection with the published tables of a store as views, and a ready view for each nested column.

    Args:
        folder: The store.

    Raises:
        StoreError: There are no tables, not all their files, or those of another version.
        UsageError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        advice = "pip install 'imr-pipeline[analysis]'"
        raise UsageError("DuckDB is not installed", advice) from error
    files = published_files(folder)
    connection = duckdb.connect(":memory:")
    try:
        _lock(connection, [str(path) for paths in files.values() for path in paths])
        for table in TABLES:
            connection.execute(f"CREATE VIEW {table.name} AS {_scan(table, files[table.name])}")
        for view in READY_VIEWS:
            connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise StoreError(f"the tables in {folder} cannot be read: {first_line(error)}", WRITE_ANEW) from error
    return connection


def published_files(folder: Path) -> dict[str, list[Path]]:
    """The files of each table that the manifest names, as absolute paths.

    Raises:
        StoreError: There is no manifest, it is of another version, or a file is not there.
    """
    try:
        manifest: dict[str, Any] = read_manifest(folder)
        version, listed = manifest["schema_version"], [each["path"] for each in manifest["files"]]
    except FileNotFoundError as error:
        raise StoreError(f"there are no published tables in {folder}", READ_FIRST) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / MANIFEST_NAME} cannot be read: {error}", WRITE_ANEW) from error
    if version != SCHEMA_VERSION:
        message = f"the tables in {folder} have schema version {version}, this imr reads {SCHEMA_VERSION}"
        raise StoreError(message, "run imr ingest with this version, or query with the one that wrote them")
    files = defaultdict(list)
    for path in listed:
        whole = (folder / path).absolute()
        if not whole.is_file():
            raise StoreError(f"the published file {whole} is not there", WRITE_ANEW)
        files[Path(path).parts[0]].append(whole)
    for table in TABLES:
        if not files[table.name]:
            raise StoreError(f"the table {table.name} is not published in {folder}", WRITE_ANEW)
    return files


def first_line(error: BaseException) -> str:
    """What an error of DuckDB says, without the query that it repeats below."""
    return str(error).strip().split("\n", 1)[0]


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _lock(connection: "duckdb.DuckDBPyConnection", paths: list[str]) -> None:
    """Let the connection read these files, spill to the system's temporary folder, and nothing else."""
    spill = Path(tempfile.gettempdir()) / f"imr-query-{os.getpid()}"
    connection.execute(f"SET temp_directory = {quoted(str(spill))}")  # made only where memory runs out
    connection.execute(f"SET allowed_paths = [{', '.join(map(quoted, paths))}]")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET enable_external_access = false")


def _scan(table: Table, paths: list[Path]) -> str:
    names = ", ".join(column.name for column in (*table.columns, *PARTITIONS))
    files = ", ".join(quoted(str(path)) for path in paths)
    types = ", ".join(f"{column.name}: {SQL_TYPES[str(column.type)]}" for column in PARTITIONS)
    return f"SELECT {names} FROM read_parquet([{files}], hive_partitioning = true, hive_types = {{{types}}})"
