"""The published tables as typed frames for Python: `load("issues", join="cases")`.

Columns have the types that the data dictionary says, also where values are missing: whole numbers stay whole,
dates are dates, and a column of codes is categorical, with every code of its vocabulary as a category.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

import pyarrow as pa
import pyarrow.compute as pc

from models.tables import TABLES
from pipeline.errors import ImrError, UsageError
from pipeline.query.views import READY_VIEWS, connect, tables_folder
from pipeline.settings import settings

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl

Engine = Literal["pandas", "polars", "arrow"]

JOINED_BY = ("letter_id", "issue_number", "side", "citation_number")
"""What a table is joined to the others by, as far as both have it."""

SAME_EVERYWHERE = {*JOINED_BY, "case_number", "decision_year", "decision_month"}
"""Columns that say the same in all tables of a letter, so that they are taken once."""


@overload
def load(
    table: str,
    *,
    join: str | Sequence[str] = (),
    columns: Sequence[str] | None = None,
    engine: Literal["pandas"] = "pandas",
    store: Path | str | None = None,
) -> "pd.DataFrame": ...
@overload
def load(
    table: str,
    *,
    join: str | Sequence[str] = (),
    columns: Sequence[str] | None = None,
    engine: Literal["polars"],
    store: Path | str | None = None,
) -> "pl.DataFrame": ...
@overload
def load(
    table: str,
    *,
    join: str | Sequence[str] = (),
    columns: Sequence[str] | None = None,
    engine: Literal["arrow"],
    store: Path | str | None = None,
) -> pa.Table: ...
def load(
    table: str,
    *,
    join: str | Sequence[str] = (),
    columns: Sequence[str] | None = None,
    engine: Engine = "pandas",
    store: Path | str | None = None,
) -> Any:
    """A published table, or a ready view of one, as a frame; its rows are in the order of its key.

    Args:
        table: Such as `issues`; see the data dictionary, or `.tables` in `imr query`.
        join: Tables whose columns are added: by `letter_id`, and by the numbers of request and citation where
            both have them. Every row of `table` is kept, as often as the other has rows for it. A column of
            another meaning but the same name is called after its table, such as `source_cases`.
        columns: The columns to read, instead of all.
        engine: `pandas` (nullable types), `polars` or `arrow`.
        store: The folder of the tables; as for the command, `IMR_INTO` or `data/processed` if not given.

    Raises:
        StoreError: Nothing is published there.
        UsageError: There is no such table, column or engine, or what is needed is not installed.
    """
    try:
        return _load([table, *([join] if isinstance(join, str) else join)], columns, engine, store)
    except ImrError as error:
        error.add_note(error.advice)  # a traceback shows it below the message
        raise


def _load(
    names: list[str], columns: Sequence[str] | None, engine: Engine, store: Path | str | None
) -> pa.Table | Any:
    if engine not in get_args(Engine):
        raise UsageError(f"there is no engine {engine}", "choose pandas, polars or arrow")
    known = [*(each.name for each in TABLES), *(view.name for view in READY_VIEWS)]
    for name in names:
        if name not in known:
            raise UsageError(f"there is no table {name}", f"choose one of: {', '.join(known)}")
    if len(set(names)) < len(names):
        raise UsageError("a table is named twice", "name each table to join once")
    with connect(tables_folder(settings().into if store is None else store)) as connection:
        chosen = _chosen(_columns(connection, names), columns)
        found = connection.sql(_sql(connection, names, chosen)).to_arrow_table()
    for number, column in enumerate(chosen):
        codes = _codes(column)
        if codes:
            found = found.set_column(number, column.label, _coded(found.column(number), codes))
    if engine == "arrow":
        return found
    return _pandas(found) if engine == "pandas" else _polars(found)


@dataclass(frozen=True)
class _Chosen:
    """A column of the frame: where it is from, and what it is called there."""

    table: str
    name: str
    label: str


def _columns(connection: "duckdb.DuckDBPyConnection", names: Sequence[str]) -> list[_Chosen]:
    """All columns of the joined tables, those that say the same once."""
    found: list[_Chosen] = []
    for table in names:
        labels = {column.label for column in found}
        for name in _names(connection, table):
            if name not in labels:
                found.append(_Chosen(table, name, name))
            elif name not in SAME_EVERYWHERE:
                found.append(_Chosen(table, name, f"{name}_{table}"))
    return found


def _chosen(found: list[_Chosen], columns: Sequence[str] | None) -> list[_Chosen]:
    if columns is None:
        return found
    by_label = {column.label: column for column in found}
    for name in columns:
        if name not in by_label:
            raise UsageError(f"there is no column {name}", f"choose from: {', '.join(by_label)}")
    return [by_label[name] for name in columns]


def _sql(connection: "duckdb.DuckDBPyConnection", names: Sequence[str], chosen: Iterable[_Chosen]) -> str:
    first, *others = names
    taken = ", ".join(f'{column.table}."{column.name}" AS "{column.label}"' for column in chosen)
    sql = f"SELECT {taken} FROM {first}"
    held = dict.fromkeys(_names(connection, first), first)
    for other in others:
        own = _names(connection, other)
        shared = [key for key in JOINED_BY if key in held and key in own]
        sql += f" LEFT JOIN {other} ON " + " AND ".join(
            f"{held[key]}.{key} = {other}.{key}" for key in shared
        )
        held = dict.fromkeys(own, other) | held
    keys = {table.name: table.key for table in TABLES}
    order = ", ".join(f"{name}.{key}" for name in names for key in keys.get(name, ()))
    return f"{sql} ORDER BY {order}" if order else sql


def _names(connection: "duckdb.DuckDBPyConnection", table: str) -> list[str]:
    return [str(name) for name in connection.sql(f"SELECT * FROM {table}").columns]


def _codes(chosen: _Chosen) -> list[str]:
    """The vocabulary of a column, if it has one."""
    for table in TABLES:
        for column in table.columns:
            if (table.name, column.name) == (chosen.table, chosen.name) and column.codes:
                return [code.value for code in column.codes]
    return []


def _coded(column: pa.ChunkedArray, codes: list[str]) -> pa.DictionaryArray:
    """A column of codes as indices into its whole vocabulary."""
    texts = column.combine_chunks().cast(pa.string())
    unknown = sorted(
        set(pc.unique(texts).to_pylist()) - {*codes, None}
    )  # of a later version of the vocabulary
    values = pa.array([*codes, *unknown], pa.string())
    return pa.DictionaryArray.from_arrays(pc.index_in(texts, values), values)


def _pandas(found: pa.Table) -> "pd.DataFrame":
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("pandas is not installed", "pip install 'imr-pipeline[analysis]'") from error
    types = {
        pa.string(): pd.StringDtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }

    def dtype(kind: pa.DataType) -> Any:
        return pd.ArrowDtype(kind) if pa.types.is_list(kind) else types.get(kind)

    return found.to_pandas(types_mapper=dtype, date_as_object=False)


def _polars(found: pa.Table) -> "pl.DataFrame":
    try:
        import polars as pl
    except ImportError as error:
        raise UsageError("Polars is not installed", "pip install 'imr-pipeline[analysis]'") from error
    frame = pl.DataFrame(pl.from_arrow(found))
    enums = {
        field.name: pl.Enum(found.column(field.name).chunk(0).dictionary.to_pylist())
        for field in found.schema
        if pa.types.is_dictionary(field.type)
    }
    return frame.cast(enums) if enums else frame
