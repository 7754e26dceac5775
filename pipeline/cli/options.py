"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from models.vocabulary import Engine
from pipeline.settings import PdfEngine, settings

Places = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Letters (.pdf, .txt), folders, patterns, archives (.zip, .tar), URLs; - for a list on standard "
        "input.",
    ),
]
Into = Annotated[
    Path | None,
    typer.Option(
        help="The store: folder of the ledger and tables (default: $IMR_INTO, or data/processed).",
        metavar="DIR",
    ),
]
EngineChoice = Annotated[
    PdfEngine | None,
    typer.Option(help="What reads PDFs; pdfplumber is slow (default: $IMR_ENGINE, or pdfium)."),
]


def chosen_engine(chosen: PdfEngine | None) -> Engine:
    """The engine of the option, else of the environment."""
    return Engine((chosen or settings().engine).value)


def chosen_store(chosen: Path | None) -> Path:
    """The store of the option, else of the environment."""
    return chosen or settings().into
