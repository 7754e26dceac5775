"""As many fictional letters as one likes, in tar archives: no two have the same bytes or the same case.

A few hundred letters of one request are typeset without compression. A copy is such a letter with another
case number and another year of decision, of the same length, put in their places: it costs next to nothing,
and is a letter in every respect. The same place among the letters always gives the same bytes.
"""

import io
import os
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from reportlab import rl_config

from pipeline.generate import fictional_letters

Kind = Literal["pdf", "txt"]
MOST = 1_000_000
"""Ten years of 100,000 numbers that are kept for fiction."""
YEARS = 10
PER_YEAR = MOST // YEARS
FIRST_YEAR = 2013
TEMPLATES = 250
PER_ARCHIVE = 10_000
WRITTEN = 1_500_000_000
"""When every archive was last changed, as far as its time tells: one that is written anew is the same."""


@dataclass(frozen=True)
class Template:
    """A letter to copy.

    Attributes:
        data: Its bytes.
        case_number: As it stands in them.
        decided: Its date of decision, as it stands in them.
    """

    data: bytes
    case_number: bytes
    decided: bytes

    def copy(self, place: int, turn: int) -> bytes:
        """The letter with the case number of a place, and the year of decision of a turn."""
        year = FIRST_YEAR + 1 + turn % YEARS
        data = self.data.replace(self.case_number, number_of(place).encode())
        return data.replace(self.decided, self.decided[:-4] + str(year).encode())


def number_of(place: int) -> str:
    """The case number of the letter at a place."""
    year, serial = divmod(place, PER_YEAR)
    return f"CM{(FIRST_YEAR + year) % 100:02}-09{serial:05}"


def templates(kind: Kind, count: int = TEMPLATES) -> list[Template]:
    """The letters to copy: the first so many that have one request each."""
    compressed, rl_config.pageCompression = rl_config.pageCompression, 0
    try:
        return list(islice(_templates(kind), count))
    finally:
        rl_config.pageCompression = compressed


def _templates(kind: Kind) -> Iterator[Template]:
    for letter in fictional_letters(100_000):
        if len(letter.truth["issues"]) == 1:
            data = letter.pdf() if kind == "pdf" else letter.text().encode()
            year, month, day = letter.truth["decision_date"].split("-")
            decided = f"{month}/{day}/{year}".encode()
            assert re.search(decided, data), "the date of decision is printed in another form"
            yield Template(data, letter.case_number.encode(), decided)


def write_archives(folder: Path, count: int, kind: Kind) -> int:
    """Write archives of letters, those that are not there yet; gives the bytes of all.

    Raises:
        ValueError: More letters are asked for than there are case numbers.
    """
    if count > MOST:
        raise ValueError(f"at most {MOST:,} letters have a case number of their own, not {count:,}")
    folder.mkdir(parents=True, exist_ok=True)
    copied = templates(kind)
    total = 0
    for start in range(0, count, PER_ARCHIVE):
        end = min(start + PER_ARCHIVE, count)
        path = folder / f"letters-{start:07}-{end:07}.tar"
        if not path.exists():
            _write_archive(path, copied, range(start, end), kind)
        total += path.stat().st_size
    return total


def _write_archive(path: Path, copied: list[Template], places: range, kind: Kind) -> None:
    beside = path.with_suffix(".part")
    with tarfile.open(beside, "w", format=tarfile.USTAR_FORMAT) as archive:
        for place in places:
            turn, which = divmod(place, len(copied))
            data = copied[which].copy(place, turn)
            member = tarfile.TarInfo(f"{number_of(place)}.{kind}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    os.utime(beside, (WRITTEN, WRITTEN))
    beside.rename(path)
