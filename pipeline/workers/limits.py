"""What one letter may take of a worker process, and how the operating system is told so.

The memory limit needs /proc and RLIMIT_AS, that is Linux; elsewhere a worker has none. The limit of time is
kept by `pipeline.deadline`, and some time later by the pool's own clock.
"""

import os
import signal
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from pathlib import Path
from threading import Thread

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

PAGES = Path("/proc/self/statm")
MEGABYTE = 1 << 20
TIMED_OUT = -getattr(signal, "SIGALRM", 14)
"""Exit code of a process that its deadline ended."""


@dataclass(frozen=True)
class Limits:
    """What one letter may take.

    Attributes:
        seconds: Time on the clock.
        allowance: Seconds that the reader may add to it, bit by bit, for work that keeps its own time, as OCR
            does for each page (see `pipeline.deadline.allow`).
        megabytes: Address space that a worker may grow by beyond what it has when it begins: two workers
            fit a machine of 2 GB.
    """

    seconds: float = 60
    megabytes: int = 600
    allowance: float = 0

    @property
    def most_seconds(self) -> float:
        """The longest that reading a letter can take."""
        return self.seconds + self.allowance


def limit_memory(megabytes: int) -> None:
    """Let this process grow by so much from here; what goes beyond raises MemoryError."""
    if resource is None or not PAGES.exists():
        return
    now = int(PAGES.read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = now + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard < 0 else min(soft, hard), hard))


def die_with_parent() -> None:
    """End this process as soon as the one that began it is gone, however that ended.

    A thread waits for it. A loop in C that keeps threads from running ends by its deadline instead.
    """
    parent = parent_process()
    if parent is not None:
        Thread(target=_await_end, args=(parent.sentinel,), daemon=True).start()


def _await_end(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
