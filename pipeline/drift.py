"""The drift alarm: what a run lacks that the runs before it had, as on the day when a new layout appears."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from pipeline.store.facts import CASE_FIELDS, ISSUE_FIELDS
from pipeline.tally import WARNING_CODES

LEAST_NOW = 20
"""Letters that a run must have read for its shares to say anything."""

LEAST_BEFORE = 100
"""... and those of the runs before it together."""

RISE = 0.1
"""How much the share of letters that lack something must have risen."""

SURE = 4.0
"""... and by how many standard errors: chance alone does so once in thirty thousand comparisons."""


@dataclass(frozen=True)
class Drift:
    """Something that many more letters lack, or suffer from, than before.

    Attributes:
        what: A field, a warning's code, or `rejected`.
        before: Its share among the letters before, 0 to 1.
        now: Its share in this run.
        letters: Some letters of this run to look at.
    """

    what: str
    before: float
    now: float
    letters: Sequence[str]


def drifts(
    now: Mapping[str, Any], earlier: Iterable[Mapping[str, Any]], examples: Mapping[str, Sequence[str]]
) -> Sequence[Drift]:
    """What got worse beyond chance, the worst first.

    Args:
        now: The counts of this run (see `Tally.counts`).
        earlier: Those of the runs before it.
        examples: Letters of this run by field that they lack, warning or reason.
    """
    before: Counter[str] = Counter()
    for counts in earlier:
        before.update(_lacking(counts))
    lacking = _lacking(now)
    found = [
        Drift(what, old, new, _examples(what, now, examples))
        for what, total in _things()
        if (shares := _risen(lacking[what], lacking[total], before[what], before[total]))
        for old, new in [shares]
    ]
    return sorted(found, key=lambda drift: drift.before - drift.now)


def _things() -> Iterator[tuple[str, str]]:
    """What may be lacking or wrong, and what it is a share of."""
    yield "rejected", "letters read"
    for name in (*CASE_FIELDS, *WARNING_CODES):
        yield name, "letters"
    for name in ISSUE_FIELDS:
        yield name, "requests"


def _lacking(counts: Mapping[str, Any]) -> Counter[str]:
    """How many letters or requests of a run lack each thing, and how many there are."""
    letters, requests = counts.get("published", 0), counts.get("issues", 0)
    rejected = sum(counts.get("rejected", {}).values())
    lacking = Counter({"letters": letters, "requests": requests, "letters read": letters + rejected})
    lacking["rejected"] = rejected
    filled = counts.get("filled", {})
    lacking.update({name: letters - filled.get(name, 0) for name in CASE_FIELDS})
    lacking.update({name: requests - filled.get(name, 0) for name in ISSUE_FIELDS})
    lacking.update(counts.get("warnings", {}))
    return lacking


def _risen(now: int, of_now: int, before: int, of_before: int) -> tuple[float, float] | None:
    """The shares before and now, if the rise is beyond chance (two proportions, pooled)."""
    if of_now < LEAST_NOW or of_before < LEAST_BEFORE:
        return None
    new, old = now / of_now, before / of_before
    pooled = (now + before) / (of_now + of_before)
    error = sqrt(pooled * (1 - pooled) * (1 / of_now + 1 / of_before))
    return (old, new) if new - old >= RISE and new - old > SURE * error else None


def _examples(what: str, now: Mapping[str, Any], examples: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if what != "rejected":
        return examples.get(what, ())
    reasons = sorted(now["rejected"], key=lambda reason: -now["rejected"][reason])
    return examples.get(reasons[0], ()) if reasons else ()
