"""One bad letter costs that letter, with a reason that a person can act on, and nothing else."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.record import Case
from models.vocabulary import Engine, RejectionReason
from pipeline import cli
from pipeline.assemble import read_case
from pipeline.errors import ADVICE, LetterError
from pipeline.generate import FictionalLetter
from pipeline.generate.form import DECISION_WORDS, Block
from tests.damage import (
    HEADER_ONLY,
    Edit,
    Run,
    altered,
    chosen_letters,
    codes,
    encrypted,
    imr,
    ingest,
    latin_1_letter,
    pdf_of,
    pdf_without_pages,
    pictures_of,
    plain_letter,
    reworded,
    values,
    with_blocks,
    with_broken_content,
    with_page,
    without_blocks,
)

COMMAND = Path(sys.executable).with_name("imr")
FORMS = (".pdf", ".txt")
HOW = "HOW THE IMR FINAL DETERMINATION WAS MADE"
SUMMARY = "CLINICAL CASE SUMMARY"
ISSUES = "IMR ISSUES, DECISIONS AND RATIONALES"
LETTER = plain_letter()
TRUTH = LETTER.truth
PDF, TEXT = LETTER.pdf(), LETTER.text()
FOREIGN = " ".join(["The quick brown fox jumps over the lazy dog, over and over again."] * 7)[:400]
Make = Callable[[], bytes]
Alter = Callable[[FictionalLetter], FictionalLetter]

E3 = f"""MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review

INDEPENDENT MEDICAL REVIEW FINAL DETERMINATION
Dated: 02/03/2014

IMR Case Number: CM13-0900001    Date of Injury: 01/02/2012
Claims Number:                   UR Denial Date: 10/11/2013
Priority: STANDARD               Application Received: 11/12/2013

DEAR ,

Final Determination: UPHOLD. This means we decided that none of the disputed items/services are
medically necessary and appropriate.

{HOW}

The physician reviewer is Board Certified in Fiction and is licensed to practice in California.

DOCUMENTS REVIEWED

The notes that were sent in.

{SUMMARY}

The patient is a 40-year-old male who was injured on 01/02/2012.

IMR DECISION(S) AND RATIONALE(S)

1. The request for a made-up item is not medically necessary and appropriate.

The Claims Administrator based its decision on a made-up guideline.

The Physician Reviewer's decision rationale: The item does not exist.
"""
UNHEARD_OF = """REPORT OF AN INDEPENDENT MEDICAL REVIEW

In this determination the utilization review decision stands: the made-up item was not found to be
medically necessary. It is set in a way that nobody has seen before.
"""
HTML = b"<html><head><title>404 Not Found</title></head><body>The requested URL was not found.</body></html>"
RECIPE = "Take two eggs, some flour and a pinch of salt, and stir until it is smooth.\n"


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IMR_ENGINE", "IMR_INTO"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good letters, a PDF and a text."""
    letters = tmp_path / "letters"
    letters.mkdir()
    for letter, suffix in zip(chosen_letters()[1], FORMS, strict=True):
        (letters / f"{letter.case_number}{suffix}").write_bytes(written(letter, suffix))
    return letters


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "tables"


def written(letter: FictionalLetter, suffix: str) -> bytes:
    return letter.pdf() if suffix == ".pdf" else letter.text().encode()


def put(folder: Path, name: str | bytes, data: bytes) -> Path:
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), os.fsencode(name))))  # noqa: PTH118
    path.write_bytes(data)
    return path


def good(run: Run) -> None:
    """Both good letters were published, with what they say."""
    said = {case["case_number"]: values(case) for case in run.cases}
    for letter in chosen_letters()[1]:
        assert said[letter.case_number] == values(letter.truth)


def check_rejected(run: Run, name: str, reason: str, data: bytes | None = None) -> None:
    """The good letters are there, the bad one is a row with its reason, and the summary names it."""
    good(run)
    assert len(run.cases) == 2
    (row,) = run.rejected
    assert (row["source"], row["reason"]) == (name, reason)
    assert row["message"]
    assert row["advice"] == ADVICE[RejectionReason(reason)]
    assert row["letter_id"] == (None if data is None else hashlib.sha256(data).hexdigest())
    assert name in run.output
    assert f"[{reason}]" in run.output
    assert run.exit_code == 3


def check_published(run: Run, path: Path) -> dict[str, Any]:
    """The letter is published beside the good ones; gives its row."""
    good(run)
    assert (run.exit_code, len(run.cases), list(run.rejected)) == (0, 3, [])
    return run.case_of(path)


def title(number: int) -> str:
    issue = TRUTH["issues"][number]
    return f"{issue['request']}: {DECISION_WORDS[issue['decision']]}"


def day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%m/%d/%Y}"


# --- files that are no letters ------------------------------------------------------------------------


BAD_FILES: dict[str, tuple[str, Make, str]] = {
    "empty": ("x.pdf", lambda: b"", "file_empty"),
    "white space": ("x.txt", lambda: b" \n\t\r\n\f\n ", "file_empty"),
    "byte order mark alone": ("x.txt", lambda: b"\xef\xbb\xbf\n", "file_empty"),
    "random, pdf": ("x.pdf", lambda: Random(0).randbytes(5000), "text_unreadable"),
    "random, txt": ("x.txt", lambda: Random(1).randbytes(5000), "text_unreadable"),
    "utf-16": ("x.txt", lambda: TEXT.encode("utf-16"), "text_unreadable"),
    "too large": ("x.txt", lambda: bytes(50_000_001), "file_too_large"),
    "web page": ("x.pdf", lambda: HTML, "not_an_imr_letter"),
    "other text": ("x.txt", RECIPE.encode, "not_an_imr_letter"),
    "unknown layout": ("x.txt", UNHEARD_OF.encode, "layout_unknown"),
    "layout of 2013": ("x.txt", E3.encode, "layout_unknown"),
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
    "layout of 2013, pdf": ("x.pdf", lambda: pdf_of(E3.splitlines()), "layout_unknown"),
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
    assert run.exit_code == 3
    assert {row["source"]: row["reason"] for row in run.rejected} == sources
    assert f"... and {len(sources) - 10} more in the table rejected" in run.output


def test_a_letter_of_absurdly_many_pages_does_not_spoil_the_store(folder: Path, into: Path) -> None:
    path = put(folder, "x.txt", TEXT.encode() + b"\f" * 40_000)
    run = ingest(into, folder)
    good(run)
    assert [(row["source"], row["reason"]) for row in run.rejected] == [(str(path), "file_too_large")]
    path.unlink()
    good(ingest(into, folder))


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
        assert codes(case) or values(case) == values(TRUTH), "part of the letter is lost, and nobody is told"


# --- letters that lack something, or say what cannot be ----------------------------------------------


def no_issues(letter: FictionalLetter) -> FictionalLetter:
    body = letter.letter.body
    heading = next(number for number, block in enumerate(body) if block.text == ISSUES)
    return altered(letter, body=body[: heading + 2])


BAD_LETTERS: dict[str, tuple[Alter, str]] = {
    "first request without decision": (
        lambda letter: reworded(letter, title(0), TRUTH["issues"][0]["request"]),
        "decision_missing",
    ),
    "last request without decision": (
        lambda letter: reworded(letter, title(-1), TRUTH["issues"][-1]["request"]),
        "decision_missing",
    ),
    "nothing behind the colon": (
        lambda letter: reworded(letter, title(-1), f"{TRUTH['issues'][-1]['request']}:"),
        "decision_missing",
    ),
    "unknown decision": (
        lambda letter: reworded(letter, title(-1), f"{TRUTH['issues'][-1]['request']}: Modified"),
        "decision_unknown",
    ),
    "unknown decision first": (
        lambda letter: reworded(letter, title(0), f"{TRUTH['issues'][0]['request']}: Modified"),
        "decision_unknown",
    ),
    "no issues": (no_issues, "no_issues"),
}


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize(("alter", "reason"), BAD_LETTERS.values(), ids=BAD_LETTERS)
def test_a_letter_that_cannot_be_read_whole_is_not_half_filled(
    folder: Path, into: Path, alter: Alter, reason: str, suffix: str
) -> None:
    data = written(alter(LETTER), suffix)
    path = put(folder, f"x{suffix}", data)
    check_rejected(ingest(into, folder), str(path), reason, data)


@pytest.mark.parametrize("suffix", FORMS)
def test_a_colon_in_a_title_is_no_decision(folder: Path, into: Path, suffix: str) -> None:
    letter = reworded(LETTER, title(0), "Associated surgical service: Assistant surgeon")
    path = put(folder, f"x{suffix}", written(letter, suffix))
    run = ingest(into, folder)
    good(run)
    assert [row["source"] for row in run.rejected] == [str(path)]
    assert run.rejected[0]["reason"] in ("decision_missing", "decision_unknown")


def doubled(heading: str) -> Alter:
    return lambda letter: with_blocks(letter, heading, Block(heading, bold=len(heading), centred=True))


def aged(years: int) -> Alter:
    return lambda letter: reworded(letter, f"{TRUTH['age']}-year-old", f"{years}-year-old")


def redated(field: str, printed: str) -> Alter:
    return lambda letter: reworded(letter, day(TRUTH[field]), printed)


def saying(name: str, value: Any) -> dict[str, Any]:
    return {name: value}


EARLY = date.fromisoformat(TRUTH["application_received"]) - timedelta(days=1)
OTHER_INJURY = date.fromisoformat(TRUTH["date_of_injury"]) - timedelta(days=365)
SUMMARY_LESS: dict[str, Any] = dict.fromkeys(("age", "sex", "injury_date_narrative", "clinical_summary"))
CREDENTIAL_FIELDS = ("reviewer_states", "reviewer_specialties")
# What is done to the letter, the warning, and the fields whose values then differ from the letter's truth.
# An ellipsis stands for a field whose value is not checked.
DOUBTFUL: dict[str, tuple[Alter, str, dict[str, Any]]] = {
    "no header": (
        lambda letter: altered(letter, header=()),
        "no_header",
        dict.fromkeys(("case_number", *HEADER_ONLY)),
    ),
    "heading twice: how": (doubled(HOW), "heading_repeated", {}),
    "heading twice: summary": (doubled(SUMMARY), "heading_repeated", {}),
    "heading twice: issues": (doubled(ISSUES), "heading_repeated", {}),
    "heading missing: how": (
        lambda letter: without_blocks(letter, HOW),
        "heading_missing",
        dict.fromkeys(CREDENTIAL_FIELDS, ...),
    ),
    "heading missing: summary": (
        lambda letter: without_blocks(letter, SUMMARY),
        "heading_missing",
        dict.fromkeys((*SUMMARY_LESS, *CREDENTIAL_FIELDS), ...),
    ),
    "heading missing: issues": (
        lambda letter: without_blocks(letter, ISSUES),
        "heading_missing",
        {"clinical_summary": ...},
    ),
    "no such date": (redated("decision_date", "13/45/2016"), "date_invalid", saying("decision_date", None)),
    "no such injury date": (
        redated("date_of_injury", "02/30/2012"),
        "date_invalid",
        saying("date_of_injury", None),
    ),
    "decided before the application": (
        redated("decision_date", f"{EARLY:%m/%d/%Y}"),
        "dates_out_of_order",
        saying("decision_date", EARLY.isoformat()),
    ),
    "aged 7": (aged(7), "age_implausible", {"age": 7, "clinical_summary": ...}),
    "aged 140": (aged(140), "age_implausible", {"age": 140, "clinical_summary": ...}),
    "two injury dates": (
        redated("date_of_injury", f"{OTHER_INJURY:%m/%d/%Y}"),
        "injury_date_conflict",
        saying("date_of_injury", OTHER_INJURY.isoformat()),
    ),
    "foreign text": (lambda letter: altered(letter, cover=(Block(FOREIGN),)), "unclaimed_text", {}),
    "no state of licensure": (
        lambda letter: without_blocks(letter, "State(s)"),
        "reviewer_missing",
        saying("reviewer_states", []),
    ),
    "no case number": (
        lambda letter: reworded(letter, letter.case_number, ""),
        "header_field_missing",
        saying("case_number", None),
    ),
}


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize(("alter", "code", "changed"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_doubtful_letter_is_published_with_a_warning_and_everything_else(
    folder: Path, into: Path, alter: Alter, code: str, changed: dict[str, Any], suffix: str
) -> None:
    path = put(folder, f"x{suffix}", written(alter(LETTER), suffix))
    run = ingest(into, folder)
    case = check_published(run, path)
    assert code in codes(case)
    assert code in run.output
    said, expected = values(case), values(TRUTH | {k: v for k, v in changed.items() if v is not ...})
    for name in changed:
        if changed[name] is ...:
            del said[name], expected[name]
    assert said == expected


@pytest.mark.parametrize("suffix", FORMS)
def test_a_request_without_any_label_costs_no_letter(folder: Path, into: Path, suffix: str) -> None:
    body = LETTER.letter.body
    first = next(number for number, block in enumerate(body) if block.text == title(0))
    second = next(number for number, block in enumerate(body) if block.text == title(1))
    letter = altered(LETTER, body=(*body[: first + 1], *body[second:]))
    path = put(folder, f"x{suffix}", written(letter, suffix))
    case = check_published(ingest(into, folder), path)
    assert {"guideline_missing", "rationale_missing"} <= codes(case)
    assert [issue["request"] for issue in case["issues"]] == [issue["request"] for issue in TRUTH["issues"]]
    assert case["issues"][0]["rationale"] is None
    assert values(case)["issues"][1:] == values(TRUTH)["issues"][1:]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_scanned_page_among_others_is_published_with_a_warning(folder: Path, into: Path, at: int) -> None:
    path = put(folder, "x.pdf", with_page(PDF, pictures_of(PDF), at))
    run = ingest(into, folder)
    case = check_published(run, path)
    assert codes(case) == {"page_without_text"}
    assert "page_without_text" in run.output
    assert values(case) == values(TRUTH)


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("strength", [40, 128])
def test_a_letter_locked_without_a_password_is_read(
    folder: Path, into: Path, strength: int, engine: str
) -> None:
    path = put(folder, "x.pdf", encrypted(LETTER, "", strength))
    assert values(check_published(ingest(into, folder, engine=engine), path)) == values(TRUTH)


# --- text in other encodings, files under other names -------------------------------------------------


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
    folder: Path, into: Path, data: bytes
) -> None:
    plain, path = put(folder, "plain.txt", TEXT.encode()), put(folder, "x.txt", data)
    run = ingest(into, folder)
    good(run)
    assert run.exit_code == 0
    assert without_identity(run.case_of(path)) == without_identity(run.case_of(plain))
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
    assert "1 more files hold the same bytes" in run.output


# --- paths ---------------------------------------------------------------------------------------------


def test_a_missing_path_costs_no_good_letter(folder: Path, into: Path, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.pdf"
    check_rejected(ingest(into, missing, folder), str(missing), "path_missing")


def test_a_path_too_long_costs_no_good_letter(folder: Path, into: Path, tmp_path: Path) -> None:
    long = tmp_path / f"{'x' * 300}.pdf"
    run = ingest(into, long, folder)
    good(run)
    assert run.exit_code == 3
    (row,) = run.rejected
    assert (row["source"], row["reason"] in ("path_missing", "file_unreadable")) == (str(long), True)


@pytest.mark.parametrize("name", ["empty", "empty.pdf"])
def test_an_empty_folder_costs_no_good_letter(folder: Path, into: Path, tmp_path: Path, name: str) -> None:
    empty = tmp_path / name
    empty.mkdir()
    check_rejected(ingest(into, folder, empty), str(empty), "folder_empty")


def test_a_file_that_may_not_be_read_costs_no_good_letter(
    folder: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain_read = put(folder, "x.pdf", PDF), Path.read_bytes
    path.chmod(0)

    def read_bytes(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return plain_read(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    run = ingest(into, folder)
    check_rejected(run, str(path), "file_unreadable")
    assert "Permission denied" in run.rejected[0]["message"]


def test_a_named_file_that_may_not_be_read_costs_no_good_letter(
    folder: Path, into: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain_access, plain_read = put(tmp_path, "x.pdf", PDF), os.access, Path.read_bytes
    path.chmod(0)

    def access(asked: Any, mode: int, **options: Any) -> bool:
        return os.fspath(asked) != str(path) and plain_access(asked, mode, **options)

    def read_bytes(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return plain_read(self)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    check_rejected(ingest(into, folder, path), str(path), "file_unreadable")


def test_a_file_in_a_closed_folder_costs_no_good_letter(
    folder: Path, into: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain_stat = tmp_path / "closed" / "x.pdf", os.stat

    def stat(asked: Any, **options: Any) -> os.stat_result:
        if not isinstance(asked, int) and os.fsdecode(asked) == str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return plain_stat(asked, **options)

    monkeypatch.setattr(os, "stat", stat)
    run = ingest(into, folder, path)
    monkeypatch.undo()
    check_rejected(run, str(path), "file_unreadable")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that nobody can read")
def test_a_disk_that_fails_costs_no_good_letter(folder: Path, into: Path) -> None:
    path = folder / "x.pdf"
    path.symlink_to("/proc/self/mem")
    check_rejected(ingest(into, folder), str(path), "file_unreadable")


@pytest.mark.parametrize("target", ["nowhere.pdf", "x.pdf"], ids=["broken", "loop"])
@pytest.mark.parametrize("named", [False, True], ids=["in a folder", "named"])
def test_a_link_that_leads_nowhere_is_told(folder: Path, into: Path, target: str, named: bool) -> None:
    link = folder / "x.pdf"
    link.symlink_to(target)
    run = ingest(into, folder, *([link] if named else []))
    good(run)
    assert [row["source"] for row in run.rejected] == [str(link)]
    assert run.rejected[0]["reason"] in ("path_missing", "file_unreadable")
    assert run.exit_code == 3


def test_a_folder_that_holds_itself_is_read_once(folder: Path, into: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)
    run = ingest(into, folder)
    good(run)
    assert (run.exit_code, len(run.cases)) == (0, 2)
    assert "more files" not in run.output


def test_a_folder_named_like_a_letter_is_looked_into(folder: Path, into: Path) -> None:
    (folder / "x.pdf").mkdir()
    path = put(folder / "x.pdf", "y.pdf", PDF)
    assert values(check_published(ingest(into, folder), path)) == values(TRUTH)


def test_hidden_files_and_other_suffixes_are_left_alone(folder: Path, into: Path) -> None:
    (folder / ".hidden").mkdir()
    for name in (".x.pdf", ".hidden/y.pdf", "letter.docx", "letter.pdf.part", "pdf", "notes.json"):
        put(folder, name, RECIPE.encode())
    run = ingest(into, folder)
    good(run)
    assert (run.exit_code, len(run.cases), list(run.rejected)) == (0, 2, [])


def test_the_source_folder_is_left_untouched(folder: Path, into: Path) -> None:
    put(folder, "x.pdf", PDF[:500])
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    stamp = folder.stat().st_mtime_ns
    folder.chmod(0o555)
    try:
        run = ingest(into, folder)
    finally:
        folder.chmod(0o755)
    good(run)
    assert run.exit_code == 3
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
    assert folder.stat().st_mtime_ns == stamp


# --- the command ----------------------------------------------------------------------------------------


def in_the_way(tmp_path: Path) -> Path:
    path = tmp_path / "in-the-way"
    path.write_text("I am a file.")
    return path


def no_ledger(tmp_path: Path) -> Path:
    into = tmp_path / "tables"
    into.mkdir()
    (into / "ledger.sqlite").write_bytes(b"I am no database." * 500)
    return into


def broken_ledger(tmp_path: Path) -> Path:
    """A ledger of which the disk lost all but the first page."""
    into = tmp_path / "tables"
    ingest(into, tmp_path / "letters")
    ledger = into / "ledger.sqlite"
    ledger.write_bytes(ledger.read_bytes()[:4096] + b"\xff" * (ledger.stat().st_size - 4096))
    return into


STORES: dict[str, tuple[Callable[[Path], Path], Sequence[str]]] = {
    "a file": (in_the_way, ()),
    "below a file": (lambda tmp_path: in_the_way(tmp_path) / "tables", ()),
    "a file, afresh": (in_the_way, ("--fresh",)),
    "no ledger": (no_ledger, ()),
    "a broken ledger": (broken_ledger, ()),
}


@pytest.mark.parametrize(("make", "options"), STORES.values(), ids=STORES)
def test_a_store_that_cannot_be_written_is_said_in_one_line(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], Path],
    options: Sequence[str],
) -> None:
    into = make(tmp_path)
    monkeypatch.setattr(sys, "argv", ["imr", "ingest", str(folder), "--into", str(into), *options])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 5
    complaints = [line for line in capsys.readouterr().err.splitlines() if line.startswith("imr: ")]
    assert len(complaints) == 1
    assert str(into) in complaints[0]


def in_a_shell(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(argument) for argument in (COMMAND, *arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | environment, check=False, timeout=60
    )


def test_a_store_that_is_a_file_ends_without_a_traceback(folder: Path, tmp_path: Path) -> None:
    done = in_a_shell("ingest", folder, "--into", in_the_way(tmp_path))
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("imr: ")
    assert (tmp_path / "in-the-way").read_text() == "I am a file."


def test_a_wrong_engine_in_the_environment_is_bad_usage(folder: Path, into: Path) -> None:
    done = in_a_shell("ingest", folder, "--into", into, IMR_ENGINE="teleprinter")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "IMR_ENGINE" in done.stderr
    assert not into.exists()


def test_a_wrong_engine_on_the_command_line_is_bad_usage(folder: Path, into: Path) -> None:
    assert imr("ingest", folder, "--into", into, "--engine", "teleprinter").exit_code == 2
    assert not into.exists()


@pytest.mark.parametrize("arguments", [("schema",), ("extract", "LETTER")], ids=["schema", "extract"])
def test_a_reader_that_goes_away_leaves_no_traceback(folder: Path, arguments: tuple[str, ...]) -> None:
    given_ = [str(folder) if argument == "LETTER" else argument for argument in arguments]
    writing = subprocess.Popen([COMMAND, *given_], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writing.stdout is not None and writing.stderr is not None
    writing.stdout.close()  # before anything was written: what `| head` does, at its worst
    complaint = writing.stderr.read().decode()
    writing.stderr.close()
    assert "Traceback" not in complaint
    assert "Broken pipe" not in complaint
    assert writing.wait(60) != 1, "exit code 1 says that this software has a defect"


def test_a_damaged_letter_brings_no_chatter_of_libraries(tmp_path: Path) -> None:
    path = put(tmp_path, "x.pdf", with_broken_content(PDF, 0, 0.5, 40))
    done = in_a_shell("extract", path, "--engine", "pdfplumber")
    assert [line for line in done.stderr.splitlines() if not line.startswith("imr: ")] == []


def test_extract_prints_the_good_letter_and_complains_of_the_bad_one(tmp_path: Path) -> None:
    bad, fine = put(tmp_path, "bad.pdf", PDF[:500]), put(tmp_path, "good.pdf", PDF)
    result = imr("extract", bad, fine)
    assert result.exit_code == 3
    (line,) = result.stdout.splitlines()
    assert values(json.loads(line)) == values(TRUTH)
    assert "pages" not in json.loads(line)
    assert f"{bad}: " in result.stderr
    assert "[pdf_damaged]" in result.stderr
    assert ADVICE[RejectionReason.PDF_DAMAGED] in result.stderr


def test_extract_without_any_good_letter_says_so_by_its_exit_code(tmp_path: Path) -> None:
    result = imr("extract", put(tmp_path, "bad.pdf", b""), tmp_path / "nowhere.pdf")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "[file_empty]" in result.stderr
    assert "[path_missing]" in result.stderr


@pytest.mark.parametrize("suffix", FORMS)
def test_extract_with_text_gives_the_pages_that_the_evidence_points_into(tmp_path: Path, suffix: str) -> None:
    result = imr("extract", put(tmp_path, f"x{suffix}", written(LETTER, suffix)), "--with-text")
    record = json.loads(result.stdout)
    assert len(record["pages"]) == record["parser"]["pages"]
    (place,) = record["evidence"]["case_number"]
    assert record["pages"][place["page"] - 1][place["start"] : place["end"]] == LETTER.case_number


@pytest.mark.parametrize("command", ["ingest", "extract", "explain"])
def test_nothing_but_bad_letters_is_said_by_the_exit_code(tmp_path: Path, command: str) -> None:
    path = put(tmp_path, "x.txt", RECIPE.encode())
    options = ("--into", tmp_path / "tables") if command == "ingest" else ()
    result = imr(command, path, *options)
    assert result.exit_code == 4
    assert str(path) in result.output
    assert "[not_an_imr_letter]" in result.output


# --- accidents of every kind ----------------------------------------------------------------------------

PHRASES = (
    f"\n{HOW}\n",
    f"\n\n{SUMMARY}\n\n",
    f"\n\n{ISSUES}\n\n",
    "\n\nAspirin: Upheld\n\n",
    "\n\nAspirin: Overturned\n",
    "\nClaims Administrator guideline: ",
    "\n\nMAXIMUS guideline: ",
    "\n\nDecision rationale: ",
    "\nState(s) of Licensure: ",
    "\nCertification(s)/Specialty: ",
    "\nCase Number: CM16-0900001",
    "Application\nReceived:",
    ": Upheld",
    "\f",
    "\n\n\n",
    "99/99/9999",
    "a 200-year-old ",
    "\ud7ff\ue000\ufffe\x00\x1b",
)
places = st.floats(0, 1)
accidents = st.lists(st.builds(Edit, places, st.integers(0, 40), st.binary(max_size=40)), max_size=6)
cuts = st.none() | places
insertions = st.lists(
    st.builds(Edit, places, st.just(0), st.sampled_from(PHRASES) | st.text(max_size=60)),
    min_size=1,
    max_size=6,
)
removals = st.lists(st.builds(Edit, places, st.integers(1, 400), st.just("")), max_size=2)
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_outcome(data: bytes, engine: Engine = Engine.PDFIUM) -> None:
    """A case that can be kept, or a reason: never another exception."""
    try:
        case = read_case(data, "letter", engine)
    except LetterError as error:
        assert str(error)
        assert error.advice
        assert error.reason is not RejectionReason.INTERNAL_ERROR
    else:
        assert Case.model_validate_json(case.model_dump_json()) == case, "the ledger cannot give it back"


def damaged(data: bytes, edits: Sequence[Edit], cut: float | None) -> bytes:
    for edit in edits:
        data = edit.of(data)
    return data if cut is None else data[: int(cut * len(data))]


@patient
@given(accidents, cuts)
def test_a_damaged_pdf_is_a_case_or_a_reason(edits: list[Edit], cut: float | None) -> None:
    check_outcome(damaged(PDF, edits, cut))


@patient
@given(accidents, cuts)
def test_a_damaged_text_is_a_case_or_a_reason(edits: list[Edit], cut: float | None) -> None:
    check_outcome(damaged(TEXT.encode(), edits, cut))


@patient
@given(insertions, removals)
def test_a_letter_with_words_put_in_or_lost_is_a_case_or_a_reason(
    edits: list[Edit], lost: list[Edit]
) -> None:
    text = TEXT
    for edit in [*lost, *edits]:
        text = edit.of(text)
    check_outcome(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(accidents, cuts)
def test_a_damaged_pdf_is_a_case_or_a_reason_with_pdfplumber(edits: list[Edit], cut: float | None) -> None:
    check_outcome(damaged(PDF, edits, cut), Engine.PDFPLUMBER)
