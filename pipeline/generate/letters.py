"""Fictional letters and the files that they are written to."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

from pipeline.generate.case import FICTIONAL_NUMBERS, draw_case
from pipeline.generate.fiction import load_fiction
from pipeline.generate.form import Letter, fill_form
from pipeline.generate.pdf import typeset
from pipeline.generate.text import write_text


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


def fictional_letters(count: int, seed: int = 0) -> Iterator[FictionalLetter]:
    """Make letters, one at a time; a letter depends on the seed and on its own place alone.

    Raises:
        ValueError: More letters are asked for than there are fictional case numbers.
    """
    if count > FICTIONAL_NUMBERS:
        raise ValueError(f"at most {FICTIONAL_NUMBERS} letters have a case number of their own, not {count}")
    return (_make_letter(index, seed) for index in range(count))


def _make_letter(index: int, seed: int) -> FictionalLetter:
    rng, fiction = Random(f"{seed}:{index}"), load_fiction()
    case = draw_case(rng, fiction, index, seed)
    return FictionalLetter(case.case_number, case.truth(), fill_form(rng, fiction, case))


def write_letters(
    count: int, into: Path, seed: int = 0, formats: Sequence[Literal["pdf", "txt"]] = ("pdf", "txt")
) -> Iterator[Path]:
    """Write letters as files named by case number, each with its truth as JSON beside it.

    Args:
        count: How many letters.
        into: The folder, made where it is missing.
        seed: Another seed gives other letters.
        formats: Which forms of each letter to write.

    Yields:
        The path of each letter file once it and its truth are written.
    """
    into.mkdir(parents=True, exist_ok=True)
    for letter in fictional_letters(count, seed):
        truth = json.dumps(letter.truth, indent=1, ensure_ascii=False)
        (into / f"{letter.case_number}.json").write_text(f"{truth}\n", "utf-8")
        for suffix in formats:
            path = into / f"{letter.case_number}.{suffix}"
            path.write_bytes(letter.pdf() if suffix == "pdf" else letter.text().encode())
            yield path
