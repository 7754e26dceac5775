"""The stretch of a request's title that is in dispute."""

import re

GRANTED = re.compile(r"\b(?:authori[sz]|certif|approv|modif|grant|allow)", re.I)
LEAD = re.compile(
    r"(?:\bthe\s+remaining|(?:[.;]\s*|^)the\s+(?:original|initial|imr))\b"
    r"(?:[\s-]+(?:imr|eligible|portion|part|balance|of|the|original|initial|in|disputed?|request(?:ed)?)\b)*"
    r"[\s,:]*",
    re.I,
)
"""What stands before the disputed request where a title first tells its history."""

VERB = re.compile(r"(?:is|are|was|were|remains?|has|have|had)\b", re.I)
"""A sentence that says something of the request does not lead up to one."""

STATE = r"imr[\s-]+eligible|eligible(?:\s+for\s+imr)?|(?:in|at|under)\s+(?:dispute|review)|disputed"
TAIL = re.compile(
    rf"[\s,]{{0,3}}\b(?:(?:is|are|was|were|remains?)\b(?:\s+(?:{STATE}))?|{STATE})?[\s.,:;]*$", re.I
)


def disputed_part(title: str) -> tuple[int, int]:
    """The offsets of what is in dispute.

    "X was the original request. Y was authorized. The remaining IMR eligible portion of the original
    request, Z is" disputes Z; a title that tells no such history is in dispute as a whole.
    """
    if GRANTED.search(title):
        for lead in reversed(list(LEAD.finditer(title))):
            start = lead.end()
            tail = TAIL.search(title, start)
            end = tail.start() if tail else len(title)
            if start < end and not VERB.match(title, start):
                return start, end
    return 0, len(title)
