"""Charts along the months or years of decision."""

from collections.abc import Sequence

import altair as alt

from pipeline.report.charts.drawing import (
    FIRST,
    PAPER,
    SECOND,
    STATEWIDE,
    THIRD,
    Chart,
    Drawing,
    Record,
    Width,
    draw,
    named,
    share_top,
)
from pipeline.report.values import Count, Period, Stage

HEIGHT = 260
FEW = 18
"""So many periods or fewer are shown as places of their own, more as a line in time."""


def are_points(periods: Sequence[Period | Stage]) -> bool:
    """Whether so few periods are drawn as points, not as a line."""
    return len(periods) <= FEW


def volume(periods: Sequence[Period], yearly: bool) -> Drawing:
    """Requests and letters, as bars one in front of the other."""
    records = [
        {"start": period.start.isoformat(), "letters": period.letters, "requests": period.overturned.of}
        for period in periods
    ]

    def build(width: Width) -> Chart:
        base = named("rows")
        size = _bar_size(width, periods, yearly)
        layers = [
            base.mark_bar(color=colour, size=size).encode(
                x=_when(width, periods, yearly), y=alt.Y(f"{name}:Q", title=None, axis=_counts())
            )
            for name, colour in (("requests", FIRST), ("letters", SECOND))
        ]
        return alt.layer(*layers).properties(height=HEIGHT)

    return draw(build, rows=records)


def rate(
    periods: Sequence[Period], yearly: bool, statewide: dict[int, float], drugs: bool = False
) -> Drawing:
    """A share of requests with its interval, and the statewide one that was published for each year.

    Args:
        periods: Months or years.
        yearly: Whether they are years.
        statewide: The published share by year.
        drugs: The share of requests that are for drugs, instead of those overturned.
    """
    shares = [(period.start, period.drugs if drugs else period.overturned) for period in periods]
    years = sorted({start.year for start, _ in shares} & statewide.keys())
    published = [
        {"from": _first(year, periods), "to": _last(year, periods), "share": statewide[year]}
        for year in years
    ]
    top = share_top([share for _, share in shares], [statewide[year] for year in years])
    records = [
        {
            "start": start.isoformat(),
            "share": share.value,
            "low": share.interval[0],
            "high": min(share.interval[1], top),
            "few": share.small,
        }
        for start, share in shares
    ]

    def build(width: Width) -> Chart:
        base = named("rows").encode(x=_when(width, periods, yearly))
        title = "Requests for drugs" if drugs else "Requests overturned"
        axis = alt.Axis(format=".0%", tickCount=5)
        y = alt.Y("share:Q", title=title, scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
        layers = _trend(base, y, "low:Q", "high:Q", len(periods), FIRST)
        if published:
            lines = named("statewide").encode(y="share:Q")
            if are_points(periods):
                tick = lines.mark_tick(color=STATEWIDE, thickness=3, size=28, opacity=1)
                layers.append(tick.encode(x=_when(width, periods, yearly, "from")))
            else:
                rule = lines.mark_rule(color=STATEWIDE, strokeWidth=3)
                layers.append(rule.encode(x="from:T", x2="to:T"))
        return alt.layer(*layers).properties(height=HEIGHT)

    return draw(build, rows=records, statewide=published)


def spreads(series: Sequence[Sequence[Stage]], yearly: bool) -> Drawing:
    """The median days of some stages, with the quartiles around them."""
    datasets = {
        f"stage{number}": [_spread(stage) for stage in stages] for number, stages in enumerate(series)
    }

    def build(width: Width) -> Chart:
        layers: list[alt.Chart] = []
        for name, stages, colour in zip(datasets, series, (FIRST, SECOND, THIRD), strict=True):
            base = named(name).encode(x=_when(width, stages, yearly))
            y = alt.Y("median:Q", title="Days", axis=_counts())
            layers += _trend(base, y, "low:Q", "high:Q", len(stages), colour)
        return alt.layer(*layers).properties(height=HEIGHT)

    return draw(build, **datasets)


def _spread(stage: Stage) -> Record:
    return {
        "start": stage.start.isoformat() if stage.start else None,
        "low": stage.days.lower_quartile,
        "median": stage.days.median,
        "high": stage.days.upper_quartile,
        "few": stage.days.small,
    }


def histogram(counts: Sequence[Count], title: str) -> Drawing:
    """Bars of shares along an ordered kind."""
    records = [{"label": count.label, "share": count.share.value or 0} for count in counts]

    def build(width: Width) -> Chart:
        x = alt.X(
            "label:N",
            sort=[count.label for count in counts],
            title=title,
            axis=alt.Axis(labelAngle=0, ticks=False),
        )
        y = alt.Y("share:Q", title="Letters", axis=alt.Axis(format=".0%", tickCount=5))
        bar = named("rows").mark_bar(color=SECOND, width={"band": 0.62})
        return alt.layer(bar.encode(x=x, y=y)).properties(height=HEIGHT - 40)

    return draw(build, rows=records)


def _trend(base: alt.Chart, y: alt.Y, low: str, high: str, periods: int, colour: str) -> list[alt.Chart]:
    """A line in its band; points with their intervals where the periods are few."""
    if periods <= FEW:
        return [
            base.mark_rule(color=colour, strokeWidth=2, opacity=0.5).encode(y=low, y2=high),
            base.mark_point(filled=True, color=colour, size=70, opacity=1)
            .transform_filter("!datum.few")
            .encode(y=y),
            base.mark_point(filled=True, color=PAPER, stroke=colour, strokeWidth=1.5, size=55, opacity=1)
            .transform_filter("datum.few")
            .encode(y=y),
        ]
    return [
        base.mark_area(color=colour, opacity=0.2).encode(y=low, y2=high),
        base.mark_line(color=colour, strokeWidth=1.8).encode(y=y),
    ]


def _when(width: Width, periods: Sequence[Period | Stage], yearly: bool, field: str = "start") -> alt.X:
    if not are_points(periods):
        ticks = alt.Axis(
            format="%Y", tickCount="year", title=None, grid=False, labelOverlap=True, labelFlush=True
        )
        return alt.X(f"{field}:T", axis=ticks)
    turned = 0 if yearly or (width is Width.WIDE and len(periods) <= 9) else -60
    axis = alt.Axis(title=None, grid=False, labelAngle=turned, labelExpr=_label(yearly), ticks=False)
    return alt.X(f"{field}:O", axis=axis)


def _label(yearly: bool) -> str:
    """Dates stand in the data as text, which an ordered axis does not move to another time zone."""
    if yearly:
        return "substring(datum.value, 0, 4)"
    months = "['Jan','Feb','Mar','Apr','May','Jun','Jul','Aug','Sep','Oct','Nov','Dec']"
    return f"{months}[toNumber(substring(datum.value, 5, 7)) - 1] + ' ' + substring(datum.value, 0, 4)"


def _bar_size(width: Width, periods: Sequence[Period], yearly: bool) -> float:
    first, last = periods[0].start, periods[-1].start
    steps = last.year - first.year if yearly else 12 * (last.year - first.year) + last.month - first.month
    room = (int(width) - 60) / (max(steps, len(periods) - 1) + 1 if not are_points(periods) else len(periods))
    return max(1.0, min(46.0, 0.72 * room))


def _first(year: int, periods: Sequence[Period]) -> str:
    return min(period.start for period in periods if period.start.year == year).isoformat()


def _last(year: int, periods: Sequence[Period]) -> str:
    return max(period.start for period in periods if period.start.year == year).isoformat()


def _counts() -> alt.Axis:
    return alt.Axis(format=",.0f", tickCount=5, tickMinStep=1)
