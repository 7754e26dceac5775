"""The views: every table and nested column of what is published, and no way to anything else."""

import json
from pathlib import Path

import duckdb
import pytest

from models.tables import PARTITIONS, TABLES
from pipeline.errors import StoreError
from pipeline.query import connect
from pipeline.query.views import READY_VIEWS, Unnested, published_files
from pipeline.store.manifest import MANIFEST_NAME
from tests.store.common import letter, put, rows, run


def test_every_table_is_a_view_with_its_rows_and_columns(samples: Path) -> None:
    with connect(samples) as connection:
        for table in TABLES:
            found = connection.sql(f"SELECT * FROM {table.name}").to_arrow_table()
            assert found.num_rows == len(rows(samples, table.name))
            assert found.column_names[: len(table.columns)] == [column.name for column in table.columns]
            assert set(found.column_names[len(table.columns) :]) == {column.name for column in PARTITIONS}


@pytest.mark.parametrize("view", READY_VIEWS, ids=lambda view: view.name)
def test_a_ready_view_has_a_row_for_each_item(samples: Path, view: Unnested) -> None:
    column = "reviewer_specialties" if "zip" in view.column else view.column
    items = [item for row in rows(samples, view.table) for item in row[column]]
    with connect(samples) as connection:
        found = connection.execute(f"SELECT * FROM {view.name}").fetchall()
    assert len(found) == len(items)


def test_items_stand_beside_the_letter_they_belong_to(samples: Path) -> None:
    query = "SELECT letter_id, list(specialty), list(specialty_id) FROM reviewer_specialties GROUP BY ALL"
    with connect(samples) as connection:
        found = {each[0]: each[1:] for each in connection.execute(query).fetchall()}
    for case in rows(samples, "cases"):
        if case["reviewer_specialties"]:
            assert found[case["letter_id"]] == (case["reviewer_specialties"], case["reviewer_specialty_ids"])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM 'https://example.org/table.parquet'",
        "COPY (SELECT 1) TO '{folder}/stolen.csv'",
        "ATTACH '{folder}/new.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SELECT * FROM here",
    ],
)
def test_no_other_file_no_network_and_no_way_to_unlock(samples: Path, tmp_path: Path, query: str) -> None:
    here = connect(samples)  # no Python variable is a table either
    with pytest.raises(duckdb.Error, match=r"disabled|locked|does not exist"):
        here.execute(query.format(folder=tmp_path))
    here.close()
    assert not list(tmp_path.iterdir())


def test_only_what_the_manifest_names_is_read(tmp_path: Path) -> None:
    put(tmp_path / "letters", "1.txt", letter(1))
    run(tmp_path / "letters", tmp_path / "store")
    (month,) = published_files(tmp_path / "store")["cases"]
    month.with_name("stray.parquet").write_bytes(month.read_bytes())
    with connect(tmp_path / "store") as connection:
        assert connection.execute("SELECT count(*) FROM cases").fetchall() == [(1,)]


def test_a_sort_larger_than_memory_leaves_no_file_behind(samples: Path) -> None:
    with connect(samples) as connection:
        (spill,) = connection.execute("SELECT current_setting('temp_directory')").fetchall()[0]
    assert not Path(spill).exists()


def test_a_folder_without_tables_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no published tables") as caught:
        connect(tmp_path)
    assert "imr ingest" in caught.value.advice


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("file gone", "is not there"),
        ("file damaged", "cannot be read"),
        ("manifest damaged", "cannot be read"),
        ("other version", "schema version 1"),
        ("table gone", "is not published"),
    ],
)
def test_a_store_that_is_not_whole_is_said_in_a_line(tmp_path: Path, damage: str, says: str) -> None:
    put(tmp_path / "letters", "1.txt", letter(1))
    store = tmp_path / "store"
    run(tmp_path / "letters", store)
    (month,) = published_files(store)["cases"]
    manifest = json.loads((store / MANIFEST_NAME).read_text())
    if damage == "file gone":
        month.unlink()
    if damage == "file damaged":
        month.write_bytes(b"nonsense")
    if damage == "other version":
        manifest["schema_version"] = "1"
    if damage == "table gone":
        manifest["files"] = [each for each in manifest["files"] if not each["path"].startswith("drugs/")]
    text = "{" if damage == "manifest damaged" else json.dumps(manifest)
    (store / MANIFEST_NAME).write_text(text)
    with pytest.raises(StoreError, match=says) as caught:
        connect(store)
    assert "\n" not in str(caught.value)
    assert "imr" in caught.value.advice
