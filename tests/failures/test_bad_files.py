"""Files that are no letters: each costs itself, with a reason, and no other."""

from pathlib import Path
from random import Random

import pytest

from tests.failures.common import (
    HTML,
    LETTER,
    PDF,
    RECIPE,
    TEXT,
    TRUTH,
    UNHEARD_OF,
    Make,
    check_published,
    check_rejected,
    good,
    put,
)
from tests.failures.damage import (
    codes,
    encrypted,
    ingest,
    pdf_of,
    pdf_without_pages,
    pictures_of,
    values,
    with_broken_content,
)

BAD_FILES: dict[str, tuple[str, Make, str]] = {
    "empty": ("x.pdf", lambda: b"", "file_empty"),
    "white space": ("x.txt", lambda: b" \n\t\r\n\f\n ", "file_empty"),
    "byte order mark alone": ("x.txt", lambda: b"\xef\xbb\xbf\n", "file_empty"),
    "random, pdf": ("x.pdf", lambda: Random(0).randbytes(5000), "text_unreadable"),
    "random, txt": ("x.txt", lambda: Random(1).randbytes(5000), "text_unreadable"),
    "utf-16": ("x.txt", lambda: TEXT.encode("utf-16"), "text_unreadable"),
    "web page": ("x.pdf", lambda: HTML, "not_an_imr_letter"),
    "other text": ("x.txt", RECIPE.encode, "not_an_imr_letter"),
    "unknown layout": ("x.txt", UNHEARD_OF.encode, "layout_unknown"),
}
BAD_PDFS: dict[str, tuple[str, Make, str]] = {
    "cut at 10 %": ("x.pdf", lambda: PDF[: len(PDF) // 10], "pdf_damaged"),
    "cut at 50 %": ("x.pdf", lambda: PDF[: len(PDF) // 2], "pdf_damaged"),
    "cut at 90 %": ("x.pdf", lambda: PDF[: len(PDF) * 9 // 10], "pdf_damaged"),
    "header alone": ("x.pdf", lambda: PDF[:9], "pdf_damaged"),
    "header and noise": ("x.pdf", lambda: PDF[:9] + Random(2).randbytes(5000), "pdf_damaged"),
    "password": ("x.pdf", lambda: encrypted(LETTER, "user", 128), "pdf_encrypted"),
    "password, 40 bits": ("x.pdf", lambda: encrypted(LETTER, "user", 40), "pdf_encrypted"),
    "no pages": ("x.pdf", pdf_without_pages, "pdf_without_pages"),
    "too many pages": ("x.pdf", lambda: pdf_of([], pages=501), "file_too_large"),
    "scanned": ("x.pdf", lambda: pictures_of(PDF), "no_text"),
    "blank": ("x.pdf", lambda: pdf_of([], pages=2), "no_text"),
    "other pdf": ("x.pdf", lambda: pdf_of([RECIPE.strip()]), "not_an_imr_letter"),
    "unknown layout, pdf": ("x.pdf", lambda: pdf_of(UNHEARD_OF.splitlines()), "layout_unknown"),
}
BAD = BAD_FILES | BAD_PDFS


@pytest.mark.parametrize(("name", "make", "reason"), BAD.values(), ids=BAD)
def test_a_bad_file_costs_no_good_letter(
    folder: Path, into: Path, name: str, make: Make, reason: str
) -> None:
    data = make()
    path = put(folder, name, data)
    check_rejected(ingest(into, folder), str(path), reason, data)


@pytest.mark.parametrize(("name", "make", "reason"), BAD_PDFS.values(), ids=BAD_PDFS)
def test_a_bad_pdf_costs_no_good_letter_with_pdfplumber(
    folder: Path, into: Path, name: str, make: Make, reason: str
) -> None:
    data = make()
    path = put(folder, name, data)
    check_rejected(ingest(into, folder, engine="pdfplumber"), str(path), reason, data)


@pytest.mark.parametrize("lost", [1, 2, 7, 20, 60, 150, 300, 600])
def test_a_download_cut_short_is_read_whole_or_not_at_all(folder: Path, into: Path, lost: int) -> None:
    data = PDF[:-lost]
    path = put(folder, "x.pdf", data)
    run = ingest(into, folder)
    if run.rejected:
        check_rejected(run, str(path), "pdf_damaged", data)
    else:
        assert values(check_published(run, path)) == values(TRUTH)


def test_the_reason_of_one_pdf_does_not_depend_on_another(folder: Path, into: Path) -> None:
    sources = {
        str(put(folder, f"{number}{make[0]}", make[1]())): make[2] for number, make in enumerate(BAD.values())
    }
    run = ingest(into, folder)
    good(run)
    assert run.exit_code == 7, "most of what was read is rejected"
    assert {row["source"]: row["reason"] for row in run.rejected} == sources
    assert f"... and {len(sources) - 10} more in the table rejected" in run.output


def test_a_letter_of_absurdly_many_pages_does_not_spoil_the_store(folder: Path, into: Path) -> None:
    path = put(folder, "x.txt", TEXT.encode() + b"\f" * 40_000)
    run = ingest(into, folder)
    good(run)
    assert [(row["source"], row["reason"]) for row in run.rejected] == [(str(path), "file_too_large")]
    path.unlink()
    good(ingest(into, folder))


def test_a_file_too_large_to_be_a_letter_is_not_even_read(folder: Path, into: Path) -> None:
    path = folder / "x.pdf"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    check_rejected(ingest(into, folder), str(path), "file_too_large")


BROKEN = {
    f"{length} bytes of page {page + 1} at {place:.0%}": (page, place, length)
    for page in (0, 1)
    for place, length in ((0.2, 1), (0.4, 1), (0.6, 1), (0.8, 1), (0.8, 10_000), (0.0, 10_000))
}


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(("page", "begin", "length"), BROKEN.values(), ids=BROKEN)
def test_half_a_page_never_passes_for_a_whole_one(
    folder: Path, into: Path, page: int, begin: float, length: int, engine: str
) -> None:
    path = put(folder, "x.pdf", with_broken_content(PDF, page, begin, length))
    run = ingest(into, folder, engine=engine)
    good(run)
    if run.rejected:
        assert run.exit_code == 3
    else:
        case = run.case_of(path)
        # Behind the end of a sentence on the last page nothing in the letter shows the loss.
        last = case["issues"][-1]["rationale"]
        unseen = page == 1 and last is not None and last.endswith(".")
        assert codes(case) or values(case) == values(TRUTH) or unseen, "text is lost, and nobody is told"
