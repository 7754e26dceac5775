"""What is rejected: files without a letter, letters that are not read, letters that contradict others."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from models.vocabulary import RejectionReason
from pipeline.errors import ADVICE
from pipeline.store.outcome import Rejected

REJECTIONS = """
SELECT source, letter_id, letters.reason, letters.message, letters.advice, extraction_version
FROM letters JOIN sources USING (letter_id) WHERE outcome = 'rejected'
UNION ALL
SELECT source, NULL, reason, message, advice, NULL FROM sources WHERE letter_id IS NULL
UNION ALL
SELECT sources.source, letters.letter_id, :reason,
       'another letter on case ' || letters.case_number || ' is of the same date, '
           || coalesce(letters.decision_date, 'none') || ': ' || winner.letter_id,
       :advice, letters.extraction_version
FROM letters JOIN letters AS winner ON winner.letter_id = letters.superseded_by
             JOIN sources ON sources.letter_id = letters.letter_id
WHERE letters.superseded_by IS NOT NULL AND winner.decision_date IS letters.decision_date
  AND winner.content <> letters.content
ORDER BY source
"""
"""Letters that are rejected, files without a letter, letters that contradict another. Found by indexes, as
nearly all letters are none of these. The database sorts them, as they may be too many to be held."""

CLAIMED_TWICE = RejectionReason.CASE_CLAIMED_TWICE


class Rejection(NamedTuple):
    """A rejected file, and the version of the extraction that read it; None where nothing was read."""

    rejected: Rejected
    extraction_version: str | None


def rejections(db: sqlite3.Connection) -> Iterator[Rejection]:
    """Everything that is rejected, by source."""
    rows = db.execute(REJECTIONS, {"reason": CLAIMED_TWICE, "advice": ADVICE[CLAIMED_TWICE]})
    for source, letter_id, reason, message, advice, version in rows:
        yield Rejection(Rejected(source, letter_id, RejectionReason(reason), message, advice), version)
