"""One run at a time writes to a store."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import StoreError

LOCK_NAME = "run.lock"
HOLDER_NAME = "run.json"
"""Who holds the lock, for the message to those who do not. The lock itself is the operating system's, so that
the lock of a process that died is no obstacle."""


@contextmanager
def only_run(store: Path, wait: float) -> Iterator[None]:
    """Hold a store's lock.

    Args:
        store: The folder of ledger and tables.
        wait: Seconds to wait for another run; negative to wait as long as it takes.

    Raises:
        StoreError: Another run holds the lock, named in the message; or the folder cannot be written to.
    """
    lock = FileLock(store / LOCK_NAME)
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout:
        message = f"another run writes to {store}: {_holder(store)}"
        raise StoreError(message, "wait for it, or say --wait") from None
    except OSError as error:
        message = f"the store {store} cannot be locked: {error}"
        raise StoreError(message, "check the folder's permissions, or name another with --into") from error
    holder = store / HOLDER_NAME
    try:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        about = {"pid": os.getpid(), "host": socket.gethostname(), "started": started}
        with suppress(OSError):  # of a full disk the ledger tells
            holder.write_text(json.dumps(about))
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _holder(store: Path) -> str:
    try:
        about = json.loads((store / HOLDER_NAME).read_text())
        return f"process {about['pid']} on {about['host']}, since {about['started']}"
    except (OSError, ValueError, KeyError):
        return "it has just begun or is about to end"
