"""The descriptor: what a catalogue or another tool learns of the tables, by the rules of Data Package 2."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from models.tables import SCHEMA_VERSION, TABLES
from pipeline.store.descriptor import DESCRIPTOR_NAME
from pipeline.store.ledger import Ledger
from pipeline.store.manifest import read_manifest
from pipeline.store.publish import publish
from pipeline.store.verify import faults
from tests.store.common import RECIPE, letter, put, run

FIELD_TYPES = {"string", "integer", "number", "boolean", "date", "array"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    put(tmp_path / "letters", "1.txt", letter(1))
    put(tmp_path / "letters", "2.txt", letter(2, decided="05/05/2015"))
    put(tmp_path / "letters", "x.txt", RECIPE)
    run(tmp_path / "letters", tmp_path / "store")
    return tmp_path / "store"


def descriptor(store: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((store / DESCRIPTOR_NAME).read_text(encoding="utf-8"))
    return found


def test_it_names_every_table_and_file_with_rows_and_hash(store: Path) -> None:
    listed = []
    for table, resource in zip(TABLES, descriptor(store)["resources"], strict=True):
        assert resource["name"] == table.name
        assert resource["path"] == [file["path"] for file in resource["files"]]
        for file in resource["files"]:
            data = (store / file["path"]).read_bytes()
            assert file["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert file["bytes"] == len(data)
            assert file["rows"] == pq.read_metadata(store / file["path"]).num_rows
        assert resource["rows"] == sum(file["rows"] for file in resource["files"])
        assert resource["bytes"] == sum(file["bytes"] for file in resource["files"])
        listed += resource["path"]
    assert listed and sorted(listed) == [file["path"] for file in read_manifest(store)["files"]]


def test_its_schemas_are_those_of_the_files(store: Path) -> None:
    for table, resource in zip(TABLES, descriptor(store)["resources"], strict=True):
        fields = resource["schema"]["fields"]
        for path in resource["path"]:
            assert pq.read_schema(store / path).names == [field["name"] for field in fields]
        for column, field in zip(table.columns, fields, strict=True):
            assert field["description"] == column.description
            assert (field["type"] == "array") == pa.types.is_list(column.type)
            assert ("required" in field.get("constraints", {})) == (not column.nullable)
            codes = [code.value for code in column.codes] if column.codes else None
            assert field.get("constraints", {}).get("enum") == codes


def test_it_keeps_the_rules_of_the_standard(store: Path) -> None:
    found = descriptor(store)
    assert found["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    names = [resource["name"] for resource in found["resources"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9._/-]+", name) for name in [found["name"], *names])
    assert all(license.keys() & {"name", "path"} for license in found["licenses"])
    for resource in found["resources"]:
        assert resource["path"], "a resource has data"
        for path in resource["path"]:
            assert not path.startswith(("/", ".")) and ".." not in path and "\\" not in path
        schema = resource["schema"]
        fields = {field["name"]: field for field in schema["fields"]}
        assert {field["type"] for field in fields.values()} <= FIELD_TYPES
        assert schema["primaryKey"]
        for name in schema["primaryKey"]:
            assert fields[name]["constraints"]["required"], "no part of a primary key may be null"
        for key in schema.get("foreignKeys", []):
            (parent,) = [each for each in found["resources"] if each["name"] == key["reference"]["resource"]]
            assert key["reference"]["fields"] == parent["schema"]["primaryKey"]
            assert set(key["fields"]) <= fields.keys()


def test_keys_hold_in_the_data(store: Path) -> None:
    rows = {
        resource["name"]: [
            row for path in resource["path"] for row in pq.ParquetFile(store / path).read().to_pylist()
        ]
        for resource in descriptor(store)["resources"]
    }
    for resource in descriptor(store)["resources"]:
        schema, own = resource["schema"], rows[resource["name"]]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in own]
        assert len(set(keys)) == len(keys)
        for key in schema.get("foreignKeys", []):
            parents = {
                tuple(row[name] for name in key["reference"]["fields"])
                for row in rows[key["reference"]["resource"]]
            }
            assert {tuple(row[name] for name in key["fields"]) for row in own} <= parents


def test_the_same_letters_give_the_same_descriptor(store: Path, tmp_path: Path) -> None:
    before = (store / DESCRIPTOR_NAME).read_bytes()
    for name in ("x.txt", "2.txt", "1.txt"):
        run(tmp_path / "letters" / name, tmp_path / "other")
        # the rejected file is known by its path, which is the same
    assert (tmp_path / "other" / DESCRIPTOR_NAME).read_bytes() == before
    put(tmp_path / "letters", "3.txt", letter(3))
    run(tmp_path / "letters", store)
    assert (store / DESCRIPTOR_NAME).read_bytes() != before


def test_one_that_is_lost_or_changed_is_a_fault_and_written_anew(store: Path) -> None:
    whole = (store / DESCRIPTOR_NAME).read_bytes()
    with Ledger(store) as ledger:
        assert not list(faults(ledger.db, store))
        for damage in (b"{}", None):
            (store / DESCRIPTOR_NAME).unlink()
            if damage:
                (store / DESCRIPTOR_NAME).write_bytes(damage)
            assert [fault for fault in faults(ledger.db, store) if DESCRIPTOR_NAME in fault]
            assert publish(ledger, store) == 0
            assert (store / DESCRIPTOR_NAME).read_bytes() == whole


def test_every_file_says_its_schema_and_licence(store: Path) -> None:
    for path in store.rglob("*.parquet"):
        metadata = pq.read_metadata(path).metadata
        assert metadata[b"schema_version"].decode() == SCHEMA_VERSION
        assert metadata[b"licence"] == b"Apache-2.0"
        assert b"manifest.json" in metadata[b"provenance"]
