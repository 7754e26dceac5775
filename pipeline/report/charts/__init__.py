"""The report's charts, as SVG."""

from pipeline.report.charts.drawing import Drawing
from pipeline.report.charts.pairs import ages, matrix
from pipeline.report.charts.rows import bars, rates
from pipeline.report.charts.times import are_points, histogram, rate, spreads, volume

__all__ = [
    "Drawing",
    "ages",
    "are_points",
    "bars",
    "histogram",
    "matrix",
    "rate",
    "rates",
    "spreads",
    "volume",
]
