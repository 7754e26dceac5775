"""What became of one file: a case, the reason why there is none, or a letter that is known already."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.record import Case
from models.vocabulary import RejectionReason
from pipeline.store.record import Record


@dataclass(frozen=True)
class Published:
    """A letter that became a case, for those who look at it; the ledger takes its `Record`.

    Attributes:
        case: The record.
        pages: The page texts that its evidence points into.
    """

    case: Case
    pages: Sequence[str]


@dataclass(frozen=True)
class Rejected:
    """A file that did not become a case.

    Attributes:
        source: The file or path as given.
        letter_id: SHA-256 of its bytes, hex; None where it could not be read.
        reason: Why.
        message: What was seen, and where.
        advice: What to do about it.
    """

    source: str
    letter_id: str | None
    reason: RejectionReason
    message: str
    advice: str


@dataclass(frozen=True)
class Known:
    """A file whose bytes the ledger knows already, so that it was not read as a letter again."""

    source: str
    letter_id: str


Outcome = Published | Record | Rejected | Known


def letter_id_of(outcome: Outcome) -> str | None:
    """SHA-256 of a letter's bytes, hex; None where they could not be read."""
    return outcome.case.letter_id if isinstance(outcome, Published) else outcome.letter_id
