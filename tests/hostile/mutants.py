"""Mutated letters: fictional ones with bytes flipped, lost, doubled and mixed, and odd words put in."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from unittest.mock import patch

from reportlab.pdfgen.canvas import Canvas

from pipeline.generate import fictional_letters
from pipeline.sources import Source
from tests.failures.test_accidents import NAMES_IN_A_PDF, PHRASES

LETTERS = 30
MOST_MUTATIONS = 6
LONGEST_CHUNK = 400
LONGEST_RUN = 3_000
"""Times that something is said again in a row."""

OPERATORS = (
    *b"q Q BT ET Tj TJ ' \" Td TD Tm T* Tf Tc Tw Tz TL Tr Ts cm Do BI ID EI re W n f S BDC EMC gs sh".split(),
    *NAMES_IN_A_PDF,
    *(b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"startxref", b"%%EOF", b"<<", b">>"),
    *(b"[", b"]", b"(", b")", b"<", b">", b"/ObjStm", b"/Prev", b"/Encrypt", b"/ToUnicode", b"/Length", b"R"),
)
NUMBERS = (b"0", b"-1", b"1e38", b"-2147483649", b"4294967296", b"NaN", b"0.000000000001", b"9" * 40)
WORDS = (
    *(phrase.encode("utf-8", "surrogatepass") for phrase in PHRASES),
    *(b" was diagnosed with ", b" status post ", b" and ", b", ", b"; ", b"(M54.5) ", b" x 12 ", b" #60 "),
    *(
        b" 48-year-old ",
        b" 01/02/2013 ",
        b" ODG ",
        b" MTUS 2004, Section(s): ",
        b" Decision based on ",
        b"\r",
    ),
    *(b"\xff\xfe", b"\xe2\x80\xae", b"\xc2\xad", b"\x00", b"\t", b"- \n", b"1. ", b"1) ", b"Page 1 of 2\n"),
)
TOKEN = re.compile(rb"[^\s]+")
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Mutant(Source):
    """A letter that lies nowhere."""

    data: bytes = b""

    def read(self) -> bytes:
        """Its bytes."""
        return self.data


@cache
def parents(seed: int) -> Sequence[tuple[str, bytes]]:
    """Sound letters with their suffix: as PDF, as PDF whose content is not packed, and as text."""
    found: list[tuple[str, bytes]] = []
    for letter in fictional_letters(LETTERS, seed):
        found += [(".pdf", letter.pdf()), (".txt", letter.text().encode())]
        with patch("pipeline.generate.pdf.Canvas", partial(Canvas, pageCompression=0)):
            found.append((".pdf", letter.pdf()))
    return found


def mutant(seed: int, number: int) -> Mutant:
    """A mutated letter; the same seed and number give the same bytes."""
    random = Random(f"{seed}:{number}")
    suffix, data = random.choice(parents(seed))
    for _ in range(random.randint(1, MOST_MUTATIONS)):
        data = random.choice(MUTATIONS)(data, suffix, random, seed) or data
    return Mutant(f"{seed}-{number}{suffix}", data=data)


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data))


def _chunk(data: bytes, random: Random) -> tuple[int, int]:
    start = _place(data, random)
    return start, min(len(data), start + random.randint(1, LONGEST_CHUNK))


def _vocabulary(suffix: str) -> Sequence[bytes]:
    return OPERATORS + NUMBERS if suffix == ".pdf" else WORDS


def flip(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        changed[_place(data, random)] ^= 1 << random.randrange(8)
    return bytes(changed)


def lose(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    start, end = _chunk(data, random)
    return data[:start] + data[end:]


def double(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    start, end = _chunk(data, random)
    return data[:end] + data[start:end] * random.choice((1, 1, 1, 2, 20)) + data[end:]


def cut(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    return data[: _place(data, random)] if random.random() < 0.3 else data[: -random.randint(1, 200)]


def splice(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    _, other = random.choice(parents(seed))
    (start, end), at = _chunk(other, random), _place(data, random)
    return data[:at] + other[start : end * random.choice((1, 1, 3))] + data[at:]


def swap(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    tokens = [found.span() for found in TOKEN.finditer(data)]
    if len(tokens) < 2:
        return data
    (a, b), (c, d) = sorted(random.sample(tokens, 2))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def put_in(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    at = _place(data, random)
    return data[:at] + b" " + random.choice(_vocabulary(suffix)) + b" " + data[at:]


def repeat(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    at = _place(data, random)
    words = b"".join(random.choices(_vocabulary(suffix), k=random.randint(1, 3)))
    return data[:at] + words * random.randint(2, LONGEST_RUN) + data[at:]


def renumber(data: bytes, suffix: str, random: Random, seed: int) -> bytes:
    numbers = [found.span() for found in NUMBER.finditer(data)]
    if not numbers:
        return data
    start, end = random.choice(numbers)
    return data[:start] + random.choice(NUMBERS) + data[end:]


MUTATIONS: Sequence[Callable[[bytes, str, Random, int], bytes]] = (
    flip, lose, double, cut, splice, swap, put_in, put_in, repeat, renumber,
)  # fmt: skip
