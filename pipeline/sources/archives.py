"""Letters in archives, read without unpacking them: nothing is written, no member's name is followed."""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from models.vocabulary import RejectionReason
from pipeline.document.page import MAX_BYTES
from pipeline.errors import ImrError, LetterError
from pipeline.sources.entries import Archive, Entry
from pipeline.sources.source import NoLetter, Origin, Source, is_archive, is_letter, no_letter_in, shown
from pipeline.sources.tars import Tar
from pipeline.sources.zips import Zip

_held = threading.local()
"""The archive last read by this thread: the letters of one are read in a run."""


@dataclass(frozen=True)
class Member(Source):
    """A letter in an archive.

    Attributes:
        origin: The archive.
        place: Where its bytes are to be found in it.
        size: How many bytes it has.
    """

    origin: Origin = field(kw_only=True)
    place: int = field(kw_only=True)
    size: int = field(kw_only=True)

    def read(self) -> bytes:
        """The member's bytes.

        Raises:
            LetterError: `archive_damaged`, `file_too_large`, or what keeps the archive from being opened.
            StillGrowing: If the archive has changed since the member was found.
        """
        try:
            archive = _archive(self.origin)
            try:
                data = archive.read(self.place, self.size)
            finally:
                self.origin.check(archive.file)  # what changes while it is read may look damaged as well
            return data
        except ImrError:
            _let_go()
            raise
        except Exception as error:  # of a hostile archive the libraries raise anything
            _let_go()
            raise LetterError(RejectionReason.ARCHIVE_DAMAGED, _broken("the member", error)) from error


def members(origin: Origin) -> Iterator[Source]:
    """The letters in an archive, and what stands in it that looks like one and is not read.

    Links, devices, locked members, archives in the archive and names that lead out of it are given with their
    fault. What ends the listing, such as an end that is missing, is one fault of the archive.
    """
    try:
        with closing(_opened(origin)) as archive:
            yield from _sources(origin, archive.entries())
    except LetterError as error:
        yield no_letter_in(origin, error.reason, str(error))
    except Exception as error:  # of a hostile archive the libraries raise anything
        yield no_letter_in(origin, RejectionReason.ARCHIVE_DAMAGED, _broken("the archive", error))


def _sources(origin: Origin, entries: Iterator[Entry]) -> Iterator[Source]:
    met: Counter[str] = Counter()
    for entry in entries:
        fault = _fault(entry)
        if not fault and (_is_hidden(entry.name) or not is_letter(entry.name)):
            continue
        met[entry.name] += 1
        again = f"#{met[entry.name]}" if met[entry.name] > 1 else ""  # a tar may be added to under one name
        name = f"{origin.name}!{shown(_plain(entry.name))}{again}"
        stamp = f"{origin.stamp} {entry.mark}" if origin.stamp else None
        if fault:
            yield NoLetter(name, stamp, origin.changed_at, fault.reason, str(fault))
        else:
            place, size = entry.place, entry.size
            yield Member(name, stamp, origin.changed_at, origin=origin, place=place, size=size)


def _fault(entry: Entry) -> LetterError | None:
    refused = None
    if _leads_out(entry.name):
        refused = "its name leads out of the archive"
    elif _is_hidden(entry.name):
        return None
    elif entry.no_file:
        refused = entry.no_file
    elif is_archive(entry.name):
        refused = "it is an archive in an archive"
    elif entry.locked and is_letter(entry.name):
        refused = entry.locked
    if refused:
        return LetterError(RejectionReason.ARCHIVE_MEMBER_REFUSED, f"the member is not read: {refused}")
    if is_letter(entry.name) and entry.size > MAX_BYTES:
        message = f"the member expands to {entry.size:,} bytes; no letter has more than {MAX_BYTES:,}"
        return LetterError(RejectionReason.FILE_TOO_LARGE, message)
    return None


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or parts[0][1:2] == ":"


def _plain(name: str) -> str:
    """The name without the "./" that tar puts before it."""
    return name.removeprefix("./")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part != "." for part in name.split("/"))


def _archive(origin: Origin) -> Archive:
    """The archive, still open from the member read before; processes that fork must not share it."""
    key = (os.getpid(), origin.key, origin.stamp)
    if origin.stamp is None or getattr(_held, "key", None) != key:
        _let_go()
        _held.archive = _opened(origin)
        _held.key = key
    archive: Archive = _held.archive
    return archive


def _let_go() -> None:
    if getattr(_held, "key", None):
        _held.key = None
        _held.archive.close()


def _opened(origin: Origin) -> Archive:
    file = origin.open()
    try:
        return Zip(file) if origin.name.lower().endswith(".zip") else Tar(file, origin.name)
    except BaseException:
        file.close()
        raise


def _broken(what: str, error: Exception) -> str:
    return f"{what} is cut short or broken: {str(error) or type(error).__name__}"
