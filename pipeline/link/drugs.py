"""The ingredient of each drug that a request names, and the Division's class of what is asked for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from models.clinical import DrugClass
from pipeline.extract.drugs import DrugMention
from pipeline.vocabulary.drugs import drugs

ON_SKIN = frozenset(
    {DrugClass.NSAIDS, DrugClass.MUSCLE_RELAXANTS, DrugClass.ANTI_EPILEPSY_DRUGS, DrugClass.MISC_ANALGESICS}
)
"""Classes of drugs that are a topical analgesic in any form for the skin."""

ON_SKIN_IN_PERCENT = frozenset({DrugClass.OPIOIDS, DrugClass.ANTIDEPRESSANTS})
"""Classes that also have patches which act on the whole body: only a strength in percent shows a cream."""

TOPICAL = frozenset({DrugClass.TOPICAL_ANALGESICS, DrugClass.TOPICAL_COMPOUNDS})

NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
PERCENT = rf"{NUMBER}(?:\s*[/-]\s*{NUMBER}){{0,6}}\s*(?:%|percent\b)"
STRENGTH_IN_PERCENT = re.compile(rf"\s*[(-]?(?:[^\W\d_]+\s+){{0,3}}{PERCENT}", re.IGNORECASE)
COMPOUND = re.compile(r"\bcompound(?:ed|s|ing)?\b(?!\s+fracture)|\bbase\b", re.IGNORECASE)
MEDICATION = re.compile(r"\b(?:medication|analgesic|topical|drug)", re.IGNORECASE)
SEPARATOR = re.compile(r"[,;:#]|\.\s|\band\b", re.IGNORECASE)
JOINED = re.compile(rf"[/+-]|{PERCENT}", re.IGNORECASE)


class LinkedDrug(NamedTuple):
    """A drug of a title with its ingredients, joined by a slash, and the class of what is asked for."""

    mention: DrugMention
    ingredient: str | None
    drug_class: DrugClass | None


@dataclass(frozen=True)
class Preparation:
    """Drugs that a title names as the ingredients of one thing, and what it says of them."""

    mentions: Sequence[DrugMention]
    context: str
    percents: int
    brand_class: DrugClass | None
    """Class of the brand that stands before it, if these are its ingredients in brackets."""

    @property
    def has_topical_form(self) -> bool:
        """Whether a form for the skin stands beside it."""
        return bool(_topical_forms().search(self.context))

    @property
    def is_topical(self) -> bool:
        """Whether it is put on the skin: a form says so, or a strength in percent."""
        return not _other_ways().search(self.context) and (self.percents > 0 or self.has_topical_form)

    @property
    def is_compound(self) -> bool:
        """Whether it is mixed to order: in a base of its own, or of several ingredients for the skin."""
        if self.brand_class or not self.is_topical:
            return False
        ingredients = {mention.entry.ingredient if mention.entry else mention for mention in self.mentions}
        return len(ingredients) > 1 or bool(COMPOUND.search(self.context))

    def class_of(self, mention: DrugMention) -> DrugClass | None:
        """The class of one of its drugs, which depends on how it is given."""
        usual = mention.entry.drug_class if mention.entry else None
        if self.brand_class:
            return self.brand_class
        if self.is_compound:
            return DrugClass.TOPICAL_COMPOUNDS
        if self.is_topical and (usual in ON_SKIN or (usual in ON_SKIN_IN_PERCENT and self.percents)):
            return DrugClass.TOPICAL_ANALGESICS
        return usual


def link_drugs(title: str, mentions: Sequence[DrugMention]) -> list[LinkedDrug]:
    """Ingredient and class of each drug of a title; both null for a drug that the vocabulary lacks."""
    linked: list[LinkedDrug] = []
    for preparation in _preparations(title, mentions):
        for mention in preparation.mentions:
            ingredient = mention.entry.ingredient if mention.entry else None
            drug_class = preparation.class_of(mention)
            if _is_injected_anesthetic(title, ingredient, drug_class) and not preparation.is_topical:
                drug_class = DrugClass.INJECTABLE_DRUGS
            linked.append(LinkedDrug(mention, ingredient, drug_class))
    return linked


def is_compound(title: str, mentions: Sequence[DrugMention]) -> bool:
    """Whether a title asks for a topical compound, with or without its ingredients."""
    if not mentions:
        return bool(COMPOUND.search(title) and (_topical_forms().search(title) or MEDICATION.search(title)))
    return any(linked.drug_class is DrugClass.TOPICAL_COMPOUNDS for linked in link_drugs(title, mentions))


def _is_injected_anesthetic(title: str, ingredient: str | None, drug_class: DrugClass | None) -> bool:
    if drug_class is not DrugClass.TOPICAL_ANALGESICS or not ingredient:
        return False
    return ingredient.endswith("caine") and bool(_injections().search(title))


def _preparations(title: str, mentions: Sequence[DrugMention]) -> Iterator[Preparation]:
    groups = _groups(title, mentions)
    previous: list[DrugMention] = []
    for number, group in enumerate(groups):
        gap = title[previous[-1].end if previous else 0 : group[0].start]
        in_brackets = bool(previous) and gap.rstrip().endswith("(")
        context = (_parted(gap)[1] if previous else gap) + "\n" + _behind(title, groups, number)
        ends = [*(mention.start for mention in group[1:]), _start_of(title, groups, number + 1)]
        yield Preparation(
            mentions=group,
            context=context,
            percents=sum(
                bool(STRENGTH_IN_PERCENT.match(title, mention.end, end))
                for mention, end in zip(group, ends, strict=True)
            ),
            brand_class=_brand_class(previous) if in_brackets else None,
        )
        previous = group


def _groups(title: str, mentions: Sequence[DrugMention]) -> list[list[DrugMention]]:
    groups: list[list[DrugMention]] = []
    for mention in mentions:
        if groups and _are_one_preparation(title, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _are_one_preparation(title: str, end: int, start: int) -> bool:
    """Whether what stands between two drugs joins them: a comma alone also parts different requests."""
    if not _joint().fullmatch(title, end, start):
        return False
    in_brackets = title.rfind("(", 0, end) > title.rfind(")", 0, end)
    return in_brackets or bool(JOINED.search(title, end, start) or COMPOUND.search(title))


def _behind(title: str, groups: Sequence[Sequence[DrugMention]], number: int) -> str:
    """What is said behind a preparation; in "Voltaren (diclofenac) gel" the form is that of both names."""
    gap = title[groups[number][-1].end : _start_of(title, groups, number + 1)]
    last = number + 1 == len(groups)
    if last or not gap.rstrip().endswith("("):
        return gap if last else _parted(gap)[0]
    inner = title[groups[number + 1][-1].end : _start_of(title, groups, number + 2)]
    return gap + (inner if number + 2 == len(groups) else _parted(inner)[0])


def _start_of(title: str, groups: Sequence[Sequence[DrugMention]], number: int) -> int:
    return groups[number][0].start if number < len(groups) else len(title)


def _parted(gap: str) -> tuple[str, str]:
    """What stands between two preparations, by which of them it belongs to."""
    separators = list(SEPARATOR.finditer(gap))
    return (gap[: separators[-1].start()], gap[separators[-1].end() :]) if separators else (gap, gap)


def _brand_class(group: Sequence[DrugMention]) -> DrugClass | None:
    entry = group[-1].entry if len(group) == 1 else None
    return entry.drug_class if entry and "/" in entry.ingredient and entry.drug_class in TOPICAL else None


def _words(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)


@cache
def _topical_forms() -> re.Pattern[str]:
    return _words(drugs().topical_forms)


@cache
def _injections() -> re.Pattern[str]:
    return _words(drugs().injected)


@cache
def _other_ways() -> re.Pattern[str]:
    return _words(drugs().injected | drugs().other_routes)


@cache
def _joint() -> re.Pattern[str]:
    salts = "|".join(sorted(drugs().salts))
    return re.compile(rf"(?:[\s/,+&-]|(?:and|with|{salts})\b|{PERCENT})*", re.IGNORECASE)
