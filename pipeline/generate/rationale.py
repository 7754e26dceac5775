"""What is said under an issue's title: the two guideline statements and the decision rationale."""

from collections.abc import Sequence
from random import Random

from pipeline.generate.fiction import Decision, Mtus
from pipeline.generate.narrator import Narrator
from pipeline.generate.requests import Request

CLAIMS_ADMINISTRATOR = "Claims Administrator"
EXPERT_REVIEWER = "Expert Reviewer"
TRAP_SHARE = 0.35
ADOPTED_SHARE = 0.4


def write_guideline(narrator: Narrator, category: str, party: str, chapters: Sequence[Mtus]) -> str:
    """Write a party's guideline statement, which may cite some chapters of the MTUS and other guidelines."""
    rng, guidelines = narrator.rng, narrator.fiction.guidelines
    fitting = [mtus for mtus in chapters if category in mtus.categories] or chapters
    first = rng.choice(fitting)
    second = rng.choice([mtus for mtus in chapters if mtus != first])
    pattern = rng.choices(guidelines.patterns, [pattern.weight for pattern in guidelines.patterns])[0]
    return pattern.text.format(
        mtus=_cite(rng, first),
        mtus_too=_cite(rng, second),
        odg=rng.choice(guidelines.odg[category]),
        other=rng.choice(guidelines.others),
        party=party,
    )


def _cite(rng: Random, mtus: Mtus) -> str:
    sections = rng.sample(mtus.sections, min(rng.choice((0, 1, 1, 1, 2)), len(mtus.sections)))
    title = f"{mtus.name} {mtus.year}"
    if mtus.adopted and rng.random() < ADOPTED_SHARE:
        title = f"{mtus.name} ({mtus.adopted})"
    return f"{title}, Section(s): {', '.join(sections)}" if sections else title


def write_rationale(
    narrator: Narrator, request: Request, decision: Decision, conclusions: Sequence[str], extent: int
) -> tuple[str, ...]:
    """Write a rationale of one to three paragraphs: the standard, the facts, the conclusion.

    Args:
        narrator: The reviewer.
        request: What was asked for; its category settles the standards.
        decision: The decision to be reasoned.
        conclusions: Last sentences, of which one is drawn.
        extent: From 0, a few sentences, to 2, as long as rationales get.
    """
    sentences, rng = narrator.fiction.rationales, narrator.rng
    standards = narrator.some(sentences.standards[request.category], 1, 1 + extent)
    against, favour, neither = sentences.facts.upheld, sentences.facts.overturned, sentences.facts.any
    telling = {"upheld": against, "overturned": favour, "partially_overturned": against + favour}[decision]
    facts = narrator.some(telling, 1, 1 + 2 * extent) + narrator.some(neither, 0, 1 + 2 * extent)
    rng.shuffle(facts)
    if rng.random() < TRAP_SHARE:
        facts += narrator.some(sentences.traps, 1, 1 + extent)
    conclusion = narrator.some(conclusions, 1, 1, request=request.title)
    paragraphs = rng.choice((1, 1, 2, 3))
    if paragraphs == 1:
        return (narrator.join(standards + facts + conclusion),)
    if paragraphs == 2:
        return narrator.join(standards), narrator.join(facts + conclusion)
    return narrator.join(standards), narrator.join(facts), narrator.join(conclusion)
