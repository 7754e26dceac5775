"""A full disk: a clear error, nothing lost, nothing torn, and the next run that has room completes.

A store lies on a disk of its own that is nearly full, and grows a little after each run that fails; so the
space ends while the ledger is begun, while letters are committed and while files are published. Root mounts a
small disk in memory; others let the operating system bound the size of every file.
"""

import os
import resource
import subprocess
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.torture.common import (
    Ended,
    Say,
    Undisturbed,
    check,
    imr,
    is_root,
    must_be_whole,
    must_have_nothing_torn,
    tables,
)

KILOBYTE = 1 << 10


class Room(ABC):
    """A folder with little room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def grow(self, kilobytes: int) -> None:
        """Let there be so much room in all."""

    def prepare(self) -> Callable[[], None] | None:
        """What a run has to call as it begins."""
        return None


class Disk(Room):
    """A file system in memory."""

    def grow(self, kilobytes: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", self.folder], check=True)


class FileSize(Room):
    """No file of a run may be larger; the whole may."""

    def grow(self, kilobytes: int) -> None:
        self._most = kilobytes * KILOBYTE

    def prepare(self) -> Callable[[], None]:
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (self._most, self._most))


@contextmanager
def room(folder: Path) -> Iterator[Room]:
    """A new folder whose room is small."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "torture", str(folder)]
    if not is_root() or subprocess.run(mount, capture_output=True).returncode:
        yield FileSize(folder)
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def torture(
    undisturbed: Undisturbed, folder: Path, first: int, step: float, workers: int, say: Say
) -> Counter[str]:
    """Let a store grow on a disk that is always a little too small; gives what was said how often."""
    said = Counter[str]()
    with room(folder) as small:
        kilobytes, store = first, small.folder / "store"
        while (ended := _run(undisturbed, small, store, kilobytes, workers)).code != 0:
            line = ended.must_be_refused()
            must_have_nothing_torn(store)
            said[_phase(line)] += 1
            say(f"{type(small).__name__} of {kilobytes} KB: {line}")
            kilobytes = int(kilobytes * step)
            check(kilobytes < 1 << 20, f"a gigabyte is not enough: {line}")
        must_be_whole(store, undisturbed)
        missed = {"committing", "publishing"} - said.keys() if isinstance(small, Disk) else ()
    check(not missed, f"the space never ended while {missed}")
    return said


def torture_full_store(undisturbed: Undisturbed, folder: Path, say: Say) -> None:
    """A store that is complete loses nothing where there is no room for its next letters."""
    some = sorted(undisturbed.letters.iterdir())[: undisturbed.count // 2]
    with room(folder) as small:
        store = small.folder / "store"
        small.grow(1 << 18)
        imr("ingest", *some, "--into", store, "--workers", "0").must_be_well()
        before = tables(store)
        with _filled(small):
            line = _run(undisturbed, small, store, 4, 0).must_be_refused()
            say(f"{type(small).__name__} that became full: {line}")
            check(tables(store) == before, "a run that fails changed the tables")
        _run(undisturbed, small, store, 1 << 18, 0).must_be_well()
        must_be_whole(store, undisturbed)


def _run(undisturbed: Undisturbed, small: Room, store: Path, kilobytes: int, workers: int) -> Ended:
    if not (isinstance(small, Disk) and kilobytes < 16):
        small.grow(kilobytes)
    return imr(
        "ingest", undisturbed.letters, "--into", store, "--workers", str(workers), prepare=small.prepare()
    )


@contextmanager
def _filled(small: Room) -> Iterator[None]:
    """Nothing can be added to a disk meanwhile."""
    filler = small.folder / "filler"
    if isinstance(small, Disk):
        status = os.statvfs(small.folder)
        filler.write_bytes(bytes(status.f_bavail * status.f_frsize))
    yield
    filler.unlink(missing_ok=True)


def _phase(line: str) -> str:
    phases = {
        "locked": "locking",
        "opened": "opening",
        "the ledger": "committing",
        "the tables": "publishing",
    }
    return next((phase for words, phase in phases.items() if words in line), line)
