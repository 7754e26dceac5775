"""A fictional case: who was hurt, what was asked for, what was decided and why, and the true record of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from pipeline.generate.dates import CaseDates, draw_dates
from pipeline.generate.era import Era
from pipeline.generate.fiction import Decision, Fiction, Sex
from pipeline.generate.narrator import Narrator, SidedRegion, Worker, stated_worker
from pipeline.generate.rationale import write_rationale
from pipeline.generate.requests import Request, draw_requests
from pipeline.generate.summary import ClinicalSummary, write_summary

EXPEDITED = "expedited"
LONG_LIST_SHARE = 0.15
OLD_NUMBER_YEARS = (2013, 2014)
SEXES: tuple[Sex, ...] = ("male", "female")


@dataclass(frozen=True)
class Issue:
    """A disputed item with its decision and what is said about it."""

    request: Request
    decision: Decision
    claims_administrator_guideline: str | None
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
        reviewer: What the reviewer is called in statements, before that word.
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
    reviewer: str
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


def draw_case(rng: Random, fiction: Fiction, era: Era, turn: int, serial: int) -> FictionalCase:
    """Draw a case.

    Args:
        rng: What it is drawn with.
        fiction: What it is drawn from.
        era: What cases have in common.
        turn: Voices take turns, so that a short run hears each of them.
        serial: The digits of its own in its number.
    """
    long_list = rng.random() < LONG_LIST_SHARE
    worker = _draw_worker(rng, fiction, rng.randint(3, 5) if long_list else rng.randint(1, 3))
    priority = rng.choice(era.priorities)
    expedited, oldest_injury = priority.lower() == EXPEDITED, min(3200, 330 * (worker.age - 18))
    dates = draw_dates(rng, expedited, oldest_injury, era.first, era.last)
    voice = fiction.voices[turn % len(fiction.voices)]
    narrator = Narrator(rng, fiction, voice, worker, dates)
    summary = write_summary(narrator, long_list)
    stated = stated_worker(narrator, (str(diagnosis["text"]) for diagnosis in summary.diagnoses))
    if stated["sex"] is None:
        narrator.avoid_pronouns()
    count = rng.choices(tuple(era.issue_counts), tuple(era.issue_counts.values()))[0]
    requests = draw_requests(narrator, era, count)
    reviewer = era.reviewers[turn % len(era.reviewers)]
    return FictionalCase(
        case_number=_case_number(rng, era, dates, serial),
        dates=dates,
        priority=priority,
        states=tuple(rng.sample(fiction.people.states, rng.choice((1, 1, 2, 3)))),
        specialties=tuple(rng.sample(era.specialties, rng.choice(era.specialty_counts))),
        worker=stated,
        summary=summary,
        long_list=long_list,
        reviewer=reviewer,
        issues=tuple(_decide(narrator, era, reviewer, request, requests) for request in requests),
    )


def _case_number(rng: Random, era: Era, dates: CaseDates, serial: int) -> str:
    year = dates.application.year
    old = era.old_numbers and year in OLD_NUMBER_YEARS and rng.random() < era.old_numbers
    return f"{year % 100:02}-9{serial:05}" if old else f"CM{year % 100:02}-09{serial:05}"


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


def _decide(
    narrator: Narrator, era: Era, reviewer: str, request: Request, requests: Sequence[Request]
) -> Issue:
    rng = narrator.rng
    decision = rng.choices(tuple(era.decisions), tuple(era.decisions.values()))[0]
    # Letters with many issues say less about each.
    extent = 0 if len(requests) > 5 else rng.choice((0, 1, 1, 2))
    administrator_statement, reviewer_statement = era.state(narrator, request.category, reviewer)
    return Issue(
        request=request,
        decision=decision,
        claims_administrator_guideline=administrator_statement,
        reviewer_guideline=reviewer_statement,
        rationale=write_rationale(narrator, request, decision, era.conclusions[decision], extent),
    )
