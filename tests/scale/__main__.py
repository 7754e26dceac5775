"""A run over as many letters as one likes: its speed, its memory, and what a second run costs: `make scale`.

It may be ended and begun again at any moment: archives that were written stay, and the run goes on.
"""

import argparse
import json
import os
import platform
import shutil
import sqlite3
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.store.ledger import FILE_NAME
from tests.scale.letters import MOST, write_archives
from tests.watched import Watched, watch

GIGABYTE = 1e9
SECONDS_BETWEEN_LOOKS = 1.0
ROOM = {"pdf": 24_000, "txt": 16_000}
"""Bytes of disk that a letter takes: itself, its record, its rows, and room for the ledger's changes."""


def main() -> int:
    """Write the letters, read them, read them again, and tell what it took."""
    options = _options()
    letters, store = options.work / f"letters-{options.kind}-{options.letters}", options.work / "store"
    figures = options.out or Path("build") / f"scale-{options.kind}-{options.letters}.json"
    options.work.mkdir(parents=True, exist_ok=True)
    if _lacks_room(options):
        return 2
    _say(f"writing archives of {options.letters:,} letters to {letters}")
    begin = time.perf_counter()
    size = write_archives(letters, options.letters, options.kind)
    _say(f"{size / GIGABYTE:.2f} GB in {time.perf_counter() - begin:.0f} s; reading them")
    before = _known(store)
    first = _ingest(letters, store, options.workers, options.work / "run.jsonl")
    known = _known(store)
    _say(f"read in {first.seconds:.0f} s; again, with nothing new")
    second = _ingest(letters, store, options.workers, options.work / "run.jsonl")
    report = {
        "letters": options.letters,
        "kind": options.kind,
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "workers": options.workers,
        "read": known - before,
        "archives_gb": round(size / GIGABYTE, 2),
        "ledger_gb": round((store / FILE_NAME).stat().st_size / GIGABYTE, 2),
        "tables_gb": round(sum(p.stat().st_size for p in store.rglob("*.parquet")) / GIGABYTE, 2),
        "publishing_seconds": _publishing(options.work / "run.jsonl"),
        "first": first.figures(),
        "second": second.figures(),
    }
    figures.parent.mkdir(parents=True, exist_ok=True)
    figures.write_text(json.dumps(report, indent=1) + "\n")
    print("\n".join(_lines(report, first, second)))
    print(f"\n{figures}")
    if not options.keep:
        shutil.rmtree(letters)
        shutil.rmtree(store)
    return int(known != options.letters or bool(first.exit_code or second.exit_code))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000, help=f"how many, at most {MOST:,}")
    parser.add_argument("--kind", choices=("pdf", "txt"), default="pdf")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path, default=Path("build/scale"), help="folder of archives and store")
    parser.add_argument("--out", type=Path, help="where the figures go, as JSON")
    parser.add_argument("--keep", action="store_true", help="leave archives and store where they are")
    return parser.parse_args()


def _lacks_room(options: argparse.Namespace) -> bool:
    needed, free = options.letters * ROOM[options.kind], shutil.disk_usage(options.work).free
    taken = sum(path.stat().st_size for path in options.work.rglob("*") if path.is_file())
    if needed > free + taken:
        message = (
            f"{options.letters:,} letters need some {needed / GIGABYTE:.1f} GB of disk; {options.work} has"
        )
        print(f"{message} {(free + taken) / GIGABYTE:.1f}", file=sys.stderr)
        return True
    return False


def _ingest(letters: Path, store: Path, workers: int, log: Path) -> Watched:
    command = [sys.executable, "-m", "pipeline", "ingest", str(letters), "--into", str(store)]
    return watch([*command, "--workers", str(workers), "--log", str(log)], SECONDS_BETWEEN_LOOKS)


def _known(store: Path) -> int:
    """Letters that the store knows."""
    if not (store / FILE_NAME).exists():
        return 0
    with sqlite3.connect(store / FILE_NAME) as db:
        count = db.execute("SELECT count(*) FROM letters WHERE part IS NOT NULL").fetchone()[0]
    db.close()
    return int(count)


def _publishing(log: Path) -> float | None:
    """Seconds that the tables took in the run before the last."""
    events = [json.loads(line) for line in log.read_text().splitlines()]
    times = [_seconds(event) for event in events if event["event"] in ("publishing", "run_ended")]
    return round(times[-3] - times[-4], 1) if len(times) >= 4 else None


def _seconds(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["time"]).timestamp()


def _lines(report: dict[str, Any], first: Watched, second: Watched) -> list[str]:
    read = max(report["read"], 1)
    share = f"{first.parent_cpu:,.1f} s of {first.cpu:,.1f} s ({first.parent_cpu / first.cpu:.1%})"
    sizes = ", ".join(f"{report[f'{what}_gb']} GB" for what in ("archives", "ledger", "tables"))
    again = f"{second.seconds:,.1f} s, processor {second.cpu:,.1f} s, {second.parent_mb:.0f} MB"
    rows = {
        "archives, ledger, tables": sizes,
        "first run": f"{first.seconds:,.0f} s, {read:,} letters, {read / first.seconds:,.0f} a second",
        "  of it publishing": f"{report['publishing_seconds']} s",
        "  processor a letter": f"{1000 * first.cpu / read:.2f} ms",
        "  processor, run's process": share,
        "  memory, run's process": f"{first.parent_mb:.0f} MB; by quarters {first.parent_mb_by_quarter}",
        "  memory, a worker": f"{first.worker_mb:.0f} MB; by quarters {first.worker_mb_by_quarter}",
        "second run, nothing new": again,
    }
    about = f"{report['workers']} workers, {report['cores']} cores, {report['date']}"
    title = f"{report['letters']:,} letters ({report['kind']}), {about}"
    return ["", title, *(f"  {name:<28}{value}" for name, value in rows.items())]


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
