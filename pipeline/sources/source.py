"""What a source is: a letter that can be read, wherever it lies, or a place with the reason it has none."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from models.vocabulary import RejectionReason
from pipeline.document.page import MAX_BYTES
from pipeline.errors import LetterError

LETTERS = (".pdf", ".txt")
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
PIECE = 1 << 20


@dataclass(frozen=True)
class Source(ABC):
    """A letter to read. It is picklable, for it is read in another process than it was found in.

    Attributes:
        name: The place as a person would write it, such as "2016/a.pdf", "letters.zip!2016/a.pdf" or a URL
            without its secrets; bytes that are no UTF-8 are written as escapes.
        stamp: Changes whenever the letter's bytes do; None where that cannot be told.
        changed_at: When it was last changed, in seconds since the epoch; None if unknown.
    """

    name: str
    stamp: str | None = None
    changed_at: float | None = None

    @property
    def fault(self) -> LetterError | None:
        """Why there is no letter at this place; None where there is one."""
        return None

    @abstractmethod
    def read(self) -> bytes:
        """The letter's bytes.

        Raises:
            LetterError: If they cannot be had.
            StillGrowing: If they have changed since the letter was found.
        """


@dataclass(frozen=True)
class NoLetter(Source):
    """A place that has no letter, given beside the letters so that it is reported.

    The reason and the message are held instead of the error, which does not survive pickling.
    """

    reason: RejectionReason = RejectionReason.PATH_MISSING
    message: str = ""

    @property
    def fault(self) -> LetterError:
        """Why there is no letter at this place."""
        return LetterError(self.reason, self.message)

    def read(self) -> bytes:
        """Always raises the fault."""
        raise self.fault


class Origin(Protocol):
    """A letter or an archive of letters that lies somewhere as one run of bytes."""

    @property
    def name(self) -> str:
        """The place as a person would write it."""

    @property
    def key(self) -> str:
        """What tells this place from all others; may hold secrets."""

    @property
    def stamp(self) -> str | None:
        """Changes whenever the bytes do."""

    @property
    def changed_at(self) -> float | None:
        """When it was last changed, in seconds since the epoch."""

    def open(self) -> BinaryIO:
        """The bytes, to be read from any position; the caller closes them.

        Raises:
            LetterError: If they cannot be had.
        """

    def check(self, file: BinaryIO) -> None:
        """See that the bytes are still those that were found.

        Raises:
            StillGrowing: If they are not.
        """


def no_letter_in(origin: Origin, reason: RejectionReason, message: str) -> NoLetter:
    """The report that a place holds no letter; stamp and time are kept, so that a later change is seen."""
    return NoLetter(origin.name, origin.stamp, origin.changed_at, reason, message)


def check_size(size: int) -> None:
    """Raise LetterError for more bytes than a letter has."""
    if size > MAX_BYTES:
        message = f"the file has {size:,} bytes; no letter has more than {MAX_BYTES:,}"
        raise LetterError(RejectionReason.FILE_TOO_LARGE, message)


def read_at_most(file: BinaryIO) -> bytes:
    """All bytes of an open file; raises LetterError as soon as they are more than a letter has."""
    read = bytearray()
    for piece in _pieces(file):
        read += piece
        if len(read) > MAX_BYTES:
            message = f"the file has more than {MAX_BYTES:,} bytes; no letter has"
            raise LetterError(RejectionReason.FILE_TOO_LARGE, message)
    return bytes(read)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """Piece by piece, as a stream may give less than it is asked for."""
    while piece := file.read(PIECE):
        yield piece


def shown(path: str) -> str:
    """A path for people: bytes of it that are no UTF-8 are written as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def is_letter(name: str) -> bool:
    """Whether a file that nobody named is taken as a letter."""
    return name.lower().endswith(LETTERS)


def is_archive(name: str) -> bool:
    """Whether a file is an archive by its name."""
    return name.lower().endswith(ARCHIVES)
