"""Published tables in an object store: S3 and whatever else fsspec writes to.

An object is replaced in one step by the store itself, also where it is uploaded in parts. So a file is
written on this machine first, beside the ledger, and uploaded when it is complete.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom, BytesIO
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import UsageError
from pipeline.sources import urls
from pipeline.sources.remote import WEB, opened, scheme_of, without_secrets
from pipeline.store.shelf import UNFINISHED


class Bucket:
    """A URL under which tables are published."""

    advice = "check the address, the credentials and the network"

    def __init__(self, url: str, staging: Path) -> None:
        """Take a URL to publish under; nothing is asked of the network yet.

        Args:
            url: Such as s3://bucket/imr.
            staging: A folder of this machine, with room for the tables of one month.

        Raises:
            UsageError: What is installed cannot write there.
        """
        self.name = without_secrets(url).rstrip("/")
        if scheme_of(url) in WEB:
            raise UsageError(f"{self.name}: a web server takes no tables", "name a folder or an object store")
        urls.check(url)
        self._url = url
        self._staging = staging

    @contextmanager
    def writing(self, path: str) -> Iterator[BufferedRandom]:
        """A file of this machine that is uploaded when it is complete."""
        stage = self._staging / f".{path.replace('/', '.')}{UNFINISHED}"
        try:
            with stage.open("w+b") as file:
                yield file
            with self._errors():
                files, base = opened(self._url)
                files.put_file(str(stage), f"{base.rstrip('/')}/{path}")
        finally:
            stage.unlink(missing_ok=True)

    def open(self, path: str) -> BinaryIO:
        """The bytes of an object, fetched as a whole."""
        with self._errors():
            files, base = opened(self._url)
            return BytesIO(files.cat_file(f"{base.rstrip('/')}/{path}"))

    def remove(self, path: str) -> None:
        """Remove an object."""
        with self._errors():
            files, base = opened(self._url)
            try:
                files.rm_file(f"{base.rstrip('/')}/{path}")
            except FileNotFoundError:
                return

    def tables(self, folder: str) -> Iterator[str]:
        """The objects under a folder that readers take for its tables."""
        with self._errors():
            files, base = opened(self._url)
            found = files.find(f"{base.rstrip('/')}/{folder}")
        start = len(base.rstrip("/")) + 1
        return (name[start:] for name in sorted(found) if name.endswith(".parquet"))

    def tidy(self) -> None:
        """Remove what was written on this machine and never uploaded."""
        for path in self._staging.glob(f".*{UNFINISHED}"):
            path.unlink()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Every error is one of the operating system's, and says no secret."""
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:  # each file system has errors of its own
            raise OSError(without_secrets(str(error)) or type(error).__name__) from error
