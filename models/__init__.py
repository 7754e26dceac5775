"""What a record is: the case, its evidence, its vocabulary and its published tables.

This package does no I/O and imports nothing of the pipeline, so an analyst can use it alone.
"""

from models.clinical import (
    Basis,
    Category,
    Certainty,
    CitationStatus,
    DrugClass,
    GuidelineSource,
    Subcategory,
)
from models.evidence import Box, Place
from models.record import Case, Citation, Diagnosis, Drug, Issue, LetterWarning, Parser
from models.vocabulary import Decision, Engine, RejectionReason, Sex, WarningCode

__all__ = [
    "Basis",
    "Box",
    "Case",
    "Category",
    "Certainty",
    "Citation",
    "CitationStatus",
    "Decision",
    "Diagnosis",
    "Drug",
    "DrugClass",
    "Engine",
    "GuidelineSource",
    "Issue",
    "LetterWarning",
    "Parser",
    "Place",
    "RejectionReason",
    "Sex",
    "Subcategory",
    "WarningCode",
]
