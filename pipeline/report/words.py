"""Numbers, dates and comparisons in words."""

from collections.abc import Sequence
from datetime import date

from pipeline.report.values import SMALL_CELL, Count, Outcome, Period, Share, Spread

DASH = "–"
NOTHING = "—"


def number(value: int) -> str:
    """12345 as 12,345."""
    return f"{value:,}"


def plural(value: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def percent(value: float | None) -> str:
    """0.1333 as 13.3%."""
    return NOTHING if value is None else f"{value:.1%}"


def interval(share: Share) -> str:
    """The Wilson interval, such as 6.9 to 24.2%, with a dash."""
    if not share.of:
        return NOTHING
    low, high = share.interval
    return f"{100 * low:.1f}{DASH}{high:.1%}"


def with_interval(share: Share) -> str:
    """A share with its interval and its cases."""
    return (
        f"{percent(share.value)} (95% interval {interval(share)}, {number(share.part)} of {number(share.of)})"
    )


def decimal(value: float | None, unit: str = "") -> str:
    """4.25 as 4.2; whole numbers without the point."""
    if value is None:
        return NOTHING
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"{text} {unit}".strip()


def quartiles(spread: Spread, unit: str = "") -> str:
    """The middle half, such as 5 to 24 days, with a dash."""
    return f"{decimal(spread.lower_quartile)}{DASH}{decimal(spread.upper_quartile, unit)}"


def day(value: date | None) -> str:
    """April 13, 2014."""
    return f"{value:%B} {value.day}, {value.year}" if value else NOTHING


def month(value: date) -> str:
    """April 2014."""
    return f"{value:%B} {value.year}"


def period(value: date, yearly: bool) -> str:
    """2014, or Apr 2014."""
    return str(value.year) if yearly else f"{value:%b} {value.year}"


def lower(label: str) -> str:
    """A label within a sentence; names in capitals stay as they are."""
    return label if label[1:2].isupper() or label[:1].isdigit() else label[:1].lower() + label[1:]


def largest(kinds: Sequence[Outcome], all_requests: int) -> str:
    """Which kind is the largest."""
    first = kinds[0]
    share = Share(first.overturned.of, all_requests)
    return (
        f"Largest: {first.label}, with {number(share.part)} of {number(all_requests)} requests "
        f"({percent(share.value)})."
    )


def extremes(kinds: Sequence[Outcome]) -> str:
    """Which kinds were overturned most and least often, among those with cases enough."""
    enough = [kind for kind in kinds if not kind.overturned.small]
    if not enough:
        return f"None has {SMALL_CELL} requests or more, so that these rates say little."
    ordered = sorted(enough, key=lambda kind: (kind.overturned.value or 0, kind.label))
    most = f"overturned most often: {_rated(ordered[-1])}"
    least = f"; least often: {_rated(ordered[0])}" if len(ordered) > 1 else ""
    return f"Of those with {SMALL_CELL} requests or more, {most}{least}."


def _rated(kind: Outcome) -> str:
    return f"{kind.label} ({percent(kind.overturned.value)} of {number(kind.overturned.of)})"


def range_over(periods: Sequence[Period], yearly: bool) -> str:
    """Between what the rate lay, among the periods with cases enough."""
    enough = [one for one in periods if not one.overturned.small]
    what = "year" if yearly else "month"
    if len(enough) < 2:
        return f"Too few {what}s have {SMALL_CELL} requests or more to speak of a trend."
    ordered = sorted(enough, key=lambda one: one.overturned.value or 0)
    low, high = ordered[0], ordered[-1]
    return (
        f"By {what}, between {percent(low.overturned.value)} ({period(low.start, yearly)}) and "
        f"{percent(high.overturned.value)} ({period(high.start, yearly)}) of the requests were overturned."
    )


def top_counts(counts: Sequence[Count], most: int) -> str:
    """The first few of some counts, with their shares."""
    return ", ".join(f"{count.label} ({percent(count.share.value)})" for count in counts[:most])
