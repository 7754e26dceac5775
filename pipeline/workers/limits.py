"""What one letter may take of a worker process, and how the operating system is told so.

The memory limit needs /proc and RLIMIT_AS, that is Linux; elsewhere a worker has none. The alarm needs POSIX;
elsewhere the pool's own clock stands in for it, some seconds later.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
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
        megabytes: Address space that a worker may grow by beyond what it has when it begins: two workers
            fit a machine of 2 GB.
    """

    seconds: float = 60
    megabytes: int = 600


def limit_memory(megabytes: int) -> None:
    """Let this process grow by so much from here; what goes beyond raises MemoryError."""
    if resource is None or not PAGES.exists():
        return
    now = int(PAGES.read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = now + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard < 0 else min(soft, hard), hard))


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let the operating system end this process if it is still in here after so many seconds.

    An exception would not do: a loop in C never looks for one, and a reader may catch it.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


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
