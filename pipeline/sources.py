"""Which letters are there: files as named, and the letters of folders."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import RejectionReason
from pipeline.document.page import MAX_BYTES
from pipeline.errors import LetterError

SUFFIXES = frozenset({".pdf", ".txt"})


@dataclass(frozen=True)
class Source:
    """A file to read, or a path at which there is none.

    Attributes:
        path: The file.
        fault: Why there is no letter at that path; None for a file.
    """

    path: Path
    fault: LetterError | None = None

    @property
    def name(self) -> str:
        """The path as given; bytes of it that are no UTF-8 are written as escapes."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    def read(self) -> bytes:
        """The file's bytes.

        Raises:
            LetterError: `path_missing`, `folder_empty`, `file_unreadable` or `file_too_large`.
        """
        if self.fault:
            raise self.fault
        try:
            size = self.path.stat().st_size
            if size > MAX_BYTES:
                message = f"the file has {size:,} bytes; no letter has more than {MAX_BYTES:,}"
                raise LetterError(RejectionReason.FILE_TOO_LARGE, message)
            return self.path.read_bytes()
        except OSError as error:
            message = f"the file cannot be read: {error.strerror or error}"
            raise LetterError(RejectionReason.FILE_UNREADABLE, message) from error


def find(paths: Sequence[Path]) -> Iterator[Source]:
    """The letters at some paths, each once, in the order of the paths and of their names.

    A file that is named is taken whatever it is. Of a folder, at any depth, its .pdf and .txt files are
    taken; hidden files are not. A path without anything is given with its fault, so that it is reported
    beside the letters.
    """
    seen: set[str] = set()
    for path in paths:
        for source in _at(path):
            resolved = os.path.realpath(source.path)
            if resolved not in seen:
                seen.add(resolved)
                yield source


def _at(path: Path) -> Iterator[Source]:
    try:
        yield from _files_at(path)
    except OSError as error:
        message = f"the path cannot be looked at: {error.strerror or error}"
        yield Source(path, LetterError(RejectionReason.FILE_UNREADABLE, message))


def _files_at(path: Path) -> Iterator[Source]:
    if path.is_dir():
        found = sorted(_letters(path), key=lambda source: source.path)
        yield from found
        if not found:
            message = "the folder holds no .pdf and no .txt file"
            yield Source(path, LetterError(RejectionReason.FOLDER_EMPTY, message))
    elif path.exists() or path.is_symlink():
        yield Source(path)
    else:
        message = "there is no file or folder at this path"
        yield Source(path, LetterError(RejectionReason.PATH_MISSING, message))


def _letters(folder: Path) -> Iterator[Source]:
    """The letters of a folder at any depth, and the folders in it that cannot be looked into.

    A link that leads nowhere is taken as well, so that the lost letter is reported.
    """
    closed: list[OSError] = []
    for name, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for each in files:
            path = Path(name, each)
            if path.suffix.lower() in SUFFIXES and not each.startswith(".") and _is_letter(path):
                yield Source(path)
    for error in closed:
        message = f"the folder cannot be looked into: {error.strerror}"
        yield Source(Path(error.filename), LetterError(RejectionReason.FILE_UNREADABLE, message))


def _is_letter(path: Path) -> bool:
    return path.is_file() or (path.is_symlink() and not path.exists())
