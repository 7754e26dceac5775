"""How a store is: its last runs, what is rejected and why, what waits, what a newer version would redo."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import EXTRACTION_VERSION
from pipeline.store.rejections import rejections
from pipeline.store.runs import Run, last_runs


@dataclass(frozen=True)
class Status:
    """A store at a glance.

    Attributes:
        runs: The last runs, the newest first.
        published: Letters that are published.
        superseded: Letters whose case has a later one.
        rejected: Rejected files by reason.
        oldest_rejected: When the earliest run began that read a file which is still rejected; UTC.
        unpublished: Parts of the publication that wait to be written.
        outdated: Letters that an earlier version of the extraction has read, and whose file is not known to
            hold others by now.
    """

    runs: Sequence[Run]
    published: int
    superseded: int
    rejected: Mapping[str, int]
    oldest_rejected: str | None
    unpublished: Sequence[str]
    outdated: int


def status(db: sqlite3.Connection, runs: int) -> Status:
    """Look at a store's ledger."""

    def count(query: str, *values: str) -> int:
        return int(db.execute(query, values).fetchone()[0])

    reasons: dict[str, int] = {}
    for rejection in rejections(db):
        reason = str(rejection.rejected.reason)
        reasons[reason] = reasons.get(reason, 0) + 1
    oldest = (
        "SELECT min(started) FROM runs WHERE run_id IN (SELECT run_id FROM letters WHERE outcome = 'rejected'"
        " UNION ALL SELECT run_id FROM sources WHERE letter_id IS NULL)"
    )
    published = "SELECT count(*) FROM letters WHERE part IS NOT NULL AND superseded_by IS NULL"
    superseded = "SELECT count(*) FROM letters WHERE superseded_by IS NOT NULL"
    outdated = (
        "SELECT count(*) FROM letters WHERE extraction_version <> ? "
        "AND letter_id IN (SELECT letter_id FROM sources)"
    )
    return Status(
        runs=last_runs(db, runs),
        published=count(published),
        superseded=count(superseded),
        rejected=dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        oldest_rejected=db.execute(oldest).fetchone()[0],
        unpublished=[part for (part,) in db.execute("SELECT part FROM changed ORDER BY part")],
        outdated=count(outdated, EXTRACTION_VERSION),
    )
