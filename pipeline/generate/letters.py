"""Fictional letters and the files that they are written to."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

from pipeline.generate.case import FictionalCase, draw_case
from pipeline.generate.fiction import load_fiction
from pipeline.generate.form import Letter
from pipeline.generate.forms import FORMS, PLAIN
from pipeline.generate.pdf import typeset
from pipeline.generate.text import write_text

PLAIN_LAYOUT = "determination_2014"
FICTIONAL_NUMBERS = 100_000
SEED_STRIDE = 1000
"""Keeps runs of up to a thousand letters with neighbouring seeds apart in their case numbers."""


@dataclass(frozen=True)
class FictionalLetter:
    """A letter about nobody.

    Attributes:
        case_number: Of the form that real ones have, from a range kept for fiction.
        truth: The record that a perfect reading gives, as far as the letter itself settles it.
        letter: The letter before it is typeset.
    """

    case_number: str
    truth: dict[str, Any]
    letter: Letter = field(repr=False)

    def pdf(self) -> bytes:
        """The letter as a PDF."""
        return typeset(self.letter)

    def text(self) -> str:
        """The letter as plain text."""
        return write_text(self.letter)


def fictional_letters(count: int, seed: int = 0, layouts: Sequence[str] = ()) -> Iterator[FictionalLetter]:
    """Make letters, one at a time; a letter depends on the seed, the layouts and its own place alone.

    Args:
        count: How many.
        seed: Another seed gives other letters.
        layouts: Names of layouts, which take turns. Without any, all letters are in the layout of 2014 as
            most of those until 2018 have it; where it is named, also in its later variants.

    Raises:
        ValueError: More letters are asked for than there are fictional case numbers, or an unknown layout.
    """
    if count > FICTIONAL_NUMBERS:
        raise ValueError(f"at most {FICTIONAL_NUMBERS} letters have a case number of their own, not {count}")
    unknown = set(layouts) - set(FORMS)
    if unknown:
        raise ValueError(f"no layout is named {min(unknown)!r}; there are {', '.join(FORMS)}")
    return (_make_letter(index, seed, layouts) for index in range(count))


def _make_letter(index: int, seed: int, layouts: Sequence[str]) -> FictionalLetter:
    fiction, turn, layout, form = load_fiction(), index, PLAIN_LAYOUT, PLAIN
    key = f"{seed}:{index}"
    if layouts:
        turn, choice = divmod(index, len(layouts))
        layout, form = layouts[choice], FORMS[layouts[choice]]
        key = f"{key}:{layout}"
    rng = Random(key)
    serial = (index + seed * SEED_STRIDE) % FICTIONAL_NUMBERS
    case = draw_case(rng, fiction, form.era(fiction), turn + seed, serial)
    letter = form.fill(rng, fiction, case)
    return FictionalLetter(case.case_number, _printed_truth(layout, case, letter), letter)


def _printed_truth(layout: str, case: FictionalCase, letter: Letter) -> dict[str, Any]:
    """The case as the record has it, without what the letter does not print."""
    truth = {"format": layout, **case.truth()}
    nothing = dict.fromkeys(letter.absent)
    issues = [issue | {name: None for name in nothing if name in issue} for issue in truth["issues"]]
    return truth | {name: None for name in nothing if name in truth} | {"issues": issues}


def write_letters(
    count: int,
    into: Path,
    seed: int = 0,
    formats: Sequence[Literal["pdf", "txt"]] = ("pdf", "txt"),
    layouts: Sequence[str] = (),
) -> Iterator[Path]:
    """Write letters as files named by case number, each with its truth as JSON beside it.

    Args:
        count: How many letters.
        into: The folder, made where it is missing.
        seed: Another seed gives other letters.
        formats: Which forms of each letter to write.
        layouts: See `fictional_letters`.

    Yields:
        The path of each letter file once it and its truth are written.
    """
    into.mkdir(parents=True, exist_ok=True)
    for letter in fictional_letters(count, seed, layouts):
        truth = json.dumps(letter.truth, indent=1, ensure_ascii=False)
        (into / f"{letter.case_number}.json").write_text(f"{truth}\n", "utf-8")
        for suffix in formats:
            path = into / f"{letter.case_number}.{suffix}"
            path.write_bytes(letter.pdf() if suffix == "pdf" else letter.text().encode())
            yield path
