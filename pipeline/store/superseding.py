"""Which of several letters of one case counts: that of the latest decision."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Mark = Callable[[str | None], None]
CONTRADICTIONS = """
SELECT winner.letter_id, letters.letter_id, letters.extraction_version
FROM letters JOIN letters AS winner ON winner.letter_id = letters.superseded_by
WHERE letters.case_number = ? AND winner.decision_date IS letters.decision_date
  AND winner.content <> letters.content
"""


@contextmanager
def settled(db: sqlite3.Connection, case_numbers: Sequence[str | None], mark: Mark) -> Iterator[None]:
    """Settle some cases after what is done to their letters within.

    Args:
        db: The ledger, in a transaction.
        case_numbers: The cases; None for a letter that names none, which supersedes nothing.
        mark: Called with each part of the publication that this changes.
    """
    numbers = sorted({number for number in case_numbers if number is not None})
    before = _contradictions(db, numbers)
    yield
    for number in numbers:
        _settle(db, number, mark)
    if before != _contradictions(db, numbers):
        mark("rejected")  # letters that contradict each other are of one part, which is marked anyway


def _contradictions(db: sqlite3.Connection, numbers: Sequence[str]) -> set[tuple[str, ...]]:
    """Letters that contradict the one that counts, as they are told among the rejected."""
    return {row for number in numbers for row in db.execute(CONTRADICTIONS, (number,))}


def _settle(db: sqlite3.Connection, case_number: str, mark: Mark) -> None:
    """Let the letter of the latest decision on a case supersede the others.

    An amended determination carries a later date. Of two with the same date the one with the smaller
    identity counts, so that the order of reading does not matter; whether they are copies of one letter, or
    contradict each other, is told by their content.
    """
    query = (
        "SELECT letter_id, part, superseded_by FROM letters "
        "WHERE case_number = ? AND outcome = 'published' ORDER BY coalesce(decision_date, '') DESC, letter_id"
    )
    letters = db.execute(query, (case_number,)).fetchall()
    for letter_id, part, before in letters:
        now = None if letter_id == letters[0][0] else letters[0][0]
        if now != before:
            db.execute("UPDATE letters SET superseded_by = ? WHERE letter_id = ?", (now, letter_id))
            mark(part)
