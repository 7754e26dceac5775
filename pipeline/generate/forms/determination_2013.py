"""The determination of late 2013 and 2014: a cover letter with a table, and decisions that are sentences."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from pipeline.generate.case import FictionalCase, Issue
from pipeline.generate.dates import write_date
from pipeline.generate.era import Era
from pipeline.generate.fiction import Fiction
from pipeline.generate.form import Block, Cell, Letter, Style, heading, joined_lines
from pipeline.generate.forms.told import (
    PHRASES,
    documents,
    draw_style,
    named,
    paragraphs,
    reviewer_paragraph,
    told_era,
)
from pipeline.generate.older import load_older
from pipeline.generate.statements import state_in_paragraphs

FIRST_DECISION, LAST_DECISION = date(2013, 11, 18), date(2014, 10, 31)
DISPUTED_SHARE = 0.5
APPLICATION_SHARE = 0.5
BARE_SHARE = 0.3
COLUMNS = (0.0, 115.0, 258.0, 382.0)
"""Points from the margin to labels and values of the cover's table."""

VERDICTS = {
    frozenset({"upheld"}): ("UPHOLD", "none"),
    frozenset({"overturned"}): ("OVERTURN", "all"),
    frozenset({"upheld", "overturned"}): ("PARTIALLY OVERTURN", "some (but not all)"),
}


def era(fiction: Fiction) -> Era:
    """The cases of late 2013 and most of 2014."""
    return replace(
        told_era(fiction, FIRST_DECISION, LAST_DECISION),
        reviewers=("Expert", "Physician"),
        state=state_in_paragraphs,
    )


def fill(rng: Random, _: Fiction, case: FictionalCase) -> Letter:
    """Lay the case out: a cover letter, and the determination on the pages behind it."""
    older = load_older()
    style = draw_style(rng, "determination", footer_from=2)
    role = f"{case.reviewer.lower()} reviewer"
    application = rng.choice(older.application_documents) if rng.random() < APPLICATION_SHARE else ()
    return Letter(
        case_number=case.case_number,
        style=style,
        cover=(*_letterhead(rng), *_table(rng, case), *_cover_letter(rng, case)),
        header=(),
        body=(
            heading("HOW THE IMR FINAL DETERMINATION WAS MADE"),
            reviewer_paragraph(rng, case, style, role),
            heading("DOCUMENTS REVIEWED"),
            *documents(rng, case, application),
            heading("CLINICAL CASE SUMMARY"),
            Block(rng.choice(older.summary_lead_ins).format(role=role)),
            *paragraphs(case.summary.paragraphs, style),
            heading("IMR DECISION(S) AND RATIONALE(S)"),
            Block(
                "The Final Determination was based on the decisions on the disputed items/services that "
                "follow here:",
            ),
            *_issues(rng, case, style),
            *_end(rng),
        ),
        absent=frozenset({"date_assigned"}),
    )


def _letterhead(rng: Random) -> Iterator[Block]:
    yield heading("MAXIMUS FEDERAL SERVICES, INC.", gap=0)
    lines = ("Independent Medical Review", *rng.choice(load_older().letterheads))
    for block in joined_lines(lines, centred=rng.random() < 0.7):
        yield replace(block, gap=0, joined=True)
    yield heading("INDEPENDENT MEDICAL REVIEW FINAL DETERMINATION")


def _table(rng: Random, case: FictionalCase) -> Iterator[Block]:
    dates = case.dates
    yield Block(f"Dated: {_day(dates.decision)}")
    rows = [
        ("IMR Case Number:", case.case_number, "Date of Injury:", _day(dates.injury)),
        ("Claims Number:", "", "UR Denial Date:", _day(dates.denial)),
        ("Priority:", case.priority, "Application Received:", _day(dates.application)),
        ("Employee Name:", "", "", ""),
        ("Provider Name:", "", "", ""),
    ]
    for number, row in enumerate(rows):
        cells = tuple(Cell(left, text) for left, text in zip(COLUMNS, row, strict=True) if text)
        yield Block(" ".join(filter(None, row)), gap=0 if number else 1, joined=number > 0, cells=cells)
    if rng.random() < DISPUTED_SHARE:
        label = "Treatment(s) in Dispute Listed on IMR Application:"
        yield from joined_lines((label, rng.choice(load_older().disputed)))


def _day(day: date) -> str:
    return write_date(day, "slashes")


def _cover_letter(rng: Random, case: FictionalCase) -> Iterator[Block]:
    older = load_older()
    opening, *others = older.cover
    verdict, share = VERDICTS[frozenset(issue.decision for issue in case.issues)]
    yield Block(rng.choice(older.salutations))
    yield Block(opening)
    told = (
        f"Final Determination: {verdict}. This means we decided that {share} of the disputed items/services "
        "are medically necessary and appropriate."
    )
    yield Block(told, bold=len(told))
    yield from map(Block, others)
    yield from map(Block, rng.choice(older.signatures))


def _issues(rng: Random, case: FictionalCase, style: Style) -> Iterator[Block]:
    apostrophe = rng.choice(("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    for number, issue in enumerate(case.issues, 1):
        text = f"{number}. {_sentence(rng, issue)} {PHRASES[issue.decision]}."
        yield Block(text, bold=len(text), whole=True)
        assert issue.claims_administrator_guideline, "the era's statements are two"
        for paragraph in issue.claims_administrator_guideline.split("\n\n"):
            yield Block(paragraph, whole=True)
        yield Block(issue.reviewer_guideline, whole=True)
        label = f"The {case.reviewer} Reviewer{apostrophe}s decision rationale:"
        first, *others = paragraphs(issue.rationale, style)
        yield replace(first, text=f"{label} {first.text}")
        yield from others


def _sentence(rng: Random, issue: Issue) -> str:
    """The request with the words before it, which a sentence that begins with it may leave out."""
    bare = not issue.request.title[0].islower() and rng.random() < BARE_SHARE
    return issue.request.title if bare else f"The request for {named(issue)}"


def _end(rng: Random) -> Iterator[Block]:
    older = load_older()
    if rng.random() < 0.6:
        yield Block(rng.choice(older.initials))
    yield Block(rng.choice(older.disclaimers))
