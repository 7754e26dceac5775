"""Text in other encodings and files under strange names: the same values, and no harm."""

from pathlib import Path
from typing import Any

import pytest

from tests.failures.common import (
    HOW,
    PDF,
    RECIPE,
    TEXT,
    TRUTH,
    check_published,
    good,
    put,
)
from tests.failures.damage import (
    codes,
    imr,
    ingest,
    latin_1_letter,
    values,
)


def without_identity(case: dict[str, Any]) -> dict[str, Any]:
    issues = [{k: v for k, v in issue.items() if k != "letter_id"} for issue in case["issues"]]
    return {k: v for k, v in case.items() if k not in ("letter_id", "source")} | {"issues": issues}


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
    ],
    ids=["byte order mark", "Windows line ends", "old Mac line ends", "Windows, with mark"],
)
def test_the_way_a_text_was_saved_changes_no_value_and_no_place(
    folder: Path, into: Path, tmp_path: Path, data: bytes
) -> None:
    plain, path = put(tmp_path, "plain.txt", TEXT.encode()), put(folder, "x.txt", data)
    run, plain_run = ingest(into, folder), ingest(tmp_path / "of the plain one", plain)
    good(run)
    assert run.exit_code == 0
    assert without_identity(run.case_of(path)) == without_identity(plain_run.case_of(plain))
    assert values(run.case_of(path)) == values(TRUTH)


def test_a_latin_1_text_is_read_with_a_warning(folder: Path, into: Path) -> None:
    letter = latin_1_letter()
    path = put(folder, "x.txt", letter.text().encode("latin-1"))
    run = ingest(into, folder)
    case = check_published(run, path)
    assert "encoding_fallback" in codes(case)
    assert "encoding_fallback" in run.output
    assert values(case) == values(letter.truth)


@pytest.mark.parametrize(("name", "data"), [("x.txt", PDF), ("x.pdf", TEXT.encode()), ("x.PDF", PDF)])
def test_the_content_decides_not_the_suffix(folder: Path, into: Path, name: str, data: bytes) -> None:
    path = put(folder, name, data)
    assert values(check_published(ingest(into, folder), path)) == values(TRUTH)


NAMES = {
    "newline": (b"two\nlines.txt", "two\nlines.txt", "two\\nlines.txt"),
    "no UTF-8": (b"caf\xe9.txt", "caf\\xe9.txt", "caf\\xe9.txt"),
    "escape sequence": (b"\x1b[31mred\x1b[0m.txt", "\x1b[31mred\x1b[0m.txt", "\\x1b[31mred\\x1b[0m.txt"),
    "reversed writing": ("fdp\u202etxt.txt".encode(), "fdp\u202etxt.txt", "fdp\\u202etxt.txt"),
    "markup": (b"[bold]x.txt", "[bold]x.txt", "[bold]x.txt"),
}


@pytest.mark.parametrize(("name", "source", "shown"), NAMES.values(), ids=NAMES)
def test_a_strange_file_name_is_told_and_harms_no_terminal(
    folder: Path, into: Path, name: bytes, source: str, shown: str
) -> None:
    put(folder, name, RECIPE.encode())
    run = ingest(into, folder)
    (row,) = run.rejected
    assert row["source"] == f"{folder}/{source}"
    assert f"{folder}/{shown}: " in run.output
    assert all(line.isprintable() for line in run.output.split("\n"))
    good(run)
    assert (run.exit_code, row["reason"]) == (3, "not_an_imr_letter")


@pytest.mark.parametrize(("name", "source", "shown"), NAMES.values(), ids=NAMES)
def test_a_good_letter_with_a_strange_name_is_read(
    folder: Path, into: Path, name: bytes, source: str, shown: str
) -> None:
    path = put(folder, name, TEXT.encode())
    run = ingest(into, folder)
    (case,) = (case for case in run.cases if case["source"] == f"{folder}/{source}")
    assert values(case) == values(TRUTH)
    assert run.exit_code == 0
    explained = imr("explain", path)
    assert explained.exit_code == 0
    assert explained.output.startswith(f"{folder}/{shown}\n")


def test_an_escape_sequence_in_a_letter_harms_no_terminal(folder: Path, into: Path) -> None:
    text = TEXT.replace(TRUTH["issues"][0]["request"], "\x1b]0;owned\x07Aspirin").replace(HOW, HOW.title())
    path = put(folder, "x.txt", text.encode())
    bad = put(folder, "y.txt", b"\x1b]0;owned\x07 Take two eggs\n")
    for arguments in (("ingest", folder, "--into", into), ("extract", path, bad), ("explain", path)):
        result = imr(*arguments)
        assert result.output
        assert all(line.isprintable() for line in result.output.split("\n"))


def test_the_same_bytes_under_two_names_are_one_case(folder: Path, into: Path) -> None:
    for name in ("x.pdf", "y.pdf"):
        put(folder, name, PDF)
    run = ingest(into, folder)
    good(run)
    assert (run.exit_code, len(run.cases)) == (0, 3)
    assert "1 more files hold bytes known already" in run.output
