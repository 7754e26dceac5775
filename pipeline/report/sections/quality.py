"""The chapter on how complete and how doubtful the tables are."""

from pipeline.report import charts
from pipeline.report.figures import Figures, labels
from pipeline.report.grids import count_grid
from pipeline.report.parts import Exhibit, Section
from pipeline.report.values import Count
from pipeline.report.words import percent, plural

OCR = "ocr"
COMPLETE = 0.99


def quality(figures: Figures) -> Section:
    """Quality."""
    return Section("quality", "Quality of the data", (_filled(figures), _warned(figures), _read(figures)))


def _filled(figures: Figures) -> Exhibit:
    gaps = [one for one in figures.filled if (one.share.value or 0) < COMPLETE]
    says = (
        f"Of {len(figures.filled)} fields, {len(figures.filled) - len(gaps)} are filled in 99% of the "
        "cases or more."
    )
    if gaps:
        least = min(gaps, key=lambda one: one.share.value or 0)
        says += f" Filled least: {least.label.lower()}, in {percent(least.share.value)}."
    return Exhibit(
        "filled",
        "How often each field is filled",
        says,
        charts.bars(figures.filled, title="Filled"),
        grid=count_grid("Field", "Filled", figures.filled),
        note=(
            "Letters' fields of all letters, requests' fields of all requests. What a letter does not say "
            "is empty, never a default: many requests name no quantity or body part, and most drugs have "
            "no subcategory."
        ),
    )


def _warned(figures: Figures) -> Exhibit:
    if not figures.warned:
        return Exhibit("warned", "Warnings", "No letter carries a warning.")
    first = figures.warned[0]
    says = (
        f"The most frequent warning stands with {percent(first.share.value)} of the letters: {first.label}."
    )
    return Exhibit(
        "warned",
        "Warnings",
        says,
        charts.bars(_by_code(figures.warned), title="Share of letters"),
        grid=count_grid("Warning", "Letters", _capitalised(figures.warned)),
        note="A warning asks a person to look; the record is published all the same.",
    )


def _capitalised(counts: tuple[Count, ...]) -> tuple[Count, ...]:
    return tuple(Count(one.code, one.label[:1].upper() + one.label[1:], one.share) for one in counts)


def _by_code(counts: tuple[Count, ...]) -> tuple[Count, ...]:
    """Short names for a chart: the codes as words."""
    return tuple(Count(one.code, labels.plain(one.code), one.share) for one in counts)


def _read(figures: Figures) -> Exhibit:
    scanned = sum(one.share.part for one in figures.engines if one.code == OCR)
    files = figures.rejected[0].share.of if figures.rejected else 0
    says = (
        f"{percent(scanned / figures.scope.letters)} of the letters are scans, read by character recognition."
        if scanned
        else "No letter was read by character recognition."
    )
    says += (
        f" Rejected: {plural(files, 'file')}, most for this reason: {figures.rejected[0].label}."
        if files
        else " No file of this store is rejected."
    )
    rejected = tuple(Count(one.code, f"Rejected: {one.label}", one.share) for one in figures.rejected)
    engines = tuple(Count(one.code, f"Read: {one.label}", one.share) for one in figures.engines)
    return Exhibit(
        "read",
        "How letters were read, and what was rejected",
        says,
        grid=count_grid("What became of a file", "Files", (*engines, *rejected)),
        note=(
            "Rejected files have no date of decision; they are all counted, whatever year or category "
            "this report is restricted to. Their share is of rejected files, the engines' is of letters."
        ),
    )
