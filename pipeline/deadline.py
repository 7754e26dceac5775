"""The time that this process has left to read what it is reading, kept by the operating system.

The alarm needs POSIX; elsewhere a worker pool's own clock stands in for it.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


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


def allow(seconds: float) -> None:
    """Put the deadline of this process off, for work whose length is known and bounded by itself.

    Without a deadline nothing changes.
    """
    if not hasattr(signal, "setitimer"):
        return
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if left:
        signal.setitimer(signal.ITIMER_REAL, left + seconds)
