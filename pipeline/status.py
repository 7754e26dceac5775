"""A store's state, put into words for a person."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.store.runs import Run
from pipeline.store.status import Status


def status_lines(status: Status, store: Path) -> Iterator[str]:
    """The state of a store, line by line."""
    yield f"Store {store}/"
    yield f"  letters published    {status.published:>9,}"
    yield f"  letters superseded   {status.superseded:>9,}"
    yield f"  files rejected       {sum(status.rejected.values()):>9,}"
    for reason, number in status.rejected.items():
        yield f"    {reason:<33}{number:>7,}"
    if status.oldest_rejected:
        yield f"  the oldest was read in the run of {status.oldest_rejected}; see: imr rejected"
    if status.unpublished:
        yield f"  not yet published: {', '.join(status.unpublished)}; mend with: imr publish"
    yield f"  read by an earlier version: {status.outdated:,}" + (
        "; read them again with: imr ingest --reprocess SOURCE" if status.outdated else ""
    )
    yield ""
    yield "Last runs"
    for run in status.runs:
        yield f"  {_run_line(run)}"


def _run_line(run: Run) -> str:
    if run.status != "finished":
        return f"{run.run_id:>5}  {run.started}  {run.status}"
    counts = run.counts
    rejected = sum(counts.get("rejected", {}).values())
    return (
        f"{run.run_id:>5}  {run.started}  exit {run.exit_code}  files {counts.get('files', 0):,}, "
        f"published {counts.get('published', 0):,}, rejected {rejected:,}, "
        f"unchanged {counts.get('unchanged', 0):,}"
    )
