"""What a figure is made of: shares with their intervals, spreads, and the rows of the report's tables."""

from dataclasses import dataclass
from datetime import date

from pipeline.report.intervals import wilson

SMALL_CELL = 10
"""Shares of fewer cases are marked: they say little."""


@dataclass(frozen=True)
class Share:
    """A part of some cases.

    Attributes:
        part: How many have the property.
        of: How many there are.
    """

    part: int
    of: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None where there are no cases."""
        return self.part / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its Wilson interval of 95 %."""
        return wilson(self.part, self.of)

    @property
    def small(self) -> bool:
        """Whether the cases are so few that the share is to be marked."""
        return self.of < SMALL_CELL


@dataclass(frozen=True)
class Spread:
    """How a number is spread over cases: quartiles by linear interpolation; None where there are no cases."""

    cases: int
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None

    @property
    def small(self) -> bool:
        """Whether the cases are so few that the spread is to be marked."""
        return self.cases < SMALL_CELL


@dataclass(frozen=True)
class Count:
    """How many cases are of one kind.

    Attributes:
        code: The kind, as the tables have it.
        label: The kind, for a reader.
        share: Of which cases.
    """

    code: str
    label: str
    share: Share


@dataclass(frozen=True)
class Outcome:
    """The disputed requests of one kind, and how many of them were overturned, wholly or in part.

    Attributes:
        code: The kind, as the tables have it.
        label: The kind, for a reader.
        overturned: Of these requests.
        within: The code of the kind above it, such as a subcategory's category.
    """

    code: str
    label: str
    overturned: Share
    within: str | None = None


@dataclass(frozen=True)
class Period:
    """A month or a year of decisions.

    Attributes:
        start: Its first day.
        letters: How many were decided in it.
        overturned: Of the requests decided in it.
        drugs: How many of the requests are for drugs.
    """

    start: date
    letters: int
    overturned: Share
    drugs: Share


@dataclass(frozen=True)
class Stage:
    """The days that one stage of a review took.

    Attributes:
        code: The stage.
        label: The stage, for a reader.
        start: First day of the month or year of decision; None for all.
        days: How they are spread over letters.
    """

    code: str
    label: str
    start: date | None
    days: Spread


@dataclass(frozen=True)
class Pair:
    """Requests for which the two sides cite guidelines of given sources."""

    claims_administrator: str
    reviewer: str
    overturned: Share


@dataclass(frozen=True)
class AgeBand:
    """Workers of an age, by sex, and what became of their requests."""

    label: str
    female: int
    male: int
    sex_not_stated: int
    overturned: Share


Row = Count | Outcome | Period | Stage | Pair | AgeBand
