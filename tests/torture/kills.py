"""Killed at any moment: the next run goes on, and in the end nothing tells that anything happened.

A run and its workers are killed with SIGKILL, either at a random time of what an undisturbed run takes, or as
soon as a random one of the events happens that a run causes in its store: the ledger's log is written to, a
file is begun, put in its place, removed. It is begun again until it ends; a store that is complete gives way
to a new one until there were kills enough.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.torture.common import (
    PATIENCE,
    Say,
    Undisturbed,
    begin,
    check,
    end,
    must_be_whole,
    must_have_nothing_torn,
)
from tests.torture.events import Events

TICK = 0.02
READING, PUBLISHING = "reading and committing", "publishing"
ALWAYS = ("modify ledger.sqlite-wal", "create .letters.parquet.part", "move letters.parquet")
"""Events at which every torture kills: a batch is committed, a file is begun, a file is put in its place."""


@dataclass(frozen=True)
class Moment:
    """When to kill: after some seconds, or as an event happens for the n-th time."""

    seconds: float = PATIENCE
    event: str = ""
    count: int = 0

    def __str__(self) -> str:
        return f"{self.event}, time {self.count}" if self.event else f"after {self.seconds:.2f} s"


def torture(undisturbed: Undisturbed, folder: Path, kills: int, seed: int, say: Say) -> Counter[str]:
    """Kill runs, and check every store in the end; gives how often each phase was hit."""
    hits, stores = Counter[str](), 0
    moments = _moments(undisturbed, Random(seed))
    while hits.total() < kills:
        stores += 1
        store = folder / f"killed {stores}"
        store.mkdir()
        while hits.total() < kills and _is_killed(undisturbed.letters, store, moment := next(moments)):
            must_have_nothing_torn(store)
            phase = _phase(undisturbed, store)
            hits[phase] += 1
            say(f"kill {hits.total()} of {kills}, store {stores}: {moment}, while {phase}")
        end(begin("ingest", undisturbed.letters, "--into", store)).must_be_well()
        must_be_whole(store, undisturbed)
        shutil.rmtree(store)
    check(bool(hits[READING] and hits[PUBLISHING]), f"the kills missed a phase: {dict(hits)}")
    return hits


def _moments(undisturbed: Undisturbed, rng: Random) -> Iterator[Moment]:
    while True:
        yield Moment(rng.uniform(0.3, 0.8) * undisturbed.seconds)
        for event in (*ALWAYS, rng.choice(sorted(undisturbed.events))):
            most = max(1, undisturbed.events[event])
            yield Moment(event=event, count=int(most ** rng.random()))  # a run that goes on has fewer of them


def _is_killed(letters: Path, store: Path, moment: Moment) -> bool:
    """Begin a run and kill it; not where it ends before."""
    latest = time.monotonic() + moment.seconds
    left = moment.count
    with Events(store) as events:
        process = begin("ingest", letters, "--into", store)
        while process.poll() is None and time.monotonic() < latest:
            left -= sum(event == moment.event for event in events.wait(TICK))
            if moment.event and left <= 0:
                break
        _kill(process)
    ended = end(process)
    check(ended.code in (0, -signal.SIGKILL), f"exit code {ended.code}: {ended.err[-2000:]}")
    return ended.code != 0


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill the run and its workers."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _phase(undisturbed: Undisturbed, store: Path) -> str:
    """What a run was at; told from a copy of its ledger, as opening one mends it."""
    copy = store.with_name("copy")
    copy.mkdir()
    for path in store.glob("ledger.sqlite*"):
        shutil.copy(path, copy)
    try:
        with closing(sqlite3.connect(copy / "ledger.sqlite")) as db:
            letters, changed = (
                db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("letters", "changed")
            )
    except sqlite3.Error:
        return "beginning"
    finally:
        shutil.rmtree(copy)
    if letters < undisturbed.count:
        return READING
    return PUBLISHING if changed else "ending"
