"""The report on a store: its figures, as a page and, if wanted, as CSV."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.report.figures import figures
from pipeline.report.page import page
from pipeline.report.spreadsheet import write_csv
from pipeline.report.worktables import Choice, opened


@dataclass(frozen=True)
class Written:
    """What a report consists of.

    Attributes:
        page: The HTML file.
        size: Its size in bytes.
        tables: The CSV files, each with its number of rows.
    """

    page: Path
    size: int
    tables: tuple[tuple[Path, int], ...]


def write_report(store: Path, out: Path, choice: Choice, csv: Path | None = None) -> Written:
    """Write the report on the published tables of a store.

    Args:
        store: The folder of the tables.
        out: The HTML file to write, or to put in place of an older one.
        choice: What to restrict it to.
        csv: A folder for every figure as a CSV file.

    Raises:
        StoreError: The tables cannot be read, or a file cannot be written.
        NothingToShow: The store holds no letter.
        UsageError: No letter is of the years and categories chosen.
    """
    with opened(store, choice) as db:
        found = figures(db, choice)
    html = page(found).encode()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = out.with_name(f".{out.name}.part")
        beside.write_bytes(html)
        beside.replace(out)
    except OSError as error:
        raise StoreError(
            f"{out} cannot be written: {error.strerror}", "name another file with --out"
        ) from error
    return Written(out, len(html), tuple(write_csv(found, csv)) if csv else ())
