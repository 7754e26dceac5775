"""The letter as a form: a cover page, the header's cells and the blocks of text below them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from pipeline.generate.case import FictionalCase, Issue
from pipeline.generate.dates import write_date
from pipeline.generate.fiction import Fiction

COVER_SHARE = 0.3
TITLE_OVER_BREAK_SHARE = 0.8
TWO_LINES = 90
DECISION_WORDS = {
    "upheld": "Upheld",
    "overturned": "Overturned",
    "partially_overturned": "Partially Overturned",
}


@dataclass(frozen=True)
class Style:
    """How a letter looks.

    Attributes:
        footer: `full` names the case and counts the pages, `number` is the page number alone.
        ruled_header: Whether the header's cells have borders.
        bold_decision: Whether the decision is as bold as the title.
        paragraph_gap: Empty lines between the paragraphs inside a summary or rationale.
        comma: What parts the reviewer's states and specialties.
        form_feeds: Whether the plain text is cut into pages.
        break_inside: What should run over a page break.
    """

    footer: Literal["full", "number"] | None
    ruled_header: bool
    bold_decision: bool
    paragraph_gap: int
    comma: str
    form_feeds: bool
    break_inside: Literal["title", "diagnoses"] | None


@dataclass(frozen=True)
class Block:
    """A paragraph of the letter.

    Attributes:
        text: Its words.
        bold: How many of its first characters are bold.
        centred: Whether it is centred.
        gap: Empty space above it, in lines.
        joined: Whether it follows the block above as its next line, such as a line of an address.
        over_break: The stretch of the text that should run over a page break, if any.
    """

    text: str
    bold: int = 0
    centred: bool = False
    gap: float = 1
    joined: bool = False
    over_break: tuple[int, int] | None = None


@dataclass(frozen=True)
class Letter:
    """A letter before it is typeset: the header is rows of label, value, label, value."""

    case_number: str
    style: Style
    cover: tuple[Block, ...]
    header: tuple[tuple[str, str, str, str], ...]
    body: tuple[Block, ...]


def fill_form(rng: Random, fiction: Fiction, case: FictionalCase) -> Letter:
    """Lay the case's words out in the form."""
    style = _draw_style(rng, case)
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


def _lines(lines: tuple[str, ...]) -> Iterator[Block]:
    for number, line in enumerate(lines):
        yield Block(line, gap=0 if number else 1, joined=number > 0)


def _cover(rng: Random, fiction: Fiction, case: FictionalCase) -> Iterator[Block]:
    form = fiction.form
    yield from _lines(rng.choice(form.offices))
    yield Block(write_date(case.dates.decision, "words"))
    yield from _lines(rng.choice(form.recipients))
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


def _heading(text: str, gap: float = 1.5) -> Block:
    return Block(text, bold=len(text), centred=True, gap=gap)


def _determination(rng: Random, fiction: Fiction, case: FictionalCase, style: Style) -> Iterator[Block]:
    yield _heading("HOW THE IMR FINAL DETERMINATION WAS MADE")
    yield Block(" ".join(rng.choice(fiction.form.determination)), gap=0.5)
    yield Block("The Expert Reviewer has the following credentials:")
    states, specialties = style.comma.join(case.states), style.comma.join(case.specialties)
    yield Block(f"State(s) of Licensure: {states}", gap=0, joined=True)
    yield Block(f"Certification(s)/Specialty: {specialties}", gap=0, joined=True)


def _summary(rng: Random, fiction: Fiction, case: FictionalCase, style: Style) -> Iterator[Block]:
    yield _heading("CLINICAL CASE SUMMARY")
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
    yield _heading("IMR ISSUES, DECISIONS AND RATIONALES")
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
    yield _labelled("Claims Administrator guideline:", issue.claims_administrator_guideline)
    yield _labelled("MAXIMUS guideline:", issue.reviewer_guideline)
    yield _labelled("Decision rationale:", issue.rationale[0])
    for paragraph in issue.rationale[1:]:
        yield Block(paragraph, gap=style.paragraph_gap)


def _labelled(label: str, text: str) -> Block:
    return Block(f"{label} {text}", bold=len(label))
