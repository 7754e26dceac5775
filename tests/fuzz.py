"""Reads mutated letters for some minutes, and keeps every one that is not read as it must be.

    python -m tests.fuzz --minutes 10 --seed 1

Fictional letters, as PDF and as text, have bytes flipped, lost, doubled, cut off, mixed with other letters
and swapped, and operators of PDF or words of the trade put in, once or thousands of times. Each is read in a
worker process with limits of time and of memory. It must become a case that validates, whose evidence lies
within its pages, or be rejected with a reason other than `internal_error` and `record_invalid`; a reading
that hangs, dies or takes too much memory is a failure too.

A failing letter is written to build/fuzz, beside a file with what was seen; its name is its seed and its
number, from which it is made again. The run then ends with exit code 1, after its time.

Nothing guides the mutations by coverage: most of what they reach is compiled code, which is not seen.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from models.vocabulary import Engine
from pipeline.reading import read
from pipeline.sources import Source
from pipeline.store.outcome import Rejected
from pipeline.workers import Limits, Result, read_all
from tests.hostile.check import defect
from tests.hostile.mutants import Mutant, mutant

LIMITS = Limits(seconds=20, megabytes=600)
EVERY = 15.0
"""Seconds between two lines of progress."""


def mutants(seed: int, seconds: float) -> Iterator[Mutant]:
    """Mutated letters, until the time is up."""
    end = time.monotonic() + seconds
    for number in count():
        if time.monotonic() > end:
            return
        yield mutant(seed, number)


def kind(result: Result) -> str:
    """What an outcome is counted as."""
    if isinstance(result, Exception):
        return type(result).__name__
    return result.reason.value if isinstance(result, Rejected) else "case"


def keep(source: Source, complaint: str, into: Path) -> None:
    """Write a failing letter, and what was seen."""
    into.mkdir(parents=True, exist_ok=True)
    (into / source.name).write_bytes(source.read())
    (into / f"{source.name}.why").write_text(complaint + "\n")
    print(f"FAILED {into / source.name}: {complaint[:300]}", flush=True)


def show(counted: Counter[str], failures: int, since: float) -> None:
    """One line of progress."""
    kinds = ", ".join(f"{name} {number}" for name, number in counted.most_common())
    minutes = (time.monotonic() - since) / 60
    print(f"{minutes:5.1f} min {counted.total():8,} letters, {failures} failures: {kinds}", flush=True)


def fuzz(seed: int, minutes: float, workers: int, into: Path) -> int:
    """Read mutants for some minutes; gives the number of failures."""
    counted: Counter[str] = Counter()
    failures = 0
    begun = shown = time.monotonic()
    reading = read_all(mutants(seed, minutes * 60), partial(read, engine=Engine.PDFIUM), workers, LIMITS)
    for source, result in reading:
        counted[kind(result)] += 1
        complaint = defect(result)
        if complaint:
            failures += 1
            keep(source, complaint, into)
        if time.monotonic() - shown > EVERY:
            shown = time.monotonic()
            show(counted, failures, begun)
    show(counted, failures, begun)
    return failures


def main() -> int:
    """Fuzz; 1 if a letter was not read as it must be."""
    parser = argparse.ArgumentParser(description="Read mutated letters; see the head of the file.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--into", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    return int(fuzz(options.seed, options.minutes, options.workers, options.into) > 0)


if __name__ == "__main__":
    sys.exit(main())
