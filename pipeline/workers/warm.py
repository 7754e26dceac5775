"""Loads at once what the pipeline loads at first use: components, word lists, indexes, the PDF library."""

from contextlib import suppress
from functools import cache

from pipeline.errors import ImrError


@cache
def warm_up() -> None:
    """Read a fictional letter, once, so that the first real one finds everything loaded.

    What is wrong with a vocabulary is not told here: each letter will tell it.
    """
    from pipeline.assemble import read_case  # the process that only writes loads nothing of this
    from pipeline.generate import fictional_letters

    with suppress(ImrError):
        for letter in fictional_letters(1):
            read_case(letter.pdf(), f"{letter.case_number}.pdf")
