"""The runs of a store: one row each in the ledger, begun before the first letter is read."""

import json
import os
import socket
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pipeline import EXTRACTION_VERSION


class Run(NamedTuple):
    """A run as the ledger has it.

    Attributes:
        run_id: 1, 2, ... in the order of runs.
        started: When, UTC.
        ended: When; None while it runs, or if it was killed.
        status: `running`, `finished`, or `interrupted` if it never said that it ended.
        exit_code: What the command returned.
        counts: What it counted.
    """

    run_id: int
    started: str
    ended: str | None
    status: str
    exit_code: int | None
    counts: Mapping[str, Any]


def begin_run(db: sqlite3.Connection) -> int:
    """Write down that a run begins; runs before it that never ended were killed. Gives its number."""
    db.execute("UPDATE runs SET status = 'interrupted' WHERE status = 'running'")
    row = (_now(), socket.gethostname(), os.getpid(), EXTRACTION_VERSION)
    query = "INSERT INTO runs (started, status, host, pid, extraction_version) VALUES (?, 'running', ?, ?, ?)"
    run_id = db.execute(query, row).lastrowid
    assert run_id is not None
    return run_id


def end_run(db: sqlite3.Connection, run_id: int, exit_code: int, counts: Mapping[str, Any]) -> None:
    """Write down how a run ended, and what it counted."""
    query = "UPDATE runs SET ended = ?, status = 'finished', exit_code = ?, counts = ? WHERE run_id = ?"
    db.execute(query, (_now(), exit_code, json.dumps(counts), run_id))


def last_runs(db: sqlite3.Connection, number: int) -> Sequence[Run]:
    """The last runs, the newest first."""
    query = "SELECT run_id, started, ended, status, exit_code, counts FROM runs ORDER BY run_id DESC LIMIT ?"
    return [
        Run(run_id, started, ended, status, exit_code, json.loads(counts or "{}"))
        for run_id, started, ended, status, exit_code, counts in db.execute(query, (number,))
    ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
