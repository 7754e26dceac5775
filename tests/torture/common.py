"""What the torture shares: letters, runs of the command, and what a store that is whole looks like."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.generate import fictional_letters
from pipeline.store.ledger import Ledger
from pipeline.store.verify import faults
from tests.torture.events import Events

IMR = str(Path(sys.executable).with_name("imr"))
PATIENCE = 300.0
"""Seconds after which a run hangs."""
Say = Callable[[str], None]


class TortureError(AssertionError):
    """Something that must never happen."""


def check(holds: bool, what: str) -> None:
    """Raise TortureError with what happened unless it is as it must be."""
    if not holds:
        raise TortureError(what)


@dataclass(frozen=True)
class Ended:
    """How a run of the command ended."""

    code: int
    out: str
    err: str

    def must_be_well(self) -> None:
        check(self.code == 0, f"exit code {self.code}: {self.err[-2000:]}")

    def must_be_refused(self) -> str:
        """The run ended on one line that says what is wrong and what to do; gives the line."""
        lines = [line for line in self.err.splitlines() if not line.endswith("files read")]
        check(self.code == 5, f"exit code {self.code}, not 5: {self.err[-2000:]}")
        check(len(lines) == 1 and lines[0].startswith("imr: "), f"not one line: {self.err[-2000:]}")
        check("; " in lines[0], f"no advice: {lines[0]}")
        return lines[0]


def begin(*arguments: str | Path, prepare: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """Begin a run of the command in a process group of its own."""
    return subprocess.Popen(
        [IMR, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=prepare,
    )


def end(process: subprocess.Popen[str]) -> Ended:
    out, err = process.communicate(timeout=PATIENCE)
    return Ended(process.returncode, out, err)


def imr(*arguments: str | Path, prepare: Callable[[], None] | None = None) -> Ended:
    """Run the command to its end."""
    return end(begin(*arguments, prepare=prepare))


def write_letters(folder: Path, count: int, seed: int = 0) -> Path:
    """Letters as PDF and as text in turns; every tenth has a copy, which lies far from it by name."""
    folder.mkdir(parents=True)
    for number, letter in enumerate(fictional_letters(count, seed)):
        data, suffix = (letter.text().encode(), "txt") if number % 2 else (letter.pdf(), "pdf")
        (folder / f"{number:04}.{suffix}").write_bytes(data)
        if number % 10 == 0:
            (folder / f"copy of {number:04}.{suffix}").write_bytes(data)
    return folder


def tables(store: Path) -> Mapping[str, bytes]:
    """Every published file, and the manifest without the number of the run."""
    found = {str(path.relative_to(store)): path.read_bytes() for path in sorted(store.rglob("*.parquet"))}
    manifest = json.loads((store / "manifest.json").read_text())
    del manifest["run"]
    return found | {"manifest.json": json.dumps(manifest).encode()}


def cases(store: Path) -> Sequence[dict[str, Any]]:
    """The rows of `cases`, file by file."""
    rows: list[dict[str, Any]] = []
    for path in sorted((store / "cases").rglob("*.parquet")):
        rows += pq.ParquetFile(path).read(columns=["letter_id", "case_number", "source"]).to_pylist()
    return rows


class Undisturbed:
    """A run that nothing disturbs, which all others are held against.

    Attributes:
        letters: The folder of letters.
        count: How many they are, copies not counted.
        store: What they were read into.
        seconds: How long it took.
        events: How often everything happened in the store.
        tables: What was published.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.letters = write_letters(folder / "letters", count)
        self.count = count
        self.store = folder / "undisturbed"
        self.store.mkdir()
        self.events: Counter[str] = Counter()
        started = time.monotonic()
        with Events(self.store) as events:
            process = begin("ingest", self.letters, "--into", self.store)
            while process.poll() is None:
                self.events.update(events.wait(0.02))
        self.seconds = time.monotonic() - started
        end(process).must_be_well()
        self.tables = tables(self.store)


def must_be_whole(store: Path, undisturbed: Undisturbed) -> None:
    """Every letter is published once, all is as if nothing had happened, and the command says so too."""
    numbers = [row["case_number"] for row in cases(store)]
    told = f"{len(set(numbers))} cases in {len(numbers)} rows, of {undisturbed.count} letters"
    check(len(numbers) == len(set(numbers)) == undisturbed.count, told)
    must_be_equal(tables(store), undisturbed.tables)
    left = [str(path) for path in store.rglob("*.part")]
    check(not left, f"left unfinished: {left}")
    with Ledger(store, begin=False) as ledger:
        found = list(faults(ledger.db, store))
    check(not found, f"imr verify: {found}")


def must_be_equal(found: Mapping[str, bytes], undisturbed: Mapping[str, bytes]) -> None:
    lost = sorted(undisturbed.keys() - found.keys())
    more = sorted(found.keys() - undisturbed.keys())
    other = sorted(name for name in found.keys() & undisturbed.keys() if found[name] != undisturbed[name])
    told = "; ".join(
        f"{len(names)} {how}: {names[:3]}"
        for how, names in (("lost", lost), ("too many", more), ("differ", other))
        if names
    )
    check(not told, f"the tables are not those of an undisturbed run: {told}")


def must_have_nothing_torn(store: Path) -> None:
    """Every file that is in its place can be read to its end."""
    for path in store.rglob("*.parquet"):
        try:
            pq.ParquetFile(path).read()
        except Exception as error:
            raise TortureError(f"{path} is torn: {error}") from error
    manifest = store / "manifest.json"
    if manifest.exists():
        json.loads(manifest.read_text())


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
