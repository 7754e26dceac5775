"""A case in the form in which the ledger keeps it.

It is made where the letter was read, so that the one process that writes has nothing to do but write.
"""

import hashlib
import zlib
from typing import NamedTuple

from models.record import Case
from pipeline.store.facts import Facts, facts_of

UNDATED = "undated"
"""The part of the publication that holds letters without a date of decision."""

SAME_LETTER = frozenset({"letter_id", "source", "parser", "evidence", "warnings"})
"""Fields in which two copies of one letter differ."""

LEVEL = 3
"""Of compression: a record shrinks to a third; the levels above save some hundredths for twice the time."""


class Record(NamedTuple):
    """One letter's row of the ledger, ready to be written.

    Attributes:
        source: The file that was read.
        letter_id: SHA-256 of its bytes, hex.
        case_number: The case that it decides; None where it names none.
        decision_date: ISO date; None where the letter has none.
        part: The part of the publication that it belongs to: its month of decision, such as 2016-12.
        content: What tells whether two letters say the same (SHA-256, hex).
        packed: The case, see `pack`.
        facts: What it has and lacks.
    """

    source: str
    letter_id: str
    case_number: str | None
    decision_date: str | None
    part: str
    content: str
    packed: bytes
    facts: Facts


def record_of(case: Case, seconds: float = 0.0) -> Record:
    """Make a case, which took so many seconds to read, ready to be kept."""
    said = case.model_dump_json(exclude=set(SAME_LETTER))
    decided = case.decision_date
    return Record(
        source=case.source,
        letter_id=case.letter_id,
        case_number=case.case_number,
        decision_date=decided.isoformat() if decided else None,
        part=f"{decided:%Y-%m}" if decided else UNDATED,
        content=hashlib.sha256(said.encode()).hexdigest(),
        packed=pack(case.model_dump_json()),
        facts=facts_of(case, seconds),
    )


def pack(record: str) -> bytes:
    """A record's JSON as the ledger keeps it: compressed by zlib."""
    return zlib.compress(record.encode(), LEVEL)


def unpack(packed: bytes) -> bytes:
    """The JSON of a record that was packed.

    Raises:
        zlib.error: It is damaged.
    """
    return zlib.decompress(packed)
