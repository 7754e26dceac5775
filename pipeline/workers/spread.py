"""Work of the run itself that is spread over processes: results come in order, as from `map`."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol, TypeVar

from pipeline.workers.alone import WorkersError
from pipeline.workers.limits import die_with_parent
from pipeline.workers.processes import context
from pipeline.workers.transfer import pack, unpack

T = TypeVar("T")


class Spread(Protocol):
    """Applies a function to values, in order."""

    def __call__(self, function: Callable[[str], T], values: Sequence[str], /) -> Iterator[T]:
        """The results; what the function raises is raised here."""


@contextmanager
def spread(processes: int) -> Iterator[Spread]:
    """A `map` that works in some processes; with 0, in this one. They begin when there is something to do.

    Raises:
        WorkersError: A process was ended, as by a machine that is short of memory.
    """
    if not processes:
        yield map
        return
    executor = ProcessPoolExecutor(processes, context(), die_with_parent)

    def mapped(function: Callable[[str], T], values: Sequence[str], /) -> Iterator[T]:
        packed = pack(function)
        for result in executor.map(_apply, [packed] * len(values), values):
            value = unpack(result)
            if isinstance(value, Exception):
                raise value
            yield value

    try:
        yield mapped
    except BrokenProcessPool as error:
        raise WorkersError(f"a process that writes tables was ended: {error}") from error
    finally:
        executor.shutdown(cancel_futures=True)


def _apply(function: bytes, value: str) -> bytes:
    try:
        return pack(unpack(function)(value))
    except Exception as error:  # is raised where the result is taken
        return pack(error)
