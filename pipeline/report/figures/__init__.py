"""Every figure of the report, as numbers."""

from dataclasses import dataclass

import duckdb

from pipeline.report.figures import drugs, guidelines, outcomes, quality, timing, volume, workers
from pipeline.report.figures.scope import Scope, scope
from pipeline.report.values import AgeBand, Count, Outcome, Pair, Period, Spread, Stage
from pipeline.report.worktables import Choice


@dataclass(frozen=True)
class Figures:
    """Every figure of a report; each tuple is a table, and is named as its CSV file is."""

    scope: Scope
    months: tuple[Period, ...]
    years: tuple[Period, ...]
    requests_per_letter: tuple[Count, ...]
    decisions: tuple[Count, ...]
    categories: tuple[Outcome, ...]
    subcategories: tuple[Outcome, ...]
    drug_classes: tuple[Outcome, ...]
    drugs_named: tuple[Count, ...]
    drugs_watched: tuple[Count, ...]
    body_regions: tuple[Outcome, ...]
    diagnosis_chapters: tuple[Outcome, ...]
    diagnosis_blocks: tuple[Outcome, ...]
    reviewer_specialties: tuple[Outcome, ...]
    reviewer_states: tuple[Outcome, ...]
    cited_by_claims_administrator: tuple[Count, ...]
    cited_by_reviewer: tuple[Count, ...]
    guideline_pairs: tuple[Pair, ...]
    guideline_agreement: tuple[Count, ...]
    stages: tuple[Stage, ...]
    stages_by_month: tuple[Stage, ...]
    stages_by_year: tuple[Stage, ...]
    dates_backwards: int
    age: Spread
    ages: tuple[AgeBand, ...]
    sexes: tuple[Outcome, ...]
    claim_age: Spread
    claim_ages: tuple[Outcome, ...]
    retrospective: tuple[Outcome, ...]
    filled: tuple[Count, ...]
    warned: tuple[Count, ...]
    rejected: tuple[Count, ...]
    engines: tuple[Count, ...]


def figures(db: duckdb.DuckDBPyConnection, choice: Choice) -> Figures:
    """Count everything, from a database that `worktables.opened` gives."""
    combinations = guidelines.combinations(db)
    return Figures(
        scope=scope(db, choice),
        months=volume.months(db),
        years=volume.years(db),
        requests_per_letter=volume.requests_per_letter(db),
        decisions=outcomes.overall(db),
        categories=outcomes.by_category(db),
        subcategories=outcomes.by_subcategory(db),
        drug_classes=outcomes.by_drug_class(db),
        drugs_named=drugs.names(db),
        drugs_watched=drugs.watched(db),
        body_regions=outcomes.by_region(db),
        diagnosis_chapters=outcomes.by_chapter(db),
        diagnosis_blocks=outcomes.by_block(db),
        reviewer_specialties=outcomes.by_specialty(db),
        reviewer_states=outcomes.by_state(db),
        cited_by_claims_administrator=guidelines.cited_by("claims_administrator", combinations),
        cited_by_reviewer=guidelines.cited_by("reviewer", combinations),
        guideline_pairs=guidelines.pairs(combinations),
        guideline_agreement=guidelines.agreement(combinations),
        stages=timing.stages(db),
        stages_by_month=timing.stages_by_month(db),
        stages_by_year=timing.stages_by_year(db),
        dates_backwards=timing.backwards(db),
        age=workers.age(db),
        ages=workers.by_age(db),
        sexes=workers.by_sex(db),
        claim_age=workers.claim_age(db),
        claim_ages=workers.by_claim_age(db),
        retrospective=outcomes.by_retrospective(db),
        filled=quality.filled(db, choice),
        warned=quality.warned(db),
        rejected=quality.rejected(db),
        engines=quality.engines(db),
    )
