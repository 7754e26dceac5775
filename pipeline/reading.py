"""One file to what becomes of it. A letter that cannot be read is an outcome, never an exception."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

from models.vocabulary import Engine, RejectionReason
from pipeline.choices import OcrUse
from pipeline.document.password import Password
from pipeline.errors import ADVICE, LetterError, StillGrowing
from pipeline.sources import Source
from pipeline.store.known import is_known
from pipeline.store.outcome import Known, Outcome, Published, Rejected
from pipeline.store.record import Record, record_of


def read(
    source: Source, engine: Engine, password: Password = None, ocr: OcrUse = OcrUse.AUTO
) -> Published | Rejected:
    """The case of a file with its page texts, or why there is none.

    Raises:
        StillGrowing: The file is being written to.
    """

    def published(letter: _Letter) -> Published:
        from pipeline.assemble import read_with_text

        return Published(*read_with_text(letter.data, source.name, engine, password, ocr))

    return _outcome(source, published)


@dataclass(frozen=True)
class LetterReader:
    """Reads the letters of a run, in whatever process it is called.

    Attributes:
        engine: What reads a PDF.
        store: The store whose ledger knows letters; these are not read again. None where it cannot be asked.
        version: Only letters that this version of the extraction has read count as known; None for any.
        password: What opens PDFs that do not open without; with one, letters rejected for want of it do not
            count as known.
        ocr: When a page of a PDF is read from its picture.
    """

    engine: Engine
    store: Path | None
    version: str | None
    password: Password = None
    ocr: OcrUse = OcrUse.AUTO

    def __call__(self, source: Source) -> Outcome:
        """What becomes of one file.

        Raises:
            StillGrowing: The file is being written to.
        """

        def kept(letter: _Letter) -> Record | Known:
            from pipeline.assemble import read_with_text  # the process that only writes need not load it

            if self._is_known(letter.letter_id):
                return Known(source.name, letter.letter_id)
            began = perf_counter()
            case, _ = read_with_text(letter.data, source.name, self.engine, self.password, self.ocr)
            return record_of(case, perf_counter() - began)

        return _outcome(source, kept)

    def _is_known(self, letter_id: str) -> bool:
        unlocking = self.password is not None
        return self.store is not None and is_known(self.store, letter_id, self.version, unlocking)


class _Letter(NamedTuple):
    data: bytes
    letter_id: str


T = TypeVar("T")


def _outcome(source: Source, make: Callable[[_Letter], T]) -> T | Rejected:
    """What is made of a file's bytes, or why nothing could be."""
    letter_id = None
    try:
        data = source.read()
        letter_id = hashlib.sha256(data).hexdigest()
        return make(_Letter(data, letter_id))
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
