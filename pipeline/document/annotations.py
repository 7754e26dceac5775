"""Text that lies on a page and not in it: form fields, free text and stamps.

It is read by pdfminer whatever reads the page, so that every engine gives the same text.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

from pdfminer.pdftypes import dict_value, int_value, list_value
from pdfminer.psparser import LIT, literal_name
from pdfplumber.page import Page

from models.record import LetterWarning
from models.vocabulary import WarningCode
from pipeline.document.appearance import Appearance, Dictionary, appearance, inherited, made, placement
from pipeline.document.page import OpenPage
from pipeline.document.pdfplumber import PlumberPage
from pipeline.document.plumbing import page_like

FIELD = "Widget"
ADDED = frozenset({"FreeText", "Stamp"})
COMMENTS = frozenset({"Text", "Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Ink", "Redact"})
UNSEEN = 1 << 1 | 1 << 5
"""Flags of annotations that no screen shows: Hidden, NoView (ISO 32000, table 165)."""
BUTTON = "Btn"
MOST = 200
"""Annotations of a page that are looked at; forms have some dozens. The others count as unread."""


@dataclass
class Notes:
    """What the annotations of a page show.

    Attributes:
        fields: A page for each form field that shows text, with nothing else on it.
        added: The same for free texts and stamps, which were put on the page afterwards.
        comments: How many comments there are, which are not read.
        unread: How many of the others could not be read.
    """

    fields: list[OpenPage] = field(default_factory=list)
    added: list[OpenPage] = field(default_factory=list)
    comments: int = 0
    unread: int = 0

    def warnings(self, number: int) -> Iterator[LetterWarning]:
        """What a person should know about the annotations of the page with this number."""
        if self.added:
            message = (
                f"page {number} has text put on it afterwards, which was read: {self.added[0].text[:60]!r}"
            )
            yield LetterWarning(code=WarningCode.ANNOTATION_READ, message=message)
        if self.comments:
            message = f"page {number} has {self.comments} comments, which are no part of the letter"
            yield LetterWarning(code=WarningCode.ANNOTATION_LEFT_OUT, message=message)
        if self.unread:
            message = f"page {number} has {self.unread} form fields or annotations that could not be read"
            yield LetterWarning(code=WarningCode.ANNOTATION_LEFT_OUT, message=message)


def page_notes(page: Page, turn: int) -> Notes:
    """What the annotations of a page show.

    Args:
        page: pdfplumber's page.
        turn: By how much the page is turned to be read.
    """
    notes = Notes()
    try:
        annotations = list_value(page.page_obj.annots)
        notes.unread += max(len(annotations) - MOST, 0)
        for each in annotations[:MOST]:
            _look_at(dict_value(each), page, turn, notes)
    except MemoryError:
        raise
    except Exception:  # pdfminer raises whatever a broken list brings about
        notes.unread += 1
    return notes


def _look_at(annotation: Dictionary, page: Page, turn: int, notes: Notes) -> None:
    try:
        kind = literal_name(annotation.get("Subtype", LIT("")))
        unseen = int_value(annotation.get("F", 0)) & UNSEEN
        notes.comments += kind in COMMENTS and not unseen
        if unseen or not _is_read(annotation, kind):
            return
        shown = appearance(annotation, page.page_obj.doc)
        note = _page_with(shown, page) if shown else None
        if note and note.lines and note.turn != turn:
            notes.unread += 1  # a stamp on its side has no place among lines
        elif note and note.lines:
            (notes.fields if kind == FIELD else notes.added).append(note)
    except MemoryError:
        raise
    except Exception:  # as above; the other annotations are read all the same
        notes.unread += 1


def _is_read(annotation: Dictionary, kind: str) -> bool:
    """Whether what it shows is text of the letter; the captions of buttons are not."""
    return kind in ADDED or (kind == FIELD and literal_name(inherited(annotation, "FT") or LIT("")) != BUTTON)


def _page_with(shown: Appearance, page: Page) -> PlumberPage:
    """The page with nothing on it but one appearance."""
    source = copy.copy(page.page_obj)
    matrix = " ".join(f"{part:.4f}" for part in placement(shown))
    source.contents = [made(f"q {matrix} cm /A Do Q".encode(), {})]
    source.resources = {"XObject": {"A": shown.form}}
    return PlumberPage(page_like(page, source))
