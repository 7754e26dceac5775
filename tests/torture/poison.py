"""Letters that hang or end their worker, and workers that are killed: all other letters are published."""

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pyarrow.parquet as pq

from tests.hostile.pdfs import of_operators
from tests.torture.common import Say, Undisturbed, begin, check, end, must_be_whole

LINES = 800_000
"""Drawn lines that take PDFium some seconds."""
PROCESSES = Path("/proc")


def torture(undisturbed: Undisturbed, folder: Path, say: Say) -> None:
    """Read letters that exceed the limits, each among harmless ones."""
    letters, store = folder / "poisoned", folder / "poisoned store"
    letters.mkdir()
    good = sorted(undisturbed.letters.glob("0*"))[:30]
    for path in good:
        shutil.copy(path, letters)
    (letters / "0003 hangs.pdf").write_bytes(of_operators(b"0 0 m 1 1 l S ", LINES))
    (letters / "0020 eats memory.pdf").write_bytes(of_operators(b"(x) Tj ", 3_000_000))
    started = time.monotonic()
    limits = ("--seconds", "1", "--workers", "2")
    ended = end(begin("ingest", letters, "--into", store, *limits))
    check(ended.code == 3, f"exit code {ended.code}: {ended.err[-2000:]}")
    rows = pq.ParquetFile(next((store / "rejected").rglob("*.parquet"))).read().to_pylist()
    found = {Path(row["source"]).name: row["reason"] for row in rows}
    expected = {
        "0003 hangs.pdf": {"read_timed_out"},
        "0020 eats memory.pdf": {"worker_died", "read_timed_out"},  # out of memory, PDFium ends its process
    }
    as_expected = all(reason in expected.get(name, ()) for name, reason in found.items())
    check(as_expected and len(found) == len(expected), f"rejected: {found}")
    check(
        all(row["letter_id"] and row["advice"] for row in rows), f"a reason without advice or letter: {rows}"
    )
    published = {Path(path).name for path in _sources(store)}
    check(published == {path.name for path in good}, f"published: {len(published)} of {len(good)}")
    say(f"{len(expected)} poisoned letters among {len(good)}: {time.monotonic() - started:.1f} s")


def torture_workers(undisturbed: Undisturbed, folder: Path, kills: int, seed: int, say: Say) -> None:
    """Kill single processes of a run at random moments, but never the first one."""
    if not PROCESSES.is_dir():
        say("not done: processes cannot be listed here")
        return
    rng = Random(seed)
    for number in range(kills):
        store = folder / f"store {number}"
        process = begin("ingest", undisturbed.letters, "--into", store)
        time.sleep(rng.uniform(0.3, 0.9) * undisturbed.seconds)
        others = _others(process.pid)
        for victim in rng.sample(others, min(len(others), rng.randint(1, 2))):
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        started = time.monotonic()
        ended = end(process)
        check(ended.code == 0, f"exit code {ended.code}: {ended.err[-2000:]}")
        must_be_whole(store, undisturbed)
        shutil.rmtree(store)
        later = time.monotonic() - started
        say(f"worker kill {number + 1} of {kills}: of {len(others)} processes; done {later:.1f} s later")


def _sources(store: Path) -> list[str]:
    found: list[str] = []
    for path in (store / "cases").rglob("*.parquet"):
        found += pq.ParquetFile(path).read(columns=["source"])["source"].to_pylist()
    return found


def _others(session: int) -> list[int]:
    """The processes of a session that live, but for the one that leads it."""
    found = []
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if status[0] != "Z" and int(status[3]) == session and folder.name != str(session):
            found.append(int(folder.name))
    return sorted(found)
