"""The Division's key of a printed specialty."""

import re

from pipeline.vocabulary.specialties import specialties

AND = re.compile(r"\s*&\s*|\s+and\s+")


def link_specialty(name: str) -> str | None:
    """The key of a specialty as printed; None for one that the Division's list does not have."""
    keys = specialties().keys
    plain = " ".join(name.lower().rstrip(".").split())
    return keys.get(plain) or next((keys[form] for form in _spellings(plain) if form in keys), None)


def _spellings(name: str) -> list[str]:
    return [AND.sub(" & ", name), AND.sub(" and ", name)]
