"""The command that writes the report."""

from pathlib import Path
from typing import Annotated

import typer

from models.clinical import Category
from pipeline.cli.options import From
from pipeline.cli.output import say
from pipeline.errors import UsageError
from pipeline.settings import settings

EXTRA = "pip install 'imr-pipeline[analysis]'"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog="Examples:  [bold]imr report[/], [bold]imr report --year 2016 --out 2016.html[/], "
        "[bold]imr report --category surgery --csv figures/[/]"
    )(report)


def report(
    store: From = None,
    out: Annotated[Path, typer.Option(help="The HTML file to write.", metavar="FILE")] = Path("report.html"),
    years: Annotated[
        list[int] | None,
        typer.Option("--year", min=1, help="Only letters decided in this year; may be given several times."),
    ] = None,
    categories: Annotated[
        list[Category] | None,
        typer.Option(
            "--category",
            help="Only requests of this category; may be given several times.",
            show_choices=False,
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Folder for every figure as a CSV file.", metavar="DIR")
    ] = None,
) -> None:
    """Write a report on the published tables: one HTML file that opens anywhere, without a network.

    It shows volume, decisions by category, drug, body part, diagnosis, reviewer and guideline, days, workers
    and the quality of the data, with 95% intervals, beside the published statewide figures.
    """
    try:
        from pipeline.query.views import tables_folder
        from pipeline.report.report import write_report
        from pipeline.report.worktables import Choice
    except ModuleNotFoundError as error:
        raise UsageError(f"the report needs {error.name}, which is not installed", f"run: {EXTRA}") from error

    folder = tables_folder(store or settings().into)
    written = write_report(folder, out, Choice(tuple(years or ()), tuple(categories or ())), csv)
    for path, rows in written.tables:
        say(f"{path}  {rows:,} rows")
    say(f"{written.page}  {written.size / 1e6:.1f} MB, open it in a browser")
