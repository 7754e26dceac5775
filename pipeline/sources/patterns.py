"""Patterns of paths, as a shell expands them: "2016/*.pdf", "**/*.txt"."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path

from pipeline.sources.folders import Found, is_hidden, joined, walk

ANY_DEPTH = "**"


def is_pattern(path: str) -> bool:
    """Whether a path is a pattern: it holds the signs of one, and nothing of that very name is there."""
    return has_magic(path) and not os.path.lexists(path)


def matches(pattern: str) -> tuple[list[str], list[Found]]:
    """The paths that match, by name, and the folders on the way that cannot be looked into.

    The standard library's own follows links round in circles and passes over closed folders in silence.
    """
    path = Path(pattern)
    parts = path.parts[1:] if path.anchor else path.parts
    closed: list[Found] = []
    found = set(_expand(path.anchor, parts, closed))
    return sorted(found, key=lambda each: Path(each).parts), closed


def _expand(folder: str, parts: tuple[str, ...], closed: list[Found]) -> Iterator[str]:
    if not parts:
        yield folder or "."
        return
    head, rest = parts[0], parts[1:]
    if head == ANY_DEPTH:
        for below in _folders(folder or ".", closed):
            yield from _expand(below, rest, closed)
    elif has_magic(head):
        for name in _names(folder or ".", closed):
            if fnmatchcase(name, head) and is_hidden(name) <= is_hidden(head):
                yield from _expand(joined(folder, name), rest, closed)
    elif os.path.lexists(joined(folder, head)):
        yield from _expand(joined(folder, head), rest, closed)


def _folders(top: str, closed: list[Found]) -> Iterator[str]:
    """The folder and those in it at any depth, each once."""
    met: set[str] = set()

    def enter(real: str) -> bool:
        first = real not in met
        met.add(real)
        return first

    for item in walk(top, enter):
        if item.closed:
            closed.append(item)
        elif item.is_folder:
            yield item.path


def _names(folder: str, closed: list[Found]) -> list[str]:
    try:
        return sorted(each.name for each in Path(folder).iterdir())
    except NotADirectoryError:
        return []
    except OSError as error:
        closed.append(Found(folder, folder, is_folder=True, closed=error))
        return []
