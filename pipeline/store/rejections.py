"""What is rejected: files without a letter, letters that are not read, letters that contradict others."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from models.vocabulary import RejectionReason
from pipeline.errors import ADVICE
from pipeline.store.outcome import Rejected

FAULTS = """
SELECT source, sources.letter_id, coalesce(letters.reason, sources.reason),
       coalesce(letters.message, sources.message), coalesce(letters.advice, sources.advice),
       letters.extraction_version
FROM sources LEFT JOIN letters USING (letter_id)
WHERE letters.outcome = 'rejected' OR sources.reason IS NOT NULL
"""
CONTRADICTED = """
SELECT sources.source, letters.letter_id, letters.case_number, letters.decision_date, winner.letter_id,
       letters.extraction_version
FROM letters JOIN letters AS winner ON winner.letter_id = letters.superseded_by
             JOIN sources ON sources.letter_id = letters.letter_id
WHERE winner.decision_date IS letters.decision_date AND winner.content <> letters.content
"""


class Rejection(NamedTuple):
    """A rejected file, and the version of the extraction that read it; None where nothing was read."""

    rejected: Rejected
    extraction_version: str | None


def rejections(db: sqlite3.Connection) -> Iterator[Rejection]:
    """Everything that is rejected, by source."""
    found = [*_faults(db), *_contradicted(db)]
    yield from sorted(found, key=lambda each: each.rejected.source)


def _faults(db: sqlite3.Connection) -> Iterator[Rejection]:
    for source, letter_id, reason, message, advice, version in db.execute(FAULTS):
        yield Rejection(Rejected(source, letter_id, RejectionReason(reason), message, advice), version)


def _contradicted(db: sqlite3.Connection) -> Iterator[Rejection]:
    """Letters that claim the case and the date of another letter and say something else."""
    reason = RejectionReason.CASE_CLAIMED_TWICE
    for source, letter_id, number, date, winner, version in db.execute(CONTRADICTED):
        message = f"another letter on case {number} is of the same date, {date or 'none'}: {winner}"
        yield Rejection(Rejected(source, letter_id, reason, message, ADVICE[reason]), version)
