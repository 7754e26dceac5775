"""A letter read by itself, in a fresh process: what fails here is the letter's doing."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from signal import strsignal
from time import sleep
from typing import TypeVar

from pebble import ProcessExpired, concurrent

from models.vocabulary import RejectionReason
from pipeline.errors import ADVICE, ImrError
from pipeline.sources import Source
from pipeline.sources.source import NoLetter
from pipeline.store.outcome import Outcome, Rejected
from pipeline.workers.limits import TIMED_OUT, Limits
from pipeline.workers.processes import context
from pipeline.workers.transfer import pack, unpack
from pipeline.workers.worker import GRACE, OUT_OF_MEMORY, run_alone

T = TypeVar("T")
FAILURES = (ProcessExpired, TimeoutError)
TRIALS = 2
"""The first may meet by chance what ends a process, as on a machine that is short of memory for a moment."""
MOMENT = 0.5
"""Seconds that a process takes at most to be gone after it was killed."""
HASH_SECONDS = 5.0
"""Time for a letter's bytes to be read, where reading the letter failed."""


class WorkersError(ImrError):
    """Worker processes cannot be begun here."""

    advice = "look at the machine's limits of memory and of processes, or read without workers"


def read_alone(read: Callable[[Source], Outcome], source: Source, limits: Limits) -> Outcome | Exception:
    """Read one letter in a process of its own.

    Returns:
        What became of it, or the exception that `read` let through. A letter that exceeds a limit or ends its
        process is rejected.
    """
    try:
        return _in_own_process(read, source, limits)
    except FAILURES as error:
        reason, message = _diagnosis(error, limits)
        return Rejected(source.name, _letter_id(source, limits), reason, message, ADVICE[reason])


def try_out(limits: Limits) -> None:
    """Begin a process that reads nothing: what keeps processes from beginning would cost every letter.

    Raises:
        WorkersError: It does not come back.
    """
    for trial in range(TRIALS):
        try:
            _in_own_process(_name, NoLetter("a trial"), limits)
            return
        except (*FAILURES, OSError, EOFError) as error:
            if trial + 1 == TRIALS:
                raise WorkersError(f"no worker process can be begun: {error}") from error


def _in_own_process(function: Callable[[Source], T], source: Source, limits: Limits) -> T | Exception:
    try:
        return _in_new_process(function, source, limits)
    except (EOFError, ConnectionError):  # the fork server was killed; another is begun when it is gone
        sleep(MOMENT)
        return _in_new_process(function, source, limits)


def _in_new_process(function: Callable[[Source], T], source: Source, limits: Limits) -> T | Exception:
    # pebble's own types call the last argument `mp_context`, its code takes it as `context`
    begin = concurrent.process(timeout=limits.most_seconds + GRACE, context=context())(run_alone)  # type: ignore[call-overload]
    future: Future[bytes] = begin(pack((function, [source])), limits)
    try:
        (result,) = unpack(future.result())
    finally:
        future.cancel()  # where the caller is interrupted
    return result  # type: ignore[no-any-return]


def _diagnosis(error: Exception, limits: Limits) -> tuple[RejectionReason, str]:
    ended = error.exitcode if isinstance(error, ProcessExpired) else TIMED_OUT
    if ended == TIMED_OUT:
        return RejectionReason.READ_TIMED_OUT, f"the letter was not read within {limits.seconds:g} seconds"
    if ended == OUT_OF_MEMORY:
        message = f"reading the letter takes more than {limits.megabytes:,} megabytes of memory"
        return RejectionReason.MEMORY_EXCEEDED, message
    how = f"signal {-ended} ({strsignal(-ended)})" if ended < 0 else f"exit code {ended}"
    return RejectionReason.WORKER_DIED, f"the process that read the letter ended with {how}"


def _letter_id(source: Source, limits: Limits) -> str | None:
    """SHA-256 of the bytes; None where they cannot be had, which may be what reading the letter met."""
    try:
        result = _in_own_process(_sha256, source, replace(limits, seconds=min(HASH_SECONDS, limits.seconds)))
    except FAILURES:
        return None
    return result if isinstance(result, str) else None


def _sha256(source: Source) -> str:
    return hashlib.sha256(source.read()).hexdigest()


def _name(source: Source) -> str:
    return source.name
