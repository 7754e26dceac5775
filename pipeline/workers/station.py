"""What a Dask worker does: it has letters read by a process of its own, within limits, and sends Arrow back.

A letter that hangs, grows or ends its process meets the same pool as on one machine. It never touches the
Dask worker, whose death would cost the whole batch, and after some repetitions the run.
"""

import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing import current_process
from socket import gethostname
from threading import local

from models.tables import SCHEMA_VERSION
from pipeline import EXTRACTION_VERSION
from pipeline.sources import Source
from pipeline.store.outcome import Outcome
from pipeline.workers.freight import load
from pipeline.workers.limits import Limits
from pipeline.workers.pool import Crew, Read
from pipeline.workers.transfer import unpack

VERSION = f"extraction {EXTRACTION_VERSION}, schema {SCHEMA_VERSION}"
"""What driver and worker must have in common; compared before anything else of a batch is looked at."""

_kept = local()


@dataclass(frozen=True)
class ReadFrom:
    """Reads as in a folder: relative paths mean what they mean to the driver.

    Where the folder is not there, the letters are not either; the driver hears that of each of them.
    """

    folder: str
    read: Read

    def __call__(self, source: Source) -> Outcome:
        """What becomes of a letter."""
        with suppress(OSError):
            os.chdir(self.folder)
        return self.read(source)


def read_batch(version: str, read: bytes, sources: bytes, limits: Limits) -> bytes:
    """Read some letters.

    Args:
        version: The driver's.
        read: What reads a letter, packed.
        sources: The letters, packed.
        limits: Of one letter.

    Returns:
        An Arrow stream: one result a letter, in order, and `version` and `host` of this worker. No results
        where its version is another than the driver's.

    Raises:
        WorkersError: No process can be begun here.
    """
    about = {"version": VERSION, "host": gethostname()}
    if version != VERSION:
        return load([], about)
    crew = _crew(read, limits)
    try:
        results = [result for _, result in crew.read_all(unpack(sources))]
    except BaseException:
        _dismiss()
        raise
    return load(results, about)


def _crew(read: bytes, limits: Limits) -> Crew:
    """A process that reads for this thread; kept from batch to batch, as to begin it takes a second."""
    if getattr(_kept, "work", None) != (read, limits):
        _dismiss()
        _allow_processes()
        _kept.stack = ExitStack()
        _kept.crew = _kept.stack.enter_context(Crew(unpack(read), 1, limits))
        _kept.work = (read, limits)
    crew: Crew = _kept.crew
    return crew


def _dismiss() -> None:
    if getattr(_kept, "work", None) is not None:
        _kept.work = None
        _kept.stack.close()


def _allow_processes() -> None:
    """Let a Dask worker begin processes also where a nanny watches over it.

    The nanny makes it daemonic, and Python keeps such a process from having children, which would outlive it.
    Ours do not: each ends when its parent does.
    """
    current_process()._config["daemon"] = False  # type: ignore[attr-defined]
