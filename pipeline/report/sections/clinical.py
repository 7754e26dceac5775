"""The chapters on drugs, body parts and diagnoses."""

from pipeline.report import charts
from pipeline.report.figures import Figures
from pipeline.report.grids import Grid, Line, count_grid, count_line, grid
from pipeline.report.parts import Exhibit, Section, Swatch
from pipeline.report.sections.decisions import few_swatch, rate_exhibit, yearly
from pipeline.report.statewide import Statewide
from pipeline.report.values import Share
from pipeline.report.words import interval, number, percent, plural, top_counts, with_interval


def drugs(figures: Figures, published: Statewide) -> Section:
    """Drugs."""
    classes = rate_exhibit(
        "drug-classes",
        "By drug class",
        "Drug class",
        figures.drug_classes,
        figures,
        published,
        "The Division's classes. A request that names drugs of several classes counts in each; those that "
        "name no drug, or only drugs without a class, count in none.",
    )
    return Section("drugs", "Drugs", (_share(figures, published), classes, _named(figures)))


def body(figures: Figures, published: Statewide) -> Section:
    """Body parts and diagnoses."""
    regions = rate_exhibit(
        "body-parts",
        "By body part",
        "Body part",
        figures.body_regions,
        figures,
        published,
        "Body parts that the request itself names, grouped by region, sides left out. A request that "
        "names several counts in each; one that names none counts in none.",
    )
    of_letter = (
        "The diagnoses are those that the letter's summary affirms and that could be linked to a code. "
        "Every request of a letter counts once in each kind that the letter has, so that kinds overlap."
    )
    chapters = rate_exhibit(
        "diagnosis-chapters",
        "By diagnosis: ICD-10-CM chapter",
        "Chapter",
        figures.diagnosis_chapters,
        figures,
        published,
        of_letter,
    )
    blocks = rate_exhibit(
        "diagnosis-blocks",
        "By diagnosis: ICD-10-CM block",
        "Block",
        figures.diagnosis_blocks,
        figures,
        published,
        of_letter,
    )
    return Section("body", "Body parts and diagnoses", (regions, chapters, blocks))


def drug_share(figures: Figures) -> Share:
    """Requests that are for drugs."""
    found = sum(one.overturned.of for one in figures.categories if one.code == "pharmaceuticals")
    return Share(found, figures.scope.requests)


def _share(figures: Figures, published: Statewide) -> Exhibit:
    by_year = yearly(figures)
    periods = figures.years if by_year else figures.months
    says = f"Drugs are the matter of {with_interval(drug_share(figures))} of the requests."
    if published.drugs:
        told = ", ".join(f"{share:.0%} in {year}" for year, share in sorted(published.drugs.items()))
        says += f" Statewide: {told} ({published.source})."
    swatches = [Swatch("dot", "share of requests for drugs, with its 95% interval"), *few_swatch(periods)]
    if published.drugs:
        swatches.append(Swatch("statewide", f"statewide, {published.source}"))
    return Exhibit(
        "drug-share",
        "Share of requests for drugs",
        says,
        charts.rate(periods, by_year, published.drugs, drugs=True) if periods else None,
        tuple(swatches),
        _share_grid(figures, published),
    )


def _share_grid(figures: Figures, published: Statewide) -> Grid:
    lines = []
    for one in figures.years:
        cells = (str(one.start.year), number(one.drugs.of), number(one.drugs.part), percent(one.drugs.value))
        lines.append(Line((*cells, interval(one.drugs)), one.drugs.small))
        share = published.drugs.get(one.start.year)
        if share is not None:
            cells = (f"Statewide {one.start.year} ({published.source})", "", "", percent(share))
            lines.append(Line((*cells, ""), style="statewide"))
    return Grid(("Year of decision", "Requests", "For drugs", "Share", "95% interval"), tuple(lines))


def _named(figures: Figures) -> Exhibit:
    total = figures.drugs_watched[0].share.of
    if not total:
        return Exhibit("drugs-named", "Drugs named", "No request names a drug.")
    says = (
        f"The requests name {plural(total, 'drug')}. {percent(figures.drugs_watched[0].share.value)} are "
        f"opioids, {percent(figures.drugs_watched[1].share.value)} are in topical compounds. Named most: "
        f"{top_counts(figures.drugs_named, 3)}."
    )
    table = count_grid("Drug", "Named", figures.drugs_named)
    watched = tuple(count_line(one.label, one.share, "total") for one in figures.drugs_watched)
    return Exhibit(
        "drugs-named",
        "Drugs named",
        says,
        charts.bars(figures.drugs_named, title="Share of all drugs named"),
        grid=grid(table.headings, (*table.lines, *table.more), watched),
        note=(
            "By ingredient; a name that the lexicon lacks stands as the letter prints it. Shares are of "
            f"all drugs named; the {len(figures.drugs_named)} named most are listed."
        ),
    )
