"""A reader that stands in for the real one: what it does to its worker is told by the letter's name."""

import ctypes
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import RejectionReason
from pipeline.sources import Source
from pipeline.store.outcome import Outcome, Rejected


@dataclass(frozen=True)
class Letter(Source):
    def read(self) -> bytes:
        if self.name == "hangs everywhere":
            time.sleep(600)
        return self.name.encode()


class RefusedError(Exception):
    """An exception that Python cannot unpickle by itself."""

    def __init__(self, name: str, reason: RejectionReason) -> None:
        super().__init__(f"{name} is refused")
        self.reason = reason


def refuse() -> None:
    raise RefusedError("the letter", RejectionReason.NO_TEXT)


DEEDS = {
    "hangs": lambda: time.sleep(600),
    "spins": lambda: ctypes.PyDLL(None).sleep(600),  # in C, where meanwhile no thread of Python can run
    "slow": lambda: time.sleep(0.3),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exits": lambda: os._exit(3),
    "leaves": lambda: sys.exit(4),
    "crashes": lambda: ctypes.string_at(0),
    "grows": lambda: bytearray(300 << 20),
    "refuses": refuse,
}


def read(source: Source) -> Outcome:
    """Do the deed; the outcome's message names this process and the one that began it."""
    if source.name.startswith("absent"):
        return Rejected(source.name, None, RejectionReason.FILE_UNREADABLE, "there is no such file", "")
    DEEDS.get(source.name.partition(" ")[0], lambda: None)()
    return Rejected(source.name, None, RejectionReason.NO_TEXT, f"{os.getpid()} {os.getppid()}", "")


@dataclass(frozen=True)
class Noting:
    """Reads, and before that leaves a file named by its process."""

    folder: Path

    def __call__(self, source: Source) -> Outcome:
        (self.folder / str(os.getpid())).touch()
        return read(source)
