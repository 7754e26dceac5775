"""Charts of two kinds against each other: guidelines of both sides, age and sex."""

from collections.abc import Mapping, Sequence

import altair as alt

from pipeline.report.charts.drawing import (
    FIRST,
    INK,
    RULE,
    SECOND,
    TEXT_SIZE,
    Chart,
    Drawing,
    Width,
    draw,
    named,
)
from pipeline.report.values import AgeBand, Pair

STRONG = 0.55
"""Above this share of the strongest colour, dark ink could not be read on a cell: colours end there."""


def matrix(pairs: Sequence[Pair], labels: Mapping[str, str]) -> Drawing:
    """Requests by what the claims administrator cites (rows) and what the reviewer cites (columns)."""
    total = sum(pair.overturned.of for pair in pairs)
    most = max(pair.overturned.of for pair in pairs)
    records = [
        {
            "row": labels[pair.claims_administrator],
            "column": labels[pair.reviewer],
            "strength": STRONG * pair.overturned.of / most,
            "text": f"{pair.overturned.of / total:.0%}" if pair.overturned.of else "",
        }
        for pair in pairs
    ]
    rows = [
        label for kind, label in labels.items() if any(pair.claims_administrator == kind for pair in pairs)
    ]
    columns = [label for kind, label in labels.items() if any(pair.reviewer == kind for pair in pairs)]

    def build(width: Width) -> Chart:
        narrow = width is Width.NARROW
        above = alt.Axis(
            orient="top",
            title="Reviewer cites",
            labelAngle=-60 if narrow else 0,
            labelLimit=120,
            ticks=False,
            domain=False,
            labelColor=INK,
        )
        beside = alt.Axis(
            title="Claims administrator cites", labelLimit=95 if narrow else 200, labelColor=INK, grid=False
        )
        base = named("rows").encode(
            x=alt.X("column:N", sort=columns, axis=above), y=alt.Y("row:N", sort=rows, axis=beside)
        )
        cell = base.mark_rect(color=FIRST, stroke=RULE).encode(
            fillOpacity=alt.FillOpacity("strength:Q", scale=None, legend=None)
        )
        text = base.mark_text(color=INK, fontSize=TEXT_SIZE).encode(text="text:N")
        return alt.layer(cell, text).properties(height=len(rows) * 36)

    return draw(build, rows=records)


def ages(bands: Sequence[AgeBand]) -> Drawing:
    """Workers by age, women and men side by side."""
    total = sum(band.female + band.male + band.sex_not_stated for band in bands)
    records = [
        {"age": band.label, "sex": sex, "share": number / total}
        for band in bands
        for sex, number in (("female", band.female), ("male", band.male))
    ]

    def build(width: Width) -> Chart:
        del width  # the labels are short enough for a phone
        x = alt.X(
            "age:N",
            sort=[band.label for band in bands],
            title="Age",
            axis=alt.Axis(labelAngle=0, ticks=False),
        )
        y = alt.Y("share:Q", title="Workers of stated age", axis=alt.Axis(format=".0%", tickCount=5))
        colour = alt.Color(
            "sex:N", scale=alt.Scale(domain=["female", "male"], range=[SECOND, FIRST]), legend=None
        )
        bar = named("rows").mark_bar().encode(x=x, y=y, color=colour, xOffset="sex:N")
        return alt.layer(bar).properties(height=220)

    return draw(build, rows=records)
