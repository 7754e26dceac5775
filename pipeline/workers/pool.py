"""Reads letters in worker processes; one that hangs or kills its worker costs itself and no other."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from pipeline.sources import Source
from pipeline.store.outcome import Outcome
from pipeline.workers.alone import read_alone, try_out
from pipeline.workers.limits import Limits
from pipeline.workers.processes import context
from pipeline.workers.transfer import pack, unpack
from pipeline.workers.worker import GRACE, attempt, begin, run

Read = Callable[[Source], Outcome]
Result = Outcome | Exception
"""What became of a letter, or the exception that its reading let through."""

BATCH = 16
"""Letters per task."""
AHEAD = 2
"""Batches per worker that are begun or wait: one to read, one to go on with at once."""
TASKS = 100
"""Batches after which a worker is replaced, so that slow growth cannot add up."""
PATIENCE = 3 * GRACE
"""Seconds beyond the limit after which the pool is given up: a worker that dies while it writes to the
channel that all share leaves it locked."""
FAILURES = (ProcessExpired, TimeoutError, CancelledError, BrokenProcessPool)


def read_all(
    sources: Iterable[Source], read: Read, workers: int, limits: Limits
) -> Iterator[tuple[Source, Result]]:
    """Read letters in worker processes, and give what became of each, in the order of the sources.

    Of the sources, only some batches are taken ahead. A batch that fails is read once more, letter by letter,
    each in a fresh process; a letter that fails there too is rejected as `read_timed_out`, `worker_died` or
    `memory_exceeded`. Closing the iterator, or an exception such as KeyboardInterrupt, ends all workers.

    Args:
        sources: The letters; they may be millions.
        read: Reads one letter. It must be picklable, and should let MemoryError through.
        workers: How many processes; with 0, letters are read in this one, without limits.
        limits: Of one letter.

    Raises:
        WorkersError: No worker can be begun.
    """
    if workers == 0:
        yield from ((source, attempt(read, source)) for source in sources)
        return
    rest = iter(sources)
    batch = list(islice(rest, BATCH))
    if not batch:  # as on most days of a run that is scheduled: to begin workers takes seconds
        return
    with Crew(read, workers, limits) as crew:
        yield from crew.read_all(chain(batch, rest))


class Crew:
    """A pool of workers, replaced where it breaks, and the batches given to it; used in a `with`."""

    def __init__(self, read: Read, workers: int, limits: Limits) -> None:
        self._read = read
        self._workers = workers
        self._limits = limits
        self._batches: deque[tuple[Sequence[Source], Future[bytes]]] = deque()

    def __enter__(self) -> Self:
        try_out(self._limits)
        self._pool = self._new_pool()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_pool()

    def read_all(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Result]]:
        """What becomes of letters, in their order."""
        rest = iter(sources)
        while batch := list(islice(rest, BATCH)):
            self._begin(batch)
            while len(self._batches) >= AHEAD * self._workers:
                yield from self._finish()
        while self._batches:
            yield from self._finish()

    def _begin(self, batch: Sequence[Source]) -> None:
        """Give a batch to the workers."""
        packed = pack((self._read, batch))
        try:
            future = self._schedule(packed)
        except RuntimeError:  # the pool broke
            self._replace_pool()
            future = self._schedule(packed)
        self._batches.append((batch, future))

    def _finish(self) -> Iterator[tuple[Source, Result]]:
        """Wait for the first batch; its letters that time did not suffice for are a batch again.

        Where it gives none back, something ended its worker, and its letters are read alone.
        """
        batch, future = self._batches.popleft()
        results = self._results(future)
        yield from zip(batch, results, strict=False)
        left = batch[len(results) :]
        if results and left:
            self._begin(left)
            self._batches.rotate(1)
            return
        for source in left:
            yield source, read_alone(self._read, source, self._limits)

    def _results(self, future: Future[bytes]) -> list[Result]:
        try:
            return list(unpack(future.result(self._limits.most_seconds + PATIENCE)))
        except FAILURES:
            if not (future.done() and self._pool.active):
                self._replace_pool()
            return []

    def _schedule(self, packed: bytes) -> Future[bytes]:
        latest = self._limits.most_seconds + GRACE
        return self._pool.schedule(run, (packed, self._limits.seconds), timeout=latest)

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(self._workers, TASKS, begin, (self._limits,), context())

    def _replace_pool(self) -> None:
        for _, future in self._batches:
            future.cancel()
        self._end_pool()
        self._pool = self._new_pool()

    def _end_pool(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
