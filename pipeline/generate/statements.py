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
    mtus, other = _mtus_source(narrator, category), _other_source(narrator, category)
    source, source_too = narrator.rng.sample((mtus, other), 2)
    return narrator.say(
        pattern.text,
        who=reviewer,
        source=source,
        source_too=source_too,
        mtus_source=mtus,
        Mtus_source=mtus[0].upper() + mtus[1:],
        other_source=other,
    )


def _mtus_source(narrator: Narrator, category: str) -> str:
    rng, guidelines = narrator.rng, narrator.fiction.guidelines
    known = guidelines.known_in(narrator.dates.decision.year)
    mtus = rng.choice([mtus for mtus in known if category in mtus.categories] or known)
    page = rng.randint(1, LONGEST_BOOK)
    return rng.choice(load_older().mtus_sources).format(
        mtus=mtus.name,
        mtus_year=mtus.year,
        section=rng.choice(mtus.sections or (mtus.name,)),
        page=page,
        page_too=page + rng.randint(1, 9),
    )


def _other_source(narrator: Narrator, category: str) -> str:
    rng, guidelines = narrator.rng, narrator.fiction.guidelines
    updated = narrator.dates.decision - timedelta(days=rng.randint(30, 300))
    return rng.choice(load_older().other_sources).format(
        odg=rng.choice(guidelines.odg[category]),
        updated=write_date(updated, "slashes_short"),
        other=rng.choice(guidelines.others),
    )
