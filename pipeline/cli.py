"""The command `imr`: arguments in, exit code out. Nothing else prints."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.vocabulary import Engine
from pipeline.errors import ExitCode, ImrError
from pipeline.settings import PdfEngine, settings

EXIT_CODES = (
    "Exit codes: 0 every letter published; 1 a defect of this software; 2 bad usage; "
    "3 some letters rejected; 4 no letter published; 5 the ledger or the tables cannot be read or written."
)
PLAIN_STEPS = 10
"""Progress lines of a run whose output is no terminal."""


class LetterFormat(StrEnum):
    """What a generated letter is written as."""

    PDF = "pdf"
    TXT = "txt"


app = typer.Typer(
    name="imr",
    help="California workers' compensation Independent Medical Review letters, read into structured cases.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE", readable=False, help="Letters (.pdf, .txt), or folders that hold them."),
]
Into = Annotated[
    Path | None,
    typer.Option(
        help="Folder of the ledger and tables (default: $IMR_INTO, or data/processed).", metavar="DIR"
    ),
]
EngineChoice = Annotated[
    PdfEngine | None,
    typer.Option(help="What reads PDFs; pdfplumber is slow (default: $IMR_ENGINE, or pdfium)."),
]


def main() -> None:
    """Run the command; an error that a person can mend is said in one line, not as a traceback."""
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # it tells every flaw of a file
    try:
        app()
    except ImrError as error:
        _complain(f"{error}; {error.advice}" if error.advice else str(error))
        sys.exit(error.exit_code)


@app.command(epilog="Examples:  [bold]imr ingest data/raw[/], [bold]imr ingest 2016/ 2017/ --into tables[/]")
def ingest(
    sources: Sources,
    into: Into = None,
    engine: EngineChoice = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget what the store holds from earlier runs.")
    ] = False,
) -> None:
    """Read letters and publish them as Parquet tables.

    The tables hold every letter that this store has seen; a letter that is read again is replaced.
    What cannot be read is listed in the table 'rejected', with the reason.
    """
    from pipeline.ingest import ingest as run
    from pipeline.store.ledger import forget
    from pipeline.summary import summary_lines

    store = into or settings().into
    if fresh:
        forget(store)
    with _progress() as report:
        tally = run(sources, store, _engine(engine), report)
    for line in summary_lines(tally, store):
        _say(line)
    if not tally.letters:
        raise typer.Exit(ExitCode.NOTHING_PUBLISHED)
    if tally.rejected:
        raise typer.Exit(ExitCode.SOME_REJECTED)


@app.command(
    epilog="Examples:  [bold]imr extract letter.pdf | jq .age[/], [bold]imr extract letters/ > out.jsonl[/]"
)
def extract(
    sources: Sources,
    engine: EngineChoice = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Add 'pages': the page texts that the evidence points into.")
    ] = False,
) -> None:
    """Print one record for each letter, as JSON Lines.

    A letter that fails prints its reason to standard error, and the exit code says so.
    """
    from pipeline.ingest import read
    from pipeline.sources import find
    from pipeline.store.outcome import Rejected
    from pipeline.summary import rejection_line

    done = failed = 0
    for source in find(sources):
        outcome = read(source, _engine(engine))
        if isinstance(outcome, Rejected):
            failed += 1
            _complain(rejection_line(outcome))
            continue
        done += 1
        record = outcome.case.model_dump_json()
        if with_text:
            record = f'{record[:-1]},"pages":{json.dumps(outcome.pages)}}}'
        _write(record)
    if failed:
        raise typer.Exit(ExitCode.SOME_REJECTED if done else ExitCode.NOTHING_PUBLISHED)


@app.command(epilog="Example:  [bold]imr explain data/raw/CM16-0916000.pdf | less[/]")
def explain(
    letter: Annotated[Path, typer.Argument(metavar="LETTER", readable=False, help="A letter (.pdf, .txt).")],
    engine: EngineChoice = None,
) -> None:
    """Show every field of a letter beside the page and line it was read from."""
    from pipeline.explain import explanation_lines
    from pipeline.ingest import read
    from pipeline.sources import Source
    from pipeline.store.outcome import Rejected
    from pipeline.summary import rejection_line

    outcome = read(Source(letter), _engine(engine))
    if isinstance(outcome, Rejected):
        _complain(rejection_line(outcome))
        raise typer.Exit(ExitCode.NOTHING_PUBLISHED)
    for line in explanation_lines(outcome.case, outcome.pages):
        _say(line)


@app.command(epilog="Example:  [bold]imr schema > data-dictionary.md[/]")
def schema() -> None:
    """Print the data dictionary: every table, column and code, as Markdown."""
    from pipeline.dictionary import dictionary_lines

    for line in dictionary_lines():
        _say(line)


@app.command(epilog="Example:  [bold]imr generate 100 --into /tmp/letters --seed 7[/]")
def generate(
    count: Annotated[int, typer.Argument(metavar="N", min=1, max=100_000, help="How many letters.")],
    into: Annotated[Path, typer.Option(help="Folder to write them to.", metavar="DIR")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same letters, byte for byte.")] = 0,
    formats: Annotated[
        list[LetterFormat] | None,
        typer.Option("--format", help="pdf or txt; give it twice for both (default: both)."),
    ] = None,
) -> None:
    """Write fictional letters in the 2014 layout, each with its true record beside it (.json)."""
    from pipeline.generate import write_letters

    written = list(write_letters(count, into, seed, [choice.value for choice in formats or LetterFormat]))
    _say(f"{len(written)} files of {count} letters in {into}/, each with its true record in a .json file")


def _engine(chosen: PdfEngine | None) -> Engine:
    return Engine((chosen or settings().engine).value)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """How far a run is: a bar on a terminal, some plain lines otherwise; both on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain_progress()
        return
    columns = (TextColumn("Reading letters"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("letters", total=None)
        yield lambda done, found: bar.update(task, completed=done, total=found)


def _plain_progress() -> Callable[[int, int], None]:
    step = 0

    def report(done: int, found: int) -> None:
        nonlocal step
        if done and done * PLAIN_STEPS // found > step:
            step = done * PLAIN_STEPS // found
            typer.echo(f"{done:,} of {found:,} letters read", err=True)

    return report


def _say(line: str) -> None:
    _write(_printable(line))


def _write(line: str) -> None:
    """One line to standard output; ends the command quietly where its reader has gone away."""
    try:
        typer.echo(line)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(ExitCode.OK) from None


def _complain(line: str) -> None:
    typer.echo(f"imr: {_printable(line)}", err=True)


def _printable(line: str) -> str:
    """The line without control characters, which a letter or a file's name could smuggle to a terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)
