"""What lies in a folder at any depth, by name: hidden things left out, links followed, no folder twice."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder met on the way.

    Attributes:
        path: Where it was met.
        real: The same without links; of a linked file, the link.
        linked: Whether it was reached by a link in its folder.
        is_folder: Whether it is a folder; what lies in it follows.
        closed: Why that cannot be looked into; None for a file.
    """

    path: str
    real: str
    linked: bool = False
    is_folder: bool = False
    closed: OSError | None = None


class _Level:
    """The names in one folder: only these are held, for a folder may have a million files."""

    def __init__(self, path: str, real: str) -> None:
        self.path = path
        self.real = real
        self.folders: set[str] = set()
        self.links: set[str] = set()
        names = []
        with os.scandir(path) as entries:
            for entry in entries:
                if not is_hidden(entry.name):
                    names.append(entry.name)
                    self._note(entry)
        self.names = iter(sorted(names))

    def _note(self, entry: os.DirEntry[str]) -> None:
        if entry.is_symlink():
            self.links.add(entry.name)
        try:
            if entry.is_dir():
                self.folders.add(entry.name)
        except OSError:  # a link that leads to itself is no folder
            pass

    def found(self, name: str) -> Found:
        linked, path = name in self.links, joined(self.path, name)
        is_folder = name in self.folders
        real = os.path.realpath(path) if linked and is_folder else joined(self.real, name)
        return Found(path, real, linked, is_folder)


def walk(top: str, enter: Callable[[str], bool]) -> Iterator[Found]:
    """The files and folders of a folder at any depth, in the order of their names; the folder itself first.

    Args:
        top: The folder.
        enter: Asked of each folder's real path whether to look into it; it has to say so once only, lest a
            link to a folder above leads round for ever.
    """
    levels: list[_Level] = []  # kept by hand, as folders may be deeper than calls
    pending: Found | None = Found(top, os.path.realpath(top), is_folder=True)
    while pending or levels:
        if pending is None:
            name = next(levels[-1].names, None)
            if name is None:
                levels.pop()
            else:
                pending = levels[-1].found(name)
            continue
        item, pending = pending, None
        if not item.is_folder:
            yield item
        elif enter(item.real):
            try:
                levels.append(_Level(item.path, item.real))
                yield item
            except OSError as error:
                yield Found(item.path, item.real, item.linked, is_folder=True, closed=error)


def joined(folder: str, name: str) -> str:
    """The path of a name in a folder, as a person would write it."""
    return name if folder in ("", ".") else f"{folder.rstrip(os.sep)}{os.sep}{name}"


def is_hidden(name: str) -> bool:
    """Whether a file or folder is hidden by its name."""
    return name.startswith(".")


def is_folder(path: str) -> bool:
    """Whether a folder is at the path; not where that cannot be told."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False
