"""What came out of a run, counted and put into words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.clinical import Category
from models.record import Case
from models.tables import TABLES
from models.vocabulary import Decision
from pipeline.store.outcome import Outcome, Published, Rejected

CASE_FIELDS = (
    "case_number",
    "date_assigned",
    "date_of_injury",
    "decision_date",
    "ur_denial_date",
    "application_received",
    "priority",
    "reviewer_states",
    "reviewer_specialties",
    "age",
    "sex",
    "injury_date_narrative",
    "mechanism",
    "clinical_summary",
    "diagnoses",
)
ISSUE_FIELDS = (
    "quantity",
    "drugs",
    "body_parts",
    "claims_administrator_guideline",
    "claims_administrator_citations",
    "reviewer_guideline",
    "reviewer_citations",
    "rationale",
)
SHOWN = 10
"""Rejected files that the summary lists; the table holds them all."""


@dataclass
class Tally:
    """Counts of a run.

    Attributes:
        files: Files and faulty paths looked at.
        letters: Different letters published, by their identity.
        repeated: Files that hold a letter already counted.
        issues: Disputed requests.
        decisions: Requests by decision.
        categories: Requests by category.
        diagnoses: Conditions given to workers.
        coded: Of these, those with an ICD-10-CM code.
        filled: Letters or issues that have a value, by field.
        warnings: Letters' warnings by code.
        rejected: What was not published.
    """

    files: int = 0
    letters: set[str] = field(default_factory=set)
    repeated: int = 0
    issues: int = 0
    decisions: Counter[Decision] = field(default_factory=Counter)
    categories: Counter[Category] = field(default_factory=Counter)
    diagnoses: int = 0
    coded: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)

    def count(self, outcomes: Sequence[Outcome]) -> None:
        """Add a batch of outcomes."""
        for outcome in outcomes:
            self.files += 1
            if isinstance(outcome, Rejected):
                self.rejected.append(outcome)
            elif isinstance(outcome, Published):
                self._count(outcome.case)

    @property
    def overturn_rate(self) -> float | None:
        """Share of requests overturned, whole or in part; None without requests."""
        overturned = self.decisions[Decision.OVERTURNED] + self.decisions[Decision.PARTIALLY_OVERTURNED]
        return overturned / self.issues if self.issues else None

    def _count(self, case: Case) -> None:
        if case.letter_id in self.letters:
            self.repeated += 1
            return
        self.letters.add(case.letter_id)
        self.issues += len(case.issues)
        self.decisions.update(issue.decision for issue in case.issues)
        self.filled.update(name for name in CASE_FIELDS if getattr(case, name))
        self.filled.update(name for issue in case.issues for name in ISSUE_FIELDS if getattr(issue, name))
        self.warnings.update(str(warning.code) for warning in case.warnings)
        self.categories.update(issue.category for issue in case.issues)
        self.diagnoses += len(case.diagnoses)
        self.coded += sum(diagnosis.icd10_code is not None for diagnosis in case.diagnoses)


def summary_lines(tally: Tally, into: Path) -> Iterator[str]:
    """The summary of a run, line by line, for a person."""
    yield f"Letters found      {tally.files:>9,}"
    yield f"Letters published  {len(tally.letters):>9,}" + _repeats(tally)
    yield f"Letters rejected   {len(tally.rejected):>9,}"
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
    if tally.letters:
        yield ""
        yield "Requests by category"
        for category, number in sorted(tally.categories.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {category:<33}{number:>7,}  {number / tally.issues:6.1%}"
        yield ""
        yield "Fill rate"
        yield from _fill_rates(tally)
    if tally.warnings:
        yield ""
        yield "Warnings (what a person should look at; column 'warnings' of cases)"
        for code, number in sorted(tally.warnings.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {code:<33}{number:>7,}"
    yield from _rejections(tally)
    yield ""
    yield f"Tables in {into}/: {', '.join(table.name for table in TABLES)}"
    yield f"  pandas   import pandas; pandas.read_parquet({str(into / 'issues')!r}).decision.value_counts()"
    where = into / "issues" / "**" / "*.parquet"
    yield f"  DuckDB   SELECT decision, count(*) FROM read_parquet({str(where)!r}) GROUP BY 1;"


def rejection_line(rejected: Rejected) -> str:
    """Where, what and why, and what to do, of one rejected file."""
    return f"{rejected.source}: {rejected.message} [{rejected.reason}]; {rejected.advice}"


def _repeats(tally: Tally) -> str:
    return f"  ({tally.repeated:,} more files hold the same bytes)" if tally.repeated else ""


def _fill_rates(tally: Tally) -> Iterator[str]:
    for names, total in ((CASE_FIELDS, len(tally.letters)), (ISSUE_FIELDS, tally.issues)):
        for name in names:
            yield f"  {name:<33}{tally.filled[name] / total:>7.1%}"


def _rejections(tally: Tally) -> Iterator[str]:
    if not tally.rejected:
        return
    yield ""
    yield "Rejected"
    for rejected in tally.rejected[:SHOWN]:
        yield f"  {rejection_line(rejected)}"
    if len(tally.rejected) > SHOWN:
        yield f"  ... and {len(tally.rejected) - SHOWN:,} more in the table rejected"
