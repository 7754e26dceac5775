"""The header's fields: the words beside each label to a value, or to a reason why there is none."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from models.record import LetterWarning
from models.vocabulary import WarningCode
from pipeline.document import Passage
from pipeline.extract.dates import parse_date
from pipeline.extract.found import Found

DATES = ("date_assigned", "date_of_injury", "decision_date", "ur_denial_date", "application_received")
CASE_NUMBER = re.compile(r"(CM)?(\d{2})-(\d{6,7})", re.IGNORECASE)


class Header(NamedTuple):
    """The header's values by field name; a field without a value is left out, and warned of."""

    values: Mapping[str, Found[str | date]]
    warnings: list[LetterWarning]


def read_header(words: Mapping[str, Passage], absent: frozenset[str]) -> Header:
    """Read the header's seven fields.

    Args:
        words: Field name to the words printed for it.
        absent: Fields that the letter does not have by rule; nobody is warned of them.
    """
    values: dict[str, Found[str | date]] = {}
    warnings: list[LetterWarning] = []
    for name in ("case_number", *DATES, "priority"):
        passage = words.get(name)
        if passage is None or not passage.text:
            if name not in absent:
                message = f"the header has no value for {name.replace('_', ' ')}"
                warnings.append(_warning(WarningCode.HEADER_FIELD_MISSING, name, message))
            continue
        value: str | date | None = " ".join(passage.text.split())
        if name in DATES:
            value = parse_date(passage.text)
        elif name == "case_number":
            value = parse_case_number(passage.text)
        if value is None:
            code = WarningCode.DATE_INVALID if name in DATES else WarningCode.CASE_NUMBER_INVALID
            message = f"{passage.text[:60]!r} is no {'date' if name in DATES else 'case number'}"
            warnings.append(_warning(code, name, message))
            continue
        values[name] = Found(value, passage.all_spans)
    return Header(values, warnings)


def parse_case_number(text: str) -> str | None:
    """A case number in its usual form (CM16-0213037, 13-000103); None if the text is none."""
    found = CASE_NUMBER.fullmatch("".join(text.split()))
    return "".join((found.group(1) or "").upper() + f"{found.group(2)}-{found.group(3)}") if found else None


def case_number_of_file(name: str) -> str | None:
    """The case number that a file is named by, its suffix aside."""
    return parse_case_number(name.rsplit(".", 1)[0])


def _warning(code: WarningCode, name: str, message: str) -> LetterWarning:
    return LetterWarning(code=code, field=name, message=message)
