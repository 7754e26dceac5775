"""What must hold of every outcome, whatever was read."""

from collections.abc import Sequence

from models.record import Case
from models.vocabulary import RejectionReason
from pipeline.store.outcome import Published, Rejected
from pipeline.workers import Result

GIVEN_UP = frozenset(
    {RejectionReason.READ_TIMED_OUT, RejectionReason.WORKER_DIED, RejectionReason.MEMORY_EXCEEDED}
)
"""Reasons that say that the limits ended the reading, and not the reader."""


OURS = frozenset({RejectionReason.INTERNAL_ERROR, RejectionReason.RECORD_INVALID})
"""Reasons that say that the reader is at fault."""


def defect(result: Result, may_give_up: bool = False) -> str | None:
    """What is wrong with an outcome; None for a case that can be kept, or a reason that is one."""
    if isinstance(result, Published):
        return _defect_of_case(result.case, result.pages)
    if not isinstance(result, Rejected):
        return f"{type(result).__name__} was let through: {result}"
    if result.reason in OURS or (result.reason in GIVEN_UP and not may_give_up):
        return f"{result.reason}: {result.message}"
    return None if result.message and result.advice else f"{result.reason} says nothing"


def _defect_of_case(case: Case, pages: Sequence[str]) -> str | None:
    if Case.model_validate_json(case.model_dump_json()) != case:
        return "the case is another one when it is read again"
    if len(pages) != case.parser.pages:
        return f"{len(pages)} page texts for {case.parser.pages} pages"
    for path, places in case.evidence.items():
        if not places:
            return f"{path} has no place"
        for place in places:
            if place.page > len(pages) or place.end > len(pages[place.page - 1]):
                return f"{path} lies beyond its page: {place}"
            if not pages[place.page - 1][place.start : place.end].strip():
                return f"{path} points to nothing: {place}"
    return None
