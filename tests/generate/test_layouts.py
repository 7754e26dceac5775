"""Fictional letters of each layout: reproducible, and as varied as what is known of the layout."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.generate import FictionalLetter, fictional_letters, write_letters
from pipeline.generate.forms import FORMS
from pipeline.generate.older import load_older
from pipeline.generate.pages import lay_out

COUNT = 60
OLDER = ("determination_2013", "notice_2013", "review_2013")
LETTERS = {name: list(fictional_letters(COUNT, seed=4, layouts=[name])) for name in FORMS}


def printed(letter: FictionalLetter) -> str:
    return "\n".join(block.text for block in (*letter.letter.cover, *letter.letter.body))


def decisions(letter: FictionalLetter) -> set[str]:
    return {issue["decision"] for issue in letter.truth["issues"]}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_seed_gives_the_same_letters(name: str) -> None:
    for letter, again in zip(LETTERS[name], fictional_letters(3, seed=4, layouts=[name]), strict=False):
        assert letter.pdf() == again.pdf()
        assert letter.text() == again.text()
        assert letter.truth == again.truth


def test_layouts_take_turns_and_every_letter_has_a_number_of_its_own() -> None:
    letters = list(fictional_letters(40, layouts=list(FORMS)))
    assert [letter.truth["format"] for letter in letters] == list(FORMS) * 10
    assert len({letter.case_number for letter in letters}) == 40
    openings = {letter.truth["clinical_summary"][:12] for letter in letters}
    assert len(openings) > 10


def test_an_unknown_layout_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="determination_2020"):
        fictional_letters(1, layouts=["determination_2020"])


def test_without_a_layout_no_later_variant_appears() -> None:
    letters = list(fictional_letters(COUNT))
    text = "\n".join(map(printed, letters))
    assert not re.search(r"ACOEM|\b(?:IMRO|Expert Reviewer|Hillcrest Review) guideline:", text)
    assert all(letter.case_number.startswith("CM") for letter in letters)
    assert {letter.truth["format"] for letter in letters} == {"determination_2014"}


def test_files_of_all_layouts_are_written(tmp_path: Path) -> None:
    paths = list(write_letters(4, tmp_path, formats=("txt",), layouts=list(FORMS)))
    assert len({path.stem for path in paths}) == 4
    assert all(path.with_suffix(".json").exists() for path in paths)


@pytest.mark.parametrize("name", OLDER)
def test_nothing_that_a_layout_keeps_whole_runs_over_a_page(name: str) -> None:
    for letter in LETTERS[name]:
        pages = lay_out(letter.letter)
        ends = {id(line.block) for page in pages[:-1] for line in page.lines[-1:] if line.block.whole}
        assert not ends & {id(page.lines[0].block) for page in pages[1:]}


def test_truth_has_no_value_for_what_a_letter_does_not_print() -> None:
    for letter in LETTERS["review_2013"]:
        assert letter.truth["decision_date"] is letter.truth["priority"] is None
        assert {issue["claims_administrator_guideline"] for issue in letter.truth["issues"]} == {None}
        dated = "Independent Medical Review filed on" in printed(letter)
        assert dated == (letter.truth["ur_denial_date"] is not None)
    for letter in LETTERS["notice_2013"]:
        assert ("Date of Injury:" in printed(letter)) == (letter.truth["date_of_injury"] is not None)


def _has(pattern: str) -> Callable[[FictionalLetter], bool]:
    return lambda letter: re.search(pattern, printed(letter)) is not None


def _footer_cuts_a_paragraph(letter: FictionalLetter) -> bool:
    pages = lay_out(letter.letter)
    return any(page.lines[0].start > 0 for page in pages[1:])


def _mixed(letter: FictionalLetter) -> bool:
    return len(decisions(letter)) == 2


def _count(number: int) -> Callable[[FictionalLetter], bool]:
    return lambda letter: len(letter.truth["issues"]) == number


def _request_has(pattern: str) -> Callable[[FictionalLetter], bool]:
    return lambda letter: any(re.search(pattern, issue["request"]) for issue in letter.truth["issues"])


COMMON: dict[str, Callable[[FictionalLetter], bool]] = {
    "one request": _count(1),
    "six requests": _count(6),
    "mixed outcomes": _mixed,
    "a subspecialty": _has("has a subspecialty in"),
    "one state": _has(r"to practice in [A-Z]\w+( [A-Z]\w+)?\."),
    "three states": _has(r"to practice in [^.,]+, [^.,]+,? and [^.,]+\."),
    "and in a specialty": _has("Physical Medicine and Rehabilitation"),
    "a footer within a paragraph": _footer_cuts_a_paragraph,
    "a comma in a request": _request_has(", "),
    "is in a request": _request_has(r"\bis\b"),
    "a colon in a request": _request_has(": "),
    "a retrospective request": _request_has("(?i)^retrospective"),
    "a hyphen at a line end": lambda letter: re.search(r"[a-z]-\n[a-z]", letter.text()) is not None,
}
OWN: dict[str, dict[str, Callable[[FictionalLetter], bool]]] = {
    "review_2013": {
        "dates in the list of documents": _has("Denial dated"),
        "no dates there": _has("Utilization Review Determination"),
        "a guideline for each of several requests": _has(r"(?s)AND WHY:\n1\) .*\n2\) "),
        "both headings": _has("(?s)NECESSARY:.*MEDICALLY NECESSARY:"),
    },
    "notice_2013": {
        "an address block": _has("Date of UR Decision:"),
        "no address block": lambda letter: "Date of UR Decision:" not in printed(letter),
        "a, an, the": _has("the request for (a|an|the) "),
        "no article": _has("has determined the request for [A-Z]"),
        "words glued": _has("notmedically"),
        "a summary taken from elsewhere": _has("Disclaimer: The following case summary was taken"),
        "the reviewer's own summary": lambda letter: "taken directly" not in printed(letter),
    },
    "determination_2013": {
        "uphold": _has(": UPHOLD"),
        "overturn": _has("Final Determination: OVERTURN"),
        "partially overturn": _has(": PARTIALLY OVERTURN"),
        "expedited": lambda letter: letter.truth["priority"] == "EXPEDITED",
        "what the application lists": _has("Treatment\\(s\\) in Dispute"),
        "a request without words before it": _has(r"\n\d\. (?!The request)"),
        "a physician reviewer": _has("The Physician Reviewer's"),
        "an expert reviewer": _has("The Expert Reviewer\N{RIGHT SINGLE QUOTATION MARK}s"),
        "several statements of the claims administrator": _has(r"\nThe Claims .*\nThe Claims "),
        "initials": _has(r"\n/\s?[a-z]+\n"),
        "no initials": lambda letter: re.search(r"\n/\s?[a-z]+\n", printed(letter)) is None,
    },
    "determination_2014": {
        "an old number": lambda letter: re.match(r"1[34]-9", letter.case_number) is not None,
        "another organization": _has("Made-up Medical Assessors, Inc. guideline:"),
        "a role in the label": _has("Expert Reviewer guideline:"),
        "IMRO": _has("IMRO guideline:"),
        "guidelines of December 2017": _has(r"\(ACOEM \w+ \d+, \d{4}\)"),
        "a cover page": lambda letter: bool(letter.letter.cover),
        "a footer": lambda letter: letter.letter.style.footer == "full",
        "expedited": lambda letter: letter.truth["priority"] == "Expedited",
        "partially overturned": lambda letter: "partially_overturned" in decisions(letter),
    },
}
TRAITS = [(name, trait) for name in OLDER for trait in COMMON]
TRAITS += [(name, trait) for name, traits in OWN.items() for trait in traits]


@pytest.mark.parametrize(("name", "trait"), TRAITS)
def test_a_short_run_has_every_trait(name: str, trait: str) -> None:
    assert any(map((COMMON | OWN[name])[trait], LETTERS[name]))


def test_every_wording_of_a_statement_is_used() -> None:
    text = "\n".join(printed(letter) for name in OLDER for letter in LETTERS[name])
    older = load_older()
    wordings: Sequence[str] = [
        *(pattern.text for pattern in (*older.administrator, *older.reviewer, *older.review)),
        *(
            words
            for group in (*older.conclusions.values(), *older.review_conclusions.values())
            for words in group
        ),
    ]
    for words in wordings:
        longest = max(re.split(r"\{\w+\}", words), key=len)
        assert longest in text, words
