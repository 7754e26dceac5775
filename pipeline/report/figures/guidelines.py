"""Whose guidelines the two sides cite, and whether they agree."""

from dataclasses import dataclass

import duckdb

from models.clinical import CitationStatus, GuidelineSource
from pipeline.report.values import Count, Pair, Share
from pipeline.report.worktables import KEY

NONE, UNREAD = "none", "unread"
KINDS = {
    GuidelineSource.MTUS.value: "MTUS",
    GuidelineSource.ODG.value: "ODG",
    GuidelineSource.ACOEM.value: "ACOEM, outside the MTUS",
    GuidelineSource.OTHER.value: "Other guideline or reference",
    NONE: "States that none was cited",
    UNREAD: "No statement, or not understood",
}
"""What a side's statement amounts to. Of several sources the first of this list is its chief one: the MTUS is
presumed correct by law (Labor Code 4604.5), and the ODG is what the field cites where the MTUS is silent."""

BITS = {source.value: 1 << place for place, source in enumerate(GuidelineSource)}
"""The sources that a side cites are one number, a bit for each."""

CITED = """
CREATE TABLE cited AS
SELECT overturned,
       coalesce(claims_administrator, 0) AS claims_administrator, coalesce(reviewer, 0) AS reviewer,
       claims_administrator_citation_status = '{none}' AS claims_administrator_none,
       reviewer_citation_status = '{none}' AS reviewer_none
FROM requests LEFT JOIN (
    SELECT {key} AS letter, issue_number::SMALLINT AS number,
           bit_or(CASE side WHEN 'claims_administrator' THEN bit ELSE 0 END) AS claims_administrator,
           bit_or(CASE side WHEN 'reviewer' THEN bit ELSE 0 END) AS reviewer
    FROM (SELECT letter_id, issue_number, side, CASE source {bits} END::UTINYINT AS bit FROM citations)
    GROUP BY ALL
) USING (letter, number)
"""
COMBINATIONS = """
SELECT claims_administrator, coalesce(claims_administrator_none, false),
       reviewer, coalesce(reviewer_none, false), count(*), count(*) FILTER (overturned)
FROM cited GROUP BY ALL
"""


@dataclass(frozen=True)
class Combination:
    """Requests whose statements cite the same sources on each side."""

    claims_administrator: frozenset[str]
    reviewer: frozenset[str]
    overturned: Share

    def of(self, side: str) -> frozenset[str]:
        """What one side's statement amounts to: its sources, or `none`, or `unread`."""
        found: frozenset[str] = getattr(self, side)
        return found


def combinations(db: duckdb.DuckDBPyConnection) -> tuple[Combination, ...]:
    """All requests by what both sides cite: a few dozen groups, from which the other figures are counted."""
    bits = " ".join(f"WHEN '{source}' THEN {bit}" for source, bit in BITS.items())
    db.execute(CITED.format(key=KEY, none=CitationStatus.NONE_CITED, bits=bits))
    return tuple(
        Combination(_kinds(theirs, theirs_none), _kinds(ours, ours_none), Share(overturned, requests))
        for theirs, theirs_none, ours, ours_none, requests, overturned in db.execute(COMBINATIONS).fetchall()
    )


def cited_by(side: str, found: tuple[Combination, ...]) -> tuple[Count, ...]:
    """Requests for which a side cites each source; a statement with two sources counts for both."""
    total = sum(one.overturned.of for one in found)
    return tuple(
        Count(kind, label, Share(sum(one.overturned.of for one in found if kind in one.of(side)), total))
        for kind, label in KINDS.items()
    )


def pairs(found: tuple[Combination, ...]) -> tuple[Pair, ...]:
    """Requests by the chief source of each side; every pair, also those that do not occur."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for one in found:
        pair = _chief(one.claims_administrator), _chief(one.reviewer)
        overturned, requests = counts.get(pair, (0, 0))
        counts[pair] = overturned + one.overturned.part, requests + one.overturned.of
    return tuple(
        Pair(theirs, ours, Share(*counts.get((theirs, ours), (0, 0)))) for theirs in KINDS for ours in KINDS
    )


def agreement(found: tuple[Combination, ...]) -> tuple[Count, ...]:
    """Requests with a source in common, and with the same chief one, of those for which both sides cite."""
    both = [one for one in found if not {NONE, UNREAD} & (one.claims_administrator | one.reviewer)]
    total = sum(one.overturned.of for one in both)
    common = sum(one.overturned.of for one in both if one.claims_administrator & one.reviewer)
    chief = sum(one.overturned.of for one in both if _chief(one.claims_administrator) == _chief(one.reviewer))
    return (
        Count("source", "Both cite the same source", Share(common, total)),
        Count("chief_source", "Both have the same chief source", Share(chief, total)),
    )


def _kinds(bits: int, none: bool) -> frozenset[str]:
    sources = frozenset(source for source, bit in BITS.items() if bits & bit)
    return sources or frozenset({NONE if none else UNREAD})


def _chief(kinds: frozenset[str]) -> str:
    return next(kind for kind in KINDS if kind in kinds)
