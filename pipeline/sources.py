"""Which letters are there: files as named, and the letters of folders."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import RejectionReason
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
            LetterError: `path_missing`, `folder_empty` or `file_unreadable`.
        """
        if self.fault:
            raise self.fault
        try:
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
        letters = sorted(_letters(path))
        for letter in letters:
            yield Source(letter)
        if not letters:
            message = "the folder holds no .pdf and no .txt file"
            yield Source(path, LetterError(RejectionReason.FOLDER_EMPTY, message))
    elif path.exists() or path.is_symlink():
        yield Source(path)
    else:
        yield Source(
            path, LetterError(RejectionReason.PATH_MISSING, "there is no file or folder at this path")
        )


def _letters(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and (path.is_file() or _leads_nowhere(path)):
            yield path


def _leads_nowhere(path: Path) -> bool:
    """Whether a path is a link without an end; it is taken, so that the lost letter is reported."""
    return path.is_symlink() and not path.exists()
