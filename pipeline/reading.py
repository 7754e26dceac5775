"""One file to what becomes of it. A letter that cannot be read is an outcome, never an exception."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import Engine, RejectionReason
from pipeline.assemble import read_with_text
from pipeline.errors import ADVICE, LetterError, StillGrowing
from pipeline.sources import Source
from pipeline.store.known import is_known
from pipeline.store.outcome import Known, Outcome, Published, Rejected


def read(source: Source, engine: Engine) -> Published | Rejected:
    """The case of a file with its page texts, or why there is none.

    Raises:
        StillGrowing: The file is being written to.
    """
    outcome = _read(source, engine, None, None)
    assert not isinstance(outcome, Known)
    return outcome


@dataclass(frozen=True)
class LetterReader:
    """Reads the letters of a run, in whatever process it is called.

    Attributes:
        engine: What reads a PDF.
        store: The store whose ledger knows letters; these are not read again.
        version: Only letters that this version of the extraction has read count as known; None for any.
    """

    engine: Engine
    store: Path
    version: str | None

    def __call__(self, source: Source) -> Outcome:
        """What becomes of one file; a case without its page texts, which only people ask for.

        Raises:
            StillGrowing: The file is being written to.
        """
        outcome = _read(source, self.engine, self.store, self.version)
        return Published(outcome.case, ()) if isinstance(outcome, Published) else outcome


def _read(source: Source, engine: Engine, store: Path | None, version: str | None) -> Outcome:
    letter_id = None
    try:
        data = source.read()
        letter_id = hashlib.sha256(data).hexdigest()
        if store is not None and is_known(store, letter_id, version):
            return Known(source.name, letter_id)
        return Published(*read_with_text(data, source.name, engine))
    except LetterError as error:
        return Rejected(source.name, letter_id, error.reason, str(error), error.advice)
    except (StillGrowing, MemoryError):
        raise
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
