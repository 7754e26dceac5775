"""Letters behind URLs, read through fsspec: object stores, web servers and whatever else it knows."""

import re
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from models.vocabulary import RejectionReason
from pipeline.errors import ImrError, LetterError, StillGrowing
from pipeline.sources.source import Source, check_size, read_at_most

if TYPE_CHECKING:  # with it aiohttp and botocore would be loaded by every run, or not be there
    from fsspec import AbstractFileSystem

Info = dict[str, Any]

WEB = ("http", "https")
CONNECT_SECONDS, READ_SECONDS = 30, 60
"""A server that does not answer must not hold up a scheduled run."""
TAGS = ("ETag", "etag", "md5Hash", "Content-MD5")
TIMES = ("LastModified", "mtime", "updated", "Last-Modified", "last_modified", "modified", "created")
USER = re.compile(r"(?<=://)[^/@\s]*@")
SECRET = re.compile(
    r"(?<=[?&])[^=&?#\s]*(?:sig|token|key|secret|cred|pass|pwd|auth|x-amz|x-goog|session|policy|expires)"
    r"[^=&?#\s]*=[^&#\s'\"]*&?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RemoteSource(Source):
    """A letter, or an archive of letters, behind a URL.

    Attributes:
        url: The URL, with the secrets it may hold.
        size: How many bytes it has; None if the server does not tell.
    """

    url: str = field(kw_only=True, repr=False)
    size: int | None = field(kw_only=True)

    @property
    def key(self) -> str:
        """The URL."""
        return self.url

    def read(self) -> bytes:
        """The letter's bytes.

        Raises:
            LetterError: `source_unreachable`, `path_missing` or `file_too_large`.
            StillGrowing: If it has changed since it was found.
        """
        try:
            check_size(self.size or 0)
            with closing(self._stream()) as file:
                data = read_at_most(file)
                self.check(file)
            if self.size not in (None, len(data)):
                message = f"the server gave {len(data):,} of {self.size:,} bytes"
                raise LetterError(RejectionReason.SOURCE_UNREACHABLE, message)
            return data
        except ImrError:
            raise
        except Exception as error:  # each file system has errors of its own
            raise fault_of(error) from error

    def open(self) -> BinaryIO:
        """The bytes, fetched from where they are read.

        Raises:
            LetterError: `source_unreachable` or `path_missing`.
        """
        try:
            files, path = opened(self.url)
            file = cast(BinaryIO, files.open(path, "rb"))
            if scheme_of(self.url) in WEB and self.size:  # not every web server gives parts of a file
                file.seek(self.size - 1)
                file.read(1)
                file.seek(0)
            return file
        except Exception as error:  # each file system has errors of its own
            raise fault_of(error) from error

    def check(self, file: BinaryIO) -> None:
        """See that the server still has what was found; raises StillGrowing."""
        if self.stamp is None:
            return
        files, path = opened(self.url)
        if stamp_of(files.info(path)) != self.stamp:
            raise StillGrowing(f"{self.name} has changed since it was found: it may still be written")

    def _stream(self) -> BinaryIO:
        """The bytes from the first on; asked for as a whole, as not every web server gives parts."""
        files, path = opened(self.url)
        options = {"block_size": 0} if scheme_of(self.url) in WEB else {}
        return cast(BinaryIO, files.open(path, "rb", **options))


def without_secrets(text: str) -> str:
    """A URL, or a text with some, without user names and passwords and without signatures of its query."""
    return re.sub(r"[?&](?=\s|#|$)", "", SECRET.sub("", USER.sub("", text)))


def scheme_of(url: str) -> str:
    """What stands before "://"."""
    return url.partition("://")[0].lower()


@cache
def options_of(scheme: str) -> Info:
    """How a file system is opened: without a memory of its listings, which would age and grow."""
    options: Info = {"use_listings_cache": False}
    if scheme in WEB:
        from aiohttp import ClientTimeout

        timeout = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
        options["client_kwargs"] = {"timeout": timeout}
    elif scheme == "s3":
        options["config_kwargs"] = {"connect_timeout": CONNECT_SECONDS, "read_timeout": READ_SECONDS}
    return options


def opened(url: str) -> tuple["AbstractFileSystem", str]:
    """The file system of a URL, and the path in it."""
    from fsspec.core import url_to_fs

    files, path = url_to_fs(url, **options_of(scheme_of(url)))
    return files, path


def stamp_of(info: Info) -> str | None:
    """What a server tells of a file that changes with its bytes; None if it tells nothing of the kind."""
    tag = next((info[key] for key in TAGS if info.get(key)), None) or time_of(info)
    return None if tag is None else f"{info.get('size')}:{tag}"


def time_of(info: Info) -> float | None:
    """When a file was last changed, in seconds since the epoch; None if its server does not tell."""
    value = next((info[key] for key in TIMES if info.get(key)), None)
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value) if value[:1].isdigit() else parsedate_to_datetime(value)
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        return None if value is None else float(value)
    except (ValueError, TypeError):
        return None


def fault_of(error: Exception) -> LetterError:
    """What an error of a file system means; that of the web calls every failure a file not found."""
    cause = error.__cause__
    status = getattr(cause, "status", None)
    is_network = isinstance(cause, OSError) or type(cause).__module__.startswith("aiohttp")
    if isinstance(error, FileNotFoundError) and (status in (404, 410) if status else not is_network):
        return LetterError(RejectionReason.PATH_MISSING, "there is nothing at this URL")
    told = cause if isinstance(error, FileNotFoundError) and cause else error
    why = without_secrets(str(told)) or type(told).__name__
    return LetterError(RejectionReason.SOURCE_UNREACHABLE, f"the URL cannot be read: {why}")
