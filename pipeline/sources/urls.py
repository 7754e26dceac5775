"""Which letters are behind URLs: one, those of a folder, or those that match a pattern."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.vocabulary import RejectionReason
from pipeline.errors import LetterError, UsageError
from pipeline.sources.archives import members
from pipeline.sources.remote import (
    WEB,
    Info,
    RemoteSource,
    fault_of,
    opened,
    options_of,
    scheme_of,
    stamp_of,
    time_of,
    without_secrets,
)
from pipeline.sources.source import NoLetter, Source, is_archive, is_letter

if TYPE_CHECKING:  # it may not be installed
    from fsspec import AbstractFileSystem

URL = re.compile(r"(?!file://)[a-z][a-z0-9+.-]+(?:::[a-z0-9+.-]+)*://", re.IGNORECASE)
EXTRA = "pip install 'imr-pipeline[remote]'"
OWN_PACKAGES = {"gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs", "abfss": "adlfs"}
"""What these stores need beside the extra, which has web servers and S3: they are large."""
MAX_DEPTH = 30
"""Of folders: a web server that follows links can show the same folder in itself without end."""


def is_url(place: str) -> bool:
    """Whether a place is a URL."""
    return bool(URL.match(place))


def check(url: str) -> None:
    """Raise UsageError where a URL cannot be opened with what is installed."""
    if "::" in url:  # fsspec's way to chain file systems: some of them write copies to disk
        message = f"{without_secrets(url)}: a URL in a URL is not opened"
        raise UsageError(message, "name the place itself")
    scheme = scheme_of(url)
    try:
        import fsspec

        fsspec.get_filesystem_class(scheme)
        options_of(scheme)
    except ImportError as error:
        message = f"{without_secrets(url)}: {scheme}:// needs something that is not installed ({error})"
        raise UsageError(message, f"{EXTRA} {OWN_PACKAGES.get(scheme, '')}".rstrip()) from error
    except ValueError as error:
        message = f"{without_secrets(url)}: {scheme}:// is not known"
        raise UsageError(message, "check the spelling of the URL") from error


def sources(url: str) -> Iterator[Source]:
    """The letters at a URL: of a folder if it ends in "/", of a pattern, or the one it names.

    Of a folder, its letters and archives are taken, by name; the listing of one folder is held at a time.
    What cannot be reached is given with its fault.
    """
    try:
        files, path = opened(url)
        if _is_pattern(url):
            yield from _matching(files, path)
        elif url.endswith("/") or (info := files.info(path))["type"] == "directory":
            yield from (each for found in _below(files, path) for each in _taken(files, found))
        else:
            yield from _letters(files, info)
    except Exception as error:  # each file system has errors of its own
        yield _no_letter(url, error)


def _is_pattern(url: str) -> bool:
    signs = "*[" if scheme_of(url) in WEB else "*?["  # on the web a "?" begins a query
    return any(sign in url for sign in signs)


def _matching(files: "AbstractFileSystem", pattern: str) -> Iterator[Source]:
    from fsspec.utils import glob_translate

    matches = re.compile(glob_translate(pattern)).match
    parts = pattern.split("/")
    base = next(index for index, part in enumerate(parts) if re.search(r"[*?\[]", part))
    depth = MAX_DEPTH if "**" in pattern else len(parts) - base - 1
    empty = True
    for found in _below(files, "/".join(parts[:base]) + "/", depth):
        if isinstance(found, NoLetter):
            yield found
        elif matches(found["name"]):
            yield from _letters(files, found)
        else:
            continue
        empty = False
    if empty:
        message = "nothing at the server matches this pattern"
        name = without_secrets(files.unstrip_protocol(pattern))
        yield NoLetter(name, reason=RejectionReason.PATH_MISSING, message=message)


def _below(files: "AbstractFileSystem", top: str, depth: int = MAX_DEPTH) -> Iterator[Info | NoLetter]:
    """What lies in a folder at any depth, by name; hidden things and what leads out of it are left out.

    Raises:
        Exception: Any, if the folder itself cannot be listed; those in it are given with their fault.
    """
    levels = [iter(_listing(files, top))]
    while levels:
        info = next(levels[-1], None)
        if info is None:
            levels.pop()
        elif info["type"] != "directory":
            yield info
        elif len(levels) <= depth:
            try:
                levels.append(iter(_listing(files, info["name"])))
            except Exception as error:  # each file system has errors of its own
                yield _no_letter(files.unstrip_protocol(info["name"]), error)
        elif depth == MAX_DEPTH:
            too_deep = ValueError(f"it lies more than {MAX_DEPTH} folders deep")
            yield _no_letter(files.unstrip_protocol(info["name"]), too_deep)


def _listing(files: "AbstractFileSystem", folder: str) -> list[Info]:
    whole = folder.rstrip("/")
    found = (info for info in files.ls(folder, detail=True) if info["name"].rstrip("/") != whole)
    inside = (
        info for info in found if not _base(info["name"]).startswith(".") and "/../" not in info["name"]
    )
    return sorted(inside, key=lambda info: str(info["name"]))


def _base(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _taken(files: "AbstractFileSystem", found: Info | NoLetter) -> Iterator[Source]:
    if isinstance(found, NoLetter):
        yield found
    elif is_letter(found["name"]) or is_archive(found["name"]):
        yield from _letters(files, found)


def _letters(files: "AbstractFileSystem", info: Info) -> Iterator[Source]:
    url = files.unstrip_protocol(info["name"])
    try:
        if info.get("size") is None and scheme_of(url) in WEB:  # a web page that lists files tells names only
            info = files.info(info["name"])
        name, size = without_secrets(url), info.get("size")
        source = RemoteSource(name, stamp_of(info), time_of(info), url=url, size=size)
    except Exception as error:  # each file system has errors of its own
        yield _no_letter(url, error)
        return
    if is_archive(name):
        yield from members(source)
    else:
        yield source


def _no_letter(url: str, error: Exception) -> NoLetter:
    fault = error if isinstance(error, LetterError) else fault_of(error)
    return NoLetter(without_secrets(url), reason=fault.reason, message=str(fault))
