"""Characters that look like plain ones, or like nothing: read as what a person would type.

This happens while a page is read, before its text is frozen, in the same way for every engine.
"""

import re

SPACES = "\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
HYPHENS = "\xad\u2010\u2011"
"""Soft, explicit and non-breaking; a soft one that is in a page's text is printed."""
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
LETTERS = {
    "\u017f": "s",  # which PDFium makes of the ligature of it and t
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}

PLAIN = str.maketrans(
    dict.fromkeys(SPACES, " ") | dict.fromkeys(HYPHENS, "-") | dict.fromkeys(INVISIBLE, "") | LETTERS
)
"""For `str.translate`."""

ODD = re.compile(f"[{''.join(map(chr, PLAIN))}]")


def has_odd(text: str) -> bool:
    """Whether a text holds any such character."""
    return not text.isascii() and ODD.search(text) is not None
