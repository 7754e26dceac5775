"""What runs in a worker process."""

import os
import signal
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

from pipeline.deadline import deadline
from pipeline.sources import Source
from pipeline.workers.limits import Limits, die_with_parent, limit_memory
from pipeline.workers.transfer import pack, unpack
from pipeline.workers.warm import warm_up

T = TypeVar("T")
OUT_OF_MEMORY = 77
"""Exit code of a worker that met its limit of memory; a new one begins with a clean heap."""
ENDED = 78
"""Exit code of a worker in which a letter's reading asked the process to end."""
GRACE = 10.0
"""Seconds after which the pool's clock ends what the operating system should have ended."""
SHARE = 0.5
"""Part of the time limit after which a batch is handed back with its other letters unread, so that a row of
slow letters is not taken for a hanging one."""


def begin(limits: Limits) -> None:
    """Make this process ready to read: loaded, and bound to its limits and to its parent's life."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a handler in Python would wait for a loop in C to end
    die_with_parent()
    warm_up()
    limit_memory(limits.megabytes)


def run(packed: bytes, seconds: float) -> bytes:
    """Apply a function to sources, in order, and return the results: not all where time gets short.

    Args:
        packed: The function and the sources.
        seconds: The limit of time; the process ends where it is exceeded.
    """
    try:
        function, sources = unpack(packed)
        with deadline(seconds):
            return pack(_results(function, sources, monotonic() + SHARE * seconds))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except SystemExit:  # the pool would raise it in the caller
        os._exit(ENDED)


def run_alone(packed: bytes, limits: Limits) -> bytes:
    """Apply a function to one source, in a process of its own."""
    begin(limits)
    return run(packed, limits.seconds)


def attempt(function: Callable[[Source], T], source: Source) -> T | Exception:
    """What the function makes of the source, or the exception that it raises."""
    try:
        return function(source)
    except MemoryError:
        raise
    except Exception as error:
        return error


def _results(
    function: Callable[[Source], T], sources: Sequence[Source], latest: float
) -> list[T | Exception]:
    results: list[T | Exception] = []
    for source in sources:
        if results and monotonic() > latest:
            break
        results.append(attempt(function, source))
    return results
