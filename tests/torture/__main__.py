"""The whole torture of runs and stores: some minutes; `make torture` runs it.

Runs of `imr ingest` are killed, starved of disk space, begun twice, watched by readers, given letters that
hang their workers, and robbed of these. In the end every store must be as if nothing had happened. Each part
is told as it goes on; the exit code is 1 if one of them failed.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.torture import kills, pairs, poison, readers, rooms, sources
from tests.torture.common import Undisturbed

Part = Callable[[Path], object]


def parts(few: Undisturbed, many: Undisturbed, options: argparse.Namespace) -> dict[str, Part]:
    seed = options.seed
    return {
        "kills": lambda folder: kills.torture(many, folder, options.kills, seed, say),
        "a disk that grows, two processes": lambda folder: rooms.torture(few, folder / "a", 64, 1.4, 2, say),
        "a disk that grows, one process": lambda folder: rooms.torture(few, folder / "b", 40, 1.15, 0, say),
        "a disk that is full": lambda folder: rooms.torture_full_store(few, folder / "c", say),
        "two runs at once": lambda folder: pairs.torture(few, folder, 20, 2, say),
        "readers": lambda folder: readers.torture(folder, 100, seed, say),
        "letters only to be read": lambda folder: sources.torture(few, folder, say),
        "poisoned letters": lambda folder: poison.torture(few, folder, say),
        "workers that are killed": lambda folder: poison.torture_workers(few, folder, 12, seed, say),
    }


def say(line: str) -> None:
    print(f"  {line}", flush=True)


def main() -> int:
    """Do all parts, or those that are named; 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("part", nargs="*", help="only the parts whose names hold one of these words")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--letters", type=int, default=500, help="that the runs which are killed read")
    options = parser.parse_args()
    failed, started = [], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        folder = Path(name)
        few, many = Undisturbed(folder / "few", 60), Undisturbed(folder / "many", options.letters)
        wanted = {
            title: part
            for title, part in parts(few, many, options).items()
            if not options.part or any(word in title for word in options.part)
        }
        if not wanted:
            parser.error(f"no part is named so; there are: {', '.join(parts(few, many, options))}")
        print(f"undisturbed: {few.count} letters {few.seconds:.1f} s, {many.count} {many.seconds:.1f} s")
        for number, (title, part) in enumerate(wanted.items()):
            begun = time.monotonic()
            print(title, flush=True)
            (folder / str(number)).mkdir()
            try:
                result = part(folder / str(number))
            except Exception as error:
                traceback.print_exc(file=sys.stdout)
                failed.append(f"{title}: {error}")
            else:
                say(f"well, after {time.monotonic() - begun:.0f} s{f': {dict(result)}' if result else ''}")  # type: ignore[call-overload]
    print(f"{time.monotonic() - started:.0f} s in all")
    for line in failed:
        print(f"FAILED {line}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
