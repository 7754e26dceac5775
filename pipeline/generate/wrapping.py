"""Line breaking as a word processor does it: greedy, at blanks and after hyphens inside words."""

import re
from collections.abc import Callable

# A date's last slash is a place to break as well: the published letters hold "10/14/" and "2016" apart.
_PIECE = re.compile(r"\S+?(?:(?<=\w-)(?=\w)|(?<=\d/)(?=\d{4}\b)|\s+|$)")


def wrap(text: str, measure: Callable[[int, int], float], limit: float) -> list[tuple[int, int]]:
    """Break a text into lines.

    Args:
        text: One paragraph.
        measure: Gives the width of the text from one offset to another.
        limit: The widest that a line may be; blanks at its end do not count.

    Returns:
        The lines as offsets; together they are the whole text, so blanks stay at the ends of lines.
    """
    lines: list[tuple[int, int]] = []
    start, width = 0, 0.0
    for piece in _PIECE.finditer(text):
        visible = piece.start() + len(piece.group().rstrip())
        if piece.start() > start and width + measure(piece.start(), visible) > limit:
            lines.append((start, piece.start()))
            start, width = piece.start(), 0.0
        width += measure(piece.start(), piece.end())
    lines.append((start, len(text)))
    return lines
