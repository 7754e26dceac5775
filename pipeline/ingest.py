"""The story of a run: find letters, read each, keep its outcome, publish the tables."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from models.vocabulary import Engine, RejectionReason
from pipeline.assemble import read_with_text
from pipeline.errors import ADVICE, LetterError
from pipeline.sources import Source, find
from pipeline.store.ledger import Ledger
from pipeline.store.outcome import Outcome, Published, Rejected
from pipeline.store.publish import publish
from pipeline.summary import Tally

BATCH = 64
Progress = Callable[[int, int], None]
"""Called with the letters done and the letters found."""


def ingest(paths: Sequence[Path], into: Path, engine: Engine, progress: Progress) -> Tally:
    """Read the letters at some paths and publish the tables of the store.

    Args:
        paths: Files and folders.
        into: The store: its ledger and its tables.
        engine: What reads a PDF.
        progress: Told after each batch how far the run is.

    Returns:
        What came out, counted.

    Raises:
        StoreError: If the ledger or the tables cannot be written. What was committed before is kept.
    """
    sources = list(find(paths))
    tally = Tally()
    progress(0, len(sources))
    with Ledger(into) as ledger:
        for batch in _batches(sources):
            outcomes = [read(source, engine) for source in batch]
            ledger.commit(outcomes)
            tally.count(outcomes)
            progress(tally.files, len(sources))
        publish(ledger, into)
    return tally


def read(source: Source, engine: Engine) -> Outcome:
    """What becomes of one file. A letter that cannot be read is an outcome, never an exception."""
    letter_id = None
    try:
        data = source.read()
        letter_id = hashlib.sha256(data).hexdigest()
        return Published(*read_with_text(data, source.name, engine))
    except LetterError as error:
        return Rejected(source.name, letter_id, error.reason, str(error), error.advice)
    except Exception as error:  # a defect of ours costs this letter and is reported; the others go on
        message = f"{type(error).__name__}: {error} ({_innermost(error)})"
        reason = RejectionReason.INTERNAL_ERROR
        return Rejected(source.name, letter_id, reason, message, ADVICE[reason])


def _innermost(error: BaseException) -> str:
    """The line of the code on which an exception was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown line"


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    rest = iter(sources)
    while batch := list(islice(rest, BATCH)):
        yield batch
