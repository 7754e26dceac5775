"""The published statewide figures that a report's own are set beside."""

from dataclasses import dataclass

from pipeline.report.figures import Figures
from pipeline.vocabulary.published_figures import published_figures


@dataclass(frozen=True)
class Statewide:
    """Published figures of the years that a report covers; empty where they would compare unlike things.

    Attributes:
        overturned: Share of requests overturned, by year.
        drugs: Share of requests for drugs, by year.
        requests_per_letter: Mean number of requests in a letter, by year, of whatever years are published.
        source: Who published them.
    """

    overturned: dict[int, float]
    drugs: dict[int, float]
    requests_per_letter: dict[int, float]
    source: str

    @property
    def overturned_range(self) -> tuple[float, float] | None:
        """The least and the greatest published rate of the years covered."""
        rates = self.overturned.values()
        return (min(rates), max(rates)) if rates else None


def statewide(figures: Figures) -> Statewide:
    """What can be set beside a report: nothing, where it is restricted to categories."""
    published = published_figures()
    if figures.scope.choice.categories:
        return Statewide({}, {}, {}, published.source)
    years = {period.start.year for period in figures.years}
    return Statewide(
        {year: 1 - share for year, share in published.upheld.items() if year in years},
        {year: share for year, share in published.drugs.items() if year in years},
        published.requests_per_letter,
        published.source,
    )
