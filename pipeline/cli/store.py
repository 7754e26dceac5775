"""The commands that look at a store, and that write its tables anew or elsewhere."""

import os
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import (
    Into,
    LedgerFolder,
    PasswordChoice,
    chosen_engine,
    chosen_ocr,
    chosen_password,
    chosen_shelf,
    chosen_store,
)
from pipeline.cli.output import complain, progress, say
from pipeline.errors import ExitCode


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(epilog="Example:  [bold]imr status --into tables[/]")(status)
    app.command(epilog="Examples:  [bold]imr rejected[/], [bold]imr rejected --retry[/]")(rejected)
    app.command(epilog="Example:  [bold]imr publish --rebuild[/]")(publish)
    app.command(epilog="Example:  [bold]imr verify --into tables[/]")(verify)
    app.command(epilog="Example:  [bold]imr export --csv exports/[/]")(export)


def status(
    into: Into = None,
    ledger_folder: LedgerFolder = None,
    runs: Annotated[int, typer.Option(min=1, help="How many of the last runs to show.")] = 5,
) -> None:
    """Show the last runs of a store, what is rejected and why, and what waits to be done."""
    from pipeline.status import status_lines
    from pipeline.store.ledger import Ledger
    from pipeline.store.status import status as look

    store = chosen_store(into, ledger_folder)
    with Ledger(store, begin=False) as ledger:
        for line in status_lines(look(ledger.db, runs), store):
            say(line)


def rejected(
    into: Into = None,
    ledger_folder: LedgerFolder = None,
    retry: Annotated[bool, typer.Option("--retry", help="Read all of them again.")] = False,
    password: PasswordChoice = None,
) -> None:
    """List what is rejected, one file a line with its reason; with --retry, read it again."""
    from pipeline.ingest import RunOptions
    from pipeline.ingest import retry as run
    from pipeline.settings import settings
    from pipeline.store.ledger import Ledger
    from pipeline.store.rejections import rejections
    from pipeline.summary import rejection_line, summary_lines
    from pipeline.workers import Limits

    store = chosen_store(into, ledger_folder)
    if not retry:
        with Ledger(store, begin=False) as ledger:
            for rejection in rejections(ledger.db):
                say(rejection_line(rejection.rejected))
        return
    shelf = chosen_shelf(into, store)
    defaults = settings()
    limits = Limits(defaults.seconds, defaults.megabytes)
    secret = chosen_password(password)
    with progress() as report:
        options = RunOptions(
            engine=chosen_engine(None),
            ocr=chosen_ocr(None),
            workers=defaults.workers,
            limits=limits,
            password=secret,
            shelf=shelf,
        )
        result = run(store, options, report)
    for line in summary_lines(result, shelf):
        say(line)
    if result.exit_code is not ExitCode.OK:
        raise typer.Exit(result.exit_code)


def publish(
    into: Into = None,
    ledger_folder: LedgerFolder = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Write every table anew, byte for byte as before.")
    ] = False,
) -> None:
    """Write the tables of the ledger's changes; a run does this itself at its end."""
    from pipeline.store.ledger import Ledger
    from pipeline.store.lock import only_run
    from pipeline.store.publish import publish as write_tables

    store = chosen_store(into, ledger_folder)
    shelf = chosen_shelf(into, store)
    with Ledger(store, begin=False) as ledger, only_run(store, 0):
        written = write_tables(ledger, shelf, rebuild)
    say(f"{written} files written in {shelf.name}/")


def verify(into: Into = None, ledger_folder: LedgerFolder = None) -> None:
    """Check a store: the ledger's integrity, every record, every published file by its hash."""
    from pipeline.store.ledger import Ledger
    from pipeline.store.lock import only_run
    from pipeline.store.verify import faults

    store = chosen_store(into, ledger_folder)
    shelf = chosen_shelf(into, store)
    # A copy on a medium that cannot be written to is checked as well: no run can change it.
    lock = only_run(store, 0) if os.access(store, os.W_OK) else nullcontext()
    with Ledger(store, begin=False) as ledger, lock:
        found = 0
        for fault in faults(ledger.db, shelf):
            found += 1
            complain(fault)
    if found:
        complain("mend the tables with: imr publish --rebuild; restore a damaged ledger from its backup")
        raise typer.Exit(ExitCode.STORE_FAILED)
    say(f"{shelf.name}/ is whole")


def export(
    csv: Annotated[Path, typer.Option("--csv", help="Folder for one CSV file a table.", metavar="DIR")],
    into: Into = None,
) -> None:
    """Write the published tables as CSV that a spreadsheet opens safely.

    No cell can be taken for a formula; lists are written as JSON.
    """
    from pipeline.export import export_csv

    shelf = chosen_shelf(into, Path())  # read, never written: nothing is staged
    for path, rows in export_csv(shelf, csv):
        say(f"{path}  {rows:,} rows")
