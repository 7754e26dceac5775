"""Zip archives: their members by name, each read from where it lies."""

import stat
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.sources.entries import (
    MAX_LISTED,
    Bounded,
    Entry,
    allowed,
    check_expansion,
    check_members,
    size_of,
)
from pipeline.sources.source import read_at_most

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
"""LZMA is left out: a member's header decides how much memory it takes to expand."""
ENCRYPTED = 0x1
UNIX = 3


class Zip:
    """An open zip archive; a member's place is its number in the directory."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the directory.

        Args:
            file: The archive, which is closed with this.
        """
        self.file = file
        self._size = size_of(file)
        self._zip = zipfile.ZipFile(cast(BinaryIO, _Tailed(file, self._size)))
        self._infos = self._zip.infolist()

    def entries(self) -> Iterator[Entry]:
        """The members, by name."""
        check_members(len(self._infos), MAX_LISTED)
        check_expansion(sum(info.file_size for info in self._infos), allowed(self._size))
        names = [info.filename for info in self._infos]
        for place in sorted(range(len(names)), key=lambda place: names[place].split("/")):
            info = self._infos[place]
            if not info.is_dir():
                mark = f"{info.file_size}:{info.CRC:08x}"
                yield Entry(info.filename, place, info.file_size, mark, _no_file(info), _locked(info))

    def read(self, place: int, size: int) -> bytes:
        """The bytes of the member with a number; its checksum is verified."""
        with self._zip.open(self._infos[place]) as member:
            return read_at_most(cast(BinaryIO, member))

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self.file.close()


class _Tailed(Bounded):
    """A zip file is looked into from its end, where a comment of any length may stand: at most 64 kB."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__(file, size)
        self._size = size

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes, or the rest of the file."""
        return super().read(self._size - self.tell() if size < 0 else size)


def _no_file(info: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == UNIX else 0
    if kind == stat.S_IFLNK:
        return "it is a link"
    return "it is a pipe, a socket or a device" if kind not in (0, stat.S_IFREG) else None


def _locked(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & ENCRYPTED:
        return "it opens with a password only"
    return "it is packed in an uncommon way" if info.compress_type not in METHODS else None
