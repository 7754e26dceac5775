"""Diagnosis codes that a letter prints itself: ICD-10-CM and, in older letters, ICD-9-CM."""

import re
from collections.abc import Sequence

ICD10 = re.compile(r"[a-tv-z]\d[0-9a-z](?:\.[0-9a-z]{1,4}|[0-9x]{3}[0-9a-z]?)")
ICD9 = re.compile(r"(?:\d{3}|e\d{3}|v\d{2})\.\d{1,2}")
SHORT = re.compile(r"\d{3}|[a-tv-z]\d{2}")
"""Without its point a code may be a number of anything: it counts behind the name of the system only."""

SYSTEM = frozenset(
    {"icd-10", "icd-9", "icd", "icd10", "icd9", "icd-10-cm", "icd-9-cm", "icd-9cm", "code", "codes", "cm"}
)
SYSTEM_WITHIN = 3


def code_positions(lower: Sequence[str], start: int, end: int) -> list[int]:
    """The tokens between two that are codes: S33.5XXA, M54.5, 847.2, V58.69, or 724 behind "ICD-9"."""
    return [
        index
        for index in range(start, end)
        if ICD10.fullmatch(lower[index])
        or ICD9.fullmatch(lower[index])
        or (
            SHORT.fullmatch(lower[index])
            and not SYSTEM.isdisjoint(lower[max(start, index - SYSTEM_WITHIN) : index])
        )
    ]
