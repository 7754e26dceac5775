"""Arguments and options that several commands share."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from models.vocabulary import Engine
from pipeline.choices import OcrUse
from pipeline.errors import UsageError
from pipeline.settings import PdfEngine, settings
from pipeline.store.shelf import FolderShelf, Shelf

Places = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Letters (.pdf, .txt), folders, patterns, archives (.zip, .tar), URLs; - for a list on standard "
        "input.",
    ),
]
Into = Annotated[
    str | None,
    typer.Option(
        help="The store: folder of the ledger and tables; or a URL for the tables, such as s3://bucket/imr "
        "(default: $IMR_INTO, or data/processed).",
        metavar="DIR|URL",
    ),
]
LedgerFolder = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        help="Folder of the ledger, on a local disk, where the tables stand elsewhere (default: $IMR_LEDGER, "
        "or beside the tables).",
        metavar="DIR",
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", help="The folder of the tables (default: $IMR_INTO, or data/processed).", metavar="DIR"
    ),
]
EngineChoice = Annotated[
    PdfEngine | None,
    typer.Option(help="What reads PDFs; pdfplumber is slow (default: $IMR_ENGINE, or pdfium)."),
]
PasswordChoice = Annotated[
    str | None,
    typer.Option(
        "--password",
        help="Opens PDFs that do not open without; - asks for it, so that no other user sees it (default: "
        "$IMR_PASSWORD).",
        metavar="TEXT",
    ),
]


ASKED_FOR = "-"
"""Instead of a password: it is asked for on the terminal, or read from standard input."""

OcrChoice = Annotated[
    OcrUse | None,
    typer.Option(
        help="Read pages from their pictures: those without usable text, all, or none; about a second a page "
        "(default: $IMR_OCR, or auto)."
    ),
]


def chosen_ocr(chosen: OcrUse | None) -> OcrUse:
    """When to use OCR, of the option, else of the environment.

    Raises:
        UsageError: It is asked for, and not installed.
    """
    use = chosen or settings().ocr
    if use is OcrUse.ALWAYS and find_spec("tesserocr") is None:
        raise UsageError("OCR is not installed", "pip install 'imr-pipeline[ocr]'")
    return use


def chosen_engine(chosen: PdfEngine | None) -> Engine:
    """The engine of the option, else of the environment."""
    return Engine((chosen or settings().engine).value)


def chosen_password(chosen: str | None, places: Sequence[str] = ()) -> SecretStr | None:
    """The password of the option, else of the environment; `-` is asked for, an empty one is none.

    Args:
        chosen: What the option says.
        places: What the command reads; a list on standard input leaves no room for a password there.

    Raises:
        UsageError: Standard input, which is no terminal, is to hold the list and the password.
    """
    if chosen is None:
        password = settings().password
    elif chosen != ASKED_FOR:
        password = SecretStr(chosen)
    elif sys.stdin.isatty():
        password = SecretStr(
            typer.prompt("Password", hide_input=True, default="", show_default=False, err=True)
        )
    elif "-" in places:
        message = "standard input cannot hold both the list of sources and the password"
        raise UsageError(message, "set IMR_PASSWORD, or name the sources")
    else:
        password = SecretStr(sys.stdin.readline().rstrip("\r\n"))
    return password if password is not None and password.get_secret_value() else None


def chosen_store(into: str | None, ledger: Path | None = None) -> Path:
    """The folder of the ledger, by the options, else by the environment.

    Raises:
        UsageError: The tables stand behind a URL, and no folder is named for the ledger.
    """
    from pipeline.sources.remote import without_secrets
    from pipeline.sources.urls import is_url

    folder = ledger or settings().ledger
    place = into or settings().into
    if folder is None and is_url(place):
        message = f"the tables go to {without_secrets(place)}, the ledger cannot"
        raise UsageError(message, "name a folder of this machine with --ledger, or in IMR_LEDGER")
    return folder or Path(place)


def chosen_shelf(into: str | None, ledger: Path) -> Shelf:
    """Where the tables stand, by the option, else by the environment.

    Args:
        into: The option.
        ledger: The folder of the ledger.

    Raises:
        UsageError: It is a URL that what is installed cannot write to.
    """
    from pipeline.sources.urls import is_url
    from pipeline.store.bucket import Bucket

    place = into or settings().into
    return Bucket(place, staging=ledger) if is_url(place) else FolderShelf(Path(place))
