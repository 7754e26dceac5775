"""Readers at work while runs change the tables.

What is promised: every file is whole, the old one or the new one, to whoever opens it once and reads it to
its end; every table always has a file; no table is without rows once it had some; no letter stands twice in a
table. Old and new months may be mixed, so that a case whose letter is replaced by one of another month may
for a moment stand in both months, or in neither.
What cannot be promised is that a list of files still holds when they are opened: a reader that opens a file
twice, or after its month has lost its last letter, may be told so by an error, and has to read again. That
must be rare.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

from pipeline.generate import fictional_letters
from pipeline.ingest import RunOptions, ingest
from tests.torture.common import Say, check

ROOT = Path(__file__).parents[2]
DATE = re.compile(r"(Decision Date:\s+\d\d/\d\d/)(\d{4})")
RARE = 0.05
"""Share of the reads that may have to be done again."""


def torture(folder: Path, runs: int, seed: int, say: Say) -> Counter[str]:
    """Change a store again and again while another process reads it; gives what the reader met how often."""
    letters, store, stop = folder / "letters", folder / "store", folder / "stop"
    letters.mkdir()
    texts = [letter.text() for letter in fictional_letters(5 * runs + 10, seed)]
    _change(letters, store, texts[:10], 0)
    command = [sys.executable, "-m", "tests.torture.watcher", str(store), str(stop)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as watcher:
        try:
            rng = Random(seed)
            for run in range(1, runs + 1):
                known = texts[: 5 * run + 5]
                amended = [_amended(rng.choice(known), rng) for _ in range(5)]
                _change(letters, store, texts[5 * run + 5 : 5 * run + 10] + amended, run)
        finally:
            stop.touch()
        met = json.loads(watcher.communicate(timeout=60)[0])
    say(f"{met['reads']} reads during {runs} runs; to be read again: {met['again'] or 'none'}")
    check(not met["never"], f"readers met what must never happen: {met['never'][:3]}")
    check(all(met["reads"].values()), f"a reader did not come to read: {met['reads']}")
    again, reads = sum(met["again"].values()), sum(met["reads"].values())
    check(again <= RARE * reads, f"{again} of {reads} reads had to be done again: {met['again']}")
    return Counter(met["again"])


def _change(letters: Path, store: Path, texts: list[str], run: int) -> None:
    for number, text in enumerate(texts):
        (letters / f"{run:04} {number}.txt").write_text(text)
    ingest([letters], store, RunOptions())


def _amended(text: str, rng: Random) -> str:
    """The letter with another year of decision, so that its case moves to another month, or stays."""
    assert DATE.search(text)
    return DATE.sub(lambda found: f"{found[1]}{rng.randint(2019, 2024)}", text, count=1)
