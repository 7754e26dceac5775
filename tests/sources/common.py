"""What the tests of sources share."""

import pickle
from collections.abc import Sequence
from pathlib import Path

from pipeline.sources import Source, find


def names(*places: str | Path) -> list[str]:
    """The names of what is found, which must have no fault, without the folders before the first place."""
    sources = list(find(places))
    assert not [source.fault for source in sources if source.fault]
    return [shortened(source.name, places[0]) for source in sources]


def faults(*places: str | Path) -> list[tuple[str, str]]:
    """Name and reason of all that is found with a fault."""
    found = [(source.name, source.fault) for source in find(places)]
    return [(shortened(name, places[0]), fault.reason.value) for name, fault in found if fault]


def shortened(name: str, place: str | Path) -> str:
    return name.removeprefix(str(place)).lstrip("/!")


def contents(*places: str | Path) -> list[bytes]:
    """The bytes of all that is found, each read as in another process."""
    return [elsewhere(source).read() for source in find(places)]


def elsewhere(source: Source) -> Source:
    copy: Source = pickle.loads(pickle.dumps(source))
    assert (copy, str(copy.fault)) == (source, str(source.fault))
    return copy


def put(folder: Path, *paths: str) -> Sequence[Path]:
    """Files that hold their own path."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return [folder / path for path in paths]
