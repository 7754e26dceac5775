"""Letters in worker processes: what a letter does to its worker must cost no other letter."""

import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.vocabulary import RejectionReason
from pipeline.sources import Source
from pipeline.store.outcome import Rejected
from pipeline.workers import Limits, Result, WorkersError, alone, pool, read_all
from pipeline.workers.pool import AHEAD, BATCH
from tests.workers.readers import Letter, RefusedError, read

ROOT = Path(__file__).parents[2]
PROCESSES = Path("/proc")
LIMITS = Limits(seconds=1, megabytes=200)
LONG = Limits(seconds=60, megabytes=200)


def letters(count: int) -> list[Source]:
    return [Letter(f"letter {number}") for number in range(count)]


def process_of(result: Result) -> int:
    assert isinstance(result, Rejected) and result.reason is RejectionReason.NO_TEXT, result
    return int(result.message.split()[0])


def reasons(sources: list[Source], limits: Limits = LIMITS) -> dict[str, RejectionReason]:
    """The reasons other than that of a letter read to its end."""
    results = list(read_all(sources, read, 2, limits))
    assert [source for source, _ in results] == sources
    rejected = {source.name: result for source, result in results if isinstance(result, Rejected)}
    assert all(name == result.source for name, result in rejected.items())
    return {n: each.reason for n, each in rejected.items() if each.reason is not RejectionReason.NO_TEXT}


def test_letters_come_in_the_order_of_their_sources() -> None:
    sources = letters(5 * BATCH + 3)
    assert [source for source, _ in read_all(sources, read, 2, LONG)] == sources


def test_no_letter_no_result() -> None:
    assert list(read_all([], read, 2, LONG)) == []


def test_a_worker_is_no_fork_of_the_caller() -> None:
    """Not that of a batch, and not that of a letter read alone."""
    sources = [*letters(BATCH), Letter("exits")]
    parents = [r.message.split()[1] for _, r in read_all(sources, read, 1, LONG) if isinstance(r, Rejected)]
    assert str(os.getpid()) not in parents
    alone_again = alone.read_alone(read, sources[0], LONG)
    assert isinstance(alone_again, Rejected) and alone_again.message.split()[1] == parents[0]


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("hangs", RejectionReason.READ_TIMED_OUT),
        ("spins", RejectionReason.READ_TIMED_OUT),
        ("killed", RejectionReason.WORKER_DIED),
        ("exits", RejectionReason.WORKER_DIED),
        ("leaves", RejectionReason.WORKER_DIED),
        ("crashes", RejectionReason.WORKER_DIED),
        ("grows", RejectionReason.MEMORY_EXCEEDED),
    ],
)
def test_a_poisoned_letter_in_a_batch_costs_itself_only(deed: str, reason: RejectionReason) -> None:
    sources = letters(3 * BATCH)
    sources[BATCH + 5] = Letter(deed)
    assert reasons(sources) == {deed: reason}


def test_many_poisoned_letters_cost_themselves_only() -> None:
    sources = letters(3 * BATCH)
    for number in range(0, len(sources), 7):
        sources[number] = Letter(f"{('killed', 'exits', 'crashes')[number % 3]} {number}")
    assert reasons(sources, LONG) == {each.name: RejectionReason.WORKER_DIED for each in sources[::7]}


def test_a_rejected_letter_has_its_id_where_its_bytes_can_be_had() -> None:
    sources = [Letter("hangs"), Letter("hangs everywhere")]
    ids = [r.letter_id for _, r in read_all(sources, read, 2, Limits(0.5)) if isinstance(r, Rejected)]
    assert ids == [hashlib.sha256(b"hangs").hexdigest(), None]


def test_an_exception_that_the_reader_lets_through_is_the_letters_result() -> None:
    (_, first), (_, second) = read_all([Letter("refuses"), *letters(1)], read, 1, LONG)
    assert isinstance(first, RefusedError)
    assert (str(first), first.reason) == ("the letter is refused", RejectionReason.NO_TEXT)
    assert process_of(second)


def test_a_row_of_slow_letters_is_not_taken_for_a_hanging_one() -> None:
    assert reasons([Letter(f"slow {number}") for number in range(6)]) == {}


def test_what_time_did_not_suffice_for_is_read_by_the_same_worker() -> None:
    """A process of its own for each letter would load everything again, as for a batch of scans."""
    slow: list[Source] = [Letter(f"slow {number}") for number in range(6)]
    assert len({process_of(result) for _, result in read_all(slow, read, 1, LIMITS)}) == 1


def test_sources_are_not_read_ahead() -> None:
    taken = furthest = 0

    def endless() -> Iterator[Source]:
        nonlocal taken
        while True:
            taken += 1
            yield Letter(f"letter {taken}")

    for given, _ in enumerate(read_all(endless(), read, 2, LONG)):
        furthest = max(furthest, taken - given)
        if given == 10_000:
            break
    assert furthest <= 2 * AHEAD * BATCH


def test_workers_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "TASKS", 1)
    processes = [process_of(result) for _, result in read_all(letters(4 * BATCH), read, 1, LONG)]
    assert len(set(processes)) == 4


def test_a_pool_that_breaks_is_replaced() -> None:
    """The worker is killed while it has nothing to read, which breaks the pool."""
    results = read_all(letters(6 * BATCH), read, 1, LONG)
    done = [process_of(next(results)[1])]
    time.sleep(0.3)
    os.kill(done[0], signal.SIGKILL)
    time.sleep(0.3)
    done += [process_of(result) for _, result in results]
    assert len(done) == 6 * BATCH
    assert done[-1] != done[0]


def test_without_workers_letters_are_read_in_this_process() -> None:
    (_, first), (_, second) = read_all([Letter("refuses"), *letters(1)], read, 0, LIMITS)
    assert isinstance(first, RefusedError)
    assert process_of(second) == os.getpid()


def test_processes_that_cannot_begin_end_the_run_and_cost_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "_name", read)
    monkeypatch.setattr(alone, "NoLetter", lambda name: Letter("exits"))
    with pytest.raises(WorkersError, match="no worker process can be begun"):
        next(read_all(letters(1), read, 1, LONG))


def test_closing_the_iterator_ends_the_workers() -> None:
    results = read_all([*letters(BATCH), Letter("hangs"), *letters(100)], read, 1, LONG)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Callable[[str, float], subprocess.Popen[str]]]:
    """Begins a process that reads one letter, and waits until its worker is at it."""
    if not PROCESSES.is_dir():
        pytest.skip("processes cannot be listed here")
    begun: list[subprocess.Popen[str]] = []

    def begin(deed: str, seconds: float) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.workers.caller", deed, str(tmp_path), str(seconds)]
        begun.append(
            subprocess.Popen(command, cwd=ROOT, start_new_session=True, text=True, stdout=subprocess.PIPE)
        )
        assert within(20, lambda: any(tmp_path.iterdir()))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("how", "deed", "seconds"),
    [(signal.SIGKILL, "hangs", 60), (signal.SIGTERM, "hangs", 60), (signal.SIGKILL, "spins", 2)],
)
def test_no_worker_outlives_its_caller(
    caller: Callable[[str, float], subprocess.Popen[str]], how: signal.Signals, deed: str, seconds: float
) -> None:
    process = caller(deed, seconds)
    assert len(living(process.pid)) > 1
    process.send_signal(how)
    assert process.wait(5) == -how
    assert within(5, lambda: not living(process.pid))


def test_an_interrupt_reaches_the_caller_and_ends_the_workers(
    caller: Callable[[str, float], subprocess.Popen[str]],
) -> None:
    process = caller("spins", 60)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    assert process.communicate(timeout=5)[0] == "interrupted\n"
    assert within(5, lambda: not living(process.pid))


def within(seconds: float, reached: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def living(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if status[0] != "Z" and int(status[3]) == session:
            found.append(int(folder.name))
    return found
