"""Sentences of a guideline statement that say that nothing was cited, in lower case."""

import re
from collections.abc import Iterator

EVIDENCE = (
    r"(?:guid\w*|criteri\w+|citations?|evidence|references?|sources?|sections?|literature|mtus|odg|acoem)"
)
CITE = r"(?:cit|quot|referenc|rely|reli|base)\w*"
STATE = (
    r"(?:provid|list|stat|specif|identif|nam|us|utiliz|giv|includ|mention|document|indicat|not|appl|refer"
    r"|addr)\w*"
)
FOUND = r"(?:cit|quot|referenc|provid|list|specif|identif|giv|used|found|applicab|relevan|address)\w*"
ADDRESS = r"(?:address|discuss|mention|cover|contain|includ|speak|comment)\w*"
WORDS = r"(?:[\w/-]+\s+){0,6}?"
DENIAL = rf"""(?:
    (?:did|does|do|has|have|had|was|were|is|are)\s*(?:not|n['’]t)\s+(?:\w+\s+)?
      (?:{CITE}|{STATE}\s+{WORDS}{EVIDENCE})\b
  | (?:cite|provide|reference)[sd]?\s+no\s+{WORDS}{EVIDENCE}\b
  | no\s+{WORDS}{EVIDENCE}\s+(?:of\s+the\s+mtus\s+)?(?:(?:was|were|is|are|has|have|been)\s+)*{FOUND}
  | {EVIDENCE}\s+(?:does|do|did|is|are|was|were)\s+(?:not\s+{ADDRESS}|silent\b)
  | not\s+(?:cited|provided|stated|given|applicable)\b)"""
FIRST = re.compile(rf"\W*(?:{DENIAL}|(?:no\s+{WORDS}{EVIDENCE}|none|n/?a)\b)", re.VERBOSE)
FURTHER = re.compile(rf"[\s(]{DENIAL}", re.VERBOSE)
SENTENCE_END = re.compile(r"[.;]\s|[.;]?$|,?\s\b(?:but|instead|however|rather)\b")
OUTSIDE = re.compile(
    r"\bon\s+recommendations?\s*(?:\(s\))?\s*outside\s+(?:of\s+)?(?:the\s+)?mtus(?:\s+guidelines?)?\.?"
)
"""What leads over to a citation that is not of the schedule, and cites nothing itself."""


def denials(lower: str) -> Iterator[tuple[int, int]]:
    """Where the sentences stand; what follows a "but" is no part of them."""
    position = 0
    denial = FIRST.match(lower) or FURTHER.search(lower)
    while denial:
        begin = lower.rfind(". ", position, denial.start() + 1) + 1 or position
        end = SENTENCE_END.search(lower, denial.end())
        position = end.start() if end else len(lower)
        yield begin, position
        denial = FURTHER.search(lower, position)


def outside(lower: str) -> Iterator[tuple[int, int]]:
    """Where a decision is said to rest on something outside of the schedule."""
    if "outside" in lower:
        yield from (match.span() for match in OUTSIDE.finditer(lower))
