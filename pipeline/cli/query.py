"""The command that asks the published tables."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import From
from pipeline.cli.output import say, write
from pipeline.errors import UsageError
from pipeline.settings import settings

if TYPE_CHECKING:
    from pipeline.query.output import Format


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        epilog="Examples:  [bold]imr query 'SELECT decision, count(*) FROM issues GROUP BY 1'[/], "
        "[bold]imr query --file rates.sql --out rates.csv[/], [bold]imr query[/] for a prompt"
    )(query)


def query(
    sql: Annotated[
        str | None, typer.Argument(metavar="[SQL]", help="One query; - reads it from standard input.")
    ] = None,
    store: From = None,
    file: Annotated[Path | None, typer.Option(help="Read the query from this file.", metavar="FILE")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table (long cells cut), csv, json (an object a line) or parquet; default: that of --out, "
            "else table.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the answer to this file instead.", metavar="FILE")
    ] = None,
) -> None:
    """Ask the published tables in SQL (DuckDB's); without SQL, open a prompt.

    Tables: cases, issues, diagnoses, drugs, citations, rejected; all join on letter_id.

    Views of what is nested in them: warnings, evidence, reviewer_states, reviewer_specialties, body_parts,
    procedure_codes, citation_sections.

    A query only reads, and only these.
    """
    from pipeline.query.views import connect, tables_folder

    connection = connect(tables_folder(store or settings().into))
    from pipeline.query.ask import ask
    from pipeline.query.output import chosen_format, save, texts

    chosen = chosen_format(_format(kind), out)
    asked = _asked(sql, file)
    if asked is None:
        if out is not None:
            raise UsageError("there is no query to write the answer of", "give one, or leave --out away")
        from pipeline.cli.prompt import Prompt

        Prompt(connection, chosen).run()
        return
    answer = ask(connection, asked)
    if out is not None:
        rows = save(answer, chosen, out)
        say(f"{out}  {rows:,} rows")
        return
    for text in texts(answer, chosen):
        write(text)


def _asked(sql: str | None, file: Path | None) -> str | None:
    if sql is not None and file is not None:
        raise UsageError("there is a query and a file of one", "give one of them")
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file} cannot be read: {error}", "name a text file with one query") from error
    return sys.stdin.read() if sql == "-" else sql


def _format(name: str | None) -> "Format | None":
    from pipeline.query.output import Format

    if name is None:
        return None
    try:
        return Format(name)
    except ValueError as error:
        raise UsageError(f"there is no format {name}", f"choose one of: {', '.join(Format)}") from error
