"""What happens in a folder, told at once so that a kill can hit a moment: inotify, from the C library."""

import ctypes
import os
import select
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

MODIFY, MOVED_TO, CREATE, DELETE, ISDIR = 0x2, 0x80, 0x100, 0x200, 0x40000000
KINDS = {MODIFY: "modify", MOVED_TO: "move", CREATE: "create", DELETE: "delete"}
HEAD = struct.Struct("iIII")


class Events:
    """Events of a folder and of those in it, which may come later; use it in a `with` statement.

    Raises:
        OSError: Where the platform has no inotify.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._c = ctypes.CDLL(None, use_errno=True)
            self._fd = self._c.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        except AttributeError as error:
            raise OSError("no inotify here") from error
        if self._fd < 0:
            raise OSError(ctypes.get_errno(), "inotify cannot be begun")
        self._paths: dict[int, Path] = {}
        self._watch(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._fd)

    def wait(self, seconds: float) -> Iterator[str]:
        """What happened meanwhile, such as "create .letters.parquet.part"; nothing if nothing did."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return
        data = os.read(self._fd, 1 << 16)
        while data:
            watch, mask, _, length = HEAD.unpack_from(data)
            name = data[HEAD.size : HEAD.size + length].rstrip(b"\0").decode()
            data = data[HEAD.size + length :]
            if mask & ISDIR and mask & CREATE and watch in self._paths:
                self._watch(self._paths[watch] / name)
            elif mask & 0xFFF in KINDS:
                yield f"{KINDS[mask & 0xFFF]} {name}"

    def _watch(self, folder: Path) -> None:
        mask = MODIFY | MOVED_TO | CREATE | DELETE
        watch = self._c.inotify_add_watch(self._fd, os.fsencode(folder), mask)
        if watch >= 0:
            self._paths[watch] = folder
            for path in folder.iterdir():
                if path.is_dir():
                    self._watch(path)
