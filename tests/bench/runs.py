"""`imr ingest` end to end: into an empty store with one and two workers, with nothing new, for one letter."""

import json
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pipeline.generate import fictional_letters
from pipeline.sources.files import stamp_of
from pipeline.store.ledger import Ledger
from pipeline.store.outcome import Known
from pipeline.store.publish import publish
from pipeline.store.runs import begin_run
from tests.bench.rounds import Figure, figure
from tests.scale.letters import write_archives
from tests.watched import Watched, watch

BATCH = 1_000


def ingest(letters: Path, store: Path, workers: int, log: Path | None = None) -> Watched:
    """One run, watched."""
    command = [sys.executable, "-m", "pipeline", "ingest", str(letters), "--into", str(store)]
    logged = ["--log", str(log)] if log else []
    return watch([*command, "--workers", str(workers), *logged], every=0.1)


def end_to_end(work: Path, letters: int, rounds: int) -> Mapping[str, Figure]:
    """Runs over generated letters, with one worker and with two in turn.

    On the clock, two workers are twice as fast only where nothing else runs. The share of the run's own
    process tells how near they can come: what it takes, two workers on two cores lack.
    """
    folder = work / "letters"
    write_archives(folder, letters, "pdf")
    found: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    for _ in range(rounds):
        one, two = (_fresh(folder, work / "store", workers) for workers in (1, 2))
        again = ingest(folder, work / "store", 2)
        note("ingest, 1 worker: processor ms a letter", 1000 * one.cpu / letters)
        note("ingest, 2 workers: processor ms a letter", 1000 * two.cpu / letters)
        note("ingest, 2 workers against 1, on the clock", one.seconds / two.seconds)
        note("ingest, share of the run's own process", two.parent_cpu / two.cpu)
        note("ingest, nothing new: processor us a letter", 1e6 * again.cpu / letters)
        note("memory of the run's process, MB", two.parent_mb)
        note("memory of a worker, MB", two.worker_mb)
    return {name: figure(values) for name, values in found.items()}


def _fresh(letters: Path, store: Path, workers: int, log: Path | None = None) -> Watched:
    shutil.rmtree(store, ignore_errors=True)
    watched = ingest(letters, store, workers, log)
    if watched.exit_code:
        raise RuntimeError(f"imr ingest ended with {watched.exit_code}")
    return watched


def first_letter(work: Path, rounds: int) -> Mapping[str, Figure]:
    """From the command until a single letter is read and kept, and until it is published.

    The time until it is read is also told as a ratio to that of importing spaCy as it comes, since of the
    libraries that a letter needs this is the slowest to load.
    """
    folder, log = work / "one", work / "one.jsonl"
    folder.mkdir(parents=True)
    (letter,) = fictional_letters(1)
    (folder / f"{letter.case_number}.pdf").write_bytes(letter.pdf())
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        begin = time.time()
        run = _fresh(folder, work / "store", 1, log)
        read = _last(log, "publishing") - begin
        spacy = watch([sys.executable, "-c", "import spacy"], every=0.01).seconds
        found.setdefault("one letter, start to read: seconds", []).append(read)
        found.setdefault("one letter, start to read: against importing spaCy", []).append(read / spacy)
        found.setdefault("one letter, start to end: seconds", []).append(run.seconds)
        found.setdefault("one letter: processor seconds", []).append(run.cpu)
    return {name: figure(values) for name, values in found.items()}


def _last(log: Path, name: str) -> float:
    """When something last happened, in seconds since 1970."""
    events = (json.loads(line) for line in log.read_text().splitlines())
    return [datetime.fromisoformat(event["time"]).timestamp() for event in events if event["event"] == name][
        -1
    ]


def known_letters(work: Path, count: int) -> Mapping[str, Figure]:
    """A run over a folder of files that the store knows, which it therefore does not open."""
    folder, store = work / "known", work / "known-store"
    folder.mkdir(parents=True)
    (letter,) = fictional_letters(1)
    first = folder / "0000000.pdf"
    first.write_bytes(letter.pdf())
    ingest(folder, store, 0)
    for place in range(1, count):
        (folder / f"{place:07}.pdf").write_text(str(place))
    _let_know(store, sorted(folder.iterdir()))
    run = ingest(folder, store, 2)
    return {f"{count:,} known files: processor seconds": Figure(run.cpu, 0.0)}


def _let_know(store: Path, paths: Sequence[Path]) -> None:
    with Ledger(store) as ledger:
        (letter_id,) = ledger.db.execute("SELECT letter_id FROM letters").fetchone()
        with ledger.transaction():
            run_id = begin_run(ledger.db)
        for start in range(0, len(paths), BATCH):
            batch = paths[start : start + BATCH]
            ledger.commit(run_id, [(Known(str(path), letter_id), stamp_of(path.stat())) for path in batch])
        publish(ledger, store)
