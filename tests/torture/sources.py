"""The letters themselves are never touched: no run writes to where they lie, or needs to be able to."""

import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.torture.common import Say, Undisturbed, check, imr, is_root, must_be_equal, tables

State = tuple[int, int, int, int, int]


def torture(undisturbed: Undisturbed, folder: Path, say: Say) -> None:
    """Read letters where nothing can be written, and see that nothing there has changed."""
    letters = folder / "only to be read"
    letters.mkdir()
    for path in sorted(undisturbed.letters.iterdir())[:10]:
        (letters / path.name).write_bytes(path.read_bytes())
    with zipfile.ZipFile(letters / "more.zip", "w") as archive:
        for path in sorted(undisturbed.letters.iterdir())[10:20]:
            archive.write(path, path.name)
    (letters / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    with read_only(letters) as how:
        before = snapshot(letters)
        for store, workers in (("one", "1"), ("one", "0"), ("two", "0")):
            ended = imr("ingest", letters, "--into", folder / store, "--workers", workers)
            check(ended.code in (0, 3), f"exit code {ended.code}: {ended.err[-2000:]}")
            check(snapshot(letters) == before, f"the run changed the letters' folder ({how})")
    must_be_equal(tables(folder / "two"), tables(folder / "one"))
    check(len(tables(folder / "one")) > 5, "no letter was published")
    say(f"three runs over {how}: unchanged")


def snapshot(folder: Path) -> Mapping[str, State]:
    """What a file system knows of a folder; its times tell of files that were made and removed again."""
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        status = path.stat()
        found[str(path)] = (
            status.st_ino,
            status.st_mode,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
    return found


@contextmanager
def read_only(folder: Path) -> Iterator[str]:
    """Let nothing be written to a folder; tells how that is ensured."""
    if is_root() and _mounted(folder):
        try:
            yield "a file system that is mounted to be read only"
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
        return
    folder.chmod(0o555)
    try:
        yield "a folder without leave to write"
    finally:
        folder.chmod(0o755)


def _mounted(folder: Path) -> bool:
    bound = subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode == 0
    if not bound:
        return False
    again = ["mount", "-o", "remount,ro,bind", str(folder)]
    if subprocess.run(again, capture_output=True).returncode:
        subprocess.run(["umount", "--lazy", folder], check=True)
        return False
    return True
