"""The review of early 2013: requests in a list, and the decision in the heading over the reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from pipeline.generate.case import FictionalCase, Issue
from pipeline.generate.era import Era
from pipeline.generate.fiction import Fiction
from pipeline.generate.form import Block, Letter, Style, heading
from pipeline.generate.forms.told import (
    bold_line,
    credentials,
    documents,
    draw_style,
    paragraphs,
    told_era,
    write_day,
)
from pipeline.generate.older import load_older
from pipeline.generate.statements import state_review

FIRST_DECISION, LAST_DECISION = date(2013, 3, 18), date(2013, 8, 30)
DATED_SHARE = 0.6
ABSENT = frozenset(
    {"date_assigned", "decision_date", "date_of_injury", "priority", "claims_administrator_guideline"}
)
UNDATED = frozenset({"application_received", "ur_denial_date"})
VERBS = ("IS/WAS", "IS/WAS", "IS", "WAS")

Numbered = Sequence[tuple[int, Issue]]


def era(fiction: Fiction) -> Era:
    """The cases of early 2013."""
    conclusions = load_older().review_conclusions
    return replace(
        told_era(fiction, FIRST_DECISION, LAST_DECISION),
        old_numbers=1,
        state=state_review,
        conclusions={"upheld": conclusions["upheld"], "overturned": conclusions["overturned"]},
    )


def fill(rng: Random, _: Fiction, case: FictionalCase) -> Letter:
    """Lay the case out; in some letters the list of documents tells two dates."""
    style = draw_style(rng, "case", footer_from=1)
    dated = rng.random() < DATED_SHARE
    return Letter(
        case_number=case.case_number,
        style=style,
        cover=(),
        header=(),
        body=(
            heading("MEDICAL PROFESSIONAL REVIEW", gap=1),
            Block(f"Case Number: {case.case_number}", centred=True, gap=rng.choice((0, 1))),
            *_front(rng, case, style, dated),
            *_issues(rng, list(enumerate(case.issues, 1)), style),
            bold_line("MEDICAL REVIEWER QUALIFICATIONS:", gap=1.5),
            Block(credentials(case, style, "The Medical Professional Reviewer"), gap=rng.choice((0, 1))),
        ),
        absent=ABSENT if dated else ABSENT | UNDATED,
    )


def _front(rng: Random, case: FictionalCase, style: Style, dated: bool) -> Iterator[Block]:
    dates = case.dates
    yield bold_line("ISSUE AT DISPUTE:", gap=1.5)
    for number, issue in enumerate(case.issues, 1):
        text = f"{issue.request.article.capitalize()} {issue.request.title}".strip()
        yield _item(number, text, case.issues)
    yield bold_line("CASE SUMMARY:", gap=1.5)
    yield from paragraphs(case.summary.paragraphs, style)
    yield bold_line("DOCUMENTS REVIEWED FOR DETERMINATION:", gap=1.5)
    undated = rng.choice(load_older().application_documents)
    told = (
        f"Application for Independent Medical Review filed on {write_day(dates.application)}",
        f"Utilization Review Denial dated {write_day(dates.denial)}",
    )
    yield from documents(rng, case, told if dated else undated)


def _item(number: int, text: str, issues: Sequence[object]) -> Block:
    return Block(f"{number}) {text}" if len(issues) > 1 else text, whole=True)


def _issues(rng: Random, issues: Numbered, style: Style) -> Iterator[Block]:
    yield bold_line("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:", gap=1.5)
    for number, issue in issues:
        yield _item(number, issue.reviewer_guideline, issues)
    verb = rng.choice(VERBS)
    decisions = [("upheld", f"{verb} NOT"), ("overturned", verb)]
    for decision, words in rng.sample(decisions, 2):
        decided = [(number, issue) for number, issue in issues if issue.decision == decision]
        if not decided:
            continue
        yield bold_line(
            f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE {words} MEDICALLY NECESSARY:", gap=1.5
        )
        for number, issue in decided:
            first, *others = issue.rationale
            yield from paragraphs([f"{number}) {first}" if len(issues) > 1 else first, *others], style)
