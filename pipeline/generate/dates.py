"""The dates of a case, and the ways in which letters write a date."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipeline.generate.fiction import DateStyle, load_fiction

FIRST_DECISION = date(2014, 1, 6)
LAST_DECISION = date(2018, 12, 28)


@dataclass(frozen=True)
class CaseDates:
    """The steps of a case, from the injury to the determination, in the order in which they happen."""

    injury: date
    denial: date
    application: date
    assignment: date
    decision: date


def draw_dates(
    rng: Random,
    expedited: bool,
    oldest_injury_days: int,
    first: date = FIRST_DECISION,
    last: date = LAST_DECISION,
) -> CaseDates:
    """Draw a plausible sequence, decided within a period; an expedited review is decided within days."""
    decision = day_between(rng, first, last)
    assignment = decision - timedelta(days=rng.randint(1, 4) if expedited else rng.randint(12, 45))
    application = assignment - timedelta(days=rng.randint(0, 21))
    denial = application - timedelta(days=rng.randint(0, 30))
    injury = denial - timedelta(days=rng.randint(60, oldest_injury_days))
    return CaseDates(injury, denial, application, assignment, decision)


def day_between(rng: Random, first: date, last: date) -> date:
    """Draw a day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _ordinal(number: int) -> str:
    if number in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def write_month(day: date) -> str:
    """The day's month and year, as in `March 2011`."""
    return f"{load_fiction().people.months[day.month - 1]} {day.year}"


def write_date(day: date, style: DateStyle) -> str:
    """Write a date in a reviewer's style."""
    month = load_fiction().people.months[day.month - 1]
    match style:
        case "dashes_short":
            return f"{day.month}-{day.day}-{day.year % 100:02}"
        case "dashes":
            return f"{day.month:02}-{day.day:02}-{day.year}"
        case "slashes_short":
            return f"{day.month}/{day.day}/{day.year % 100:02}"
        case "slashes":
            return f"{day.month:02}/{day.day:02}/{day.year}"
        case "slashes_bare":
            return f"{day.month}/{day.day}/{day.year}"
        case "words":
            return f"{month} {day.day}, {day.year}"
        case "words_ordinal":
            return f"{month} {_ordinal(day.day)}, {day.year}"
        case "day_first":
            return f"{day.day} {month} {day.year}"
