"""The expert reviewer's states of licensure and specialties."""

import re
from collections.abc import Iterator, Sequence

from models.record import LetterWarning
from models.vocabulary import WarningCode
from pipeline.document import Passage
from pipeline.extract.found import Found
from pipeline.vocabulary import states

ITEM = re.compile(r"[^,;\s](?:[^,;]*[^,;\s])?")
LONGEST = 5_000
"""Signs; what is longer is no list of a person's credentials, and is not read."""
AND = re.compile(r"^(?:and|&)\s+|\s+(?:and|&)\s+")


def read_states(passage: Passage | None) -> tuple[list[Found[str]], list[LetterWarning]]:
    """The states in printed order; "California and Texas" are two, and what is no state is warned of."""
    found: list[Found[str]] = []
    warnings: list[LetterWarning] = []
    for start, end in _state_items(passage):
        assert passage is not None
        name = _words(passage, start, end)
        if name not in states():
            message = f"{name!r} is no state or territory"
            path = f"reviewer_states.{len(found)}"
            warnings.append(LetterWarning(code=WarningCode.STATE_UNKNOWN, field=path, message=message))
        found.append(Found(name, passage.spans(start, end)))
    return found, warnings


def read_specialties(passage: Passage) -> Sequence[Found[str]]:
    """The certifications in printed order, parted by commas; "and" is part of a specialty's name."""
    if len(passage.text) > LONGEST:
        return []
    items = (_trim(passage.text, *item.span()) for item in ITEM.finditer(passage.text))
    return [Found(_words(passage, *span), passage.spans(*span)) for span in items]


def _state_items(passage: Passage | None) -> Iterator[tuple[int, int]]:
    if passage is None or len(passage.text) > LONGEST:
        return
    for item in ITEM.finditer(passage.text):
        start, end = _trim(passage.text, *item.span())
        if passage.text[start:end] in states():
            yield start, end
            continue
        cursor = start
        for conjunction in AND.finditer(passage.text[start:end]):
            if conjunction.start():
                yield cursor, start + conjunction.start()
            cursor = start + conjunction.end()
        yield cursor, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the full stop that ends a list."""
    return (start, end - 1) if text[end - 1] == "." and end - start > 1 and end == len(text) else (start, end)


def _words(passage: Passage, start: int, end: int) -> str:
    return " ".join(passage.text[start:end].split())
