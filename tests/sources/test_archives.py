"""Archives: their letters are read where they lie; hostile ones are told of and do no harm."""

import io
import os
import random
import stat
import struct
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from models.vocabulary import RejectionReason
from pipeline.errors import LetterError, StillGrowing
from pipeline.sources import archives, entries, find
from tests.sources.common import contents, elsewhere, faults, names

TARS = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz", ".tar.bz2": "w:bz2", ".tar.xz": "w:xz"}
LETTERS = {
    "b.txt": b"b",
    "2016/a.pdf": b"a",
    "c.docx": b"c",
    ".d.txt": b"d",
    "__MACOSX/._b.txt": b"m",
    "z/e.TXT": b"e",
}
Result = TypeVar("Result")


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    yield
    archives._let_go()


def packed(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", method) as target:
            for name, data in files.items():
                target.writestr(zipfile.ZipInfo(name), data, method)
        return path
    mode = next(mode for suffix, mode in TARS.items() if path.name.endswith(suffix))
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, data in files.items():
            add(tar, name, data)
    return path


def add(
    tar: tarfile.TarFile, name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, to: str = ""
) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, to
    tar.addfile(info, io.BytesIO(data))


def quickly(call: Callable[[], Result]) -> Result:
    """What a call gives; it must take little time and memory."""
    begin = time.monotonic()
    tracemalloc.start()
    try:
        return call()
    finally:
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert memory < 2 * entries.MAX_READ
        assert time.monotonic() - begin < 20


@pytest.mark.parametrize("suffix", [".zip", *TARS])
@pytest.mark.parametrize("named", [True, False])
def test_the_letters_of_an_archive(suffix: str, named: bool, tmp_path: Path) -> None:
    path = packed(tmp_path / f"letters{suffix}", LETTERS)
    place = path if named else tmp_path
    found = dict(zip(names(place), contents(place), strict=True))
    prefix = "" if named else f"letters{suffix}!"
    assert found == {f"{prefix}{name}": LETTERS[name] for name in ("2016/a.pdf", "b.txt", "z/e.TXT")}
    if suffix == ".zip":
        assert list(found) == [f"{prefix}{name}" for name in ("2016/a.pdf", "b.txt", "z/e.TXT")]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".zip", *TARS])
def test_members_are_read_in_any_order_and_know_their_archive(suffix: str, tmp_path: Path) -> None:
    data = {f"{number}.txt": random.Random(number).randbytes(5000) for number in range(30)}
    path = packed(tmp_path / f"letters{suffix}", data)
    sources = [elsewhere(source) for source in find([path])]
    random.Random(1).shuffle(sources)
    assert {source.name.split("!")[1]: source.read() for source in sources} == data
    assert {source.changed_at for source in sources} == {path.stat().st_mtime}
    assert len({source.stamp for source in sources}) == len(sources)


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_the_archive_is_opened_once_for_a_run_of_members(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / f"letters{suffix}", LETTERS)
    sources, opened, plain_open = list(find([path])), [], os.open

    def counting_open(*arguments: object, **named: object) -> int:
        opened.append(arguments)
        return plain_open(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", counting_open)
    for source in sources:
        source.read()
    assert len(opened) == 1


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz"])
def test_an_archive_that_changes_is_left_for_the_next_run(suffix: str, tmp_path: Path) -> None:
    path = packed(tmp_path / f"letters{suffix}", LETTERS)
    first, *others = find([path])
    first.read()
    packed(path, {"x.txt": b"another"})
    os.utime(path, ns=(0, 1))
    for source in (first, *others):
        with pytest.raises(StillGrowing):
            source.read()
    assert contents(path) == [b"another"]


@pytest.mark.parametrize("suffix", [".zip", *TARS])
@pytest.mark.parametrize("part", [0.0, 0.02, 0.5, 0.9, 0.99])
def test_an_archive_cut_short_is_one_fault(suffix: str, part: float, tmp_path: Path) -> None:
    data = {f"{number}.txt": random.Random(number).randbytes(50_000) for number in range(5)}
    path = packed(tmp_path / f"letters{suffix}", data)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    sources = list(find([path]))
    (fault,) = (source for source in sources if source.fault)
    assert (fault.name, fault.stamp is not None, fault.changed_at is not None) == (str(path), True, True)
    assert fault.fault and fault.fault.reason is RejectionReason.ARCHIVE_DAMAGED
    for source in sources:
        if source is not fault:
            assert source.read() == data[source.name.split("!")[1]]


@pytest.mark.parametrize("suffix", [".zip", *TARS])
def test_no_damage_raises_or_passes_unseen(suffix: str, tmp_path: Path) -> None:
    data = {f"{number}.txt": random.Random(number).randbytes(300) for number in range(5)}
    path = packed(tmp_path / f"letters{suffix}", data)
    whole, chance = path.read_bytes(), random.Random(7)
    for number in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 8))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        os.utime(path, ns=(0, number))
        for source in find([path]):
            try:
                source.read()
            except LetterError as error:
                assert error.reason is not RejectionReason.INTERNAL_ERROR


def test_a_broken_header_in_the_middle_of_a_tar_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path / "letters.tar", {"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"})
    data = bytearray(path.read_bytes())
    data[1024 + 150] ^= 1  # the checksum of the second header
    path.write_bytes(data)
    assert [source.name.split("!")[-1] for source in find([path])] == ["a.txt", str(path)]
    assert faults(path) == [("", "archive_damaged")]


def test_a_member_whose_bytes_changed_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "letters.zip", {"a.txt": b"a" * 99, "b.txt": b"b" * 99}, zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"a" * 99, b"a" * 98 + b"x"))
    first, second = find([path])
    with pytest.raises(LetterError) as caught:
        first.read()
    assert caught.value.reason is RejectionReason.ARCHIVE_DAMAGED
    assert second.read() == b"b" * 99


def test_a_password(tmp_path: Path) -> None:
    path = packed(tmp_path / "letters.zip", {"a.txt": b"a", "b.txt": b"b"})
    with zipfile.ZipFile(path) as archive:
        info = archive.infolist()[1]
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    for flags in (info.header_offset + 6, directory + 8):
        data[flags] |= 1
    path.write_bytes(data)
    assert faults(path) == [("b.txt", "archive_member_refused")]


OUTSIDE = ["../x.pdf", "/etc/x.txt", "a/../../x.txt", "..\\x.txt", "C:\\x.txt", "C:/x.txt", "a/.."]


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_names_that_lead_out_are_refused(suffix: str, tmp_path: Path) -> None:
    path = packed(
        tmp_path / f"letters{suffix}", dict.fromkeys(OUTSIDE, b"x") | {"./in/a.txt": b"a", "b..txt": b"b"}
    )
    assert sorted(faults(path)) == sorted((name.lstrip("/"), "archive_member_refused") for name in OUTSIDE)
    assert sorted(source.name.split("!")[1] for source in find([path]) if not source.fault) == [
        "b..txt",
        "in/a.txt",
    ]


def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "letters.tar"
    with tarfile.open(path, "w") as tar:
        add(tar, "a.txt", b"a")
        add(tar, "passwords.txt", kind=tarfile.SYMTYPE, to="/etc/passwd")
        add(tar, "hard.txt", kind=tarfile.LNKTYPE, to="a.txt")
        add(tar, "folder", kind=tarfile.SYMTYPE, to="/")
        add(tar, "null", kind=tarfile.CHRTYPE)
        add(tar, "disk.pdf", kind=tarfile.BLKTYPE)
        add(tar, "pipe.txt", kind=tarfile.FIFOTYPE)
        add(tar, "in", kind=tarfile.DIRTYPE)
    refused = ["passwords.txt", "hard.txt", "folder", "null", "disk.pdf", "pipe.txt"]
    assert faults(path) == [(name, "archive_member_refused") for name in refused]
    assert [source.read() for source in find([path]) if not source.fault] == [b"a"]


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "letters.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, kind in (("a.txt", stat.S_IFREG), ("b.txt", stat.S_IFLNK), ("c.txt", stat.S_IFIFO)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (kind | 0o644) << 16
            archive.writestr(info, "/etc/passwd")
    assert faults(path) == [(name, "archive_member_refused") for name in ("b.txt", "c.txt")]


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_archives_in_archives_are_told_and_not_opened(suffix: str, tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"x.txt": b"x"}).read_bytes()
    path = packed(
        tmp_path / f"letters{suffix}", {"a.txt": b"a", "2016.zip": inner, "deep/2017.tar.gz": inner}
    )
    assert sorted(faults(path)) == [
        (name, "archive_member_refused") for name in ("2016.zip", "deep/2017.tar.gz")
    ]


def test_a_member_of_two_gigabytes_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "letters.tar"
    with tarfile.open(path, "w") as tar:
        add(tar, "a.txt", b"a")
    with path.open("r+b") as file:
        info = tarfile.TarInfo("big.pdf")
        info.size = 2 * 10**9
        file.seek(1024)
        file.write(info.tobuf())
        file.truncate(1024 + 512 + 2 * 10**9 + 10240)
    assert faults(path) == [("big.pdf", "file_too_large")]
    assert [source.read() for source in find([path]) if not source.fault] == [b"a"]


def test_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "letters.zip", dict.fromkeys((f"{n}.txt" for n in range(30)), b"\0" * 10_000_000)
    )
    assert quickly(lambda: faults(path)) == [("", "archive_too_large")]


def test_a_zip_whose_members_overlap_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "letters.zip", {"a.txt": b"\0" * 40_000_000})
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    directory = entry * 1000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), start, 0)
    path.write_bytes(data[:start] + directory + end)
    assert faults(path) == [("", "archive_too_large")]


@pytest.mark.parametrize("suffix", [".tar.gz", ".tar.bz2", ".tar.xz"])
def test_a_tar_bomb_is_refused_in_little_memory(suffix: str, tmp_path: Path) -> None:
    path = packed(
        tmp_path / f"letters{suffix}", {"a.txt": b"a", "b.txt": b"\0" * (entries.RATIO_FROM + 10**7)}
    )
    assert quickly(lambda: faults(path)) == [("", "archive_too_large")]


def test_a_member_that_expands_to_more_than_it_says_is_cut_off(tmp_path: Path) -> None:
    path = packed(tmp_path / "letters.zip", {"a.txt": b"\0" * 60_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 60_000_000), struct.pack("<L", 1000)))
    (source,) = find([path])

    def read() -> None:
        with pytest.raises(LetterError) as caught:
            source.read()
        assert caught.value.reason is RejectionReason.ARCHIVE_DAMAGED

    quickly(read)


def test_a_tar_whose_header_claims_gigabytes_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "letters.tar"
    info = tarfile.TarInfo("././@PaxHeader")
    info.size, info.type = 8 * 10**9, tarfile.XHDTYPE
    path.write_bytes(info.tobuf() + b"\0" * 10240)
    assert quickly(lambda: faults(path)) == [("", "archive_damaged")]


@pytest.mark.parametrize("size", [-512, -1024, -100_000])
def test_a_size_below_zero_does_not_lead_round_for_ever(size: int, tmp_path: Path) -> None:
    path = tmp_path / "letters.tar"
    first, second = tarfile.TarInfo("a.txt"), bytearray(tarfile.TarInfo("b.txt").tobuf())
    second[124:136] = (size % 256**12).to_bytes(12, "big")
    checksum = sum(second[:148]) + sum(second[156:512]) + 8 * 32
    second[148:156] = b"%06o\0 " % checksum
    path.write_bytes(first.tobuf() + second + b"\0" * 10240)
    assert quickly(lambda: faults(path)) == [("", "archive_damaged")]


def test_headers_within_headers_do_not_exhaust_the_stack(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type = tarfile.GNUTYPE_LONGNAME
    path = tmp_path / "letters.tar"
    path.write_bytes(info.tobuf() * 20_000 + b"\0" * 10240)
    assert quickly(lambda: faults(path)) == [("", "archive_damaged")]


def test_members_with_holes_and_unknown_packing_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "letters.zip", {"a.txt": b"a" * 100}, zipfile.ZIP_LZMA)
    assert faults(path) == [("a.txt", "archive_member_refused")]
    tar = tmp_path / "letters.tar"
    info = tarfile.TarInfo("a.txt")
    info.type = tarfile.GNUTYPE_SPARSE
    tar.write_bytes(info.tobuf() + b"\0" * 10240)
    assert faults(tar) == [("a.txt", "archive_member_refused")]


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_members_of_one_name_are_told_apart(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"letters{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "old")
            archive.writestr("a.txt", "new")
    else:
        for data in (b"old", b"new"):
            with tarfile.open(path, "a") as tar:
                add(tar, "a.txt", data)
    assert names(path) == ["a.txt", "a.txt#2"]
    assert contents(path) == [b"old", b"new"]


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_a_hundred_thousand_members(suffix: str, tmp_path: Path) -> None:
    path = packed(tmp_path / f"letters{suffix}", {f"{n:06}.txt": b"%d" % n for n in range(100_000)})
    begin = time.monotonic()
    sources = [source for number, source in enumerate(find([path])) if number % 1000 == 0]
    assert [source.read() for source in sources] == [b"%d" % n for n in range(0, 100_000, 1000)]
    assert time.monotonic() - begin < 60


def test_more_members_than_can_be_held_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.zips.MAX_LISTED", 3)
    monkeypatch.setattr("pipeline.sources.tars.MAX_STORED", 3)
    for suffix in (".zip", ".tar"):
        path = packed(tmp_path / f"letters{suffix}", {f"{n}.txt": b"x" for n in range(4)})
        assert faults(path) == [("", "archive_too_large")]


def test_a_zip_whose_directory_is_too_long_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "letters.zip", {f"{n}.txt": b"x" for n in range(100)})
    monkeypatch.setattr(entries, "MAX_READ", 1000)
    assert faults(path) == [("", "archive_damaged")]


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_an_archive_without_letters_is_told_if_it_is_named(suffix: str, tmp_path: Path) -> None:
    path = packed(tmp_path / f"pictures{suffix}", {"a.jpg": b"a"})
    assert faults(path) == [("", "folder_empty")]
    (tmp_path / "a.txt").write_text("a")
    assert names(tmp_path) == ["a.txt"]


def test_names_of_any_bytes_in_an_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "letters.tar", {"new\nline.txt": b"1", "\udcff.txt": b"2"})
    assert names(path) == ["new\nline.txt", "\\xff.txt"]


def test_what_is_no_archive_but_is_called_one(tmp_path: Path) -> None:
    for suffix in (".zip", *TARS):
        path = tmp_path / f"letters{suffix}"
        path.write_bytes(b"A letter, or so it says. " * 100)
        assert faults(path) == [("", "archive_damaged")]
