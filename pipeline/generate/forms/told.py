"""What the layouts of 2013 share: sentences that decide and that tell of the reviewer, lists of documents."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from pipeline.generate.case import FictionalCase, Issue
from pipeline.generate.dates import day_between, write_date
from pipeline.generate.era import Era
from pipeline.generate.fiction import Decision, Fiction
from pipeline.generate.form import Block, Footer, Style
from pipeline.generate.older import load_older
from pipeline.generate.statements import state_both

OLDEST_RECORD = timedelta(days=700)
PHRASES: Mapping[Decision, str] = {
    "upheld": "is not medically necessary and appropriate",
    "overturned": "is medically necessary and appropriate",
}


def told_era(fiction: Fiction, first: date, last: date) -> Era:
    """The cases that were decided between two days, and whose requests are named in sentences."""
    older = load_older()
    return Era(
        first=first,
        last=last,
        priorities=older.priorities,
        issue_counts={1: 30, 2: 25, 3: 18, 4: 12, 5: 8, 6: 7},
        decisions={"upheld": 65, "overturned": 35},
        items=(*fiction.requests.items, *older.items),
        in_sentences=True,
        specialties=older.specialties,
        specialty_counts=(1, 1, 2),
        reviewers=("Expert",),
        old_numbers=0,
        state=state_both,
        conclusions={"upheld": older.conclusions["upheld"], "overturned": older.conclusions["overturned"]},
    )


def draw_style(rng: Random, footer: Footer, footer_from: int) -> Style:
    """How a letter looks, whose footer begins on some page."""
    return Style(
        footer=footer,
        footer_from=footer_from,
        footer_apart=rng.random() < 0.3,
        footer_first=rng.random() < 0.2,
        ruled_header=False,
        bold_decision=rng.random() < 0.7,
        paragraph_gap=rng.choice((0, 1, 1)),
        comma=rng.choice((" and ", ", and ")),
        form_feeds=rng.random() < 0.5,
        break_inside=None,
    )


def write_day(day: date) -> str:
    """A date as these layouts print it outside of tables."""
    return write_date(day, "slashes_bare")


def bold_line(text: str, gap: float = 1) -> Block:
    """A heading at the left margin."""
    return Block(text, bold=len(text), gap=gap, whole=True)


def named(issue: Issue) -> str:
    """The request as a sentence names it, with its article."""
    return f"{issue.request.article} {issue.request.title}".strip()


def paragraphs(texts: Sequence[str], style: Style, gap: float = 1) -> Iterator[Block]:
    """Paragraphs of a summary or rationale, the first with some space above it."""
    for number, text in enumerate(texts):
        yield Block(text, gap=style.paragraph_gap if number else gap)


def credentials(case: FictionalCase, style: Style, reviewer: str) -> str:
    """The sentence on the reviewer, who is called by some words."""
    one, two = load_older().credentials
    *states, last = case.states
    joined = style.comma if len(states) > 1 else " and "
    listed = f"{', '.join(states)}{joined}{last}" if states else last
    template = two if len(case.specialties) > 1 else one
    told = template.format(first=case.specialties[0], second=case.specialties[-1], states=listed)
    return f"{reviewer} {told}"


def reviewer_paragraph(rng: Random, case: FictionalCase, style: Style, role: str) -> Block:
    """The same within a paragraph of the form."""
    older = load_older()
    before = rng.choice(older.before_credentials)
    after = rng.sample(older.after_credentials, rng.randint(1, 3))
    told = [before, credentials(case, style, f"The {role}"), *after]
    return Block(" ".join(told).replace("{role}", role))


def documents(rng: Random, case: FictionalCase, first: Sequence[str]) -> Iterator[Block]:
    """A sentence and a list of what was read, which begins with some items."""
    older, dates = load_older(), case.dates
    yield Block(rng.choice(older.documents_lead_ins), gap=0.5)
    gap, indent = rng.choice((0, 0, 1)), rng.choice((0, 18))
    for item in (*first, *rng.sample(older.documents, rng.randint(1, 4))):
        begin = day_between(rng, max(dates.injury, dates.denial - OLDEST_RECORD), dates.denial)
        told = {
            "from": write_day(begin),
            "to": write_day(day_between(rng, begin, dates.denial)),
            "count": rng.randint(20, 400),
        }
        yield Block(f"\N{BULLET} {item.format_map(told)}", gap=gap, indent=indent, joined=gap == 0)
