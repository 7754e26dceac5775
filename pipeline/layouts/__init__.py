"""The letter layouts: each file of this package that has a `LAYOUT` is one, and nothing else names them."""

import importlib
import pkgutil
import re
from collections.abc import Sequence
from functools import cache

from models.vocabulary import RejectionReason
from pipeline.document import Document
from pipeline.errors import LetterError
from pipeline.layouts.parts import IssueParts, Layout, LetterParts

__all__ = ["IssueParts", "Layout", "LetterParts", "known_layouts", "recognise"]

IMR_MARKS = (
    re.compile(r"independent\s+medical\s+review|\bIMR\b", re.IGNORECASE),
    re.compile(r"(?:final\s+)?determination", re.IGNORECASE),
    re.compile(r"claims\s+administrator|utilization\s+review", re.IGNORECASE),
    re.compile(r"medically\s+necessary|medical\s+necessity", re.IGNORECASE),
)
ENOUGH_MARKS = 3


@cache
def known_layouts() -> Sequence[Layout]:
    """Every layout of this package, in the order of their file names."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return [module.LAYOUT for module in modules if hasattr(module, "LAYOUT")]


def recognise(document: Document) -> Layout:
    """The layout that the letter is set in.

    Raises:
        LetterError: `not_an_imr_letter` or `layout_unknown`.
    """
    for layout in known_layouts():
        if layout.recognises(document):
            return layout
    first = document.content(document.body[0])[:60] if document.body else ""
    if sum(bool(mark.search(document.text)) for mark in IMR_MARKS) >= ENOUGH_MARKS:
        names = ", ".join(layout.name for layout in known_layouts())
        message = f"an IMR document that begins {first!r}, but none of the known layouts ({names})"
        raise LetterError(RejectionReason.LAYOUT_UNKNOWN, message)
    raise LetterError(RejectionReason.NOT_AN_IMR_LETTER, f"no IMR determination: it begins {first!r}")
