"""The story of a run: find letters, read those that are new, keep each outcome, publish, look for drift."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.vocabulary import Engine
from pipeline import EXTRACTION_VERSION
from pipeline.choices import OcrUse
from pipeline.document import OCR_ALLOWANCE
from pipeline.document.password import Password
from pipeline.drift import Drift, drifts
from pipeline.errors import ExitCode, ImrError, StillGrowing, StoreError
from pipeline.reading import LetterReader
from pipeline.runlog import RunLog
from pipeline.sources import Source, find
from pipeline.sources.remote import without_secrets
from pipeline.sources.source import shown
from pipeline.sources.urls import is_url
from pipeline.store.claim import claim
from pipeline.store.known import is_known
from pipeline.store.ledger import Ledger, forget
from pipeline.store.lock import only_run
from pipeline.store.outcome import Known, Outcome, Rejected, letter_id_of
from pipeline.store.rejections import rejections
from pipeline.store.runs import begin_run, end_run, last_runs
from pipeline.store.shelf import FolderShelf, Shelf
from pipeline.tally import Tally
from pipeline.workers import Limits, Result, read_all, spread

BATCH = 256
SECONDS = 2.0
"""Outcomes of one transaction, and how long they are gathered: what a run that is killed reads again."""

LEAST_READ = 20
"""Letters that a run must have read for their share of rejected ones to be an alarm."""

COMPARED = 200
"""Runs before this one that it is compared with."""

Progress = Callable[[int], None]
"""Called with the number of files dealt with so far."""


@dataclass(frozen=True)
class RunOptions:
    """How a run goes about it.

    Attributes:
        engine: What reads a PDF.
        ocr: When a page of it is read from its picture.
        workers: Processes that read; with 0, letters are read in this one, without limits.
        cluster: Address of a Dask scheduler, on whose workers letters are read instead; None without one.
        limits: Of one letter.
        reprocess: Read again what an earlier version of the extraction has read.
        settle: Seconds that a file must have been left alone; a younger one is left for the next run.
        wait: Seconds to wait for another run on the store; negative for as long as it takes.
        most_rejected: Share (0 to 1) of the letters read that may be rejected before it is an alarm.
        fresh: Forget what earlier runs have left in the ledger.
        password: What opens PDFs that do not open without; what was rejected for want of it is read again.
        shelf: Where the tables are published; None for the store's own folder.
    """

    engine: Engine = Engine.PDFIUM
    ocr: OcrUse = OcrUse.AUTO
    workers: int = 0
    cluster: str | None = None
    limits: Limits = field(default_factory=Limits)
    reprocess: bool = False
    settle: float = 0
    wait: float = 0
    most_rejected: float = 1
    fresh: bool = False
    password: Password = None
    shelf: Shelf | None = None


@dataclass(frozen=True)
class Report:
    """What came out of a run: counts, alarms, and the exit code of the command."""

    tally: Tally
    drifts: Sequence[Drift]
    exit_code: ExitCode


def ingest(
    places: Sequence[str | Path],
    into: Path,
    options: RunOptions,
    progress: Progress = lambda done: None,
    log: RunLog | None = None,
) -> Report:
    """Read the letters at some places that the store does not know yet, and publish what changed.

    Args:
        places: Files, folders, patterns, archives and URLs.
        into: The store: the folder of its ledger and, unless the options name another place, its tables.
        options: How to go about it.
        progress: Told after each batch how far the run is.
        log: Where events are written.

    Raises:
        StoreError: Another run writes to the store, or the ledger or the tables cannot be written. What was
            committed before is kept.
        UsageError: A place needs an extra that is not installed.
    """
    log = log or RunLog(None)
    try:
        with only_run(into, options.wait):
            if options.fresh:
                forget(into)
            return _run(places, into, options, progress, log)
    except ImrError as error:
        with suppress(StoreError):  # the log may be on the disk that is full
            log.event("run_failed", message=str(error), exit_code=error.exit_code)
        raise


def _run(
    places: Sequence[str | Path], into: Path, options: RunOptions, progress: Progress, log: RunLog
) -> Report:
    """The run of a store whose lock is held."""
    shelf = options.shelf or FolderShelf(into)
    with Ledger(into) as ledger:
        claim(ledger, shelf, options.fresh)
        with ledger.transaction():
            run_id = begin_run(ledger.db)
        names = [_name(os.fspath(place)) for place in places]
        log.event("run_begun", run=run_id, places=names, store=str(into))
        ledger.forget_faults(names)
        tally = Tally()
        for results in _batches(_read(ledger, find(places), into, options, tally)):
            outcomes = ledger.commit(run_id, [(outcome, source.stamp) for source, outcome in results])
            tally.count(outcomes)
            _log_rejected(log, outcomes)
            progress(tally.files)
        log.event("publishing", run=run_id, files=tally.files)
        written = _publish(ledger, shelf, options.workers)
        report = _report(ledger, tally, options)
        with ledger.transaction():
            end_run(ledger.db, run_id, report.exit_code, tally.counts())
        for drift in report.drifts:
            log.event("drift", what=drift.what, before=drift.before, now=drift.now, letters=drift.letters)
        log.event("run_ended", run=run_id, exit_code=report.exit_code, written=written, **tally.counts())
    return report


def _publish(ledger: Ledger, shelf: Shelf, workers: int) -> int:
    from pipeline.store.publish import publish  # loads Arrow, for which the first letter need not wait

    with spread(workers) as several:
        return publish(ledger, shelf, spread=several)


def retry(into: Path, options: RunOptions, progress: Progress = lambda done: None) -> Report:
    """Read again what a store has rejected; rejected files that are gone are forgotten.

    Raises:
        StoreError: As `ingest`.
    """
    with only_run(into, options.wait), Ledger(into) as ledger:
        sources = [each.rejected.source for each in rejections(ledger.db)]
        places = {source: _place(source) for source in sources}
        ledger.forget_rejected([source for source, place in places.items() if place is None])
    left = list(dict.fromkeys(place for place in places.values() if place is not None))
    return ingest(left, into, replace(options, reprocess=True), progress)


def _name(place: str) -> str:
    """A place as the letters found there name it."""
    return without_secrets(place) if is_url(place) else shown(str(Path(place)))


def _place(source: str) -> str | None:
    """The place to look at for a file again, which is its archive for a member; None where it is gone."""
    if "://" in source:
        return source.partition("!")[0]
    ends = [len(source), *(at for at, sign in enumerate(source) if sign == "!")]
    return next((source[:end] for end in sorted(ends, reverse=True) if os.path.lexists(source[:end])), None)


def _read(
    ledger: Ledger, sources: Iterable[Source], into: Path, options: RunOptions, tally: Tally
) -> Iterator[tuple[Source, Outcome]]:
    """What became of each file; those unchanged since an earlier run, and those still growing, left out."""
    version = EXTRACTION_VERSION if options.reprocess else None
    new = _new(ledger, sources, version, options, tally)
    for source, result in _results(new, into, version, options):
        if isinstance(result, StillGrowing):
            tally.growing += 1
            tally.files += 1
        elif isinstance(result, Exception):
            raise result
        else:
            yield source, result


def _results(
    sources: Iterator[Source], into: Path, version: str | None, options: RunOptions
) -> Iterator[tuple[Source, Result]]:
    """What became of each letter; wherever it was read, one that the ledger knows is known."""
    reads_pictures = options.ocr is not OcrUse.NEVER
    limits = replace(options.limits, allowance=OCR_ALLOWANCE if reads_pictures else 0)
    if options.cluster is None:
        reader = LetterReader(options.engine, into, version, options.password, options.ocr)
        yield from read_all(sources, reader, options.workers, limits)
        return
    from pipeline.workers.cluster import read_on_cluster

    # The ledger is here alone.
    elsewhere = LetterReader(options.engine, None, version, options.password, options.ocr)
    for source, result in read_on_cluster(sources, elsewhere, options.cluster, limits):
        letter_id = None if isinstance(result, Exception) else letter_id_of(result)
        if letter_id is not None and is_known(into, letter_id, version, options.password is not None):
            yield source, Known(source.name, letter_id)
        else:
            yield source, result


def _new(
    ledger: Ledger, sources: Iterable[Source], version: str | None, options: RunOptions, tally: Tally
) -> Iterator[Source]:
    young = time.time() - options.settle
    unlocking = options.password is not None
    for source in sources:
        if source.stamp is not None and ledger.is_unchanged(source.name, source.stamp, version, unlocking):
            tally.unchanged += 1
            tally.files += 1
        elif options.settle and source.changed_at is not None and source.changed_at > young:
            tally.growing += 1
            tally.files += 1
        else:
            yield source


def _report(ledger: Ledger, tally: Tally, options: RunOptions) -> Report:
    earlier = (run.counts for run in last_runs(ledger.db, COMPARED) if run.status == "finished")
    found = drifts(tally.counts(), earlier, tally.examples)
    rejected = tally.rejected.total()
    if found:
        code = ExitCode.DRIFT
    elif rejected and not (tally.published or tally.repeated or tally.unchanged):
        code = ExitCode.NOTHING_PUBLISHED
    elif rejected > options.most_rejected * tally.read and tally.read >= LEAST_READ:
        code = ExitCode.TOO_MANY_REJECTED
    else:
        code = ExitCode.SOME_REJECTED if rejected else ExitCode.OK
    return Report(tally, found, code)


def _log_rejected(log: RunLog, outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        if isinstance(outcome, Rejected):
            log.event(
                "rejected",
                source=outcome.source,
                letter_id=outcome.letter_id,
                reason=outcome.reason,
                message=outcome.message,
            )


def _batches(results: Iterator[tuple[Source, Outcome]]) -> Iterator[list[tuple[Source, Outcome]]]:
    batch: list[tuple[Source, Outcome]] = []
    latest = time.monotonic() + SECONDS
    for result in results:
        batch.append(result)
        if len(batch) == BATCH or time.monotonic() > latest:
            yield batch
            batch, latest = [], time.monotonic() + SECONDS
    if batch:
        yield batch
