"""What a letter costs the driver of a cluster, and a worker: python -m tests.driver [LETTERS].

All is measured in one process, in seconds of its CPU. The ratio of the two is the number of worker cores
that one driver can keep busy. To publish is work that it spreads over processes, when all letters are read.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from models.vocabulary import Engine
from pipeline.generate import fictional_letters
from pipeline.ingest import BATCH as COMMITTED
from pipeline.reading import LetterReader
from pipeline.sources import Source, find
from pipeline.store.known import is_known
from pipeline.store.ledger import Ledger
from pipeline.store.outcome import Outcome, letter_id_of
from pipeline.store.publish import publish
from pipeline.store.runs import begin_run
from pipeline.tally import Tally
from pipeline.workers.cluster import BATCH
from pipeline.workers.freight import load, unload
from pipeline.workers.transfer import pack, unpack

T = TypeVar("T")
spent: dict[str, float] = {}


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Add the CPU time of what stands in the `with` to a name."""
    began = process_time()
    yield
    spent[name] = spent.get(name, 0.0) + process_time() - began


def main(count: int) -> None:
    with TemporaryDirectory() as folder:
        letters, store = Path(folder) / "letters", Path(folder) / "store"
        letters.mkdir()
        for number, letter in enumerate(fictional_letters(count, seed=11)):
            (letters / f"{number:06}.pdf").write_bytes(letter.pdf())
        read = LetterReader(Engine.PDFIUM, None, None)
        read(next(find([letters])))  # everything is loaded before anything is counted
        sent = 0
        with Ledger(store) as ledger:
            run_id, tally = begin_run(ledger.db), Tally()
            with counted("driver: find and send"):
                batches = [pack(batch) for batch in _batches(list(find([letters])), BATCH)]
            for packed in batches:
                sources: list[Source] = unpack(packed)
                with counted("worker"):
                    data = load([read(source) for source in sources], {})
                sent += len(data)
                with counted("driver: receive"):
                    outcomes = [result for result in unload(data)[0] if not isinstance(result, Exception)]
                with counted("driver: known?"):
                    for outcome in outcomes:
                        is_known(store, letter_id_of(outcome) or "", None)
                with counted("driver: commit and count"):
                    pairs: list[tuple[Outcome, str | None]] = [
                        (outcome, source.stamp) for outcome, source in zip(outcomes, sources, strict=True)
                    ]
                    for some in _batches(pairs, COMMITTED):
                        tally.count(ledger.commit(run_id, some))
            with counted("publish"):
                publish(ledger, store)
        for name, seconds in spent.items():
            print(f"{name:<26}{1000 * seconds / count:8.2f} ms a letter")
        busy = sum(seconds for name, seconds in spent.items() if name.startswith("driver"))
        print(f"{sent / count / 1000:.1f} kB a letter come back")
        print(f"the driver's limit: {count / busy:,.0f} letters a second of its CPU, before it publishes")
        print(f"worker cores that it keeps busy: {spent['worker'] / busy:.0f}")
        print(
            f"worker cores for each that publishes, to take as long: {spent['worker'] / spent['publish']:.0f}"
        )


def _batches(items: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
