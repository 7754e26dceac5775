"""Plain text letters: bytes decoded, pages at form feeds, lines at newlines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import RejectionReason
from pipeline.document.page import NO_CHARACTER, PrintedLine, TextQuality
from pipeline.document.plain import PLAIN, has_odd
from pipeline.errors import LetterError

VISIBLE = re.compile(r"\S(?:[^\n]*\S)?")
BINARY_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class TextPage:
    """One form-feed part of a text letter; see `OpenPage`. It has no geometry, so its sizes are zero."""

    text: str
    lines: Sequence[PrintedLine]
    quality: TextQuality
    width: float = 0.0
    height: float = 0.0
    turn: int = 0

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """A text page has no points; nothing may ask for them."""
        raise TypeError("a plain text page has no geometry")


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a plain text letter, and whether Latin-1 had to stand in for UTF-8.

    Raises:
        LetterError: `text_unreadable`, where the bytes are no text at all.
    """
    try:
        text, fallback = data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        text, fallback = data.decode("latin-1"), True
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if has_odd(text):
        text = text.translate(PLAIN)
    controls = len(NO_CHARACTER.findall(text))
    if controls > BINARY_SHARE * len(text):
        message = f"the file is neither a PDF nor text: {controls} of its {len(text)} characters are controls"
        raise LetterError(RejectionReason.TEXT_UNREADABLE, message)
    return text, fallback


def text_pages(text: str) -> list[TextPage]:
    """Cut a text at its form feeds; a form feed at the very end opens no further page."""
    return [_page(part) for part in text.removesuffix("\f").split("\f")]


def _page(text: str) -> TextPage:
    lines = [PrintedLine(found.start(), found.end()) for found in VISIBLE.finditer(text)]
    characters = sum(line.end - line.start for line in lines)
    return TextPage(text, lines, TextQuality(False, False, characters, len(NO_CHARACTER.findall(text))))
