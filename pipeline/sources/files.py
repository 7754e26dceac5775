"""Letters that are files: what is known of one before it is read, and its bytes."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from models.vocabulary import RejectionReason
from pipeline.errors import LetterError, StillGrowing
from pipeline.sources.source import NoLetter, Source, check_size, read_at_most, shown

FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
"""Without O_NONBLOCK, a pipe put in the file's place after it was looked at would hang the run."""


@dataclass(frozen=True)
class FileSource(Source):
    """A file, with what it was when it was found.

    Attributes:
        path: The file.
    """

    path: str = field(kw_only=True)

    @property
    def key(self) -> str:
        """The path."""
        return self.path

    def read(self) -> bytes:
        """The file's bytes.

        Raises:
            LetterError: `file_unreadable`, `file_too_large` or `not_a_file`.
            StillGrowing: If the file has changed since it was found, or changes while it is read.
        """
        try:
            with self.open() as file:
                self.check(file)
                check_size(os.fstat(file.fileno()).st_size)
                data = read_at_most(file)
                self.check(file)
                return data
        except OSError as error:
            raise _unreadable(error) from error

    def open(self) -> BinaryIO:
        """The open file.

        Raises:
            LetterError: `file_unreadable` or `not_a_file`.
        """
        try:
            _check_kind(Path(self.path).stat())
            file = os.fdopen(os.open(self.path, FLAGS), "rb")
            try:
                _check_kind(os.fstat(file.fileno()))
            except LetterError:
                file.close()
                raise
            return file
        except OSError as error:
            raise _unreadable(error) from error

    def check(self, file: BinaryIO) -> None:
        """See that the open file is still the one that was found; raises StillGrowing."""
        if stamp_of(os.fstat(file.fileno())) != self.stamp:
            raise StillGrowing(f"{self.name} has changed since it was found: it may still be written")


def file_source(path: str | Path) -> Source:
    """One named file, whatever its name ends in; what is no file there is given with its fault."""
    place = os.fspath(path)
    name = shown(place)
    try:
        status = os.stat(place)  # noqa: PTH116 - a Path costs more than the look, and there may be a million
        _check_kind(status)
    except LetterError as error:
        return NoLetter(name, reason=error.reason, message=str(error))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return NoLetter(name, reason=_reason(error), message=_message(place, error))
    return FileSource(name, stamp_of(status), status.st_mtime, path=place)


def stamp_of(status: os.stat_result) -> str:
    """What a file is known by: its size and the time its content was last changed."""
    return f"{status.st_size}:{status.st_mtime_ns}"


def _check_kind(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise LetterError(RejectionReason.FILE_UNREADABLE, "the file cannot be read: it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise LetterError(
            RejectionReason.NOT_A_FILE, "this is a pipe, a socket or a device: it is not opened"
        )


def _reason(error: Exception) -> RejectionReason:
    missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
    return RejectionReason.PATH_MISSING if missing else RejectionReason.FILE_UNREADABLE


def _message(path: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and Path(path).is_symlink():
        return f"the link leads nowhere: there is nothing at {shown(str(Path(path).readlink()))}"
    if _reason(error) is RejectionReason.PATH_MISSING:
        return "there is no file or folder at this path"
    return f"the path cannot be looked at: {getattr(error, 'strerror', None) or error}"


def _unreadable(error: OSError) -> LetterError:
    message = f"the file cannot be read: {error.strerror or error}"
    return LetterError(RejectionReason.FILE_UNREADABLE, message)
