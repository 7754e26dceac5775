"""Which letters are at some places: files, folders, patterns, archives and URLs, each letter once."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from models.vocabulary import RejectionReason
from pipeline.sources import urls
from pipeline.sources.archives import members
from pipeline.sources.files import FileSource, file_source
from pipeline.sources.folders import Found, is_folder, is_hidden, walk
from pipeline.sources.patterns import is_pattern, matches
from pipeline.sources.remote import without_secrets
from pipeline.sources.source import NoLetter, Source, is_archive, is_letter, shown


def find(places: Sequence[str | Path]) -> Iterator[Source]:
    """The letters at some places, each file once, in the order of the places and of their names.

    A file that is named, or that a pattern matches, is taken whatever it is. Of a folder, at any depth, its
    .pdf and .txt files and those in its archives are taken; hidden files are not. A place without anything is
    given with its fault, so that it is reported beside the letters. Nothing is written anywhere.

    Args:
        places: Files, folders, patterns ("2016/*.pdf", "**/*.txt"), archives (.zip, .tar, also compressed),
            and, as text, URLs (s3://, gs://, https:// and others of fsspec): of a letter, of an archive, of a
            folder with "/" at its end, or with a pattern.

    Raises:
        UsageError: If a URL cannot be read with what is installed; before anything is found.
    """
    given = [_local(os.fspath(place)) for place in places]
    for place in given:
        if urls.is_url(place):
            urls.check(place)
    return _found(given)


def listed(lines: Iterable[str]) -> list[str]:
    """The places of a list, such as standard input gives.

    One stands in each line; blank lines and those that begin with "#" are no places. A list with NULs in it,
    as `find -print0` writes it, is parted at these alone, and everything between them is a place.
    """
    text = list(lines)
    if any("\0" in line for line in text):
        return [place for place in "".join(text).split("\0") if place]
    places = (line.rstrip("\r\n") for line in text)
    return [place for place in places if place.strip() and not place.lstrip().startswith("#")]


class _Once:
    """Which folders and files have been given.

    The files of a folder that was walked are known by it; only the others are held one by one.
    """

    def __init__(self) -> None:
        self.met_again = 0
        self._folders: set[str] = set()
        self._others: set[str] = set()

    def folder(self, real: str) -> bool:
        """Whether a folder is met for the first time."""
        return self._first(real not in self._folders, self._folders, real)

    def forget(self, real: str) -> None:
        """Take back a folder that could not be looked into: its files may still be named."""
        self._folders.discard(real)

    def file(self, path: str) -> bool:
        """Whether a file that was named, or linked, is met for the first time."""
        real = os.path.realpath(path)
        folder, name = os.path.split(real)
        walked = folder in self._folders and _is_taken(name) and os.path.lexists(real)
        is_given = walked and not Path(real).is_symlink()  # a link that is left leads nowhere
        return self._first(not is_given and real not in self._others, self._others, real)

    def file_of_folder(self, real: str) -> bool:
        """Whether a file of a folder that is walked was not given before."""
        first = real not in self._others
        self.met_again += not first
        return first

    def remote(self, name: str) -> bool:
        """Whether something behind a URL is met for the first time."""
        return self._first(name not in self._others, self._others, name)

    def _first(self, first: bool, met: set[str], real: str) -> bool:
        if first:
            met.add(real)
        self.met_again += not first
        return first


def _found(places: Sequence[str]) -> Iterator[Source]:
    once = _Once()
    for place in places:
        met_again, empty = once.met_again, True
        for source in _at(place, once):
            empty = False
            yield source
        if empty and once.met_again == met_again:
            message = "there is no .pdf and no .txt file in it"
            yield NoLetter(_name(place), reason=RejectionReason.FOLDER_EMPTY, message=message)


def _at(place: str, once: _Once) -> Iterator[Source]:
    if urls.is_url(place):
        yield from (source for source in urls.sources(place) if once.remote(source.name))
    elif not place or "\0" in place:
        message = "this cannot be a path"
        yield NoLetter(shown(place), reason=RejectionReason.PATH_MISSING, message=message)
    elif is_pattern(path := str(Path(place))):
        yield from _matching(path, once)
    else:
        yield from _at_path(path, once)


def _matching(pattern: str, once: _Once) -> Iterator[Source]:
    paths, closed = matches(pattern)
    for path in paths:
        yield from _at_path(path, once)
    yield from (_closed(each) for each in closed if once.folder(each.real))
    if not paths and not closed:
        message = "no file or folder matches this pattern"
        yield NoLetter(shown(pattern), reason=RejectionReason.PATH_MISSING, message=message)


def _at_path(path: str, once: _Once) -> Iterator[Source]:
    if is_folder(path):
        yield from _in_folder(path, once)
    elif once.file(path):
        yield from _letters(path)


def _in_folder(folder: str, once: _Once) -> Iterator[Source]:
    for item in walk(folder, once.folder):
        if item.closed:
            once.forget(item.real)
            yield _closed(item)
        elif item.is_folder or not _is_taken(os.path.basename(item.path)):  # noqa: PTH119 - a million names
            continue
        elif once.file(item.path) if item.linked else once.file_of_folder(item.real):
            yield from _letters(item.path)


def _letters(path: str) -> Iterator[Source]:
    source = file_source(path)
    if isinstance(source, FileSource) and is_archive(path):
        yield from members(source)
    else:
        yield source


def _is_taken(name: str) -> bool:
    return not is_hidden(name) and (is_letter(name) or is_archive(name))


def _closed(folder: Found) -> NoLetter:
    why = folder.closed.strerror if folder.closed else None
    message = f"the folder cannot be looked into: {why}"
    return NoLetter(shown(folder.path), reason=RejectionReason.FILE_UNREADABLE, message=message)


def _local(place: str) -> str:
    """The place; of a URL that means a file of this machine, its path."""
    return unquote(urlsplit(place).path) if place.lower().startswith("file://") else place


def _name(place: str) -> str:
    return without_secrets(place) if urls.is_url(place) else shown(str(Path(place)))
