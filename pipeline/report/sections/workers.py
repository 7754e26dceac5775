"""The chapter on injured workers and their claims."""

from pipeline.report import charts
from pipeline.report.figures import Figures
from pipeline.report.grids import Grid, Line, outcome_grid
from pipeline.report.parts import Exhibit, Section, Swatch
from pipeline.report.sections.decisions import overall, rate_swatches
from pipeline.report.statewide import Statewide
from pipeline.report.values import Share
from pipeline.report.words import decimal, extremes, interval, number, percent, plural, quartiles

NOTHING_BESIDE = Statewide({}, {}, {}, "")


def workers(figures: Figures) -> Section:
    """Workers and claims."""
    return Section("workers", "Workers and claims", (_ages(figures), _claims(figures)))


def _ages(figures: Figures) -> Exhibit:
    if not figures.ages:
        return Exhibit("ages", "Age and sex", "No letter states the worker's age.")
    female = sum(band.female for band in figures.ages)
    male = sum(band.male for band in figures.ages)
    women = Share(female, female + male)
    says = (
        f"The median age that {plural(figures.age.cases, 'letter')} state is "
        f"{decimal(figures.age.median, 'years')}; the middle half are {quartiles(figures.age, 'years')} "
        f"old. {percent(women.value)} of these workers of stated sex are women."
    )
    bands = (
        Line(
            (
                band.label,
                number(band.female),
                number(band.male),
                number(band.sex_not_stated),
                number(band.overturned.of),
                percent(band.overturned.value),
                interval(band.overturned),
            ),
            band.overturned.small,
        )
        for band in figures.ages
    )
    headings = ("Age", "Women", "Men", "Sex not stated", "Requests", "Overturned", "95% interval")
    sexes = (
        Line(
            ("All ages: " + one.label.lower(), "", "", "", *_rate_cells(one.overturned)),
            one.overturned.small,
            "total",
        )
        for one in figures.sexes
    )
    return Exhibit(
        "ages",
        "Age and sex",
        says,
        charts.ages(figures.ages),
        (Swatch("second", "women"), Swatch("first", "men")),
        Grid(headings, (*bands, *sexes)),
        "As the clinical summaries state them; ages are never computed.",
    )


def _rate_cells(overturned: Share) -> tuple[str, str, str]:
    return number(overturned.of), percent(overturned.value), interval(overturned)


def _claims(figures: Figures) -> Exhibit:
    if not figures.claim_ages:
        return Exhibit("claim-age", "Age of the claim", "No letter prints the dates that this needs.")
    says = (
        f"At the decision the median claim is {decimal(figures.claim_age.median, 'years')} old, and the "
        f"middle half are {quartiles(figures.claim_age, 'years')} old. {extremes(figures.claim_ages)}"
    )
    return Exhibit(
        "claim-age",
        "Age of the claim at decision",
        says,
        charts.rates(figures.claim_ages, overall(figures), None),
        rate_swatches(figures.claim_ages, NOTHING_BESIDE),
        outcome_grid("From injury to decision", figures.claim_ages, overall(figures)),
        "From the date of injury in the letter's header, or in its summary where it has no header.",
    )
