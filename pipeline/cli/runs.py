"""The command that reads letters into a store."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import (
    EngineChoice,
    Into,
    LedgerFolder,
    OcrChoice,
    PasswordChoice,
    Places,
    chosen_engine,
    chosen_ocr,
    chosen_password,
    chosen_shelf,
    chosen_store,
)
from pipeline.cli.output import progress, say
from pipeline.errors import ExitCode
from pipeline.settings import settings

FOREVER = -1.0


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog="Examples:  [bold]imr ingest data/raw[/], [bold]imr ingest '2016/*.zip' --into tables[/], "
        "[bold]find . -name '*.pdf' | imr ingest -[/]"
    )(ingest)


def ingest(
    places: Places,
    into: Into = None,
    ledger_folder: LedgerFolder = None,
    engine: EngineChoice = None,
    ocr: OcrChoice = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget what the store holds from earlier runs.")
    ] = False,
    reprocess: Annotated[
        bool, typer.Option("--reprocess", help="Read again what an earlier version of imr has read.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Processes that read; 0 reads in this one, without limits (default: $IMR_WORKERS, or one a "
            "core, up to 4).",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            help="Read on the workers of a Dask cluster instead: address of its scheduler, such as "
            "tcp://host:8786. They must see the same files.",
            metavar="ADDRESS",
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="Seconds that reading a letter may take (default: $IMR_SECONDS, or 60)."),
    ] = None,
    megabytes: Annotated[
        int | None,
        typer.Option(
            min=100, help="Memory that reading a letter may take (default: $IMR_MEGABYTES, or 600)."
        ),
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for another run on the store instead of leaving at once.")
    ] = False,
    settle: Annotated[
        float,
        typer.Option(min=0, help="Leave files that changed within so many seconds for the next run."),
    ] = 0,
    most_rejected: Annotated[
        float,
        typer.Option("--max-rejected", min=0, max=1, help="Share of letters rejected that is an alarm."),
    ] = 0.5,
    log: Annotated[
        Path | None, typer.Option(help="Append what happens to this file, as JSON Lines.", metavar="FILE")
    ] = None,
    password: PasswordChoice = None,
) -> None:
    """Read letters that the store does not know yet, and publish them as Parquet tables.

    A file that has not changed since it was read is not read again.
    The tables hold every letter that this store has seen.
    A later letter on a case replaces the earlier one.
    What cannot be read is listed in the table 'rejected', with the reason.
    """
    from pipeline.ingest import RunOptions
    from pipeline.ingest import ingest as run
    from pipeline.runlog import run_log
    from pipeline.sources import listed
    from pipeline.workers import Limits

    store = chosen_store(into, ledger_folder)
    shelf = chosen_shelf(into, store)
    defaults = settings()
    limits = Limits(seconds or defaults.seconds, megabytes or defaults.megabytes)
    options = RunOptions(
        engine=chosen_engine(engine),
        ocr=chosen_ocr(ocr),
        workers=defaults.workers if workers is None else workers,
        cluster=cluster,
        limits=limits,
        reprocess=reprocess,
        settle=settle,
        wait=FOREVER if wait else 0,
        most_rejected=most_rejected,
        fresh=fresh,
        password=chosen_password(password, places),
        shelf=shelf,
    )
    named = [place for place in places if place != "-"]
    if "-" in places:
        named += listed(sys.stdin)
    with run_log(log) as events, progress() as report:
        result = run(named, store, options, report, events)
    from pipeline.summary import summary_lines  # loads the tables, which no letter need wait for

    for line in summary_lines(result, shelf):
        say(line)
    if result.exit_code is not ExitCode.OK:
        raise typer.Exit(result.exit_code)
