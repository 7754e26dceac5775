"""The command `imr`: arguments in, exit code out. Nothing else prints."""

import sys

import typer

from pipeline.cli import letters, query, report, runs, store
from pipeline.cli.output import complain
from pipeline.errors import ImrError

EXIT_CODES = (
    "Exit codes: 0 all is well; 1 a defect of this software; 2 bad usage; 3 some letters rejected; "
    "4 no letter published; 5 the ledger or the tables cannot be read or written, another run holds them, "
    "or a cluster is lost; "
    "6 drift: letters lack what those before had; 7 too many letters rejected."
)

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
runs.add_to(app)
letters.add_to(app)
store.add_to(app)
query.add_to(app)
report.add_to(app)


def main() -> None:
    """Run the command; an error that a person can mend is said in one line, not as a traceback."""
    try:
        app()
    except ImrError as error:
        complain(f"{error}; {error.advice}" if error.advice else str(error))
        sys.exit(error.exit_code)
