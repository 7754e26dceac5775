"""Two runs at once: one of them writes; the other leaves at once and names the first, or waits for it."""

import os
import re
import shutil
import signal
import time
from pathlib import Path

from tests.torture.common import Say, Undisturbed, begin, check, end, imr, must_be_whole

BETWEEN = re.compile("another run writes to .*: it has just begun or is about to end; ")


def torture(undisturbed: Undisturbed, folder: Path, times: int, workers: int, say: Say) -> None:
    """Begin two runs on one store, in turns: one after the other, at once, with patience, after a kill."""
    for number in range(times):
        store = folder / f"shared {number}"
        kind = (_one_after_the_other, _at_the_same_moment, _with_patience, _after_a_kill)[number % 4]
        kind("ingest", undisturbed.letters, "--into", store, "--workers", str(workers))
        must_be_whole(store, undisturbed)
        shutil.rmtree(store)
        say(f"pair {number + 1} of {times}: {kind.__name__.strip('_').replace('_', ' ')}")


def _one_after_the_other(*run: str | Path) -> None:
    first = begin(*run)
    _await_holder(Path(run[3]), first.pid)
    line = imr(*run).must_be_refused()
    check(f"process {first.pid} on " in line, f"the other run is not named: {line}")
    check("--wait" in line, f"no advice: {line}")
    end(first).must_be_well()


def _at_the_same_moment(*run: str | Path) -> None:
    both = [begin(*run) for _ in range(2)]
    ended = sorted((end(process) for process in both), key=lambda each: each.code)
    ended[0].must_be_well()
    if ended[1].code:  # else the second began only when the first had ended
        line = ended[1].must_be_refused()
        named = any(f"process {process.pid} on " in line for process in both)
        check(named or bool(BETWEEN.search(line)), f"the other run is not named: {line}")


def _with_patience(*run: str | Path) -> None:
    both = [begin(*run, "--wait") for _ in range(2)]
    for process in both:
        end(process).must_be_well()


def _after_a_kill(*run: str | Path) -> None:
    first = begin(*run)
    _await_holder(Path(run[3]), first.pid)
    os.killpg(first.pid, signal.SIGKILL)
    end(first)
    check((Path(run[3]) / "run.lock").exists(), "the killed run left no lock")
    imr(*run).must_be_well()


def _await_holder(store: Path, pid: int) -> None:
    latest = time.monotonic() + 60
    while not (store / "run.json").exists() or str(pid) not in (store / "run.json").read_text():
        check(time.monotonic() < latest, "the run does not say that it holds the lock")
        time.sleep(0.01)
