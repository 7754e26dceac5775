"""Hostile files: each becomes a case or a typed reason, in time, and nothing is written beside it."""

import os
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from models.vocabulary import Engine
from pipeline.reading import read
from pipeline.sources import Source, find
from pipeline.workers import Limits, Result, read_all
from tests.hostile.check import defect
from tests.hostile.corpus import CORPUS

LIMITS = Limits(seconds=20, megabytes=600)
WORKERS = 2
TOO_BIG = frozenset(
    {
        "a bomb in a page",
        "a bomb in an object stream",
        "a bomb in a stamp",
        "a picture of 100,000 x 100,000",
        "a form that draws itself",
        "1,000,000 text operators",
    }
)
"""What may meet the limit of memory before anyone can tell its size; PDFium then ends its process."""

Results = Mapping[str, list[Result]]


class Stamp(NamedTuple):
    """What shows that a file, or what a folder holds, was changed."""

    size: int
    changed: int


def stamps(folder: Path) -> dict[str, Stamp]:
    found = {}
    for place, folders, files in os.walk(folder):
        for name in [".", *folders, *files]:
            path = os.path.join(place, name)  # noqa: PTH118 - names of any bytes
            status = os.lstat(path)
            found[path] = Stamp(status.st_size, status.st_mtime_ns)
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, list[Source]]]]:
    """Every hostile file in a folder of its own, and the sources found there."""
    root = tmp_path_factory.mktemp("hostile")
    sources: dict[str, list[Source]] = {}
    for number, (name, file) in enumerate(CORPUS.items()):
        folder = root / str(number)
        folder.mkdir()
        sources[name] = list(find([file.put(folder)]))
    yield root, sources


@pytest.fixture(scope="module")
def results(hostile: tuple[Path, dict[str, list[Source]]]) -> Results:
    root, sources = hostile
    names = [name for name, found in sources.items() for _ in found]
    before = stamps(root)
    outcomes: dict[str, list[Result]] = {name: [] for name in sources}
    everything = (source for found in sources.values() for source in found)
    reading = read_all(everything, partial(read, engine=Engine.PDFIUM), WORKERS, LIMITS)
    for name, (_, result) in zip(names, reading, strict=True):
        outcomes[name].append(result)
    assert stamps(root) == before, "something was written beside the letters"
    return outcomes


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory needs Linux")
@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_a_case_or_a_reason(results: Results, name: str) -> None:
    if name == "a closed file" and os.geteuid() == 0:
        pytest.skip("the superuser may read any file")
    assert results[name], "the file was not found"
    defects = [defect(result, may_give_up=name in TOO_BIG) for result in results[name]]
    assert [each for each in defects if each] == []
