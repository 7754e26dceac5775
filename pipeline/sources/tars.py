"""Tar archives, compressed or not: members as they come, each found again by its place in the stream."""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from models.vocabulary import RejectionReason
from pipeline.errors import LetterError
from pipeline.sources.entries import MAX_STORED, Bounded, Entry, allowed, check_members, size_of
from pipeline.sources.source import PIECE


class Tar:
    """An open tar archive.

    A compressed one can only be read forwards. So its members come in the order in which they are stored, not
    by name; and each is read from its place in the expanded stream, which costs nothing where it follows the
    one read before, instead of being looked up among all headers.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Open the stream.

        Args:
            file: The archive, which is closed with this.
            name: The archive's name, which tells how it is compressed.
        """
        self.file = file
        self._most = allowed(size_of(file))
        self._stream = _expanded(file, name.lower())

    def entries(self) -> Iterator[Entry]:
        """The members in the order of the archive.

        A member is given when its end has been reached, so that one cut short is not.
        """
        bounded = Bounded(self._stream, self._most)
        last = None
        with tarfile.open(fileobj=cast(BinaryIO, bounded), mode="r:") as tar:
            for count, member in enumerate(_headers(tar), start=1):
                check_members(count, MAX_STORED)
                if last:
                    yield last
                last = None if member.isdir() else _entry(member)
            if last:
                yield last
            _check_end(bounded, tar.offset)
        if self._stream is not self.file:
            while bounded.read(PIECE):  # the checksum of a compressed stream stands at its end
                pass

    def read(self, place: int, size: int) -> bytes:
        """The bytes at a place of the stream."""
        self._stream.seek(place)
        data = self._stream.read(size)
        if len(data) < size:
            raise EOFError("the archive ends within the member")
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()
        self.file.close()


def _expanded(file: BinaryIO, name: str) -> BinaryIO:
    if name.endswith((".gz", ".tgz")):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if name.endswith(".bz2"):
        return cast(BinaryIO, bz2.BZ2File(file))
    return cast(BinaryIO, lzma.LZMAFile(file)) if name.endswith(".xz") else file


def _headers(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The headers, of which the library keeps none: a member takes a kilobyte."""
    offset = -1
    while member := tar.next():
        tar.members.clear()  # type: ignore[attr-defined]
        if member.size < 0 or member.offset <= offset:  # a size below zero leads back, round for ever
            raise LetterError(RejectionReason.ARCHIVE_DAMAGED, "a header of the archive leads nowhere")
        offset = member.offset
        yield member


def _check_end(file: Bounded, offset: int) -> None:
    """A tar ends with a block of zeros; the library stops as quietly at a header that it cannot read."""
    file.seek(offset)
    end = file.read(tarfile.BLOCKSIZE)
    if len(end) < tarfile.BLOCKSIZE or any(end):
        message = "the archive is cut short or broken: its end is missing"
        raise LetterError(RejectionReason.ARCHIVE_DAMAGED, message)


def _entry(member: tarfile.TarInfo) -> Entry:
    no_file = None
    if member.issym() or member.islnk():
        no_file = "it is a link"
    elif not member.isreg():
        no_file = "it is a pipe or a device"
    locked = "it is stored with holes" if member.issparse() else None
    mark = f"{member.size}:{int(member.mtime)}:{member.offset_data}"
    return Entry(member.name, member.offset_data, member.size, mark, no_file, locked)
