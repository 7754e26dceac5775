"""The letters that runs are measured with: as different from each other as the measurement needs."""

import hashlib
import tarfile
from pathlib import Path

import pytest

from pipeline.assemble import read_case
from tests.scale import letters as scale
from tests.scale.letters import Template, number_of, templates, write_archives


@pytest.fixture(scope="module")
def few() -> list[Template]:
    return templates("pdf", 3)


def test_a_copy_is_a_letter_of_its_own_case_and_month(few: list[Template]) -> None:
    original = read_case(few[0].data, "letter.pdf")
    copy = read_case(few[0].copy(123_456, 7), "letter.pdf")
    assert (original.case_number, copy.case_number) == (few[0].case_number.decode(), "CM14-0923456")
    assert original.decision_date and copy.decision_date == original.decision_date.replace(year=2021)
    assert copy.issues == original.issues
    assert {w.code for w in copy.warnings} <= {w.code for w in original.warnings} | {"dates_out_of_order"}


def test_no_two_letters_have_the_same_bytes_or_number(
    few: list[Template], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "templates", lambda kind: few)
    monkeypatch.setattr(scale, "PER_ARCHIVE", 40)
    size = write_archives(tmp_path, 100, "pdf")
    archives = sorted(tmp_path.glob("*.tar"))
    assert (len(archives), sum(path.stat().st_size for path in archives)) == (3, size)
    found = {}
    for path in archives:
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member)
                assert file
                found[hashlib.sha256(file.read()).hexdigest()] = member.name
    assert len(found) == len(set(found.values())) == 100


def test_archives_that_are_there_are_left_and_a_lost_one_comes_back_the_same(
    few: list[Template], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "templates", lambda kind: few)
    monkeypatch.setattr(scale, "PER_ARCHIVE", 5)
    write_archives(tmp_path, 10, "pdf")
    first, second = sorted(tmp_path.glob("*.tar"))
    before, changed = second.read_bytes(), second.stat().st_mtime_ns
    first.write_bytes(b"kept as it is")
    second.unlink()
    write_archives(tmp_path, 10, "pdf")
    assert first.read_bytes() == b"kept as it is"
    assert (second.read_bytes(), second.stat().st_mtime_ns) == (before, changed)


def test_case_numbers_last_for_a_million_letters() -> None:
    assert number_of(0) == "CM13-0900000"
    assert number_of(999_999) == "CM22-0999999"
    with pytest.raises(ValueError, match="at most"):
        write_archives(Path("nowhere"), 1_000_001, "txt")
