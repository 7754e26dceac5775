"""One file to what becomes of it. A letter that cannot be read is an outcome, never an exception."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import Engine, RejectionReason
from pipeline.assemble import read_with_text
from pipeline.document.password import Password
from pipeline.errors import ADVICE, LetterError, StillGrowing
from pipeline.sources import Source
from pipeline.store.known import is_known
from pipeline.store.outcome import Known, Outcome, Published, Rejected


def read(source: Source, engine: Engine, password: Password = None) -> Published | Rejected:
    """The case of a file with its page texts, or why there is none.

    Raises:
        StillGrowing: The file is being written to.
    """
    outcome = _read(source, engine, password)
    assert not isinstance(outcome, Known)
    return outcome


@dataclass(frozen=True)
class LetterReader:
    """Reads the letters of a run, in whatever process it is called.

    Attributes:
        engine: What reads a PDF.
        store: The store whose ledger knows letters; these are not read again.
        version: Only letters that this version of the extraction has read count as known; None for any.
        password: What opens PDFs that do not open without; with one, letters rejected for want of it do not
            count as known.
    """

    engine: Engine
    store: Path
    version: str | None
    password: Password = None

    def __call__(self, source: Source) -> Outcome:
        """What becomes of one file; a case without its page texts, which only people ask for.

        Raises:
            StillGrowing: The file is being written to.
        """
        outcome = _read(source, self.engine, self.password, self._is_known)
        return Published(outcome.case, ()) if isinstance(outcome, Published) else outcome

    def _is_known(self, letter_id: str) -> bool:
        return is_known(self.store, letter_id, self.version, unlocking=self.password is not None)


def _read(
    source: Source, engine: Engine, password: Password, knows: Callable[[str], bool] = lambda letter_id: False
) -> Outcome:
    letter_id = None
    try:
        data = source.read()
        letter_id = hashlib.sha256(data).hexdigest()
        if knows(letter_id):
            return Known(source.name, letter_id)
        return Published(*read_with_text(data, source.name, engine, password))
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
