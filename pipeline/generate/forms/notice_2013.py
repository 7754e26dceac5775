"""The notice of 2013: decisions in a list that is printed twice, and sections for each request behind it."""

from collections.abc import Iterator
from datetime import date
from random import Random

from pipeline.generate.case import FictionalCase, Issue
from pipeline.generate.dates import write_date
from pipeline.generate.era import Era
from pipeline.generate.fiction import Fiction
from pipeline.generate.form import Block, Cell, Letter, Style, heading, joined_lines
from pipeline.generate.forms.told import (
    PHRASES,
    bold_line,
    documents,
    draw_style,
    named,
    paragraphs,
    reviewer_paragraph,
    told_era,
    write_day,
)
from pipeline.generate.older import load_older

FIRST_DECISION, LAST_DECISION = date(2013, 7, 1), date(2013, 12, 20)
ADDRESS_SHARE = 0.5
GLUED_SHARE = 0.15
QUOTED_SHARE = 0.4
VALUES = 190.0
"""Points from the margin to the values of the block."""


def era(fiction: Fiction) -> Era:
    """The cases of the second half of 2013."""
    return told_era(fiction, FIRST_DECISION, LAST_DECISION)


def fill(rng: Random, _: Fiction, case: FictionalCase) -> Letter:
    """Lay the case out; letters with an address also have the block of dates, and end in a disclaimer."""
    style = draw_style(rng, "notice", footer_from=2)
    address = rng.random() < ADDRESS_SHARE
    decisions = list(_decisions(rng, case, style))
    return Letter(
        case_number=case.case_number,
        style=style,
        cover=(),
        header=(),
        body=(
            *_front(rng, case, address),
            *decisions,
            heading("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"),
            _told_dates(rng, case),
            *decisions,
            bold_line("Medical Qualifications of the Expert Reviewer:"),
            reviewer_paragraph(rng, case, style, "physician reviewer"),
            bold_line("Case Summary:"),
            *_summary(rng, case, style),
            bold_line("Documents Reviewed for Determination:"),
            *documents(rng, case, rng.choice(load_older().application_documents)),
            *(block for number, issue in enumerate(case.issues, 1) for block in _issue(number, issue, style)),
            *_end(rng, address),
        ),
        absent=frozenset({"priority"} if address else {"priority", "date_of_injury"}),
    )


def _front(rng: Random, case: FictionalCase, address: bool) -> Iterator[Block]:
    dates = case.dates
    yield heading("MAXIMUS FEDERAL SERVICES, INC.", gap=0)
    if address:
        lines = ("Independent Medical Review", *rng.choice(load_older().letterheads))
        yield from joined_lines(lines, centred=True)
    yield heading("Notice of Independent Medical Review Determination")
    yield Block(f"Dated: {write_day(dates.decision)}")
    rows = [("IMR Case Number:", case.case_number)]
    if address:
        rows = [
            ("Employee:", ""),
            ("Claim Number:", ""),
            ("Date of UR Decision:", write_day(dates.denial)),
            ("Date of Injury:", write_day(dates.injury)),
            ("IMR Application Received:", write_day(dates.application)),
            *rows,
        ]
    in_columns = rng.random() < 0.7
    for number, (label, value) in enumerate(rows):
        cells = (Cell(0, label), Cell(VALUES, value)) if in_columns else ()
        yield Block(f"{label} {value}".strip(), gap=0 if number else 1, joined=number > 0, cells=cells)


def _decisions(rng: Random, case: FictionalCase, style: Style) -> Iterator[Block]:
    glued = rng.random() < GLUED_SHARE
    indent = rng.choice((0, 18))
    for number, issue in enumerate(case.issues, 1):
        phrase = PHRASES[issue.decision]
        phrase = phrase.replace("not medically", "notmedically") if glued else phrase
        determined = f"{number}) MAXIMUS Federal Services, Inc. has determined the request for"
        text = f"{determined} {named(issue)} {phrase}."
        yield Block(text, bold=len(text) * style.bold_decision, whole=True, indent=indent)


def _told_dates(rng: Random, case: FictionalCase) -> Block:
    dates = case.dates
    return Block(
        f"An application for Independent Medical Review was filed on {write_day(dates.application)} "
        f"disputing the Utilization Review Denial dated {write_day(dates.denial)}. A Notice of Assignment "
        f"and Request for Information was provided to the above parties on {write_day(dates.assignment)}. "
        f"{rng.choice(load_older().notice_lead_ins)}"
    )


def _summary(rng: Random, case: FictionalCase, style: Style) -> Iterator[Block]:
    texts = case.summary.paragraphs
    if rng.random() < QUOTED_SHARE:
        denied = write_date(case.dates.denial, "words")
        yield Block(
            "Disclaimer: The following case summary was taken directly from the utilization review "
            f"denial/modification dated {denied}.",
        )
        texts = (f"\N{LEFT DOUBLE QUOTATION MARK}{texts[0]}", *texts[1:])
        texts = (*texts[:-1], f"{texts[-1]}\N{RIGHT DOUBLE QUOTATION MARK}")
    yield from paragraphs(texts, style)


def _issue(number: int, issue: Issue, style: Style) -> Iterator[Block]:
    yield bold_line(f"{number}) Regarding the request for {named(issue)}:", gap=1.5)
    yield bold_line(
        "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make "
        "His/Her Decision:"
    )
    yield Block(
        f"{issue.claims_administrator_guideline} {issue.reviewer_guideline}",
        gap=style.paragraph_gap,
        whole=True,
    )
    yield bold_line("Rationale for the Decision:")
    yield from paragraphs(issue.rationale, style, gap=style.paragraph_gap)


def _end(rng: Random, address: bool) -> Iterator[Block]:
    older = load_older()
    yield bold_line("Effect of the Decision:", gap=1.5)
    yield from map(Block, rng.choice(older.effect))
    yield from map(Block, rng.choice(older.signatures))
    yield from joined_lines(rng.sample(older.copies, rng.randint(1, len(older.copies))))
    if address:
        yield Block(rng.choice(older.disclaimers))
