"""What either side based its decision on, told in sentences as the layouts of 2013 do."""

from collections.abc import Sequence
from datetime import timedelta

from pipeline.generate.dates import write_date
from pipeline.generate.era import Statements
from pipeline.generate.fiction import CitationPattern
from pipeline.generate.narrator import Narrator
from pipeline.generate.older import load_older

LONGEST_BOOK = 300


def state_both(narrator: Narrator, category: str, reviewer: str) -> Statements:
    """The statements of the claims administrator and of the reviewer on a request of some category."""
    older = load_older()
    return (
        _state(narrator, older.administrator, category, reviewer),
        _state(narrator, older.reviewer, category, reviewer),
    )


def state_in_paragraphs(narrator: Narrator, category: str, reviewer: str) -> Statements:
    """The same; each sentence of the claims administrator may be a paragraph of its own."""
    administrator, own = state_both(narrator, category, reviewer)
    if administrator and narrator.rng.random() < 0.5:
        administrator = administrator.replace(". The Claims", ".\n\nThe Claims")
    return administrator, own


def state_review(narrator: Narrator, category: str, reviewer: str) -> Statements:
    """The reviewer's statement alone."""
    return None, _state(narrator, load_older().review, category, reviewer)


def _state(narrator: Narrator, patterns: Sequence[CitationPattern], category: str, reviewer: str) -> str:
    pattern = narrator.rng.choices(patterns, [pattern.weight for pattern in patterns])[0]
    source, source_too = _source(narrator, category), _source(narrator, category)
    return narrator.say(
        pattern.text,
        who=reviewer,
        source=source,
        Source=source[0].upper() + source[1:],
        source_too=source_too,
    )


def _source(narrator: Narrator, category: str) -> str:
    """A guideline of the time, as a sentence names it."""
    rng, guidelines, decided = narrator.rng, narrator.fiction.guidelines, narrator.dates.decision
    known = guidelines.known_in(decided.year)
    mtus = rng.choice([mtus for mtus in known if category in mtus.categories] or known)
    page = rng.randint(1, LONGEST_BOOK)
    return rng.choice(load_older().sources).format(
        mtus=mtus.name,
        mtus_year=mtus.year,
        section=rng.choice(mtus.sections or (mtus.name,)),
        page=page,
        page_too=page + rng.randint(1, 9),
        odg=rng.choice(guidelines.odg[category]),
        updated=write_date(decided - timedelta(days=rng.randint(30, 300)), "slashes_short"),
        other=rng.choice(guidelines.others),
    )
