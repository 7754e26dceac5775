"""What a record is: the case, its evidence, its vocabulary and its published tables.

This package does no I/O and imports nothing of the pipeline, so an analyst can use it alone.
"""

from models.evidence import Box, Place
from models.record import Case, Issue, LetterWarning, Parser
from models.vocabulary import Decision, Engine, RejectionReason, Sex, WarningCode

__all__ = [
    "Box",
    "Case",
    "Decision",
    "Engine",
    "Issue",
    "LetterWarning",
    "Parser",
    "Place",
    "RejectionReason",
    "Sex",
    "WarningCode",
]
