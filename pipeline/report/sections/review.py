"""The chapters on reviewers, guidelines, and how long a review takes."""

from pipeline.report import charts
from pipeline.report.figures import Figures
from pipeline.report.figures.guidelines import KINDS
from pipeline.report.grids import Grid, Line, grid
from pipeline.report.parts import Exhibit, Section, Swatch
from pipeline.report.sections.decisions import rate_exhibit, yearly
from pipeline.report.statewide import Statewide
from pipeline.report.values import Count, Stage
from pipeline.report.words import decimal, interval, lower, number, percent, plural, quartiles

SHORT = {
    "MTUS": "MTUS",
    "ODG": "ODG",
    "ACOEM": "ACOEM",
    "other": "Other",
    "none": "None cited",
    "unread": "No statement",
}
ALWAYS = ("MTUS", "ODG")
STAGES = ("denial_to_application", "application_to_assignment", "assignment_to_decision")


def reviewers(figures: Figures, published: Statewide) -> Section:
    """Reviewers."""
    several = "A reviewer with several counts in each."
    specialties = rate_exhibit(
        "specialties",
        "By reviewer's specialty",
        "Specialty",
        figures.reviewer_specialties,
        figures,
        published,
        f"Specialties by the Division's list; those that it lacks are left out. {several}",
    )
    states = rate_exhibit(
        "states",
        "By reviewer's state of licensure",
        "State",
        figures.reviewer_states,
        figures,
        published,
        several,
    )
    return Section("reviewers", "Reviewers", (specialties, states))


def guidelines(figures: Figures) -> Section:
    """Guidelines."""
    return Section("guidelines", "Guidelines cited", (_cited(figures), _pairs(figures)))


def timing(figures: Figures) -> Section:
    """Time."""
    return Section("time", "Days from denial to decision", (_stages(figures),))


def _cited(figures: Figures) -> Exhibit:
    theirs, ours = _occurring(figures)
    says = (
        f"Claims administrators cite the MTUS for {percent(theirs[0].share.value)} of the requests and the "
        f"ODG for {percent(theirs[1].share.value)}; reviewers cite the MTUS for "
        f"{percent(ours[0].share.value)} and the ODG for {percent(ours[1].share.value)}."
    )
    lines = (
        Line(
            (
                one.label,
                number(one.share.part),
                percent(one.share.value),
                interval(one.share),
                number(other.share.part),
                percent(other.share.value),
                interval(other.share),
            ),
            one.share.small,
        )
        for one, other in zip(theirs, ours, strict=True)
    )
    headings = (
        "Source",
        "Claims administrator",
        "Share",
        "95% interval",
        "Reviewer",
        "Share",
        "95% interval",
    )
    return Exhibit(
        "cited",
        "Guidelines by side",
        says,
        charts.bars(theirs, ours, title="Share of requests"),
        (Swatch("first", "claims administrator"), Swatch("second", "reviewer")),
        grid(headings, lines),
        "A statement that cites several sources counts for each. MTUS: Medical Treatment Utilization "
        "Schedule; ODG: Official Disability Guidelines; ACOEM: guidelines of that college cited outside "
        "the MTUS.",
    )


def _occurring(figures: Figures) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """What each side cites, without the rarer kinds that neither does; MTUS and ODG come first."""
    both = zip(figures.cited_by_claims_administrator, figures.cited_by_reviewer, strict=True)
    found = [
        (theirs, ours)
        for place, (theirs, ours) in enumerate(both)
        if place < len(ALWAYS) or theirs.share.part or ours.share.part
    ]
    return tuple(theirs for theirs, _ in found), tuple(ours for _, ours in found)


def _pairs(figures: Figures) -> Exhibit:
    common, chief = figures.guideline_agreement
    says = (
        f"For {plural(common.share.of, 'request')} both sides cite something. They have a source in common "
        f"for {percent(common.share.value)}, and the same chief source for {percent(chief.share.value)}."
    )
    occurring = sorted(
        (pair for pair in figures.guideline_pairs if pair.overturned.of), key=lambda pair: -pair.overturned.of
    )
    lines = (
        Line(
            (
                f"{SHORT[pair.claims_administrator]} → {SHORT[pair.reviewer]}",
                number(pair.overturned.of),
                percent(pair.overturned.of / figures.scope.requests),
                number(pair.overturned.part),
                percent(pair.overturned.value),
                interval(pair.overturned),
            ),
            pair.overturned.small,
        )
        for pair in occurring
    )
    headings = ("Claims administrator → reviewer", "Requests", "Share", "Overturned", "Rate", "95% interval")
    return Exhibit(
        "agreement",
        "Do the two sides agree?",
        says,
        charts.matrix(occurring, SHORT),
        (Swatch("cell", "share of all requests"),),
        grid(headings, lines),
        "By each side's chief source: of several the first of "
        + ", ".join(lower(SHORT[kind]) for kind in KINDS)
        + ". That two sides cite the same source does not mean that they cite the same passage.",
    )


def _stages(figures: Figures) -> Exhibit:
    by_code = {stage.code: stage for stage in figures.stages}
    whole, decided = by_code["denial_to_decision"], by_code["application_to_decision"]
    says = (
        f"Half of the reviews are decided within {decimal(decided.days.median, 'days')} of the "
        f"application, and within {decimal(whole.days.median, 'days')} of the denial; the middle half of "
        f"them take {quartiles(whole.days, 'days')} from denial to decision."
        if whole.days.cases and decided.days.cases
        else "Too few letters print the dates that this needs."
    )
    by_year = yearly(figures)
    periods = figures.stages_by_year if by_year else figures.stages_by_month
    drawn = tuple(tuple(one for one in periods if one.code == code) for code in STAGES)
    drawing = charts.spreads(drawn, by_year) if all(drawn) else None
    lines = [_stage_line(stage.label, stage) for stage in figures.stages]
    yearly_lines = [
        _stage_line(f"{stage.start.year}: {lower(stage.label)}", stage, "under")
        for stage in figures.stages_by_year
        if stage.start
    ]
    backwards = figures.dates_backwards
    left_out = (
        f" {plural(backwards, 'pair')} of dates in an impossible order are left out." if backwards else ""
    )
    return Exhibit(
        "stages",
        "Days of each stage, by " + ("year" if by_year else "month") + " of decision",
        says,
        drawing,
        (
            Swatch("first", by_code[STAGES[0]].label),
            Swatch("second", by_code[STAGES[1]].label),
            Swatch("third", by_code[STAGES[2]].label),
        ),
        Grid(
            ("Stage", "Letters", "Median days", "Lower quartile", "Upper quartile"),
            tuple(lines),
            tuple(yearly_lines),
        ),
        "Medians, with the quartiles around them. Letters that lack one of a stage's dates are not "
        "counted in it." + left_out,
    )


def _stage_line(label: str, stage: Stage, style: str = "") -> Line:
    days = stage.days
    cells = (
        label,
        number(days.cases),
        decimal(days.median),
        decimal(days.lower_quartile),
        decimal(days.upper_quartile),
    )
    return Line(cells, days.small, style)
