"""The reviewer's credentials where they are told in a sentence, as letters did before they were listed."""

import re
from typing import NamedTuple

from pipeline.document import Passage

SENTENCE = re.compile(
    r"\bBoard[\s-]+Certified\s+in\s+(?P<specialties>[^.]+?)"
    r"(?:,?\s+(?:and\s+)?has\s+a\s+sub-?\s?special(?:ty|ization)\s+(?:certificate\s+)?in\s+(?P<subspecialties>[^.]+?))?"
    r",?\s+and\s+is\s+licensed\s+to\s+practice\s+in\s+(?P<states>[^.]+)",
    re.IGNORECASE,
)


class Credentials(NamedTuple):
    """The lists in the sentence; a subspecialty counts as a further specialty."""

    states: Passage
    specialties: list[Passage]


def find_credentials(passage: Passage) -> Credentials | None:
    """The sentence "is Board Certified in A, has a subspecialty in B and is licensed to practice in C"."""
    found = SENTENCE.search(passage.text)
    if not found:
        return None
    names = [name for name in ("specialties", "subspecialties") if found[name]]
    return Credentials(
        passage.slice(*found.span("states")), [passage.slice(*found.span(name)) for name in names]
    )
