"""What the cover of a letter gives as its final determination, in one word for all requests."""

import re
from functools import cache

from pipeline.document import Document, Passage
from pipeline.layouts.sections import LINE_START, search_lines
from pipeline.vocabulary import decisions


@cache
def _verdict() -> re.Pattern[str]:
    return re.compile(
        rf"{LINE_START}Final\s+Determination\s*:\s*(?P<verdict>(?:{decisions().verdict_pattern})\b|\w[\w ]*)",
        re.IGNORECASE | re.MULTILINE,
    )


def find_verdict(document: Document, end: int) -> Passage | None:
    """The words behind "Final Determination:" before an offset, whether or not they are known."""
    found = search_lines(document, _verdict(), end)
    return Passage.of(document, *found.span("verdict")) if found else None
