"""The log of a run: JSON Lines, one event each, for machines that watch."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pipeline.errors import StoreError, UsageError


class RunLog:
    """Writes events to a file, or nowhere."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file

    def event(self, name: str, **values: object) -> None:
        """Write one line: the time (UTC), the event's name, its values.

        Text from letters and names of files are escaped to ASCII, so that they hold no control character.

        Raises:
            StoreError: The file cannot be written to any more.
        """
        if self._file is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            self._file.write(json.dumps({"time": now, "event": name, **values}, default=str) + "\n")
            self._file.flush()
        except OSError as error:
            message = f"the log {self._file.name} cannot be written: {error.strerror}"
            raise StoreError(message, "check free space and permissions, then run again") from error


@contextmanager
def run_log(path: Path | None) -> Iterator[RunLog]:
    """A log that appends to a file; without one, events go nowhere.

    Raises:
        UsageError: The file cannot be written to.
    """
    if path is None:
        yield RunLog(None)
        return
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"the log {path} cannot be written: {error.strerror}", "name another with --log"
        ) from error
    with file:
        yield RunLog(file)
