"""Reads letters on the workers of a Dask cluster; this process, the driver, alone writes anything down.

Batches go out ahead of need, some for each thread of the cluster, and come back in the order of the sources.
A batch that is lost, with its worker, with the scheduler or on the way, is sent again: to read a letter twice
does no harm.
"""

import logging
import os
from asyncio import CancelledError
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from types import TracebackType
from typing import Any, Self

from models.vocabulary import RejectionReason
from pipeline.errors import ExitCode, ImrError, UsageError
from pipeline.sources import Source
from pipeline.store.outcome import Rejected
from pipeline.workers.alone import read_alone
from pipeline.workers.freight import unload
from pipeline.workers.limits import Limits
from pipeline.workers.pool import Read, Result
from pipeline.workers.station import VERSION, ReadFrom, read_batch
from pipeline.workers.transfer import pack

EXTRA = "pip install 'imr-pipeline[cluster]'"
BATCH = 128
"""Letters per task: some two seconds of work, beside which the milliseconds of a task are nothing."""
AHEAD = 3
"""Batches per thread of the cluster that are begun, wait, or wait to be fetched."""
ANSWER = 10
"""Seconds within which a scheduler must answer a run that begins."""
PATIENCE = 120
"""Seconds to wait for a scheduler that is lost, or for a first worker: as long as a restart takes."""
PULSE = 2
"""Seconds after which a batch that is waited for leads to a look at the cluster."""
TRIALS = 5
"""Times that a batch is sent before the run is given up."""
ASTRAY = 20
"""Letters that this machine can read and the workers cannot, after which the run is given up."""
SAME_VERSION = "install the same version of imr-pipeline on all machines"
OUT_OF_REACH = frozenset({RejectionReason.FILE_UNREADABLE, RejectionReason.SOURCE_UNREACHABLE})


class ClusterError(ImrError):
    """The cluster cannot read letters, or not any more."""

    exit_code = ExitCode.STORE_FAILED

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


@dataclass
class _Batch:
    sources: Sequence[Source]
    packed: bytes
    future: Any = None  # hardly anything of distributed is typed
    trials: int = 1


def read_on_cluster(
    sources: Iterable[Source], read: Read, address: str, limits: Limits
) -> Iterator[tuple[Source, Result]]:
    """Read letters on a Dask cluster, and give what became of each, in the order of the sources.

    Workers read the letters from where they lie, so that the same paths and URLs must lead there from every
    machine; relative paths count from this process's folder.

    Args:
        sources: The letters; they may be millions.
        read: Reads one letter. It must be picklable.
        address: The scheduler's, such as tcp://host:8786.
        limits: Of one letter.

    Raises:
        UsageError: The extra is not installed, or the address is none.
        ClusterError: No scheduler answers, no worker comes, workers are of another version, or they cannot
            read what this machine can. What was given until then is good.
    """
    rest = iter(sources)
    batch = list(islice(rest, BATCH))
    if not batch:
        return
    with _Cluster(address, read, limits) as cluster:
        while batch:
            cluster.begin(batch)
            while cluster.is_full():
                yield from cluster.finish()
            batch = list(islice(rest, BATCH))
        while cluster.waiting:
            yield from cluster.finish()


class _Cluster:
    """A connection to a scheduler, replaced where it breaks, and the batches on their way."""

    def __init__(self, address: str, read: Read, limits: Limits) -> None:
        self._address = address
        self._read = ReadFrom(os.getcwd(), read)  # noqa: PTH109 - the worker takes it as text
        self._packed_read = pack(self._read)
        self._limits = limits
        self._batches: deque[_Batch] = deque()
        self._astray = 0

    def __enter__(self) -> Self:
        self._client = self._connect(ANSWER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()

    @property
    def waiting(self) -> int:
        """Batches begun and not finished."""
        return len(self._batches)

    def is_full(self) -> bool:
        """Whether as many batches are on their way as the workers that there are now should have."""
        try:
            threads: int = sum(self._client.nthreads().values())
        except Exception:  # what is wrong shows, and is mended, where the first batch is waited for
            return True
        return self.waiting >= AHEAD * max(threads, 1)

    def begin(self, sources: Sequence[Source]) -> None:
        """Send a batch."""
        batch = _Batch(sources, pack(sources))
        self._batches.append(batch)
        try:
            self._send(batch)
        except Exception:  # the connection has been lost
            self._begin_anew()

    def finish(self) -> Iterator[tuple[Source, Result]]:
        """Wait for the first batch."""
        results = self._results(self._batches[0])
        batch = self._batches.popleft()
        for source, result in zip(batch.sources, results, strict=True):
            yield source, self._seen_from_here(source, result)

    def _results(self, batch: _Batch) -> list[Result]:
        results, about = unload(self._reply(batch))
        if about["version"] != VERSION:
            message = f"the worker on {about['host']} has {about['version']}, this machine has {VERSION}"
            raise ClusterError(message, SAME_VERSION)
        return results

    def _reply(self, batch: _Batch) -> bytes:
        """What comes back for a batch, however often it has to be sent."""
        began = monotonic()
        while True:
            try:
                reply: bytes = batch.future.result(PULSE)
                return reply
            except TimeoutError:
                if self._has_workers():
                    began = monotonic()
                elif monotonic() - began > PATIENCE:
                    message = f"the scheduler {self._address} has had no worker for {PATIENCE} seconds"
                    raise ClusterError(message, "begin workers, then run again: it goes on") from None
            except (Exception, CancelledError) as error:
                self._note_failure(batch, error)
                self._begin_anew()

    def _note_failure(self, batch: _Batch, error: BaseException) -> None:
        """Give up where a batch fails for a reason that will not pass, or again and again."""
        if isinstance(error, ImportError | AttributeError):
            message = f"the workers of {self._address} do not have imr-pipeline as it is here: {error}"
            raise ClusterError(message, SAME_VERSION) from error
        if batch.trials == TRIALS:
            message = f"the cluster {self._address} has failed {TRIALS} times on the same letters: {error}"
            raise ClusterError(message, "look at the workers' logs, then run again: it goes on") from error
        batch.trials += 1

    def _has_workers(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except Exception:  # the connection is being lost, which the future will tell
            return False

    def _begin_anew(self) -> None:
        """Connect again, and send again all that is on its way."""
        self._let_go()
        self._client = self._connect(PATIENCE)
        for batch in self._batches:
            self._send(batch)

    def _send(self, batch: _Batch) -> None:
        arguments = (VERSION, self._packed_read, batch.packed, self._limits)
        batch.future = self._client.submit(read_batch, *arguments, pure=False)

    def _connect(self, seconds: float) -> Any:
        try:
            import distributed
        except ImportError as error:
            message = f"--cluster needs something that is not installed ({error})"
            raise UsageError(message, EXTRA) from error
        for name in ("distributed.client", "distributed.core", "distributed.comm"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what it tells is told by our errors
        try:
            client: Any = distributed.Client
            return client(self._address, timeout=seconds, set_as_default=False)
        except (OSError, TimeoutError) as error:
            message = f"no scheduler answers at {self._address} within {seconds} seconds"
            raise ClusterError(message, "begin it, or correct the address; then run again") from error
        except ValueError as error:
            message = f"{self._address} is no address of a scheduler: {error}"
            raise UsageError(message, "name one such as tcp://host:8786") from error

    def _let_go(self) -> None:
        with suppress(Exception):  # there may be nobody left to say good-bye to
            self._client.close(timeout=1)

    def _seen_from_here(self, source: Source, result: Result) -> Result:
        """The result; that of this machine where a worker could not get at the letter.

        Raises:
            ClusterError: That happens too often: a file system is missing there, or credentials are.
        """
        if not isinstance(result, Rejected) or result.reason not in OUT_OF_REACH or source.fault:
            return result
        here = read_alone(self._read, source, self._limits)
        if isinstance(here, Rejected) and here.reason is result.reason:
            return here
        self._astray += 1
        if self._astray > ASTRAY:
            message = f"workers cannot read what this machine can, such as {source.name}: {result.message}"
            raise ClusterError(message, "let every worker see the same files, with the same credentials")
        return here
