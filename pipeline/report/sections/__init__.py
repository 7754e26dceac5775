"""The chapters of the report, in order, and the numbers at its head."""

from pipeline.report.figures import Figures
from pipeline.report.parts import KeyNumber, Section
from pipeline.report.sections.clinical import body, drug_share, drugs
from pipeline.report.sections.decisions import decisions, overall, volume
from pipeline.report.sections.quality import quality
from pipeline.report.sections.review import guidelines, reviewers, timing
from pipeline.report.sections.workers import workers
from pipeline.report.statewide import statewide
from pipeline.report.words import decimal, interval, number, percent, quartiles


def sections(figures: Figures) -> tuple[Section, ...]:
    """Every chapter."""
    published = statewide(figures)
    return (
        volume(figures, published),
        decisions(figures, published),
        drugs(figures, published),
        body(figures, published),
        reviewers(figures, published),
        guidelines(figures),
        timing(figures),
        workers(figures),
        quality(figures),
    )


def key_numbers(figures: Figures) -> tuple[KeyNumber, ...]:
    """What one wants to know first."""
    scope = figures.scope
    stages = {stage.code: stage.days for stage in figures.stages}
    decided = stages["application_to_decision"]
    drug = drug_share(figures)
    rate = overall(figures)
    return (
        KeyNumber("Letters", number(scope.letters), "final determinations"),
        KeyNumber("Requests", number(scope.requests), f"{scope.requests / scope.letters:.2f} a letter"),
        KeyNumber("Overturned", percent(rate.value), f"95% interval {interval(rate)}"),
        KeyNumber("For drugs", percent(drug.value), "of all requests"),
        KeyNumber(
            "Days to decision",
            decimal(decided.median),
            f"median from application; middle half {quartiles(decided)}",
        ),
        KeyNumber(
            "Age of claim",
            decimal(figures.claim_age.median, "years"),
            f"median at decision; middle half {quartiles(figures.claim_age)}",
        ),
    )
