"""What came out of a run, counted; its size does not grow with the number of letters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import Decision, WarningCode
from pipeline.store.facts import CASE_FIELDS, ISSUE_FIELDS, Facts
from pipeline.store.outcome import Known, Outcome, Rejected
from pipeline.store.record import Record

SHOWN = 10
"""Rejected files that the summary lists; the table holds them all."""

EXAMPLES = 3
"""Letters that are kept for each thing that may be missing or wrong, to be shown if it becomes frequent."""


@dataclass
class Tally:
    """Counts of a run.

    Attributes:
        files: Files and faulty paths looked at, those unchanged since an earlier run included.
        published: Letters that became a case.
        repeated: Files whose bytes were known already.
        unchanged: Files that an earlier run read in the same state.
        growing: Files that are being written to, and are left for the next run.
        ocr_letters: Letters of which OCR read a page.
        ocr_pages: Pages that OCR read.
        ocr_seconds: How long the letters of these pages took to read, all workers together.
        issues: Disputed requests.
        decisions: Requests by decision.
        categories: Requests by category.
        diagnoses: Conditions given to workers.
        coded: Of these, those with an ICD-10-CM code.
        filled: Letters or requests that have a value, by field.
        warnings: Letters' warnings by code.
        rejected: What was not published, by reason.
        shown: The first rejected files.
        examples: The first letters by field that they lack, warning or reason.
    """

    files: int = 0
    published: int = 0
    repeated: int = 0
    unchanged: int = 0
    growing: int = 0
    ocr_letters: int = 0
    ocr_pages: int = 0
    ocr_seconds: float = 0.0
    issues: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    diagnoses: int = 0
    coded: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    shown: list[Rejected] = field(default_factory=list)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def count(self, outcomes: Sequence[Outcome]) -> None:
        """Add a batch of outcomes."""
        for outcome in outcomes:
            self.files += 1
            if isinstance(outcome, Rejected):
                self.rejected[str(outcome.reason)] += 1
                self.shown += [outcome] if len(self.shown) < SHOWN else []
                self._example(str(outcome.reason), outcome.source)
            elif isinstance(outcome, Record):
                self._count(outcome.facts, outcome.source)
            elif isinstance(outcome, Known):
                self.repeated += 1

    @property
    def overturn_rate(self) -> float | None:
        """Share of requests overturned, whole or in part; None without requests."""
        overturned = self.decisions[Decision.OVERTURNED] + self.decisions[Decision.PARTIALLY_OVERTURNED]
        return overturned / self.issues if self.issues else None

    @property
    def read(self) -> int:
        """Letters that were read in this run, with or without success."""
        return self.published + self.rejected.total()

    def counts(self) -> Mapping[str, Any]:
        """What the ledger keeps of a run, and what later runs are compared with."""
        return {
            "files": self.files,
            "published": self.published,
            "repeated": self.repeated,
            "unchanged": self.unchanged,
            "growing": self.growing,
            "issues": self.issues,
            "filled": dict(self.filled),
            "warnings": dict(self.warnings),
            "rejected": dict(self.rejected),
        }

    def _count(self, facts: Facts, source: str) -> None:
        self.published += 1
        self.ocr_letters += facts.ocr_pages > 0
        self.ocr_pages += facts.ocr_pages
        self.ocr_seconds += facts.ocr_seconds
        self.issues += facts.issues
        self.decisions.update(facts.decisions)
        self.categories.update(facts.categories)
        self.diagnoses += facts.diagnoses
        self.coded += facts.coded
        self.filled.update(facts.filled)
        self.warnings.update(facts.warnings)
        for names, most in ((CASE_FIELDS, 1), (ISSUE_FIELDS, facts.issues)):
            for name in names:
                if facts.filled.get(name, 0) < most:
                    self._example(name, source)
        for code in facts.warnings:
            self._example(code, source)

    def _example(self, key: str, source: str) -> None:
        known = self.examples.setdefault(key, [])
        if len(known) < EXAMPLES and source not in known:
            known.append(source)


WARNING_CODES = tuple(str(code) for code in WarningCode if code is not WarningCode.PAGE_READ_BY_OCR)
"""Codes of which many more than before are an alarm; that letters come as scans is none."""
