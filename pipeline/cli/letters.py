"""The commands that look at single letters, at the form of the tables, and that make letters up."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import (
    EngineChoice,
    OcrChoice,
    PasswordChoice,
    Places,
    chosen_engine,
    chosen_ocr,
    chosen_password,
)
from pipeline.cli.output import complain, say, write
from pipeline.errors import ExitCode


class LetterLayout(StrEnum):
    """What a generated letter is set in."""

    DETERMINATION_2014 = "determination_2014"
    DETERMINATION_2013 = "determination_2013"
    NOTICE_2013 = "notice_2013"
    REVIEW_2013 = "review_2013"
    ALL = "all"


class LetterFormat(StrEnum):
    """What a generated letter is written as."""

    PDF = "pdf"
    TXT = "txt"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(
        epilog="Examples:  [bold]imr extract letter.pdf | jq .age[/], [bold]imr extract 2016/ > 2016.jsonl[/]"
    )(extract)
    app.command(epilog="Example:  [bold]imr explain data/raw/CM16-0916000.pdf | less[/]")(explain)
    app.command(epilog="Example:  [bold]imr schema > data-dictionary.md[/]")(schema)
    app.command(
        epilog="Examples:  [bold]imr generate 100 --into /tmp/letters --seed 7[/], "
        "[bold]imr generate 100 --into /tmp/letters --layout all[/]"
    )(generate)


def extract(
    places: Places,
    engine: EngineChoice = None,
    ocr: OcrChoice = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Add 'pages': the page texts that the evidence points into.")
    ] = False,
    password: PasswordChoice = None,
) -> None:
    """Print one record for each letter, as JSON Lines.

    A letter that fails prints its reason to standard error, and the exit code says so.
    """
    from pipeline.reading import read
    from pipeline.sources import find
    from pipeline.store.outcome import Rejected
    from pipeline.summary import rejection_line

    done = failed = 0
    secret = chosen_password(password, places)
    for source in find(places):
        outcome = read(source, chosen_engine(engine), secret, chosen_ocr(ocr))
        if isinstance(outcome, Rejected):
            failed += 1
            complain(rejection_line(outcome))
            continue
        done += 1
        record = outcome.case.model_dump_json()
        if with_text:
            record = f'{record[:-1]},"pages":{json.dumps(outcome.pages)}}}'
        write(record)
    if failed:
        raise typer.Exit(ExitCode.SOME_REJECTED if done else ExitCode.NOTHING_PUBLISHED)


def explain(
    letter: Annotated[Path, typer.Argument(metavar="LETTER", readable=False, help="A letter (.pdf, .txt).")],
    engine: EngineChoice = None,
    password: PasswordChoice = None,
    ocr: OcrChoice = None,
) -> None:
    """Show every field of a letter beside the page and line it was read from."""
    from pipeline.explain import explanation_lines
    from pipeline.reading import read
    from pipeline.sources import file_source
    from pipeline.store.outcome import Rejected
    from pipeline.summary import rejection_line

    outcome = read(file_source(letter), chosen_engine(engine), chosen_password(password), chosen_ocr(ocr))
    if isinstance(outcome, Rejected):
        complain(rejection_line(outcome))
        raise typer.Exit(ExitCode.NOTHING_PUBLISHED)
    for line in explanation_lines(outcome.case, outcome.pages):
        say(line)


def schema() -> None:
    """Print the data dictionary: every table, column and code, as Markdown."""
    from pipeline.dictionary import dictionary_lines

    for line in dictionary_lines():
        say(line)


def generate(
    count: Annotated[int, typer.Argument(metavar="N", min=1, max=100_000, help="How many letters.")],
    into: Annotated[Path, typer.Option(help="Folder to write them to.", metavar="DIR")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same letters, byte for byte.")] = 0,
    formats: Annotated[
        list[LetterFormat] | None,
        typer.Option("--format", help="pdf or txt; give it twice for both (default: both)."),
    ] = None,
    layouts: Annotated[
        list[LetterLayout] | None,
        typer.Option(
            "--layout",
            help="A layout, with all its variants; give it several times, or say all: layouts take turns. "
            "Without it, the layout of 2014 as most letters until 2018 have it.",
        ),
    ] = None,
) -> None:
    """Write fictional letters in one layout or more, each with its true record beside it (.json)."""
    from pipeline.generate import write_letters

    chosen = _chosen_layouts(layouts or [])
    written = list(
        write_letters(count, into, seed, [choice.value for choice in formats or LetterFormat], chosen)
    )
    say(f"{len(written)} files of {count} letters in {into}/, each with its true record in a .json file")


def _chosen_layouts(layouts: list[LetterLayout]) -> list[str]:
    """The layouts by their names, each once; "all" stands for every one of them."""
    chosen = list(LetterLayout) if LetterLayout.ALL in layouts else layouts
    return list(dict.fromkeys(layout.value for layout in chosen if layout is not LetterLayout.ALL))
