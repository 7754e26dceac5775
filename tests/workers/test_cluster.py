"""Letters on a Dask cluster: a scheduler and workers of the test's own, on this machine's loopback."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from models.vocabulary import RejectionReason
from pipeline.errors import ExitCode, UsageError
from pipeline.generate import FictionalLetter
from pipeline.ingest import Report, RunOptions, ingest
from pipeline.sources import Source
from pipeline.store.ledger import FILE_NAME
from pipeline.store.outcome import Rejected
from pipeline.workers import Limits, cluster
from pipeline.workers.cluster import ClusterError, read_on_cluster
from tests.conftest import ROOT
from tests.store.common import RECIPE, published, put
from tests.workers.readers import Letter, RefusedError, read

distributed = pytest.importorskip(
    "distributed", reason="the extra is not installed: pip install 'imr-pipeline[cluster]'"
)

LONG = Limits(seconds=60, megabytes=300)
SMALL = 4
"""Letters per batch, so that a few letters are many batches."""


class Cluster:
    """A scheduler and its workers, each a process of its own; all end with this.

    Args:
        scratch: Where they may write.
    """

    def __init__(self, scratch: str) -> None:
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": scratch}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self._processes: list[subprocess.Popen[bytes]] = []

    def begin_scheduler(self) -> subprocess.Popen[bytes]:
        host, port = self.address.removeprefix("tcp://").split(":")
        return self._begin("scheduler", "--host", host, "--port", port)

    def begin_worker(self) -> subprocess.Popen[bytes]:
        return self._begin("worker", self.address, "--nthreads", "1", "--memory-limit", "0")

    def pids(self) -> list[int]:
        """The processes of the workers themselves, without the nannies that begin them anew."""
        with distributed.Client(self.address, set_as_default=False, timeout=60) as client:
            return list(client.run(os.getpid).values())

    def end(self) -> None:
        """Kill them all: asked to end, each would take ten seconds to say good-bye to the others."""
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, cwd="/", env=self._environment, stdout=quiet, stderr=quiet, start_new_session=True
        )
        self._processes.append(process)
        return process


@contextmanager
def running(workers: int) -> Iterator[Cluster]:
    with TemporaryDirectory() as scratch:
        started = Cluster(scratch)
        try:
            started.begin_scheduler()
            for _ in range(workers):
                started.begin_worker()
            yield started
        finally:
            started.end()


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Cluster]:
    with running(2) as started, distributed.Client(started.address, timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
        yield started


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "BATCH", SMALL)
    monkeypatch.setattr(cluster, "ANSWER", 60)


@pytest.fixture
def letters(tmp_path: Path, fictional: list[FictionalLetter]) -> Path:
    """Letters, one of them twice, and a file that is none."""
    folder = tmp_path / "letters"
    for letter in fictional[:30]:
        put(folder, f"{letter.case_number}.txt", letter.text().encode())
    put(folder / "copies", "1.txt", fictional[0].text().encode())
    put(folder, "recipe.txt", RECIPE)
    return folder


def on_cluster(
    letters: str | Path, into: Path, address: str, progress: Callable[[int], None] = lambda done: None
) -> Report:
    return ingest([letters], into, RunOptions(cluster=address), progress)


def kept(store: Path) -> list[tuple[Any, ...]]:
    """What the ledger holds of letters and files."""
    with sqlite3.connect(store / FILE_NAME) as db:
        found = db.execute("SELECT * FROM letters ORDER BY rowid").fetchall()
        found += db.execute("SELECT * FROM sources ORDER BY rowid").fetchall()
    db.close()
    return found


def test_the_same_bytes_as_on_one_machine(
    two_workers: Cluster, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reports = [
        on_cluster("letters", tmp_path / "cluster", two_workers.address),
        ingest(["letters"], tmp_path / "here", RunOptions()),
    ]
    assert reports[0].tally == reports[1].tally
    assert reports[0].tally.published == 30
    assert published(tmp_path / "cluster") == published(tmp_path / "here")
    assert kept(tmp_path / "cluster") == kept(tmp_path / "here")
    (letters / "recipe.txt").rename(letters / "again.txt")
    reports = [
        on_cluster("letters", tmp_path / "cluster", two_workers.address),
        ingest(["letters"], tmp_path / "here", RunOptions()),
    ]
    assert reports[0].tally == reports[1].tally
    assert (reports[0].tally.unchanged, reports[0].tally.repeated) == (31, 1)
    assert published(tmp_path / "cluster") == published(tmp_path / "here")


def test_poisoned_letters_cost_themselves_and_results_come_in_order(two_workers: Cluster) -> None:
    names = ["a", "hangs", "b", "killed", "refuses", "grows", "c", "leaves", "d"]
    sources: list[Source] = [Letter(name) for name in names]
    limits = Limits(seconds=2, megabytes=200)
    results = dict(read_on_cluster(sources, read, two_workers.address, limits))
    assert list(results) == sources
    reasons = {
        source.name: result.reason
        for source, result in results.items()
        if isinstance(result, Rejected) and result.reason is not RejectionReason.NO_TEXT
    }
    assert reasons == {
        "hangs": RejectionReason.READ_TIMED_OUT,
        "killed": RejectionReason.WORKER_DIED,
        "grows": RejectionReason.MEMORY_EXCEEDED,
        "leaves": RejectionReason.WORKER_DIED,
    }
    assert isinstance(results[sources[4]], RefusedError)
    assert len(two_workers.pids()) == 2, "the workers themselves are alive"


def test_sources_are_not_taken_far_ahead(two_workers: Cluster) -> None:
    taken = furthest = 0

    def endless() -> Iterator[Source]:
        nonlocal taken
        while True:
            taken += 1
            yield Letter(f"letter {taken}")

    results = read_on_cluster(endless(), read, two_workers.address, LONG)
    for given, _ in zip(range(40 * SMALL), results, strict=False):
        furthest = max(furthest, taken - given)
    results.close()  # type: ignore[attr-defined]
    assert SMALL < furthest <= (2 * cluster.AHEAD + 1) * SMALL


def test_another_version_on_the_workers_is_an_error_that_says_so(
    two_workers: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "VERSION", "extraction of tomorrow")
    with pytest.raises(
        ClusterError, match=r"has extraction .*, this machine has extraction of tomorrow"
    ) as e:
        list(read_on_cluster([Letter("a")], read, two_workers.address, LONG))
    assert "same version" in e.value.advice


def test_letters_that_workers_cannot_see_are_read_here_or_end_the_run_if_they_are_many(
    two_workers: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(read: object, source: Source, limits: Limits) -> Rejected:
        return Rejected(source.name, None, RejectionReason.NO_TEXT, "read here", "")

    monkeypatch.setattr(cluster, "read_alone", here)
    ((_, result),) = read_on_cluster([Letter("absent")], read, two_workers.address, LONG)
    assert isinstance(result, Rejected) and result.message == "read here"
    many = [Letter(f"absent {number}") for number in range(cluster.ASTRAY + 1)]
    with pytest.raises(ClusterError, match="such as absent 20: there is no such file"):
        list(read_on_cluster(many, read, two_workers.address, LONG))


def test_workers_killed_in_the_middle_lose_nothing(
    two_workers: Cluster, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(done: int) -> None:
        for pid in victims:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        victims.clear()

    monkeypatch.setattr("pipeline.ingest.BATCH", SMALL)
    victims = two_workers.pids()
    report = on_cluster(letters, tmp_path / "cluster", two_workers.address, kill)
    assert (victims, report.tally.published) == ([], 30)
    ingest([letters], tmp_path / "here", RunOptions())
    assert published(tmp_path / "cluster") == published(tmp_path / "here")


def test_a_scheduler_that_is_restarted_loses_nothing_and_one_without_workers_is_told(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarted: list[object] = []
    monkeypatch.setattr("pipeline.ingest.BATCH", SMALL)
    with ExitStack() as stack:
        started = stack.enter_context(running(0))
        (scheduler,) = started._processes
        with monkeypatch.context() as patch, pytest.raises(ClusterError, match="no worker") as caught:
            patch.setattr(cluster, "PATIENCE", 0)
            on_cluster(letters, tmp_path / "cluster", started.address)
        assert "run again" in caught.value.advice
        started.begin_worker()

        def restart(done: int) -> None:
            if not restarted:
                scheduler.kill()
                scheduler.wait()
                restarted.append(started.begin_scheduler())
                started.begin_worker()

        report = on_cluster(letters, tmp_path / "cluster", started.address, restart)
    assert restarted and report.tally.published == 30
    ingest([letters], tmp_path / "here", RunOptions())
    assert published(tmp_path / "cluster") == published(tmp_path / "here")


def test_an_address_without_a_scheduler_is_told_within_seconds(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 1)
    began = time.monotonic()
    with pytest.raises(ClusterError, match="no scheduler answers at tcp") as caught:
        on_cluster(letters, tmp_path / "store", "tcp://127.0.0.1:1")
    assert time.monotonic() - began < 20
    assert caught.value.exit_code is ExitCode.STORE_FAILED
    with pytest.raises(UsageError, match="is no address"):
        on_cluster(letters, tmp_path / "store", "nosuch://127.0.0.1:1")


def test_without_the_extra_it_says_what_to_install(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as caught:
        on_cluster(letters, tmp_path / "store", "tcp://127.0.0.1:1")
    assert caught.value.advice == "pip install 'imr-pipeline[cluster]'"
