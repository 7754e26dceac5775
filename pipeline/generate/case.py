"""A fictional case: who was hurt, what was asked for, what was decided and why, and the true record of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from pipeline.generate.dates import CaseDates, draw_dates
from pipeline.generate.fiction import Decision, Fiction, Sex
from pipeline.generate.narrator import Narrator, SidedRegion, Worker, stated_worker
from pipeline.generate.rationale import (
    CLAIMS_ADMINISTRATOR,
    EXPERT_REVIEWER,
    write_guideline,
    write_rationale,
)
from pipeline.generate.requests import Request, draw_requests
from pipeline.generate.summary import ClinicalSummary, write_summary

FICTIONAL_NUMBERS = 100_000
# Keeps runs of up to a thousand letters with neighbouring seeds apart in their case numbers.
SEED_STRIDE = 1000
EXPEDITED = "Expedited"
LONG_LIST_SHARE = 0.15
ISSUE_COUNTS = (1, 2, 3, 4, 5, 7, 10, 12, 15)
ISSUE_COUNT_WEIGHTS = (35, 23, 14, 8, 5, 4, 3, 3, 5)
SEXES: tuple[Sex, ...] = ("male", "female")
DECISIONS: tuple[Decision, ...] = ("upheld", "overturned", "partially_overturned")
DECISION_WEIGHTS = (84, 11, 5)


@dataclass(frozen=True)
class Issue:
    """A disputed item with its decision and what is said about it."""

    request: Request
    decision: Decision
    claims_administrator_guideline: str
    reviewer_guideline: str
    rationale: tuple[str, ...]

    def truth(self, number: int) -> dict[str, Any]:
        """The issue as the record has it."""
        request = self.request
        return {
            "number": number,
            "request": request.title,
            "decision": self.decision,
            "category": request.category,
            "drugs": [{"text": drug} for drug in request.drugs],
            "quantity": request.quantity,
            "body_parts": list(request.body_parts),
            "retrospective": request.retrospective,
            "claims_administrator_guideline": self.claims_administrator_guideline,
            "reviewer_guideline": self.reviewer_guideline,
            "rationale": "\n\n".join(self.rationale),
        }


@dataclass(frozen=True)
class FictionalCase:
    """All that a letter tells.

    Attributes:
        case_number: In the form of real numbers, from a range that is not in use.
        dates: The steps of the case.
        priority: As printed.
        states: Where the reviewer is licensed.
        specialties: What the reviewer is certified in.
        worker: What the summary states about worker and injury, as the record has it.
        summary: The clinical case summary.
        long_list: Whether the summary's list of diagnoses is a long one.
        issues: The disputed items.
    """

    case_number: str
    dates: CaseDates
    priority: str
    states: tuple[str, ...]
    specialties: tuple[str, ...]
    worker: dict[str, object]
    summary: ClinicalSummary
    long_list: bool
    issues: tuple[Issue, ...]

    def truth(self) -> dict[str, Any]:
        """The case as the record has it."""
        dates = self.dates
        return {
            "case_number": self.case_number,
            "date_assigned": dates.assignment.isoformat(),
            "date_of_injury": dates.injury.isoformat(),
            "decision_date": dates.decision.isoformat(),
            "ur_denial_date": dates.denial.isoformat(),
            "application_received": dates.application.isoformat(),
            "priority": self.priority,
            "reviewer_states": list(self.states),
            "reviewer_specialties": list(self.specialties),
            **self.worker,
            "clinical_summary": "\n\n".join(self.summary.paragraphs),
            "diagnoses": list(self.summary.diagnoses),
            "issues": [issue.truth(number) for number, issue in enumerate(self.issues, 1)],
        }


def draw_case(rng: Random, fiction: Fiction, index: int, seed: int) -> FictionalCase:
    """Draw the case of letter `index`; voices take turns, so that a short run hears each of them."""
    long_list = rng.random() < LONG_LIST_SHARE
    worker = _draw_worker(rng, fiction, rng.randint(3, 5) if long_list else rng.randint(1, 3))
    priority = rng.choice(fiction.form.priorities)
    dates = draw_dates(rng, priority == EXPEDITED, oldest_injury_days=min(3200, 330 * (worker.age - 18)))
    voice = fiction.voices[(index + seed) % len(fiction.voices)]
    narrator = Narrator(rng, fiction, voice, worker, dates)
    summary = write_summary(narrator, long_list)
    stated = stated_worker(narrator, (str(diagnosis["text"]) for diagnosis in summary.diagnoses))
    if stated["sex"] is None:
        narrator.avoid_pronouns()
    count = rng.choices(ISSUE_COUNTS, ISSUE_COUNT_WEIGHTS)[0]
    requests = draw_requests(rng, fiction, worker, dates, count)
    serial = (index + seed * SEED_STRIDE) % FICTIONAL_NUMBERS
    return FictionalCase(
        case_number=f"CM{dates.application.year % 100:02}-09{serial:05}",
        dates=dates,
        priority=priority,
        states=tuple(rng.sample(fiction.people.states, rng.choice((1, 1, 2, 3)))),
        specialties=tuple(rng.sample(fiction.people.specialties, rng.choice((1, 1, 1, 2, 3)))),
        worker=stated,
        summary=summary,
        long_list=long_list,
        issues=tuple(_decide(narrator, request, requests) for request in requests),
    )


def _draw_worker(rng: Random, fiction: Fiction, region_count: int) -> Worker:
    people = fiction.people
    regions = rng.sample(fiction.conditions, region_count)
    return Worker(
        sex=rng.choice(SEXES),
        age=rng.randint(21, 74),
        job=rng.choice(people.jobs),
        event=rng.choice(people.events),
        doing=rng.choice(people.doings),
        strain=rng.choice(people.strains),
        regions=tuple(
            SidedRegion(region, rng.choice(("left", "right")) if region.sided else "") for region in regions
        ),
    )


def _decide(narrator: Narrator, request: Request, requests: Sequence[Request]) -> Issue:
    rng, fiction, year = narrator.rng, narrator.fiction, narrator.dates.decision.year
    decision = rng.choices(DECISIONS, DECISION_WEIGHTS)[0]
    # Letters with many issues say less about each.
    extent = 0 if len(requests) > 5 else rng.choice((0, 1, 1, 2))
    return Issue(
        request=request,
        decision=decision,
        claims_administrator_guideline=write_guideline(
            rng, fiction, request.category, CLAIMS_ADMINISTRATOR, year
        ),
        reviewer_guideline=write_guideline(rng, fiction, request.category, EXPERT_REVIEWER, year),
        rationale=write_rationale(narrator, request.category, decision, extent),
    )
