"""Every figure of a report as a CSV file."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from pipeline.errors import StoreError
from pipeline.report.figures import Figures
from pipeline.report.values import AgeBand, Count, Outcome, Pair, Period, Row, Share, Spread, Stage
from pipeline.spreadsheet import LINE_END, csv_record

ROWS: dict[str, type[Row]] = {
    field.name: kind
    for field in fields(Figures)
    for kind in (AgeBand, Count, Outcome, Pair, Period, Stage)
    if get_args(field.type)[:1] == (kind,)
}
"""Figures that are tables, with the kind of their rows."""


def write_csv(figures: Figures, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write one file for each table of figures; gives each file with its number of rows.

    Raises:
        StoreError: A file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, kind in ROWS.items():
            path = folder / f"{name}.csv"
            yield path, _write(path, kind, getattr(figures, name))
    except OSError as error:
        raise StoreError(
            f"the figures cannot be written: {error}", "check free space and permissions"
        ) from error


def _write(path: Path, kind: type[Row], rows: Sequence[Row]) -> int:
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(csv_record(_headings(kind)) + LINE_END)
        for row in rows:
            cells = (cell for field in fields(row) for cell in _cells(getattr(row, field.name)))
            file.write(csv_record(cells) + LINE_END)
    beside.replace(path)
    return len(rows)


def _headings(kind: type[Row]) -> list[str]:
    return [heading for field in fields(kind) for heading in _heading(field.name, field.type)]


def _heading(name: str, kind: Any) -> list[str]:
    if kind is Share:
        return [f"{name}_{part}" for part in ("cases", "of", "share", "low_95", "high_95", "few_cases")]
    if kind is Spread:
        return [f"{name}_{part}" for part in ("cases", "lower_quartile", "median", "upper_quartile")]
    return [name]


def _cells(value: Any) -> list[Any]:
    if isinstance(value, Share):
        low, high = value.interval
        return [value.part, value.of, value.value, low, high, value.small]
    if isinstance(value, Spread):
        return [value.cases, value.lower_quartile, value.median, value.upper_quartile]
    if isinstance(value, str) and value.isdecimal():
        return [int(value)]  # a kind that is a number, such as of requests in a letter
    return [value]
