"""What the page is made of: sections of figures, each a sentence, a chart and a table."""

from dataclasses import dataclass

from pipeline.report.charts import Drawing
from pipeline.report.grids import Grid


@dataclass(frozen=True)
class Swatch:
    """An entry of a chart's legend: the look of a mark, and what it means."""

    look: str
    text: str


@dataclass(frozen=True)
class Exhibit:
    """A figure of the page.

    Attributes:
        id: Its anchor.
        title: What it is of.
        says: A sentence or two on what it shows, from its numbers.
        drawing: Its chart; None where there is nothing to draw.
        swatches: The chart's legend.
        grid: Its table.
        note: How it was counted, in small print.
    """

    id: str
    title: str
    says: str
    drawing: Drawing | None = None
    swatches: tuple[Swatch, ...] = ()
    grid: Grid | None = None
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A chapter of the page."""

    id: str
    title: str
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True)
class KeyNumber:
    """A number at the head of the page: what, how much, and what to know of it."""

    label: str
    value: str
    remark: str
