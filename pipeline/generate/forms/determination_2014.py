"""The layout of 2014 and later: a header table, and per request a title and three labels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Literal

from pipeline.generate.case import FictionalCase, Issue
from pipeline.generate.dates import FIRST_DECISION, LAST_DECISION, write_date
from pipeline.generate.era import Era, Statements
from pipeline.generate.fiction import Fiction, Mtus
from pipeline.generate.form import DECISION_WORDS, Block, Letter, Style, heading, joined_lines, labelled
from pipeline.generate.narrator import Narrator
from pipeline.generate.rationale import CLAIMS_ADMINISTRATOR, EXPERT_REVIEWER, write_guideline

LAST_VARIED_DECISION = date(2024, 6, 28)
NEW_GUIDELINES = date(2017, 12, 1)
"""On this day the Division adopted guidelines of the ACOEM in place of the chapters of before."""

COVER_SHARE = 0.3
TITLE_OVER_BREAK_SHARE = 0.8
OTHER_LABEL_SHARE = 0.5
OLD_NUMBER_SHARE = 0.7
TWO_LINES = 90


def plain_era(fiction: Fiction) -> Era:
    """The cases of 2014 to 2018."""
    return Era(
        first=FIRST_DECISION,
        last=LAST_DECISION,
        priorities=fiction.form.priorities,
        issue_counts={1: 35, 2: 23, 3: 14, 4: 8, 5: 5, 7: 4, 10: 3, 12: 3, 15: 5},
        decisions={"upheld": 84, "overturned": 11, "partially_overturned": 5},
        items=fiction.requests.items,
        in_sentences=False,
        specialties=fiction.people.specialties,
        specialty_counts=(1, 1, 1, 2, 3),
        reviewers=(EXPERT_REVIEWER,),
        old_numbers=0,
        state=_state_plain,
        conclusions=fiction.rationales.conclusions,
    )


def era(fiction: Fiction) -> Era:
    """The cases of 2014 to today: some have old numbers, the later ones cite newer guidelines."""
    return replace(plain_era(fiction), last=LAST_VARIED_DECISION, old_numbers=OLD_NUMBER_SHARE, state=_state)


def _state_plain(narrator: Narrator, category: str, reviewer: str) -> Statements:
    chapters = narrator.fiction.guidelines.known_in(narrator.dates.decision.year)
    return _state_by(narrator, category, reviewer, chapters)


def _state(narrator: Narrator, category: str, reviewer: str) -> Statements:
    decided, guidelines = narrator.dates.decision, narrator.fiction.guidelines
    newer = decided >= NEW_GUIDELINES
    chapters = guidelines.mtus_since_december_2017 if newer else guidelines.known_in(decided.year)
    return _state_by(narrator, category, reviewer, chapters)


def _state_by(narrator: Narrator, category: str, reviewer: str, chapters: Sequence[Mtus]) -> Statements:
    administrator = write_guideline(narrator, category, CLAIMS_ADMINISTRATOR, chapters)
    return administrator, write_guideline(narrator, category, reviewer, chapters)


def fill(rng: Random, fiction: Fiction, case: FictionalCase) -> Letter:
    """Lay the case out; in some letters another name than that of the organization stands in a label."""
    style = _draw_style(rng, case)
    if rng.random() < OTHER_LABEL_SHARE:
        style = replace(style, reviewer_label=rng.choice(fiction.form.reviewer_labels))
    return _fill(rng, fiction, case, style)


def fill_plain(rng: Random, fiction: Fiction, case: FictionalCase) -> Letter:
    """Lay the case out as most letters do."""
    return _fill(rng, fiction, case, _draw_style(rng, case))


def _fill(rng: Random, fiction: Fiction, case: FictionalCase, style: Style) -> Letter:
    return Letter(
        case_number=case.case_number,
        style=style,
        cover=tuple(_cover(rng, fiction, case)) if rng.random() < COVER_SHARE else (),
        header=_header(case),
        body=(
            *_determination(rng, fiction, case, style),
            *_summary(rng, fiction, case, style),
            *_issues(case, style),
        ),
    )


def _draw_style(rng: Random, case: FictionalCase) -> Style:
    break_inside: Literal["title", "diagnoses"] | None = None
    longest = max(len(issue.request.title) for issue in case.issues)
    if case.long_list:
        break_inside = "diagnoses"
    elif longest > TWO_LINES and rng.random() < TITLE_OVER_BREAK_SHARE:
        break_inside = "title"
    return Style(
        footer=rng.choice((None, None, None, "full", "number")),
        ruled_header=rng.random() < 0.5,
        bold_decision=rng.random() < 0.4,
        paragraph_gap=rng.choice((0, 1)),
        comma=rng.choice((", ", ", ", ",")),
        form_feeds=rng.random() < 0.5,
        break_inside=break_inside,
    )


def _cover(rng: Random, fiction: Fiction, case: FictionalCase) -> Iterator[Block]:
    form = fiction.form
    yield from joined_lines(rng.choice(form.offices))
    yield Block(write_date(case.dates.decision, "words"))
    yield from joined_lines(rng.choice(form.recipients))
    subject = f"Final Determination Letter for IMR Case Number {case.case_number}"
    yield Block(subject, bold=len(subject))
    yield from map(Block, form.cover)


def _header(case: FictionalCase) -> tuple[tuple[str, str, str, str], ...]:
    dates = case.dates
    return (
        ("Case Number:", case.case_number, "", ""),
        ("Date Assigned:", _day(dates.assignment), "Date of Injury:", _day(dates.injury)),
        ("Decision Date:", _day(dates.decision), "UR Denial Date:", _day(dates.denial)),
        ("Priority:", case.priority, "Application Received:", _day(dates.application)),
    )


def _day(day: date) -> str:
    return write_date(day, "slashes")


def _determination(rng: Random, fiction: Fiction, case: FictionalCase, style: Style) -> Iterator[Block]:
    yield heading("HOW THE IMR FINAL DETERMINATION WAS MADE")
    yield Block(" ".join(rng.choice(fiction.form.determination)), gap=0.5)
    yield Block("The Expert Reviewer has the following credentials:")
    states, specialties = style.comma.join(case.states), style.comma.join(case.specialties)
    yield Block(f"State(s) of Licensure: {states}", gap=0, joined=True)
    yield Block(f"Certification(s)/Specialty: {specialties}", gap=0, joined=True)


def _summary(rng: Random, fiction: Fiction, case: FictionalCase, style: Style) -> Iterator[Block]:
    yield heading("CLINICAL CASE SUMMARY")
    yield Block(rng.choice(fiction.form.lead_ins), gap=0.5)
    listed = case.summary.longest_list
    for number, paragraph in enumerate(case.summary.paragraphs):
        start = paragraph.find(listed)
        wanted = style.break_inside == "diagnoses" and start >= 0
        yield Block(
            paragraph,
            gap=style.paragraph_gap if number else 1,
            over_break=(start, start + len(listed)) if wanted else None,
        )


def _issues(case: FictionalCase, style: Style) -> Iterator[Block]:
    yield heading("IMR ISSUES, DECISIONS AND RATIONALES")
    yield Block(
        "The Final Determination was based on the decisions on the disputed items/services that follow here:",
        gap=0.5,
    )
    for issue in case.issues:
        yield from _issue(issue, style)


def _issue(issue: Issue, style: Style) -> Iterator[Block]:
    title = f"{issue.request.title}:"
    printed = f"{title} {DECISION_WORDS[issue.decision]}"
    yield Block(
        printed,
        bold=len(printed) if style.bold_decision else len(title),
        over_break=(0, len(printed)) if style.break_inside == "title" else None,
    )
    assert issue.claims_administrator_guideline, "the era's statements are two"
    yield labelled("Claims Administrator guideline:", issue.claims_administrator_guideline)
    yield labelled(style.reviewer_label, issue.reviewer_guideline)
    yield labelled("Decision rationale:", issue.rationale[0])
    for paragraph in issue.rationale[1:]:
        yield Block(paragraph, gap=style.paragraph_gap)
