"""Dates as letters write them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
ORDINAL = r"(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d{2}"
# A blank may follow a separator where a line broke behind it: "10-28- 2016".
NUMERIC = "|".join(
    rf"(?<![\d{sep}])(?P<m{n}>\d{{1,2}})\s?{sep}\s?(?P<d{n}>\d{{1,2}})\s?{sep}\s?(?P<y{n}>\d{{4}}|\d{{2}})(?!{sep}?\d)"
    for n, sep in enumerate((r"/", r"-", r"\."))
)
DATE = re.compile(
    rf"{NUMERIC}"
    rf"|(?<![\d-])(?P<y3>{YEAR})-(?P<m3>\d{{1,2}})-(?P<d3>\d{{1,2}})(?!-?\d)"
    rf"|(?P<d5>\d{{1,2}}){ORDINAL}[\s-](?:day\s+)?(?:of\s+)?(?P<m5>{MONTH})\s*[,-]?\s*(?P<y5>{YEAR})(?!\d)",
    re.IGNORECASE,
)
"""A date that begins with a number."""

MONTH_FIRST = re.compile(
    rf"\b(?P<m4>{MONTH})\s+(?:the\s+)?(?P<d4>\d{{1,2}}){ORDINAL}\s*(?:,|of)?\s*(?P<y4>{YEAR})(?!\d)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+")
"""Every date has one, so that dates are looked for around numbers only."""

MONTH_WITHIN = 24
"""Signs before its day in which a month begins: "September the 5th"."""

REST_WITHIN = 40
"""... and behind the day's first digit, where its year ends."""

MONTH_BEGINS = re.compile("|".join(sorted({name[:3] for name in MONTHS})))

CENTURY_TURN = 50
"""Two digits of a year below this are of the 21st century: letters begin in 2013, injuries in the 1960s."""


class DateMention(NamedTuple):
    """A date in a text: its offsets, and its value; None where the calendar has no such day."""

    start: int
    end: int
    value: date | None


def find_dates(text: str) -> Iterator[DateMention]:
    """Every full date (day, month and year) in a text, in order.

    Numbers are month, day, year, as letters of California write them; "13/10/2016" has no month 13 and so no
    value. A month with a year, or a year alone, is no full date.
    """
    cursor = 0
    for number in NUMBER.finditer(text):
        if number.start() < cursor:
            continue
        found = _month_first(text, number.start(), cursor) or DATE.match(text, number.start())
        if found:
            cursor = found.end()
            yield DateMention(found.start(), found.end(), _value(found))


def parse_date(text: str) -> date | None:
    """The date that a text consists of; None if it is not exactly one valid date."""
    words = text.strip(" .,;")
    found = next(find_dates(words), None)
    return found.value if found and (found.start, found.end) == (0, len(words)) else None


def _month_first(text: str, day: int, floor: int) -> re.Match[str] | None:
    """A date whose day begins there, with the name of its month before it."""
    if day == 0 or not text[day - 1].isspace():
        return None
    start = max(floor, day - MONTH_WITHIN)
    if not MONTH_BEGINS.search(text[start:day].lower()):
        return None
    found = MONTH_FIRST.search(text, start, day + REST_WITHIN)
    return found if found and found.start("d4") == day else None


def _value(found: re.Match[str]) -> date | None:
    form = found.lastgroup[-1] if found.lastgroup else ""
    month = found[f"m{form}"].rstrip(".").lower()
    try:
        return date(_full_year(found[f"y{form}"]), MONTHS.get(month) or int(month), int(found[f"d{form}"]))
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < CENTURY_TURN else 1900)
