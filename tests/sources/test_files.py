"""Files, folders, patterns and lists: what others write into a folder never stops a run or misleads it."""

import os
import socket
import tracemalloc
from pathlib import Path

import pytest

from models.vocabulary import RejectionReason
from pipeline.document.page import MAX_BYTES
from pipeline.errors import LetterError, StillGrowing
from pipeline.sources import file_source, find, listed
from tests.sources.common import contents, elsewhere, faults, names, put


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.pdf", "a/b/c.TXT", "c.PDF", "d.docx", ".x.pdf", ".h/y.pdf", "a.pdf")
    assert names(tmp_path) == ["a/b/c.TXT", "a/z.pdf", "a.pdf", "b.txt", "c.PDF"]
    assert contents(tmp_path) == [b"a/b/c.TXT", b"a/z.pdf", b"a.pdf", b"b.txt", b"c.PDF"]


def test_places_keep_their_order_and_each_file_is_given_once(tmp_path: Path) -> None:
    b, a, hidden = put(tmp_path, "2/b.txt", "1/a.txt", "1/.h/c.txt")
    (tmp_path / "1" / "link.txt").symlink_to(b)
    (tmp_path / "3").symlink_to(tmp_path / "1")
    places = [b, tmp_path / "1", a, tmp_path / "2", tmp_path / "3", hidden, tmp_path / "1" / ".h"]
    assert [source.name for source in find(places)] == [str(b), str(a), str(hidden)]


def test_a_link_beside_its_target_and_one_out_of_the_folder(tmp_path: Path) -> None:
    put(tmp_path, "in/b.txt", "out/c.txt")
    (tmp_path / "in" / "a.txt").symlink_to("b.txt")
    (tmp_path / "in" / "d.txt").symlink_to("../out/c.txt")
    assert names(tmp_path / "in") == ["b.txt", "d.txt"]


def test_links_that_lead_round_end(tmp_path: Path) -> None:
    put(tmp_path, "a/x.txt", "b/y.txt")
    for folder in ("a", "b"):
        (tmp_path / folder / "up").symlink_to("..")
        (tmp_path / folder / "across").symlink_to("../b" if folder == "a" else "../a")
        (tmp_path / folder / "self").symlink_to("self")
    assert sorted(contents(tmp_path)) == [b"a/x.txt", b"b/y.txt"]
    assert sorted(contents(tmp_path / "**" / "*.txt")) == [b"a/x.txt", b"b/y.txt"]


def test_a_very_deep_folder(tmp_path: Path) -> None:
    here = Path.cwd()
    os.chdir(tmp_path)  # by steps, as its path is nearly longer than a path can be
    try:
        for _ in range(1100):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.txt").write_text("deep")
    finally:
        os.chdir(here)
    assert contents(tmp_path) == [b"deep"]
    os.chdir(tmp_path)
    try:
        for _ in range(1100):
            os.chdir("d")
        Path("x.txt").unlink()
        for _ in range(1100):
            os.chdir("..")
            Path("d").rmdir()
    finally:
        os.chdir(here)


def test_what_is_no_file_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "fifo.pdf")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.pdf")
        assert faults(tmp_path) == [
            ("device.txt", "not_a_file"),
            ("fifo.pdf", "not_a_file"),
            ("socket.pdf", "not_a_file"),
        ]
    assert faults(tmp_path / "fifo.pdf") == [("", "not_a_file")]


def test_a_pipe_put_in_the_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    (path,) = put(tmp_path, "a.txt")
    source = file_source(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(LetterError) as caught:
        source.read()
    assert caught.value.reason is RejectionReason.NOT_A_FILE


def test_names_of_any_bytes(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"new\nline.txt", b"\xff\xfe.txt", "é.txt".encode()):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(name)
    assert names(tmp_path) == ["new\nline.txt", "é.txt", "\\xff\\xfe.txt"]
    assert contents(tmp_path) == [b"new\nline.txt", "é.txt".encode(), b"\xff\xfe.txt"]


def test_a_folder_named_like_a_letter_or_an_archive(tmp_path: Path) -> None:
    put(tmp_path, "x.pdf/a.txt", "y.zip/b.txt")
    assert names(tmp_path) == ["x.pdf/a.txt", "y.zip/b.txt"]


def test_a_sparse_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with path.open("wb") as file:
        file.truncate(2 * 10**9)
    source = file_source(path)
    tracemalloc.start()
    try:
        with pytest.raises(LetterError) as caught:
            source.read()
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.reason is RejectionReason.FILE_TOO_LARGE


@pytest.mark.skipif(not Path("/proc/self/pagemap").exists(), reason="needs a file that lies about its size")
def test_a_file_that_gives_more_than_it_says_is_refused() -> None:
    with pytest.raises(LetterError) as caught:
        file_source("/proc/self/pagemap").read()
    assert caught.value.reason in (RejectionReason.FILE_TOO_LARGE, RejectionReason.FILE_UNREADABLE)


def test_a_file_that_grows_is_left_for_the_next_run(tmp_path: Path) -> None:
    (path,) = put(tmp_path, "a.txt")
    (source,) = find([tmp_path])
    with path.open("a") as file:
        file.write("more")
    with pytest.raises(StillGrowing) as caught:
        elsewhere(source).read()
    assert caught.value.advice == "it is left for the next run"
    assert contents(tmp_path) == [b"a.txtmore"]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = put(tmp_path, "a.txt")
    source = file_source(path)

    def read_slowly(file: object) -> bytes:
        path.write_text("b.txt")
        os.utime(path, ns=(0, 1))
        return b"a.txt"

    monkeypatch.setattr("pipeline.sources.files.read_at_most", read_slowly)
    with pytest.raises(StillGrowing):
        source.read()


def test_stamp_and_time_tell_of_a_change(tmp_path: Path) -> None:
    (path,) = put(tmp_path, "a.txt")
    os.utime(path, ns=(0, 5_000_000_001))
    before = file_source(path)
    assert before.changed_at == pytest.approx(5.000000001)
    assert file_source(path) == before
    os.utime(path, ns=(0, 5_000_000_002))
    assert file_source(path).stamp != before.stamp


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    (path,) = put(tmp_path, "a.txt")
    source = file_source(path)
    path.unlink()
    with pytest.raises(LetterError) as caught:
        source.read()
    assert caught.value.reason is RejectionReason.FILE_UNREADABLE


@pytest.mark.parametrize("place", ["", "no\0path", "nowhere", "nowhere/*.pdf", "x/../nowhere", "a" * 300])
def test_a_place_without_anything_is_told(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (source,) = find([place])
    assert source.fault
    assert source.fault.reason.value == ("file_unreadable" if len(place) == 300 else "path_missing")
    with pytest.raises(LetterError):
        elsewhere(source).read()


def test_an_empty_folder_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert faults(tmp_path / "empty", tmp_path / "empty") == [("", "folder_empty")]


def test_a_folder_named_twice_is_not_empty(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    assert names(tmp_path, tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("2016/*.pdf", ["2016/a.pdf", "2016/b.pdf"]),
        ("201?/[ab].pdf", ["2016/a.pdf", "2016/b.pdf", "2017/a.pdf"]),
        ("**/*.txt", ["2016/x/c.txt", "d.txt"]),
        ("2016/**", ["2016/a.pdf", "2016/b.pdf", "2016/x/c.txt"]),
        ("*/x", ["2016/x/c.txt"]),
        ("*.json", ["e.json"]),
        (".*/*", [".h/f.txt"]),
        ("[1].txt", ["[1].txt"]),
    ],
)
def test_patterns(pattern: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "2016/a.pdf", "2016/b.pdf", "2016/x/c.txt", "2017/a.pdf", "d.txt", "e.json", ".h/f.txt")
    put(tmp_path, "1.txt" if pattern != "[1].txt" else "[1].txt")
    expected = [*found, "1.txt"] if pattern == "**/*.txt" else found
    monkeypatch.chdir(tmp_path)
    assert sorted(source.name for source in find([pattern])) == sorted(expected)
    in_place = [str(tmp_path / each) for each in expected]
    assert sorted(source.name for source in find([tmp_path / pattern])) == sorted(in_place)


def test_of_many_files_only_the_names_are_held(tmp_path: Path) -> None:
    for number in range(5_000):
        (tmp_path / f"{number:060}.txt").touch()
    tracemalloc.start()
    try:
        assert sum(1 for _ in find([tmp_path])) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 5_000 * 250
    finally:
        tracemalloc.stop()


def test_nothing_is_written(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b/c.pdf")
    tmp_path.chmod(0o555)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    contents(tmp_path)
    tmp_path.chmod(0o755)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_listed() -> None:
    assert listed(["a.pdf\n", "\n", "  \n", "# old ones\n", " b c.pdf\r\n", "d#1.pdf"]) == [
        "a.pdf",
        " b c.pdf",
        "d#1.pdf",
    ]
    assert listed(["a\nb.pdf\0# c.pdf\0\0d.p", "df\0"]) == ["a\nb.pdf", "# c.pdf", "d.pdf"]
    assert listed([]) == []


def test_the_largest_letter_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES)
    assert len(file_source(path).read()) == MAX_BYTES
