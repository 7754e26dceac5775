"""Frames for Python: the types of the dictionary, every row, and errors that say what to run."""

import traceback
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from models.tables import TABLES, Table
from models.vocabulary import Decision
from pipeline.errors import ImrError
from pipeline.query import load
from tests.store.common import rows

TYPES = {
    "string": "string",
    "int32": "Int32",
    "date32[day]": "datetime64[ms]",
    "bool": "boolean",
    "double": "Float64",
}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_frame_has_every_row_and_the_types_of_the_dictionary(samples: Path, table: Table) -> None:
    frame = load(table.name, store=samples)
    assert len(frame) == len(rows(samples, table.name))
    for column in table.columns:
        found = str(frame[column.name].dtype)
        if column.codes:
            assert list(frame[column.name].cat.categories) == [code.value for code in column.codes]
        elif pa.types.is_list(column.type):
            assert found.startswith("list<")
        else:
            assert found == TYPES[str(column.type)], column.name


def test_values_are_those_that_were_published(samples: Path) -> None:
    frame = load("issues", store=str(samples)).set_index(["letter_id", "issue_number"])
    for row in rows(samples, "issues"):
        found = frame.loc[(row["letter_id"], row["issue_number"])]
        assert found.decision == row["decision"]
        assert found.rationale == row["rationale"]
        assert list(found.body_parts) == row["body_parts"]
        assert pd.isna(found.quantity) if row["quantity"] is None else found.quantity == row["quantity"]


def test_a_join_keeps_every_request_and_adds_its_letter(samples: Path) -> None:
    frame = load("issues", join="cases", store=samples)
    assert len(frame) == len(rows(samples, "issues"))
    ages = {case["letter_id"]: case["age"] for case in rows(samples, "cases")}
    assert {row.letter_id: None if pd.isna(row.age) else row.age for row in frame.itertuples()} == ages
    assert frame.columns.is_unique
    assert frame.decision_date.max() - frame.decision_date.min() > pd.Timedelta(days=365)


def test_drugs_are_joined_to_their_own_request(samples: Path) -> None:
    frame = load("drugs", join=["issues", "cases"], store=samples)
    assert len(frame) == len(rows(samples, "drugs"))
    requests = {(row["letter_id"], row["issue_number"]): row["request"] for row in rows(samples, "issues")}
    for drug in frame.itertuples():
        assert drug.request == requests[drug.letter_id, drug.issue_number]
        assert drug.text.casefold() in drug.request.casefold()


def test_a_chain_of_tables_does_not_mix_the_requests_of_a_letter(samples: Path) -> None:
    chain = load("cases", join=["issues", "drugs"], columns=["request", "text"], store=samples).dropna()
    direct = load("drugs", join="issues", columns=["request", "text"], store=samples)
    assert sorted(chain.itertuples(index=False)) == sorted(direct.itertuples(index=False))
    sections = load("citations", join="citation_sections", columns=["sections", "section"], store=samples)
    cited = sections.dropna(subset="section")
    assert len(cited) == len(load("citation_sections", store=samples))
    assert all(row.section in row.sections for row in cited.itertuples())


def test_a_name_that_two_tables_share_is_told_apart(samples: Path) -> None:
    frame = load("citations", join="cases", columns=["source", "source_cases"], store=samples)
    assert set(frame.source.unique()) <= {"MTUS", "ODG", "ACOEM", "other"}
    assert set(frame.source_cases) <= {row["source"] for row in rows(samples, "cases")}


def test_polars_and_arrow_on_request(samples: Path) -> None:
    frame = load("issues", engine="polars", columns=["decision", "quantity"], store=samples)
    assert frame.schema == {"decision": pl.Enum([code.value for code in Decision]), "quantity": pl.Int32}
    table = load("issues", engine="arrow", columns=["decision", "quantity"], store=samples)
    assert table.schema.field("quantity").type == pa.int32()
    assert table.column("decision").to_pylist() == frame["decision"].to_list()


def test_a_ready_view_is_a_frame_as_well(samples: Path) -> None:
    assert "age_missing" in set(load("warnings", store=samples).code)


def test_a_letter_without_a_code_is_missing_not_another_category(samples: Path) -> None:
    frame = load("cases", store=samples)
    assert frame.sex.isna().sum() == sum(row["sex"] is None for row in rows(samples, "cases")) > 0


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"table": "isues"}, "choose one of: cases, issues"),
        ({"table": "issues", "columns": ["age"]}, "choose from: letter_id"),
        ({"table": "issues", "join": "issues"}, "once"),
        ({"table": "issues", "engine": "spark"}, "choose pandas, polars or arrow"),
        ({"table": "issues", "store": "/nowhere"}, "run imr ingest first"),
    ],
)
def test_what_cannot_be_loaded_says_what_to_do(samples: Path, wanted: dict[str, str], says: str) -> None:
    with pytest.raises(ImrError) as caught:
        load(**({"store": samples} | wanted))  # type: ignore[call-overload]
    assert says in "".join(traceback.format_exception(caught.value)), "a notebook shows the advice"
