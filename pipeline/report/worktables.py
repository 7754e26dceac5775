"""The published tables, opened in DuckDB within bounds, and cut down to what the report asks of them.

Letters are known by a hash of 64 bits instead of by the 64 digits of their SHA-256, and codes by number,
which makes tables and joins several times smaller. Among a million letters, two share a hash once in some 37
million stores.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from models.clinical import Category, Certainty, CitationStatus, Subcategory
from models.tables import TABLES
from models.vocabulary import Decision
from pipeline.errors import NothingToShow, StoreError, UsageError
from pipeline.link.icd10.groups import icd10_groups
from pipeline.query.views import published_files, quoted
from pipeline.vocabulary.body_regions import body_regions

MEMORY = "400MB"
"""What DuckDB may take; beyond it, it writes to disk. The drawing of charts takes some 300 MB more."""

THREADS = 2
"""Each thread reads a row group of its own, so that more of them take more memory."""

KEY = "hash(letter_id)"

CODES = {"decision": Decision, "category": Category, "subcategory": Subcategory, "status": CitationStatus}

WORK_TABLES = f"""
CREATE TABLE requests AS
    SELECT {KEY} AS letter, issue_number::SMALLINT AS number,
           decision::decision AS decision, decision <> '{Decision.UPHELD}' AS overturned,
           category::category AS category, subcategory::subcategory AS subcategory, retrospective,
           claims_administrator_citation_status::status AS claims_administrator_citation_status,
           reviewer_citation_status::status AS reviewer_citation_status
    FROM issues WHERE {{chosen}};
CREATE TABLE letters AS
    SELECT {KEY} AS letter, decision_year AS year, decision_month AS month,
           ur_denial_date, application_received, date_assigned, decision_date, date_of_injury,
           age, sex, issue_count, engine, requests, overturned, drugs
    FROM cases JOIN (
        SELECT letter, count(*) AS requests, count(*) FILTER (overturned) AS overturned,
               count(*) FILTER (category = '{Category.PHARMACEUTICALS}') AS drugs
        FROM requests GROUP BY letter
    ) AS counted ON letter = {KEY};
"""


NAMED = f"""
CREATE TABLE named AS
    SELECT body_parts AS parts, count(*) AS requests,
           count(*) FILTER (decision <> '{Decision.UPHELD}') AS overturned
    FROM issues WHERE len(body_parts) > 0 AND {{chosen}} GROUP BY ALL
"""
DIAGNOSED = f"""
CREATE TYPE chapter AS ENUM (SELECT DISTINCT chapter FROM code_groups ORDER BY 1);
CREATE TYPE block AS ENUM (SELECT DISTINCT block FROM code_groups ORDER BY 1);
CREATE TABLE diagnosed AS
    SELECT DISTINCT letter, chapter::chapter AS chapter, block::block AS block
    FROM (
        SELECT {KEY} AS letter, icd10_code AS code FROM diagnoses WHERE certainty = '{Certainty.AFFIRMED}'
    ) JOIN code_groups USING (code) SEMI JOIN letters USING (letter);
"""


@dataclass(frozen=True)
class Choice:
    """What a report is restricted to; nothing chosen is everything.

    Attributes:
        years: Years of decision.
        categories: Request categories. Letters are then those with at least one such request, and only such
            requests count.
    """

    years: tuple[int, ...] = ()
    categories: tuple[Category, ...] = ()


@contextmanager
def opened(store: Path, choice: Choice) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with a view for each published table and the work tables `requests` and `letters`.

    Raises:
        StoreError: There are no tables, or they cannot be read.
        NothingToShow: There is no letter in them.
        UsageError: No letter is of the years and categories chosen.
    """
    files = published_files(store)
    with tempfile.TemporaryDirectory(prefix="imr-report-") as spill:
        db = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "threads": THREADS,
                "temp_directory": spill,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "preserve_insertion_order": False,
            }
        )
        try:
            _prepare(db, store, files, choice)
            yield db
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException) as error:
            raise StoreError(
                f"the tables in {store} cannot be read: {str(error).splitlines()[0]}",
                "write them anew with: imr publish --rebuild",
            ) from error
        finally:
            db.close()


def _prepare(
    db: duckdb.DuckDBPyConnection, store: Path, files: Mapping[str, Sequence[Path]], choice: Choice
) -> None:
    for table in TABLES:
        paths = ", ".join(quoted(str(path)) for path in files[table.name])
        scan = f"read_parquet([{paths}], hive_partitioning = true)"
        db.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {scan}")
    if not db.execute("SELECT count(*) FROM cases").fetchall()[0][0]:
        raise NothingToShow(f"there is no letter in {store}", "see why with: imr rejected")
    for name, codes in CODES.items():
        members = ", ".join(f"'{code}'" for code in codes)
        db.execute(f"CREATE TYPE {name} AS ENUM ({members})")
    db.execute(WORK_TABLES.format(chosen=chosen(choice)))
    if not db.execute("SELECT count(*) FROM letters").fetchall()[0][0]:
        raise UsageError(f"no letter in {store} is of the years and categories chosen", "choose others")
    _add_regions(db, choice)
    _add_code_groups(db)


def chosen(choice: Choice) -> str:
    """The condition on rows of `issues`; letters are those that have one of them."""
    years = ", ".join(map(str, choice.years))
    codes = ", ".join(f"'{category.value}'" for category in choice.categories)
    conditions = [f"decision_year IN ({years})" if years else "", f"category IN ({codes})" if codes else ""]
    return " AND ".join(filter(None, conditions)) or "true"


def _add_regions(db: duckdb.DuckDBPyConnection, choice: Choice) -> None:
    """The tables `named`, requests by their list of body parts, and `regions`, where each body part lies."""
    db.execute(NAMED.format(chosen=chosen(choice)))
    parts = db.execute("SELECT DISTINCT unnest(parts) FROM named ORDER BY 1").fetchall()
    placed = [(part, region) for (part,) in parts for region in sorted(body_regions().of(part))]
    _create(db, "regions", ("part", "region"), placed)


def _add_code_groups(db: duckdb.DuckDBPyConnection) -> None:
    """The table `diagnosed`: the ICD-10-CM blocks of what each letter affirms, with their chapters."""
    codes = db.execute(
        "SELECT DISTINCT icd10_code FROM diagnoses WHERE icd10_code IS NOT NULL ORDER BY 1"
    ).fetchall()
    groups = icd10_groups()
    placed = [(code, groups.chapter(code).code, groups.block(code).code) for (code,) in codes]
    _create(db, "code_groups", ("code", "chapter", "block"), placed)
    db.execute(DIAGNOSED)


def _create(
    db: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> None:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    values = [pa.array(column, pa.string()) for column in columns]
    db.register("given", pa.table(dict(zip(names, values, strict=True))))
    db.execute(f"CREATE TABLE {table} AS SELECT * FROM given")
    db.unregister("given")
