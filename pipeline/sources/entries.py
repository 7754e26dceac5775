"""Members as their archives list them, and the bounds that keep a hostile archive harmless."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from models.vocabulary import RejectionReason
from pipeline.document.page import MAX_BYTES
from pipeline.errors import LetterError

MAX_LISTED = 200_000
"""Each worker holds the list of the zip that it reads, about half a kilobyte for a member."""
MAX_STORED = 2_000_000
"""Of a tar only the names are held, once, to tell apart those that stand in it twice."""
MAX_RATIO = 200
"""PDFs hardly shrink and texts alike to a twentieth or so; a bomb shrinks to a thousandth and less."""
RATIO_FROM = 4 * MAX_BYTES
"""What expands to less than some letters of the largest size may shrink as it likes: it harms nobody."""
MAX_EXPANDED = 200_000_000_000
"""More than all letters of all years together."""
MAX_READ = 32_000_000
"""Headers and directories are read in one piece, of a length that the archive itself names."""


@dataclass(frozen=True)
class Entry:
    """A member as its archive lists it; folders are none.

    Attributes:
        name: As written in the archive.
        place: Where its bytes are to be found again.
        size: How many bytes it has.
        mark: What changes with its bytes.
        no_file: Why it is nothing to read, such as a link; None for a file.
        locked: Why its bytes cannot be had; None if they can.
    """

    name: str
    place: int
    size: int
    mark: str
    no_file: str | None = None
    locked: str | None = None


class Archive(Protocol):
    """An open archive.

    Attributes:
        file: What it is read from.
    """

    file: BinaryIO

    def entries(self) -> Iterator[Entry]:
        """Its members; any exception means that it is damaged, a LetterError says more."""

    def read(self, place: int, size: int) -> bytes:
        """The bytes of a member; any exception means that it is damaged, a LetterError says more."""

    def close(self) -> None:
        """Let go of what it is read from."""


def allowed(packed: int) -> int:
    """To how many bytes an archive of a size may expand."""
    return min(MAX_EXPANDED, max(RATIO_FROM, MAX_RATIO * packed))


def check_expansion(expanded: int, most: int) -> None:
    """Raise LetterError where an archive expands beyond what it may."""
    if expanded > most:
        message = f"the archive expands to more than {most:,} bytes; one of letters of its size does not"
        raise LetterError(RejectionReason.ARCHIVE_TOO_LARGE, message)


def check_members(count: int, most: int) -> None:
    """Raise LetterError where an archive has more members than can be held."""
    if count > most:
        message = f"the archive has more than {most:,} members"
        raise LetterError(RejectionReason.ARCHIVE_TOO_LARGE, message)


def size_of(file: BinaryIO) -> int:
    """The size of an open file, which is left at its beginning."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


class Bounded(io.RawIOBase):
    """A file that refuses to be read in pieces too large, or beyond a place: the libraries set no limit."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        super().__init__()
        self._file = file
        self._most = most

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes; raises LetterError beyond the bounds."""
        if not 0 <= size <= MAX_READ:
            message = f"the archive cannot be read: a header of it claims {size:,} bytes"
            raise LetterError(RejectionReason.ARCHIVE_DAMAGED, message)
        data = self._file.read(size)
        check_expansion(self._file.tell(), self._most)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place; raises LetterError beyond the bounds."""
        if whence == io.SEEK_SET:
            check_expansion(offset, self._most)
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place in the file."""
        return self._file.tell()

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True
