"""A chart as SVG that needs neither a script nor a font of its own, in the colours of the page it stands in.

Colours are CSS variables of the page, so that one drawing serves light, dark and print. Each chart is drawn
twice, for a desktop's column and for a phone's, as text in a picture that is scaled down cannot be read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import altair as alt
import vl_convert

from pipeline.report.values import Share

INK, MUTED, RULE, PAPER = "var(--ink)", "var(--muted)", "var(--rule)", "var(--paper)"
FIRST, SECOND, THIRD, STATEWIDE = "var(--first)", "var(--second)", "var(--third)", "var(--statewide)"

TEXT_SIZE = 14
"""Texts are laid out in this size, and the page sets them in 12: its face is not known here, and may be "
"wider."""

ROW = 24
"""Height of a row of a chart of rows; on a phone its label stands above it."""
ROW_WITH_LABEL = 42

LEAST_TOP = 0.2
"""An axis of shares reaches to 20% at least, so that small differences look small."""

CONFIG: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": "sans-serif",
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": TEXT_SIZE,
        "titleColor": MUTED,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "gridColor": RULE,
        "domainColor": RULE,
        "tickColor": RULE,
        "labelPadding": 5,
    },
    "axisY": {"domain": False, "ticks": False, "labelPadding": 10},
}


class Width(IntEnum):
    """Widths that a chart is drawn for, in pixels."""

    WIDE = 760
    NARROW = 330


@dataclass(frozen=True)
class Drawing:
    """A chart as SVG, for each width."""

    wide: str
    narrow: str


Record = Mapping[str, Any]
Chart = alt.LayerChart | alt.FacetChart
Build = Callable[[Width], Chart]


def draw(build: Build, **datasets: Iterable[Record]) -> Drawing:
    """Draw a chart for both widths; it takes its data by name (`named`), from these."""
    values = {name: [dict(record) for record in records] for name, records in datasets.items()}
    return Drawing(*(_svg(build(width), width, values) for width in Width))


def named(dataset: str) -> alt.Chart:
    """A chart of the records of that name. Altair copies a chart's own data at every step, but not these."""
    return alt.Chart(alt.NamedData(name=dataset))


def share_top(shares: Sequence[Share], others: Sequence[float] = ()) -> float:
    """Where an axis of shares ends; the intervals of few cases, which reach far, are cut off there."""
    sure = [share.interval[1] for share in shares if not share.small] or [1.0]
    values = [share.value or 0.0 for share in shares]
    return min(1.0, max(LEAST_TOP, 1.05 * max([*sure, *values, *others])))


def _svg(chart: Chart, width: Width, datasets: dict[str, list[dict[str, Any]]]) -> str:
    # "fit" makes the whole picture so wide, labels included, where plain widths mean the plot alone.
    fitted = chart.properties(width=int(width), autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    spec = fitted.to_dict(validate=False) | {"config": CONFIG, "datasets": datasets}
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg
