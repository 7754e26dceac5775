"""The prompt of `imr query`: a question in SQL over as many lines as it takes, its answer, the next one."""

from contextlib import suppress
from pathlib import Path

import duckdb

from models.tables import PARTITIONS, TABLES
from pipeline.cli.output import complain, say, write
from pipeline.errors import ImrError
from pipeline.query.ask import ask
from pipeline.query.output import Format, texts
from pipeline.query.views import READY_VIEWS

HISTORY = Path(".imr_history")
"""In the person's home: what was asked before, for the arrow keys."""

MOST_REMEMBERED = 1_000

HELP = (
    "A query may take several lines and ends with a semicolon. Control-C drops it, Control-D leaves.",
    ".tables          the tables, with what a row is",
    ".schema TABLE    the columns of a table",
    ".format FORMAT   table, csv or json",
    ".help            this list",
    ".quit            leave",
)


class Prompt:
    """A conversation with one connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, kind: Format) -> None:
        self._connection = connection
        self._format = kind

    def run(self) -> None:
        """Read, answer and read again, until the input ends; no error ends it."""
        _remember()
        self._tables()
        say("A query ends with ; and .help lists what else there is.")
        typed: list[str] = []
        while True:
            try:
                line = input("...> " if typed else "imr> ")
            except KeyboardInterrupt:
                typed = []
                say("")
                continue
            except EOFError:
                say("")
                return
            if not typed and line.strip().lower() in (".quit", ".exit", "quit", "exit", "quit;", "exit;"):
                return
            if not typed and line.lstrip().startswith("."):
                self._command(line.split())
            elif typed or line.strip():
                typed.append(line)
                if _complete("\n".join(typed)):
                    self._answer("\n".join(typed))
                    typed = []

    def _answer(self, sql: str) -> None:
        try:
            for text in texts(ask(self._connection, sql), self._format):
                write(text)
        except ImrError as error:
            complain(f"{error}; {error.advice}")
        except KeyboardInterrupt:
            self._connection.interrupt()
            complain("the query was stopped")

    def _command(self, words: list[str]) -> None:
        match words:
            case [".tables"]:
                self._tables()
            case [".schema", name]:
                self._columns(name.rstrip(";"))
            case [".format", ("table" | "csv" | "json") as name]:
                self._format = Format(name)
            case _:
                for line in HELP:
                    say(line)

    def _tables(self) -> None:
        described = [*((table.name, table.description) for table in TABLES)]
        described += [(view.name, view.description) for view in READY_VIEWS]
        width = max(len(name) for name, _ in described)
        for name, description in described:
            say(f"{name:<{width}}  {description}")

    def _columns(self, name: str) -> None:
        meanings = {
            (table.name, column.name): column.description
            for table in TABLES
            for column in (*table.columns, *PARTITIONS)
        }
        try:
            columns = [row for rows in ask(self._connection, f"DESCRIBE {name}").rows() for row in rows]
        except ImrError as error:
            complain(f"{error}; .tables lists them")
            return
        width = max(len(column) for column, *_ in columns)
        for column, kind, *_ in columns:
            say(f"{column:<{width}}  {kind:<10}  {meanings.get((name, column), '')}".rstrip())


def _complete(sql: str) -> bool:
    """Whether a semicolon ends it that stands in no literal."""
    return sql.rstrip().endswith(";") and sql.count("'") % 2 == 0


def _remember() -> None:
    """Let the arrow keys bring back what was typed, in this conversation and in earlier ones."""
    try:
        import readline
    except ImportError:  # where Python was built without it, lines are read all the same
        return
    import atexit

    path = Path.home() / HISTORY
    with suppress(OSError):  # no history yet, or none that may be read
        readline.read_history_file(path)
    readline.set_history_length(MOST_REMEMBERED)
    atexit.register(_keep, path)


def _keep(path: Path) -> None:
    import readline

    with suppress(OSError):  # a home that cannot be written to keeps no history
        readline.write_history_file(path)
