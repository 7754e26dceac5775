"""What the command prints: lines without control characters, and how far a run is."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline.errors import ExitCode

SECONDS_BETWEEN = 5.0
"""Between two progress lines of a run whose output is no terminal."""


def say(line: str) -> None:
    """One line to standard output, without control characters."""
    write(_printable(line))


def write(line: str) -> None:
    """One line to standard output as it is; ends the command quietly where its reader has gone away."""
    try:
        typer.echo(line)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(ExitCode.OK) from None


def complain(line: str) -> None:
    """One line to standard error."""
    typer.echo(f"imr: {_printable(line)}", err=True)


@contextmanager
def progress() -> Iterator[Callable[[int], None]]:
    """How many files are done: counted on a terminal, some plain lines otherwise; both on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain_progress()
        return
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} files read"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("letters", total=None)
        yield lambda done: bar.update(task, completed=done)


def _plain_progress() -> Callable[[int], None]:
    told = time.monotonic()

    def report(done: int) -> None:
        nonlocal told
        if time.monotonic() - told > SECONDS_BETWEEN:
            told = time.monotonic()
            typer.echo(f"{done:,} files read", err=True)

    return report


def _printable(line: str) -> str:
    """The line without control characters, which a letter or a file's name could smuggle to a terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)
