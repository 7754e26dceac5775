"""Where the published tables stand: a folder of this machine, or a bucket of an object store.

Whatever it is, a file is put in its place whole: a reader sees the old one or the new one.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO, Protocol

UNFINISHED = ".part"


class Shelf(Protocol):
    """A place for published files, each known by its path there, with "/" between folders."""

    @property
    def name(self) -> str:
        """The place as a person would write it, without secrets."""

    @property
    def advice(self) -> str:
        """What a person looks at where it cannot be read or written."""

    def writing(self, path: str) -> AbstractContextManager[BufferedRandom]:
        """A file to write, and to read again; it stands in its place when the `with` ends without an error.

        Raises:
            OSError: It cannot be written; what was there before is as it was.
        """

    def open(self, path: str) -> BinaryIO:
        """The bytes of a file, to be read from any position; the caller closes them.

        Raises:
            OSError: It cannot be read; FileNotFoundError where there is none.
        """

    def remove(self, path: str) -> None:
        """Remove a file, if it is there; raises OSError where that cannot be done."""

    def tables(self, folder: str) -> Iterator[str]:
        """The paths of the Parquet files in a folder, at any depth and by name; raises OSError."""

    def tidy(self) -> None:
        """Remove what a run that was killed left half written; raises OSError."""


class FolderShelf:
    """A folder: a file is written beside its place, flushed to disk and renamed."""

    advice = "check free space and permissions"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """The folder as it was given."""
        return str(self.folder)

    @contextmanager
    def writing(self, path: str) -> Iterator[BufferedRandom]:
        """A file that is renamed when all of it is on disk."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}{UNFINISHED}")
        try:
            with beside.open("w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)

    def open(self, path: str) -> BinaryIO:
        """The open file."""
        return (self.folder / path).open("rb")

    def remove(self, path: str) -> None:
        """Remove a file, and the folders of its partition that this leaves empty."""
        place = self.folder / path
        place.unlink(missing_ok=True)
        for folder in list(place.parents)[:2]:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def tables(self, folder: str) -> Iterator[str]:
        """The Parquet files in a folder."""
        found = sorted((self.folder / folder).rglob("*.parquet"))
        return (path.relative_to(self.folder).as_posix() for path in found)

    def tidy(self) -> None:
        """Remove what stands beside the files."""
        for path in self.folder.glob(f"*/*=*/*=*/.*{UNFINISHED}"):
            path.unlink()


def shelf_of(place: Path | Shelf) -> Shelf:
    """The shelf that a folder is, or the shelf itself."""
    return FolderShelf(place) if isinstance(place, Path) else place
