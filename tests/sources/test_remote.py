"""URLs: a real web server and a real S3-compatible server on this machine, and those that do not answer."""

import builtins
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from models.vocabulary import RejectionReason
from pipeline.errors import LetterError, StillGrowing, UsageError
from pipeline.sources import archives, find, urls
from pipeline.sources.remote import options_of, without_secrets
from tests.sources.common import contents, elsewhere, faults, names, put

REMOTE = "the extra is not installed: pip install 'imr-pipeline[remote]'"
fsspec = pytest.importorskip("fsspec", reason=REMOTE)
pytest.importorskip("aiohttp", reason=REMOTE)
pytest.importorskip("s3fs", reason=REMOTE)

FILES = ("2016/a.pdf", "2016/b.txt", "2016/deep/c.TXT", "2017/d.txt", "e.json", ".h/f.txt")


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    yield
    archives._let_go()


class Handler(SimpleHTTPRequestHandler):
    """The standard library's, which tells no ETag and gives no parts; it logs nothing here."""

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/secret/") and "Authorization" not in self.headers:
            self.send_error(401)
        elif self.path.startswith("/broken/"):
            self.send_error(500)
        elif self.path.startswith("/short.txt"):
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"short")
        else:
            super().do_GET()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder = tmp_path / "web"
    put(folder, *FILES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    pytest.importorskip("flask_cors", reason="the server for tests is not installed: pip install '.[dev]'")
    server = pytest.importorskip("moto.server", reason="the server for tests is not installed")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    address = "http://{}:{}".format(*running.get_host_and_port())
    fsspec.get_filesystem_class("s3").clear_instance_cache()  # another server's, of other tests
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", address)
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        files = fsspec.filesystem("s3", **options_of("s3"))
        files.mkdir("imr")
        for name in FILES:
            files.pipe(f"imr/{name}", name.encode())
        yield files
        files.rm("imr", recursive=True)  # all servers of a process hold the same buckets
    running.stop()


def test_a_letter_on_the_web(web: tuple[str, Path]) -> None:
    address, folder = web
    (source,) = find([f"{address}/2016/a.pdf"])
    assert elsewhere(source).read() == b"2016/a.pdf"
    assert source.name == f"{address}/2016/a.pdf"
    assert source.changed_at == int((folder / "2016/a.pdf").stat().st_mtime)
    assert list(find([source.name])) == [source]


def test_a_folder_and_a_pattern_on_the_web(web: tuple[str, Path]) -> None:
    address, _ = web
    assert names(f"{address}/") == ["2016/a.pdf", "2016/b.txt", "2016/deep/c.TXT", "2017/d.txt"]
    assert names(f"{address}/2016/*.pdf") == [f"{address}/2016/a.pdf".lstrip("/")]
    found = [source.name for source in find([f"{address}/**/*.txt"])]
    assert found == [f"{address}/2016/b.txt", f"{address}/2017/d.txt"]
    assert contents(f"{address}/2017/") == [b"2017/d.txt"]


def test_folders_that_hold_themselves_on_the_web_end(web: tuple[str, Path]) -> None:
    address, folder = web
    (folder / "2017" / "again").symlink_to(".")
    ((_, reason),) = faults(f"{address}/2017/")
    assert reason == "source_unreachable"
    assert len(list(find([f"{address}/2017/"]))) == urls.MAX_DEPTH + 2


def test_what_changes_on_the_web_is_left_for_the_next_run(web: tuple[str, Path]) -> None:
    address, folder = web
    (source,) = find([f"{address}/2016/a.pdf"])
    (folder / "2016/a.pdf").write_text("another text")
    with pytest.raises(StillGrowing):
        source.read()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/nowhere.pdf", "path_missing"),
        ("/nowhere/", "path_missing"),
        ("/2016/*.docx", "path_missing"),
        ("/broken/a.pdf", "source_unreachable"),
        ("/broken/", "source_unreachable"),
        ("/secret/", "source_unreachable"),
    ],
)
def test_what_the_web_does_not_give(path: str, reason: str, web: tuple[str, Path]) -> None:
    address, _ = web
    assert faults(address + path) == [("", reason)]


def test_a_server_that_does_not_answer() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert faults(f"http://127.0.0.1:{port}/a.pdf") == [("", "source_unreachable")]


def test_a_letter_cut_short_on_its_way(web: tuple[str, Path]) -> None:
    address, folder = web
    (folder / "short.txt").write_bytes(b"x" * 100)
    (source,) = find([f"{address}/short.txt"])
    with pytest.raises(LetterError) as caught:
        source.read()
    assert caught.value.reason is RejectionReason.SOURCE_UNREACHABLE


def test_a_letter_too_large_is_not_fetched(web: tuple[str, Path]) -> None:
    address, folder = web
    with (folder / "big.pdf").open("wb") as file:
        file.truncate(2 * 10**9)
    (source,) = find([f"{address}/big.pdf"])
    with pytest.raises(LetterError) as caught:
        source.read()
    assert caught.value.reason is RejectionReason.FILE_TOO_LARGE


def test_an_archive_on_the_web_needs_a_server_that_gives_parts(web: tuple[str, Path]) -> None:
    address, folder = web
    with zipfile.ZipFile(folder / "letters.zip", "w") as archive:
        archive.writestr("a.txt", os.urandom(6_000_000))
    assert faults(f"{address}/letters.zip") == [("", "source_unreachable")]


def test_secrets_are_not_shown(web: tuple[str, Path]) -> None:
    address, _ = web
    secret = address.replace("://", "://user:pass@")
    (good,) = find([f"{secret}/2016/a.pdf?X-Amz-Signature=hidden&id=7"])
    assert good.name == f"{address}/2016/a.pdf?id=7"
    assert "pass" not in repr(good) and "hidden" not in repr(good)
    assert good.read() == b"2016/a.pdf"
    (bad,) = find([f"{secret}/nowhere.pdf?sig=hidden"])
    assert bad.name == f"{address}/nowhere.pdf"
    assert "hidden" not in repr(bad) + str(bad.fault)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a:b@host/x.pdf", "https://host/x.pdf"),
        ("https://host/x.pdf?token=1&page=2", "https://host/x.pdf?page=2"),
        ("https://host/x.pdf?page=2&token=1", "https://host/x.pdf?page=2"),
        ("https://host/x.pdf?AWSAccessKeyId=1&Expires=2", "https://host/x.pdf"),
        ("s3://bucket/201?/*.pdf", "s3://bucket/201?/*.pdf"),
        ("tried https://a@host/x?key=1, in vain", "tried https://host/x, in vain"),
    ],
)
def test_without_secrets(url: str, shown: str) -> None:
    assert without_secrets(url) in (shown, shown.replace(",", ""))


def test_letters_in_a_bucket(s3: Any) -> None:
    found = ["2016/a.pdf", "2016/b.txt", "2016/deep/c.TXT", "2017/d.txt"]
    assert names("s3://imr/") == found
    assert names("s3://imr/", "s3://imr/2016/", "s3://imr/2017/d.txt", "s3://imr/*/a.pdf") == found
    assert contents("s3://imr/") == [name.encode() for name in found]
    assert [source.name for source in find(["s3://imr/*/*.txt"])] == [
        "s3://imr/2016/b.txt",
        "s3://imr/2017/d.txt",
    ]
    assert [source.name for source in find(["s3://imr/**/c.*"])] == ["s3://imr/2016/deep/c.TXT"]
    (listed,) = find(["s3://imr/2017"])
    (named,) = find(["s3://imr/2017/d.txt"])
    assert named == listed
    assert named.stamp and named.changed_at


def test_what_changes_in_a_bucket_is_left_for_the_next_run(s3: Any) -> None:
    s3.mkdir("growing")
    s3.pipe("growing/x.txt", b"one")
    (source,) = find(["s3://growing/"])
    s3.pipe("growing/x.txt", b"two")
    with pytest.raises(StillGrowing):
        source.read()


def test_what_a_bucket_does_not_hold(s3: Any) -> None:
    for url in ("s3://imr/nowhere.pdf", "s3://imr/nowhere/", "s3://no-such-bucket/", "s3://imr/*.pdf"):
        assert faults(url) in ([("", "path_missing")], [("", "folder_empty")]), url


def test_an_archive_in_a_bucket(s3: Any) -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("2016/a.txt", "in the archive")
    s3.mkdir("archives")
    s3.pipe("archives/letters.zip", data.getvalue())
    s3.pipe("archives/broken.zip", data.getvalue()[:50])
    broken, source = find(["s3://archives/"])
    assert source.name == "s3://archives/letters.zip!2016/a.txt"
    assert elsewhere(source).read() == b"in the archive"
    assert broken.fault and broken.fault.reason is RejectionReason.ARCHIVE_DAMAGED


def test_other_file_systems(tmp_path: Path) -> None:
    files = fsspec.filesystem("memory")
    files.pipe("/imr/a.txt", b"a")
    assert contents("memory://imr/") == [b"a"]
    files.rm("/imr", recursive=True)
    put(tmp_path, "x y.txt")
    (source,) = find([f"file://{tmp_path}/x%20y.txt"])
    assert (source.name, source.read()) == (str(tmp_path / "x y.txt"), b"x y.txt")


@pytest.mark.parametrize(
    "url", ["nosuch://a/b.pdf", "zip://a.txt::https://host/x.zip", "simplecache::s3://a/b.pdf"]
)
def test_urls_that_cannot_be_read(url: str) -> None:
    with pytest.raises(UsageError):
        find(["a.pdf", url])


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_import = builtins.__import__

    def failing_import(name: str, *arguments: Any, **named: Any) -> Any:
        if name.startswith("fsspec"):
            raise ImportError(f"No module named {name!r}")
        return plain_import(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", failing_import)
    with pytest.raises(UsageError) as caught:
        find(["s3://imr/a.pdf"])
    assert caught.value.advice == "pip install 'imr-pipeline[remote]'"
    with pytest.raises(UsageError) as caught:
        find(["gs://imr/a.pdf"])
    assert caught.value.advice == "pip install 'imr-pipeline[remote]' gcsfs"


def test_a_run_without_urls_does_not_load_what_reads_them() -> None:
    script = "import sys, pipeline.sources as s; list(s.find(['.'])); sys.exit('fsspec' in sys.modules)"
    subprocess.run(
        [sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2], env=dict(os.environ)
    )
