"""An answer as text or Parquet, batch by batch: no answer is ever held whole."""

import json
import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import StoreError, UsageError
from pipeline.query.ask import Answer
from pipeline.spreadsheet import LINE_END, csv_record

WIDEST = 60
"""Characters of a cell that a table shows; the other formats give all of them."""


class Format(StrEnum):
    """What an answer is written as."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def chosen_format(chosen: Format | None, out: Path | None) -> Format:
    """The format that was asked for, else that of the file's name, else a table.

    Raises:
        UsageError: Parquet without a file to write it to.
    """
    by_name = {each.value: each for each in Format} | {"jsonl": Format.JSON}
    found = chosen or by_name.get(out.suffix.lstrip(".").lower() if out else "", Format.TABLE)
    if found is Format.PARQUET and out is None:
        raise UsageError("Parquet is no text to print", "name a file with --out FILE")
    return found


def texts(answer: Answer, kind: Format) -> Iterator[str]:
    """The answer as text: lines, many at a time, each text without the last line's end.

    `table` has aligned columns, `csv` a heading and cells that no spreadsheet calculates, `json` an object a
    line.
    """
    if kind is Format.TABLE:
        yield from _table(answer)
    elif kind is Format.JSON:
        for rows in answer.rows():
            yield "\n".join(_json(answer.names, row) for row in rows)
    else:
        yield csv_record(answer.names)
        for rows in answer.rows():
            yield LINE_END.join(csv_record(row) for row in rows)


def save(answer: Answer, kind: Format, out: Path) -> int:
    """Write the answer to a file, which is there only when all of it is; gives its number of rows.

    Raises:
        StoreError: The file cannot be written.
        UsageError: The query fails on the way.
    """
    beside = out.with_name(f".{out.name}.part")
    try:
        try:
            if kind is Format.PARQUET:
                with pq.ParquetWriter(beside, answer.schema, compression="zstd") as writer:
                    for batch in answer.batches():
                        writer.write_batch(batch)
            else:
                _save_text(answer, kind, beside)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{out} cannot be written: {error}", "check free space and permissions") from error
    return answer.row_count


def _save_text(answer: Answer, kind: Format, path: Path) -> None:
    is_csv = kind is Format.CSV
    with path.open("w", encoding="utf-8-sig" if is_csv else "utf-8", newline="") as file:
        for text in texts(answer, kind):
            file.write(text + (LINE_END if is_csv else "\n"))


def _table(answer: Answer) -> Iterator[str]:
    """Columns as wide as the first rows need; a cell that is wider pushes its row."""
    right = [
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        for kind in answer.schema.types
    ]
    widths: list[int] = []
    for rows in answer.rows():
        cells = [[_shown(value) for value in row] for row in rows]
        if not widths:
            widths = [max(map(len, column)) for column in zip(answer.names, *cells, strict=True)]
            yield _line(answer.names, widths, right)
            yield "  ".join("-" * width for width in widths)
        yield "\n".join(_line(row, widths, right) for row in cells)
    if not widths:
        yield "  ".join(answer.names)
    yield f"({answer.row_count:,} {'row' if answer.row_count == 1 else 'rows'})"


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    aligned = (
        cell.rjust(width) if is_right else cell.ljust(width)
        for cell, width, is_right in zip(cells, widths, right, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _shown(value: Any) -> str:
    """A value in one line, without signs that a letter could smuggle to a terminal."""
    if value is None:
        return ""
    if isinstance(value, float):
        small = value and abs(value) < 0.001
        return f"{value:.4g}" if small or not math.isfinite(value) else f"{value:.4f}".rstrip("0").rstrip(".")
    text = json.dumps(_plain(value), ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    text = "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _json(names: list[str], row: tuple[Any, ...]) -> str:
    return json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A value of JSON: dates in ISO form, numbers as numbers, null for what is no number."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, bool | int | str | None) else str(value)
