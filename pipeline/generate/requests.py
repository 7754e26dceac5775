"""Titles of disputed items, with what each of them says."""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import prod
from random import Random

from pipeline.generate.dates import CaseDates, day_between, write_date
from pipeline.generate.era import Era
from pipeline.generate.fiction import Fiction, RequestItem
from pipeline.generate.narrator import Narrator, SidedRegion, Worker

REMAINDER_SHARE = 0.25
RETROSPECTIVE_SHARE = 0.12
LOWER_CASE_SHARE = 0.6
ARTICLE_SHARE = 0.7
LONGEST_WAIT = timedelta(days=150)
RETROSPECTIVE_CATEGORIES = frozenset({"pharmaceuticals", "diagnostic_testing", "dmepos", "rehabilitation"})


@dataclass(frozen=True)
class Request:
    """A disputed item.

    Attributes:
        title: As printed, without the colon before the decision.
        category: The Division's request category.
        drugs: Drugs that the title names.
        quantity: The count in dispute; null where the title states none.
        body_parts: Body parts that the title names, side included.
        retrospective: Whether the service was already given.
        article: What stands before the title within a sentence; empty where nothing does.
    """

    title: str
    category: str
    drugs: tuple[str, ...]
    quantity: int | None
    body_parts: tuple[str, ...]
    retrospective: bool = False
    article: str = ""


def draw_requests(narrator: Narrator, era: Era, count: int) -> list[Request]:
    """Draw `count` items, no two with the same title."""
    rng, fiction = narrator.rng, narrator.fiction
    weights = [item.weight for item in era.items]
    drawn: dict[str, Request] = {}
    while len(drawn) < count:
        draft = _Draft(rng, fiction, narrator.worker, rng.choices(era.items, weights)[0])
        request = draft.request(remainders=not era.in_sentences)
        whole = request.category in RETROSPECTIVE_CATEGORIES and not request.title.endswith(" is")
        if whole and rng.random() < RETROSPECTIVE_SHARE:
            request = _make_retrospective(rng, fiction, narrator.dates, request)
        if era.in_sentences:
            request = _put_in_sentence(rng, request)
        drawn.setdefault(request.title, request)
    return list(drawn.values())


def _put_in_sentence(rng: Random, request: Request) -> Request:
    """The request as a sentence names it: in lower case, unless it begins with a name, or with an article."""
    named = any(request.title.startswith(name) for name in (*request.drugs, *request.body_parts))
    if request.title[1].islower() and not named and rng.random() < LOWER_CASE_SHARE:
        request = replace(request, title=request.title[0].lower() + request.title[1:])
    article = "a" if request.title.lower().startswith("retrospective") else request.article
    articles = (article, article, "the") if article else ("",)
    return replace(request, article=rng.choice(articles) if rng.random() < ARTICLE_SHARE else "")


def _make_retrospective(rng: Random, fiction: Fiction, dates: CaseDates, request: Request) -> Request:
    earliest = max(dates.injury, dates.denial - LONGEST_WAIT)
    service = write_date(day_between(rng, earliest, dates.denial), "slashes_short")
    template = rng.choice(fiction.requests.retrospective)
    return replace(request, title=template.format(title=request.title, dos=service), retrospective=True)


class _Draft:
    """One item while its slots are being filled."""

    def __init__(self, rng: Random, fiction: Fiction, worker: Worker, item: RequestItem) -> None:
        self._rng = rng
        self._fiction = fiction
        self._item = item
        self._numbers = {slot: rng.choice(numbers) for slot, numbers in fiction.requests.numbers.items()}
        self._drug = rng.choice(fiction.requests.drugs)
        self._parts = self._draw_parts(worker)

    def request(self, remainders: bool) -> Request:
        """The item, in part authorized already now and then where `remainders` are asked for."""
        item, rng = self._item, self._rng
        title, quantity = self._title(), prod(self._numbers[slot] for slot in item.quantity)
        granted = self._fiction.requests.granted.get(item.quantity[0]) if len(item.quantity) == 1 else None
        if granted and remainders and rng.random() < REMAINDER_SHARE:
            title, quantity = self._remainder(rng.choice(granted))
        return Request(
            title=title,
            category=item.category,
            drugs=item.drugs + ((self._drug.name,) if "{drug}" in item.title else ()),
            quantity=quantity if item.quantity else None,
            body_parts=item.parts + self._parts,
            article=item.article,
        )

    def _remainder(self, granted: int) -> tuple[str, int]:
        slot = self._item.quantity[0]
        whole, numbers = self._title(), self._numbers
        rest = numbers[slot] - granted
        self._numbers = numbers | {slot: granted}
        granted_title = self._title()
        self._numbers = numbers | {slot: rest}
        template = self._rng.choice(self._fiction.requests.remainders)
        return template.format(whole=whole, granted=granted_title, rest=self._title()), rest

    def _title(self) -> str:
        numbers = self._fiction.people.numbers
        words: dict[str, object] = dict(self._numbers)
        for slot, number in self._numbers.items():
            if number < len(numbers):
                words[f"{slot}_words"] = numbers[number]
                words[f"{slot.capitalize()}_words"] = numbers[number].capitalize()
        words["drug"], words["strength"] = self._drug.name, self._drug.strength
        if self._parts:
            words["part"] = self._parts[0]
            words["parts"] = ", ".join(self._parts[:-1]) + f" and {self._parts[-1]}"
        return self._item.title.format_map(words)

    def _draw_parts(self, worker: Worker) -> tuple[str, ...]:
        rng, item = self._rng, self._item
        if "{parts}" in item.title:
            return tuple(rng.choice(region.parts) for region in self._regions(worker, rng.choice((2, 2, 3))))
        if "{part}" in item.title:
            return (rng.choice(self._regions(worker, 1)[0].parts),)
        return ()

    def _regions(self, worker: Worker, count: int) -> list[SidedRegion]:
        """Regions for the title: the worker's own where they fit, then any other."""
        rng = self._rng
        fitting = [
            region
            for region in self._fiction.conditions
            if region.region != "mind" and (region.sided or not self._item.joint)
        ]
        own = [region for region in worker.regions if region.region in fitting]
        others = [region for region in fitting if region not in [sided.region for sided in own]]
        rng.shuffle(own)
        rng.shuffle(others)
        own += [
            SidedRegion(region, rng.choice(("left", "right")) if region.sided else "") for region in others
        ]
        return own[:count]
