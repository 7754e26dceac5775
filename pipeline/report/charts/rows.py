"""Charts with a row for each kind: rates with their intervals, and bars of shares."""

from collections.abc import Sequence

import altair as alt

from pipeline.report.charts.drawing import (
    FIRST,
    INK,
    MUTED,
    PAPER,
    ROW,
    ROW_WITH_LABEL,
    SECOND,
    STATEWIDE,
    TEXT_SIZE,
    Chart,
    Drawing,
    Width,
    draw,
    named,
    share_top,
)
from pipeline.report.values import Count, Outcome, Share

LABEL_WIDTH = 340
COLOURS = (FIRST, SECOND)


def rates(outcomes: Sequence[Outcome], overall: Share, statewide: tuple[float, float] | None) -> Drawing:
    """Overturn rates with their intervals; hollow where the cases are few.

    Args:
        outcomes: A row each, in this order.
        overall: The rate of all requests, drawn as a line.
        statewide: The least and greatest published rate, drawn as a band.
    """
    top = share_top([outcome.overturned for outcome in outcomes])
    records = [
        {
            "label": outcome.label,
            "rate": outcome.overturned.value,
            "low": outcome.overturned.interval[0],
            "high": min(outcome.overturned.interval[1], top),
            "few": outcome.overturned.small,
        }
        for outcome in outcomes
    ]

    def build(width: Width) -> Chart:
        base = named("rows").encode(y=_rows(width, [outcome.label for outcome in outcomes]))
        at = alt.X("rate:Q", title="Overturned", scale=_share_scale(top), axis=_share_axis(width))
        layers = [
            *_references(statewide is not None),
            base.mark_rule(color=FIRST, strokeWidth=2, opacity=0.55).encode(x="low:Q", x2="high:Q"),
            base.mark_point(filled=True, color=FIRST, size=70, opacity=1)
            .transform_filter("!datum.few")
            .encode(x=at),
            base.mark_point(filled=True, color=PAPER, stroke=FIRST, strokeWidth=1.5, size=55, opacity=1)
            .transform_filter("datum.few")
            .encode(x=at),
        ]
        return _laid_out(base, layers, width, len(outcomes))

    low, high = (min(end, top) for end in statewide or (0, 0))
    lines = [] if overall.value is None else [{"rate": min(overall.value, top)}]
    return draw(build, rows=records, overall=lines, statewide=[{"low": low, "high": high}])


def bars(*series: Sequence[Count], title: str) -> Drawing:
    """Bars of shares, a row for each kind; of several series one beneath the other in a row."""
    labels = [count.label for count in series[0]]
    records = [
        {"label": count.label, "share": count.share.value or 0, "series": number}
        for number, counts in enumerate(series)
        for count in counts
    ]
    top = share_top([count.share for counts in series for count in counts])

    def build(width: Width) -> Chart:
        base = named("rows").encode(y=_rows(width, labels))
        at = alt.X("share:Q", title=title, scale=_share_scale(top), axis=_share_axis(width))
        thick = 10 if len(series) == 1 else 7
        layers = [
            base.mark_bar(color=COLOURS[number], height=thick, yOffset=_offset(number, len(series), thick))
            .transform_filter(f"datum.series === {number}")
            .encode(x=at)
            for number in range(len(series))
        ]
        return _laid_out(base, layers, width, len(labels))

    return draw(build, rows=records)


def _laid_out(base: alt.Chart, layers: list[alt.Chart], width: Width, rows: int) -> Chart:
    if width is Width.NARROW:
        label = _once(base).mark_text(
            align="left", baseline="bottom", dy=-6, color=INK, fontSize=TEXT_SIZE, limit=int(width) - 10
        )
        layers = [*layers, label.encode(x=alt.value(0), text="label:N")]
    step = ROW if width is Width.WIDE else ROW_WITH_LABEL
    return alt.layer(*layers).properties(height=rows * step)


def _once(base: alt.Chart) -> alt.Chart:
    """One of the series, as they all have the same labels."""
    return base.transform_filter("!isValid(datum.series) || datum.series === 0")


def _rows(width: Width, order: list[str]) -> alt.Y:
    axis = alt.Axis(labelLimit=LABEL_WIDTH, labelColor=INK, title=None, grid=False)
    return alt.Y("label:N", sort=order, title=None, axis=axis if width is Width.WIDE else None)


def _references(statewide: bool) -> list[alt.Chart]:
    band = named("statewide").mark_rect(color=STATEWIDE, opacity=0.22, stroke=STATEWIDE, strokeWidth=1.5)
    line = named("overall").mark_rule(color=MUTED, strokeDash=[4, 3], strokeWidth=1.5)
    behind = [band.encode(x="low:Q", x2="high:Q")] if statewide else []
    return [*behind, line.encode(x="rate:Q")]


def _share_scale(top: float) -> alt.Scale:
    return alt.Scale(domain=[0, top], nice=False, zero=True)


def _share_axis(width: Width) -> alt.Axis:
    return alt.Axis(format=".0%", tickCount=6 if width is Width.WIDE else 4, labelFlush=True)


def _offset(number: int, of: int, thick: int) -> float:
    return (number - (of - 1) / 2) * (thick + 1)
