"""Letters that lack something or say what cannot be: refused, or published with a warning."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.generate import FictionalLetter
from pipeline.generate.form import Block
from tests.failures.common import (
    FOREIGN,
    FORMS,
    HOW,
    ISSUES,
    LETTER,
    PDF,
    SUMMARY,
    TRUTH,
    Alter,
    check_published,
    check_rejected,
    day,
    good,
    put,
    title,
    written,
)
from tests.failures.damage import (
    HEADER_ONLY,
    altered,
    codes,
    encrypted,
    ingest,
    pictures_of,
    reworded,
    values,
    with_blocks,
    with_page,
    without_blocks,
)


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
