"""What came out of a run, put into words for a person."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from models.tables import TABLES
from models.vocabulary import Decision
from pipeline.drift import Drift
from pipeline.ingest import Report
from pipeline.store.facts import CASE_FIELDS, ISSUE_FIELDS
from pipeline.store.outcome import Rejected
from pipeline.store.shelf import FolderShelf, Shelf, shelf_of
from pipeline.tally import WARNING_CODES, Tally


def summary_lines(report: Report, into: Path | Shelf) -> Iterator[str]:
    """The summary of a run, line by line."""
    tally = report.tally
    yield f"Files found        {tally.files:>9,}"
    yield f"Letters published  {tally.published:>9,}"
    yield f"Letters rejected   {tally.rejected.total():>9,}"
    for label, number in (
        ("unchanged since an earlier run", tally.unchanged),
        ("hold bytes known already", tally.repeated),
        ("are being written to, left for the next run", tally.growing),
    ):
        if number:
            yield f"  {number:,} more files {label}"
    if tally.ocr_letters:
        yield (
            f"Read by OCR        {tally.ocr_letters:>9,}  letters, {tally.ocr_pages:,} pages; they took "
            f"{tally.ocr_seconds:,.0f} s of the workers' time"
        )
    if tally.published:
        yield from _published(tally)
    if tally.warnings:
        yield ""
        yield "Warnings (letters with each; column 'warnings' of cases)"
        for code, number in sorted(tally.warnings.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {code:<33}{number:>7,}"
    yield from _rejections(tally)
    yield from _drifts(report.drifts)
    yield ""
    shelf = shelf_of(into)
    name = shelf.name
    yield f"Tables in {name}/: {', '.join(table.name for table in TABLES)}"
    issues = f"{name}/issues"
    yield f"  pandas   import pandas; pandas.read_parquet({issues!r}).decision.value_counts()"
    where = f"{issues}/**/*.parquet"
    yield f"  DuckDB   SELECT decision, count(*) FROM read_parquet({where!r}) GROUP BY 1;"
    if isinstance(shelf, FolderShelf):
        yield f'  SQL      imr query "SELECT decision, count(*) FROM issues GROUP BY 1" --from {quote(name)}'
        yield f"  report   imr report --from {quote(name)}"


def _published(tally: Tally) -> Iterator[str]:
    """What the letters of this run say."""
    yield f"Disputed requests  {tally.issues:>9,}"
    for decision in Decision:
        if tally.decisions[decision]:
            share = tally.decisions[decision] / tally.issues
            label = decision.value.replace("_", " ")
            yield f"  {label:<21}{tally.decisions[decision]:>5,}  {share:6.1%}"
    if tally.overturn_rate is not None:
        yield f"Overturn rate      {tally.overturn_rate:>9.1%}  of requests, partly overturned ones included"
    if tally.diagnoses:
        yield f"Diagnoses          {tally.diagnoses:>9,}"
        yield f"  with ICD-10-CM code{tally.coded:>7,}  {tally.coded / tally.diagnoses:6.1%}"
    yield ""
    yield "Requests by category"
    for category, number in sorted(tally.categories.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {category:<33}{number:>7,}  {number / tally.issues:6.1%}"
    yield ""
    yield "Fill rate"
    for names, total in ((CASE_FIELDS, tally.published), (ISSUE_FIELDS, tally.issues)):
        for name in names:
            yield f"  {name:<33}{tally.filled[name] / total:>7.1%}"


def rejection_line(rejected: Rejected) -> str:
    """Where, what and why, and what to do, of one rejected file."""
    return f"{rejected.source}: {rejected.message} [{rejected.reason}]; {rejected.advice}"


def _rejections(tally: Tally) -> Iterator[str]:
    if not tally.rejected:
        return
    yield ""
    yield "Rejected"
    for rejected in tally.shown:
        yield f"  {rejection_line(rejected)}"
    more = tally.rejected.total() - len(tally.shown)
    if more:
        yield f"  ... and {more:,} more in the table rejected"


def _drifts(drifts: Sequence[Drift]) -> Iterator[str]:
    if not drifts:
        return
    yield ""
    yield "ALARM: something is wrong with more letters than before; a new layout may have appeared"
    for drift in drifts:
        yield f"  {_problem(drift.what)} {drift.now:.1%} now, {drift.before:.1%} before; look at:"
        yield from (f"    {letter}" for letter in drift.letters)


def _problem(what: str) -> str:
    if what == "rejected":
        return "rejected, of the letters read:"
    if what in WARNING_CODES:
        return f"warning {what}, of the letters published:"
    return f"{what} is missing, of the {'requests' if what in ISSUE_FIELDS else 'letters'}:"
