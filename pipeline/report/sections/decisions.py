"""The chapters on letters, requests and decisions."""

from statistics import median

from pipeline.report import charts
from pipeline.report.figures import Figures
from pipeline.report.grids import Grid, Line, count_grid, grid, outcome_grid, outcome_line
from pipeline.report.parts import Exhibit, Section, Swatch
from pipeline.report.statewide import Statewide
from pipeline.report.values import SMALL_CELL, Outcome, Period, Share
from pipeline.report.words import (
    extremes,
    interval,
    largest,
    month,
    number,
    percent,
    period,
    plural,
    range_over,
    with_interval,
)

MOST_DRAWN = 20
LETTERS_ENOUGH = 10
"""Where most months have fewer letters, years are drawn instead."""

FEW_REQUESTS = Swatch("ring", f"fewer than {SMALL_CELL} requests")
OVERALL_LINE = Swatch("dashed", "all requests of this report")


def yearly(figures: Figures) -> bool:
    """Whether charts in time are by year, as single months say too little."""
    return not figures.months or median(one.letters for one in figures.months) < LETTERS_ENOUGH


def overall(figures: Figures) -> Share:
    """The overturn rate of all requests."""
    return Share(figures.scope.overturned, figures.scope.requests)


def volume(figures: Figures, published: Statewide) -> Section:
    """Letters and requests."""
    return Section("volume", "Letters and requests", (_by_month(figures), _per_letter(figures, published)))


def decisions(figures: Figures, published: Statewide) -> Section:
    """Upheld and overturned."""
    return Section(
        "decisions",
        "Upheld and overturned",
        (
            _over_time(figures, published),
            rate_exhibit(
                "categories", "By request category", "Category", figures.categories, figures, published
            ),
            _subcategories(figures, published),
            _retrospective(figures),
        ),
    )


def rate_exhibit(
    name: str,
    title: str,
    heading: str,
    outcomes: tuple[Outcome, ...],
    figures: Figures,
    published: Statewide,
    note: str = "",
) -> Exhibit:
    """Overturn rates of kinds of requests, with the overall and the statewide rate beside them."""
    if not outcomes:
        return Exhibit(name, title, "No request of this report tells.", note=note)
    drawn = outcomes[:MOST_DRAWN]
    says = [largest(outcomes, figures.scope.requests), extremes(outcomes)]
    if len(drawn) < len(outcomes):
        says.append(f"The chart shows the {len(drawn)} largest of {len(outcomes)}.")
    return Exhibit(
        name,
        title,
        " ".join(says),
        charts.rates(drawn, overall(figures), published.overturned_range),
        rate_swatches(drawn, published),
        outcome_grid(heading, outcomes, overall(figures)),
        note,
    )


def rate_swatches(outcomes: tuple[Outcome, ...], published: Statewide) -> tuple[Swatch, ...]:
    """The legend of a chart of rates."""
    found = [Swatch("dot", "share overturned, with its 95% interval")]
    if any(outcome.overturned.small for outcome in outcomes):
        found.append(FEW_REQUESTS)
    found.append(OVERALL_LINE)
    if published.overturned:
        years = sorted(published.overturned)
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        low, high = published.overturned_range or (0, 0)
        rates = percent(low) if low == high else f"{percent(low)} to {percent(high)}"
        found.append(Swatch("band", f"statewide, all requests, {span}: {rates} ({published.source})"))
    return tuple(found)


def few_swatch(periods: tuple[Period, ...]) -> tuple[Swatch, ...]:
    """An entry for hollow marks, where a chart in time has some."""
    hollow = charts.are_points(periods) and any(one.overturned.small for one in periods)
    return (FEW_REQUESTS,) if hollow else ()


def _by_month(figures: Figures) -> Exhibit:
    scope = figures.scope
    by_year = yearly(figures)
    periods = figures.years if by_year else figures.months
    says = f"{plural(scope.letters, 'letter')} decide {plural(scope.requests, 'disputed request')}."
    if figures.months:
        fullest = max(figures.months, key=lambda one: one.letters)
        says += f" The month with most letters is {month(fullest.start)}, with {number(fullest.letters)}."
    if scope.undated:
        says += f" {plural(scope.undated, 'letter')} without a decision date stand in no month."
    return Exhibit(
        "months",
        "Letters and requests by " + ("year" if by_year else "month"),
        says,
        charts.volume(periods, by_year) if periods else None,
        (Swatch("first", "requests"), Swatch("second", "letters")),
        _period_grid("Month of decision", figures.months, by_year=False),
    )


def _period_grid(heading: str, periods: tuple[Period, ...], by_year: bool) -> Grid:
    lines = (
        Line(
            (
                period(one.start, by_year),
                number(one.letters),
                number(one.overturned.of),
                f"{one.overturned.of / one.letters:.2f}",
                percent(one.overturned.value),
                interval(one.overturned),
            ),
            one.overturned.small,
        )
        for one in periods
    )
    return grid((heading, "Letters", "Requests", "Per letter", "Overturned", "95% interval"), lines)


def _per_letter(figures: Figures, published: Statewide) -> Exhibit:
    counts = figures.requests_per_letter
    scope = figures.scope
    of_all = "" if scope.choice.categories else f", {scope.requests / scope.letters:.2f} on average"
    says = f"{percent(counts[0].share.value)} of the letters dispute a single request{of_all}."
    if published.requests_per_letter:
        told = ", ".join(f"{mean} in {year}" for year, mean in published.requests_per_letter.items())
        says += f" Statewide averages: {told} ({published.source})."
    table = count_grid("Requests in the letter", "Letters", counts)
    extra = tuple(
        Line(
            (f"Statewide average, {year} ({published.source})", "", f"{mean:.1f} a letter", ""),
            style="statewide",
        )
        for year, mean in published.requests_per_letter.items()
    )
    table = Grid(table.headings, (*table.lines, *extra), table.more)
    drawing = charts.histogram(counts, "Disputed requests in a letter")
    return Exhibit("per-letter", "Requests per letter", says, drawing, grid=table)


def _over_time(figures: Figures, published: Statewide) -> Exhibit:
    by_year = yearly(figures)
    periods = figures.years if by_year else figures.months
    share = overall(figures)
    upheld = figures.decisions[0].share
    partly = figures.decisions[2].share.part
    says = (
        f"Of {plural(share.of, 'request')}, {number(upheld.part)} ({percent(upheld.value)}) were upheld "
        f"and {number(share.part)} overturned, {number(partly)} of them in part: {with_interval(share)}. "
        f"{range_over(periods, by_year)}"
    )
    swatches = [Swatch("dot", "share overturned, with its 95% interval"), *few_swatch(periods)]
    if published.overturned:
        swatches.append(Swatch("statewide", f"statewide, {published.source}"))
    return Exhibit(
        "over-time",
        "Share of requests overturned",
        says,
        charts.rate(periods, by_year, published.overturned) if periods else None,
        tuple(swatches),
        _decision_grid(figures, published),
        "Requests overturned in part count as overturned. Statewide shares count all letters of a year; "
        "the letters of this report may be a selection.",
    )


def _decision_grid(figures: Figures, published: Statewide) -> Grid:
    lines = []
    for one in figures.years:
        lines.append(outcome_line(str(one.start.year), one.overturned, figures.scope.requests))
        rate = published.overturned.get(one.start.year)
        if rate is not None:
            cells = (f"Statewide {one.start.year} ({published.source})", "", "", "", percent(rate), "")
            lines.append(Line(cells, style="statewide"))
    total = outcome_line("All years", overall(figures), figures.scope.requests, "total")
    headings = ("Year of decision", "Requests", "Share", "Overturned", "Rate", "95% interval")
    return Grid(headings, (*lines, total))


def _subcategories(figures: Figures, published: Statewide) -> Exhibit:
    exhibit = rate_exhibit(
        "subcategories",
        "By subcategory",
        "Category and subcategory",
        figures.subcategories,
        figures,
        published,
        "The Division's subcategories; most oral drugs have none, and are counted by class below.",
    )
    if not figures.subcategories:
        return exhibit
    lines: list[Line] = []
    for kind in figures.categories:
        lines.append(outcome_line(kind.label, kind.overturned, figures.scope.requests, "head"))
        lines += [
            outcome_line(part.label, part.overturned, figures.scope.requests, "under")
            for part in figures.subcategories
            if part.within == kind.code
        ]
    table = grid(exhibit.grid.headings if exhibit.grid else (), lines)
    return Exhibit(
        exhibit.id, exhibit.title, exhibit.says, exhibit.drawing, exhibit.swatches, table, exhibit.note
    )


def _retrospective(figures: Figures) -> Exhibit:
    given = next((one.overturned for one in figures.retrospective if one.code == "true"), Share(0, 0))
    share = Share(given.of, figures.scope.requests)
    says = (
        f"{number(share.part)} of {number(share.of)} requests ({percent(share.value)}) are for a service "
        "already given."
    )
    if given.of:
        says += f" {percent(given.value)} of them were overturned."
    return Exhibit(
        "retrospective",
        "Retrospective requests",
        says,
        charts.rates(figures.retrospective, overall(figures), None),
        (*rate_swatches(figures.retrospective, Statewide({}, {}, {}, "")),),
        outcome_grid("Kind of review", figures.retrospective, overall(figures)),
    )
