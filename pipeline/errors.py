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


ADVICE: dict[RejectionReason, str] = {
    RejectionReason.PATH_MISSING: "check the spelling of the path",
    RejectionReason.FOLDER_EMPTY: "put .pdf or .txt letters into it, or name another folder",
    RejectionReason.FILE_UNREADABLE: "check the file's permissions and the disk",
    RejectionReason.FILE_EMPTY: "fetch the letter again",
    RejectionReason.FILE_TOO_LARGE: "check that the file is a single letter",
    RejectionReason.PDF_DAMAGED: "fetch the letter again; a download may have been cut short",
    RejectionReason.PDF_ENCRYPTED: "save a copy without a password",
    RejectionReason.PDF_WITHOUT_PAGES: "fetch the letter again",
    RejectionReason.NO_TEXT: "run optical character recognition over it, then read the result",
    RejectionReason.TEXT_UNREADABLE: "run optical character recognition over it, or fetch another copy",
    RejectionReason.NOT_AN_IMR_LETTER: "remove it from the source, or check that it is the right file",
    RejectionReason.LAYOUT_UNKNOWN: "report it: this layout has to be added",
    RejectionReason.NO_ISSUES: "look at the letter: its requests may be set in a new way; report it if so",
    RejectionReason.DECISION_MISSING: "look at the letter; report it if a decision is printed there",
    RejectionReason.DECISION_UNKNOWN: "look at the letter; report the word if it is a real decision",
    RejectionReason.RECORD_INVALID: "report it together with the letter",
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


class VocabularyError(ImrError):
    """A data file that ships with the pipeline does not have the form it must have."""
