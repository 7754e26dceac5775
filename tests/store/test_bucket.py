"""Tables in an object store, a real S3-compatible server on this machine: the ledger stays here."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.errors import StoreError, UsageError
from pipeline.ingest import Report
from pipeline.sources.remote import options_of
from pipeline.store.bucket import Bucket
from pipeline.store.descriptor import DESCRIPTOR_NAME
from pipeline.store.ledger import Ledger
from pipeline.store.manifest import MANIFEST_NAME, read_manifest
from pipeline.store.publish import publish
from pipeline.store.shelf import FolderShelf
from pipeline.store.verify import faults
from tests.store.common import RECIPE, letter, put, run
from tests.store.common import published as on_disk

MISSING = "the extra is not installed: pip install 'imr-pipeline[remote]'"
fsspec = pytest.importorskip("fsspec", reason=MISSING)
pytest.importorskip("s3fs", reason=MISSING)
moto = pytest.importorskip(
    "moto.server", reason="the server for tests is not installed: pip install '.[dev]'"
)

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
URL = "s3://imr/tables"


class Server:
    """An object store that answers with an error where it is told to."""

    def __init__(self) -> None:
        self._app: Wsgi = moto.DomainDispatcherApplication(moto.create_backend_app)
        self.fails: Callable[[str, str], bool] = lambda method, path: False
        self.asked: list[tuple[str, str]] = []

    def __call__(self, request: dict[str, Any], answer: Callable[..., Any]) -> Iterable[bytes]:
        call = (request["REQUEST_METHOD"], request["PATH_INFO"])
        self.asked.append(call)
        if self.fails(*call):
            answer("500 Internal Server Error", [])
            return [b""]
        return self._app(request, answer)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    from werkzeug.serving import make_server

    class Quiet(moto.MotoRequestHandler):  # type: ignore[name-defined,misc]
        def log_request(self, *arguments: Any) -> None:
            pass

    app = Server()
    running = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    fsspec.get_filesystem_class("s3").clear_instance_cache()  # another server's, of other tests
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{running.server_port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        yield app
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def s3(server: Server) -> Iterator[Any]:
    """The object store with an empty bucket."""
    files = fsspec.filesystem("s3", **options_of("s3"))
    files.mkdir("imr")
    server.asked.clear()
    yield files
    server.fails = lambda method, path: False
    files.rm("imr", recursive=True)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Letters of two months, and a file that is none."""
    folder = tmp_path / "letters"
    put(folder, "1.txt", letter(1))
    put(folder, "2.txt", letter(2, "05/20/2015"))
    put(folder, "x.txt", RECIPE)
    return folder


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger"


def to_bucket(places: Path, ledger: Path) -> Report:
    return run(places, ledger, shelf=Bucket(URL, ledger))


def published(s3: Any) -> dict[str, bytes]:
    """Every object of the tables, with its bytes."""
    start = len("imr/tables/")
    return {name[start:]: s3.cat_file(name) for name in s3.find("imr/tables") if name.endswith(".parquet")}


def is_consistent(s3: Any) -> bool:
    """Whether every file that the manifest lists is there and can be read."""
    manifest = json.loads(s3.cat_file(f"imr/tables/{MANIFEST_NAME}"))
    return all(
        len(pd.read_parquet(f"s3://imr/tables/{file['path']}")) == file["rows"] for file in manifest["files"]
    )


def left_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def imr(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_same_bytes_as_on_disk_and_readers_find_them(
    s3: Any, letters: Path, ledger: Path, tmp_path: Path
) -> None:
    to_bucket(letters, ledger)
    run(letters, tmp_path / "store")
    assert published(s3) == on_disk(tmp_path / "store")
    for name in (MANIFEST_NAME, DESCRIPTOR_NAME):
        assert s3.cat_file(f"imr/tables/{name}") == (tmp_path / "store" / name).read_bytes()
    assert len(pd.read_parquet(f"{URL}/cases")) == 2
    database = duckdb.connect()
    database.register_filesystem(s3)
    query = f"SELECT count(*) FROM read_parquet('{URL}/rejected/**/*.parquet')"
    assert database.execute(query).fetchall() == [(1,)]
    assert not [path for path in left_in(ledger) if path.endswith(".part")]


def test_only_what_changed_is_uploaded_and_the_manifest_last(
    s3: Any, server: Server, letters: Path, ledger: Path
) -> None:
    to_bucket(letters, ledger)
    server.asked.clear()
    to_bucket(letters, ledger)
    assert not [path for method, path in server.asked if method in ("PUT", "DELETE")]
    put(letters, "1.txt", letter(1, says="It did help.", decided="06/02/2015"))
    to_bucket(letters, ledger)
    changes = [(method, path) for method, path in server.asked if method in ("PUT", "DELETE", "POST")]
    manifest = changes.index(("PUT", f"/imr/tables/{MANIFEST_NAME}"))
    assert {method for method, _ in changes[:manifest]} == {"PUT"}
    assert {method for method, _ in changes[manifest + 1 :]} == {"DELETE"}
    assert all("decision_month=4" in path for _, path in changes[manifest + 1 :])
    assert not [path for _, path in changes if "decision_month=5" in path]


@pytest.mark.parametrize("uploads", [0, 7, 10])
def test_an_upload_that_fails_leaves_readers_the_manifest_of_before_and_is_mended(
    uploads: int, s3: Any, server: Server, letters: Path, ledger: Path, tmp_path: Path
) -> None:
    to_bucket(letters, ledger)
    before = s3.cat_file(f"imr/tables/{MANIFEST_NAME}")
    put(letters, "3.txt", letter(3, "06/02/2015"))
    put(letters, "4.txt", letter(4))
    server.asked.clear()
    server.fails = lambda method, path: [m for m, _ in server.asked].count("PUT") > uploads
    with pytest.raises(StoreError, match="the tables in s3://imr/tables cannot be written") as caught:
        to_bucket(letters, ledger)
    assert "credentials" in caught.value.advice
    server.fails = lambda method, path: False
    assert s3.cat_file(f"imr/tables/{MANIFEST_NAME}") == before
    assert all(s3.exists(f"imr/tables/{file['path']}") for file in json.loads(before)["files"])
    report = to_bucket(letters, ledger)
    assert (report.tally.read, report.tally.unchanged) == (0, 5), "what was read is kept"
    run(letters, tmp_path / "store")
    assert published(s3) == on_disk(tmp_path / "store")
    assert is_consistent(s3)


def test_a_bucket_that_is_not_there(server: Server, letters: Path, ledger: Path) -> None:
    with pytest.raises(StoreError, match="s3://elsewhere/tables cannot be written: The specified bucket"):
        run(letters, ledger, shelf=Bucket("s3://elsewhere/tables", ledger))


def test_a_server_that_does_not_answer(
    server: Server, letters: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_be_opened_anew = fsspec.get_filesystem_class("s3").clear_instance_cache
    to_be_opened_anew()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(StoreError, match="the tables in s3://imr/tables cannot be read") as caught:
        to_bucket(letters, ledger)
    assert "network" in caught.value.advice
    to_be_opened_anew()


def test_tables_of_another_ledger_are_not_replaced_unasked(
    s3: Any, letters: Path, ledger: Path, tmp_path: Path
) -> None:
    to_bucket(letters, ledger)
    before = published(s3)
    other = put(tmp_path / "other", "7.txt", letter(7))
    with pytest.raises(StoreError, match="did not write") as caught:
        to_bucket(other, tmp_path / "new")
    assert "--ledger" in caught.value.advice
    assert published(s3) == before
    with Ledger(tmp_path / "new") as new:
        publish(new, Bucket(URL, tmp_path / "new"), rebuild=True)
    assert read_manifest(Bucket(URL, ledger))["run"] is None


def test_tables_move_with_all_their_months(s3: Any, letters: Path, ledger: Path) -> None:
    run(letters, ledger)
    to_bucket(letters, ledger)
    assert published(s3) == on_disk(ledger)
    elsewhere = FolderShelf(ledger.parent / "elsewhere")
    run(letters, ledger, shelf=elsewhere)
    assert on_disk(elsewhere.folder) == published(s3)


def test_damage_in_the_bucket_is_found_and_mended(s3: Any, letters: Path, ledger: Path) -> None:
    to_bucket(letters, ledger)
    before = published(s3)
    damaged, lost = sorted(before)[:2]
    s3.pipe_file(f"imr/tables/{damaged}", b"nonsense")
    s3.rm_file(f"imr/tables/{lost}")
    shelf = Bucket(URL, ledger)
    with Ledger(ledger) as opened:
        found = " ".join(faults(opened.db, shelf))
        assert f"{damaged} is not as it was written" in found
        assert f"{lost} cannot be read" in found
        publish(opened, shelf, rebuild=True)
        assert list(faults(opened.db, shelf)) == []
    assert published(s3) == before


def test_every_command_knows_the_bucket(s3: Any, letters: Path, ledger: Path, tmp_path: Path) -> None:
    where = ("--into", URL, "--ledger", ledger)
    done = imr("ingest", letters, *where, "--workers", "0")
    assert done.exit_code == 3, done.output
    assert f"Tables in {URL}/" in done.stdout
    assert f"pandas.read_parquet('{URL}/issues')" in done.stdout
    assert "letters published            2" in imr("status", *where).stdout
    assert "x.txt: " in imr("rejected", *where).stdout
    assert f"files written in {URL}/" in imr("publish", "--rebuild", *where).stdout
    assert imr("verify", *where).stdout == f"{URL}/ is whole\n"
    assert imr("export", "--csv", tmp_path / "csv", "--into", URL).exit_code == 0
    assert (tmp_path / "csv" / "cases.csv").read_text().count("\n") > 2


def test_a_bucket_without_a_folder_for_the_ledger_is_bad_usage(letters: Path) -> None:
    error = imr("ingest", letters, "--into", "s3://me:hush@imr/tables").exception
    assert isinstance(error, UsageError)
    assert "--ledger" in error.advice
    assert "hush" not in str(error)


@pytest.mark.parametrize("url", ["https://host/tables", "nosuch://host/tables", "zip://a::s3://imr/tables"])
def test_where_no_tables_can_be_written_is_bad_usage(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Bucket(url, tmp_path)


def test_names_and_errors_hold_no_secret(
    letters: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(url: str) -> None:
        raise ValueError(f"cannot open {url}?sig=hush")

    monkeypatch.setattr("pipeline.store.bucket.opened", fail)
    shelf = Bucket("s3://me:hush@imr/tables", ledger)
    assert shelf.name == "s3://imr/tables"
    with pytest.raises(StoreError) as caught:
        run(letters, ledger, shelf=shelf)
    assert "hush" not in str(caught.value)


def test_what_a_killed_run_did_not_upload_is_removed(s3: Any, letters: Path, ledger: Path) -> None:
    left = put(ledger, ".cases.letters.parquet.part", b"half")
    to_bucket(letters, ledger)
    assert not left.exists()


def test_a_ledger_apart_from_a_folder_of_tables(letters: Path, ledger: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    for exit_code in (3, 0):
        done = imr("ingest", letters, "--into", tables, "--ledger", ledger, "--workers", "0")
        assert done.exit_code == exit_code
    assert not {path.partition("/")[0] for path in left_in(ledger)} & {"cases", "rejected", MANIFEST_NAME}
    run(letters, tmp_path / "store")
    assert on_disk(tables) == on_disk(tmp_path / "store")
    digests = {file["sha256"] for file in read_manifest(tables)["files"]}
    assert digests == {hashlib.sha256(data).hexdigest() for data in on_disk(tables).values()}
