"""The errors of the pipeline: one small tree, each with a reason, advice and an exit code."""

from enum import IntEnum

from models.vocabulary import RejectionReason


class ExitCode(IntEnum):
    """What a command's exit code says; documented in the README."""

    OK = 0
    DEFECT = 1
    USAGE = 2
    SOME_REJECTED = 3
    NOTHING_PUBLISHED = 4
    STORE_FAILED = 5
    DRIFT = 6
    TOO_MANY_REJECTED = 7


LOOK_AT_IT = "look at the letter: it may be damaged; report it if it is a plain one"

NEEDS_OCR = "fetch a clearer copy; if OCR is not installed, pip install 'imr-pipeline[ocr]'"

ADVICE: dict[RejectionReason, str] = {
    RejectionReason.PATH_MISSING: "check the spelling of the path",
    RejectionReason.FOLDER_EMPTY: "put .pdf or .txt letters into it, or name another folder",
    RejectionReason.SOURCE_UNREACHABLE: "check the address, the credentials and the network, then run again",
    RejectionReason.NOT_A_FILE: "write what it gives to a file, and name that",
    RejectionReason.ARCHIVE_DAMAGED: "fetch the archive again; a download may have been cut short",
    RejectionReason.ARCHIVE_MEMBER_REFUSED: "unpack the archive where that is safe, and name the letter",
    RejectionReason.ARCHIVE_TOO_LARGE: "check where the archive comes from; split it if it is all letters",
    RejectionReason.FILE_UNREADABLE: "check the file's permissions and the disk",
    RejectionReason.FILE_EMPTY: "fetch the letter again",
    RejectionReason.FILE_TOO_LARGE: "check that the file is a single letter",
    RejectionReason.PDF_DAMAGED: "fetch the letter again; a download may have been cut short",
    RejectionReason.PDF_ENCRYPTED: "give the password with --password, or save a copy that has none",
    RejectionReason.PDF_WITHOUT_PAGES: "fetch the letter again",
    RejectionReason.NO_TEXT: NEEDS_OCR,
    RejectionReason.TEXT_UNREADABLE: NEEDS_OCR,
    RejectionReason.NOT_AN_IMR_LETTER: "remove it from the source, or check that it is the right file",
    RejectionReason.LAYOUT_UNKNOWN: "report it: this layout has to be added",
    RejectionReason.NO_ISSUES: "look at the letter: its requests may be set in a new way; report it if so",
    RejectionReason.DECISION_MISSING: "look at the letter; report it if a decision is printed there",
    RejectionReason.DECISION_UNKNOWN: "look at the letter; report the word if it is a real decision",
    RejectionReason.RECORD_INVALID: "report it together with the letter",
    RejectionReason.CASE_CLAIMED_TWICE: "compare the two letters, and remove the wrong one from the sources",
    RejectionReason.READ_TIMED_OUT: LOOK_AT_IT,
    RejectionReason.WORKER_DIED: LOOK_AT_IT,
    RejectionReason.MEMORY_EXCEEDED: LOOK_AT_IT,
    RejectionReason.INTERNAL_ERROR: "report it together with the letter",
}


class ImrError(Exception):
    """Base of every error that a person may see; its text says what and where.

    Attributes:
        advice: What to do about it.
        exit_code: What a command that ends on it returns.
    """

    advice: str = ""
    exit_code: ExitCode = ExitCode.DEFECT


class LetterError(ImrError):
    """A letter that cannot become a record.

    Attributes:
        reason: The code published in `rejected`.
    """

    exit_code = ExitCode.SOME_REJECTED

    def __init__(self, reason: RejectionReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.advice = ADVICE[reason]


class StillGrowing(ImrError):  # noqa: N818 - no fault of anyone's: the letter is complete a moment later
    """A letter was written to while it was found and read; what was read of it may be half of it."""

    advice = "it is left for the next run"
    exit_code = ExitCode.OK


class UsageError(ImrError):
    """The command was called in a way that cannot be carried out."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


class StoreError(ImrError):
    """The ledger or the published tables cannot be read or written."""

    exit_code = ExitCode.STORE_FAILED

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


class NothingToShow(ImrError):  # noqa: N818 - nothing is broken: the store holds no letter yet
    """There is no letter to report on."""

    exit_code = ExitCode.NOTHING_PUBLISHED

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


class VocabularyError(ImrError):
    """A data file that ships with the pipeline does not have the form it must have."""
