"""Fictional letters are reproducible, print what their truth says, and hold the traits they promise."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.generate import FictionalLetter, fictional_letters, write_letters
from pipeline.generate.dates import draw_dates
from pipeline.generate.fiction import Drug, load_fiction
from pipeline.generate.form import DECISION_WORDS
from pipeline.generate.letters import FICTIONAL_NUMBERS
from pipeline.generate.pdf import footer_text
from pipeline.generate.wrapping import wrap

COUNT = 60
SINGLE_DATES = ("date_assigned", "date_of_injury", "decision_date", "ur_denial_date", "application_received")


def squeezed(text: str) -> str:
    """The text without white space, the hyphens that PDFium takes for soft ones restored."""
    return re.sub(r"\s+", "", re.sub("[\ufffe\x02]", "-", text))


def page_texts(letter: FictionalLetter) -> Iterator[str]:
    document = pypdfium2.PdfDocument(letter.pdf())
    for number, page in enumerate(document, 1):
        text = squeezed(page.get_textpage().get_text_range())
        footer = squeezed(footer_text(letter.letter, number, len(document)))
        assert text.endswith(footer)
        yield text.removesuffix(footer)
    document.close()


@dataclass(frozen=True)
class Rendered:
    """A letter as it comes out: its PDF's pages and its plain text, squeezed."""

    letter: FictionalLetter
    pages: tuple[str, ...]
    raw_text: str

    @property
    def pdf(self) -> str:
        return "".join(self.pages)

    @property
    def text(self) -> str:
        pages = self.raw_text.split("\f")
        return "".join(
            squeezed(page).removesuffix(squeezed(footer_text(self.letter.letter, number, len(pages))))
            if len(pages) > 1
            else squeezed(page)
            for number, page in enumerate(pages, 1)
        )

    @property
    def summary(self) -> str:
        return str(self.letter.truth["clinical_summary"])

    def over_break(self, words: str) -> bool:
        """Whether these words begin on one page and end on the next."""
        wanted = squeezed(words)
        return wanted in self.pdf and not any(wanted in page for page in self.pages)

    def titles(self) -> list[str]:
        return [printed_title(issue) for issue in self.letter.truth["issues"]]


def printed_title(issue: dict[str, object]) -> str:
    return f"{issue['request']}: {DECISION_WORDS[str(issue['decision'])]}"


@pytest.fixture(scope="module")
def rendered() -> list[Rendered]:
    return [Rendered(letter, tuple(page_texts(letter)), letter.text()) for letter in fictional_letters(COUNT)]


def verbatim_values(truth: dict[str, object]) -> Iterator[str]:
    """All values of the truth that stand in the letter as they are."""
    yield from (str(truth[name]) for name in ("case_number", "priority", "clinical_summary"))
    yield from (f"{date.fromisoformat(str(truth[name])):%m/%d/%Y}" for name in SINGLE_DATES)
    yield from truth["reviewer_states"]  # type: ignore[misc]
    yield from truth["reviewer_specialties"]  # type: ignore[misc]
    for issue in truth["issues"]:  # type: ignore[attr-defined]
        yield printed_title(issue)
        yield "Claims Administrator guideline: " + issue["claims_administrator_guideline"]
        yield "MAXIMUS guideline: " + issue["reviewer_guideline"]
        yield "Decision rationale: " + issue["rationale"]


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = list(fictional_letters(5, seed=3)), list(fictional_letters(5, seed=3))
    assert [letter.pdf() for letter in first] == [letter.pdf() for letter in second]
    assert [letter.text() for letter in first] == [letter.text() for letter in second]
    assert [letter.truth for letter in first] == [letter.truth for letter in second]


def test_a_letter_does_not_depend_on_the_others() -> None:
    few, more = list(fictional_letters(2)), list(fictional_letters(5))
    assert [letter.pdf() for letter in few] == [letter.pdf() for letter in more[:2]]


def test_seeds_and_places_give_different_letters(rendered: list[Rendered]) -> None:
    assert len({each.letter.case_number for each in rendered}) == COUNT
    assert len({each.summary for each in rendered}) == COUNT
    other = next(fictional_letters(1, seed=1))
    assert other.case_number != rendered[0].letter.case_number
    assert other.text() != rendered[0].raw_text


def test_case_numbers_run_out_loudly() -> None:
    with pytest.raises(ValueError, match="case number"):
        fictional_letters(FICTIONAL_NUMBERS + 1)


def test_every_verbatim_value_stands_in_both_forms(rendered: list[Rendered]) -> None:
    for each in rendered:
        for value in map(squeezed, verbatim_values(each.letter.truth)):
            assert value in each.pdf
            assert value in each.text


def test_issues_stand_in_their_order(rendered: list[Rendered]) -> None:
    for each in rendered:
        body = each.pdf[each.pdf.index("thatfollowhere:") :]
        position = 0
        for title in each.titles():
            position = body.index(squeezed(title), position) + 1


def test_no_decision_ends_a_paragraph_but_a_titles(rendered: list[Rendered]) -> None:
    decisions = tuple(f": {word}" for word in DECISION_WORDS.values())
    for each in rendered:
        printed = [block.text for block in each.letter.letter.body if block.text.endswith(decisions)]
        assert printed == each.titles()


def test_what_the_summary_states_is_in_its_words(rendered: list[Rendered]) -> None:
    for each in rendered:
        truth = each.letter.truth
        assert truth["mechanism"] is None or truth["mechanism"] in each.summary
        assert all(diagnosis["text"] in each.summary for diagnosis in truth["diagnoses"])
        assert all(
            diagnosis["icd_printed"] in (None, *re.findall(r"[A-Z0-9.]+", each.summary))
            for diagnosis in truth["diagnoses"]
        )
        for issue in truth["issues"]:
            named = [drug["text"] for drug in issue["drugs"]] + issue["body_parts"]
            assert all(name in issue["request"] for name in named)


def test_pronouns_never_contradict_the_sex(rendered: list[Rendered]) -> None:
    words = {"male": {"he", "his", "him"}, "female": {"she", "her"}}
    for each in rendered:
        rationales = " ".join(issue["rationale"] for issue in each.letter.truth["issues"])
        spoken = set(re.findall(r"[a-z]+", f"{each.summary} {rationales}".lower()))
        for sex, pronouns in words.items():
            assert each.letter.truth["sex"] == sex or not spoken & pronouns


@given(st.integers(), st.booleans())
def test_dates_are_in_the_order_of_the_law(seed: int, expedited: bool) -> None:
    dates = draw_dates(Random(seed), expedited, oldest_injury_days=900)
    assert dates.injury < dates.denial <= dates.application <= dates.assignment <= dates.decision
    assert 2014 <= dates.decision.year <= 2018


def test_decisions_are_spread_over_the_years(rendered: list[Rendered]) -> None:
    decided = {each.letter.truth["decision_date"][:7] for each in rendered}
    assert len(decided) > 20
    assert {month[:4] for month in decided} == {"2014", "2015", "2016", "2017", "2018"}


@given(st.text(st.sampled_from("ab1 -/."), max_size=80), st.integers(5, 30))
def test_wrapping_keeps_every_character_and_breaks_only_where_it_may(text: str, limit: int) -> None:
    text = text.strip()
    lines = wrap(text, lambda start, end: end - start, limit)
    assert "".join(text[start:end] for start, end in lines) == text
    for line, following in pairwise(text[start:end] for start, end in lines):
        assert line[-1] in " -" or re.search(r"\d/$", line)
        assert following[0] != " "
    for start, end in lines:
        line = text[start:end].rstrip()
        assert len(line) <= limit or not re.search(r"\s|\w-\w", line)


def test_word_lists_refuse_what_the_fonts_cannot_show() -> None:
    with pytest.raises(ValidationError, match="not printable"):
        Drug(name="\u03b1-lipoic acid", strength="1mg")


def test_every_sentence_of_the_fixed_text_has_a_phrase_of_the_form() -> None:
    phrases = (
        "complete case file",
        "no affiliation with",
        "active clinical practice",
        "was selected based on",
        "governing laws and regulations",
        "strength of evidence",
    )
    for sentence in (sentence for variant in load_fiction().form.determination for sentence in variant):
        assert any(phrase in sentence for phrase in phrases)


def test_letters_are_written_with_their_truth(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "letters"
    paths = list(write_letters(3, folder, seed=5))
    assert [path.suffix for path in paths] == [".pdf", ".txt"] * 3
    assert len(list(folder.iterdir())) == 9
    for path, letter in zip(paths[::2], fictional_letters(3, seed=5), strict=True):
        assert path.read_bytes() == letter.pdf()
        assert json.loads(path.with_suffix(".json").read_text("utf-8")) == letter.truth


def test_one_format_can_be_written_alone(tmp_path: Path) -> None:
    assert [path.suffix for path in write_letters(2, tmp_path, formats=("txt",))] == [".txt", ".txt"]


def _title_over_break(each: Rendered) -> bool:
    return any(map(each.over_break, each.titles()))


def _diagnoses_over_break(each: Rendered) -> bool:
    wanted = [block for block in each.letter.letter.body if block.over_break]
    return any(
        each.over_break(block.text[slice(*block.over_break)])
        for block in wanted
        if block.over_break and "Upheld" not in block.text
    )


def _rationale_ends_page(each: Rendered) -> bool:
    ends = [squeezed(issue["rationale"])[-40:] for issue in each.letter.truth["issues"]]
    return any(page.endswith(end) for page in each.pages[:-1] for end in ends)


def _pronouns_alone(each: Rendered) -> bool:
    words = r"\b(fe)?male\b|\b(wo)?man\b|\bgentleman\b|\blady\b"
    return each.letter.truth["sex"] is not None and not re.search(words, each.summary, re.IGNORECASE)


def _has(pattern: str) -> Callable[[Rendered], bool]:
    return lambda each: re.search(pattern, each.summary) is not None


def _title_has(pattern: str) -> Callable[[Rendered], bool]:
    return lambda each: any(re.search(pattern, title) for title in each.titles())


def _guideline_has(pattern: str) -> Callable[[Rendered], bool]:
    return lambda each: any(
        re.search(pattern, issue[side])
        for issue in each.letter.truth["issues"]
        for side in ("claims_administrator_guideline", "reviewer_guideline")
    )


def _rationale_has(pattern: str) -> Callable[[Rendered], bool]:
    return lambda each: any(re.search(pattern, issue["rationale"]) for issue in each.letter.truth["issues"])


MONTH = "(January|February|March|April|May|June|July|August|September|October|November|December)"
TRAITS: dict[str, Callable[[Rendered], bool]] = {
    "fifteen issues": lambda each: len(each.titles()) == 15,
    "one issue": lambda each: len(each.titles()) == 1,
    "cover page": lambda each: bool(each.letter.letter.cover),
    "footer with case number": lambda each: each.letter.letter.style.footer == "full",
    "footer with page number": lambda each: each.letter.letter.style.footer == "number",
    "no footer": lambda each: each.letter.letter.style.footer is None,
    "form feeds": lambda each: "\f" in each.raw_text,
    "title over a page break": _title_over_break,
    "long title": lambda each: max(map(len, each.titles())) > 160,
    "diagnoses over a page break": _diagnoses_over_break,
    "rationale that ends a page": _rationale_ends_page,
    "expedited": lambda each: each.letter.truth["priority"] == "Expedited",
    "overturned": _title_has(": Overturned$"),
    "partially overturned": _title_has(": Partially Overturned$"),
    "no age": lambda each: each.letter.truth["age"] is None,
    "no sex": lambda each: each.letter.truth["sex"] is None,
    "sex from pronouns": _pronouns_alone,
    "month of injury alone": _has(rf"symptoms at work in {MONTH} \d{{4}},"),
    "cumulative trauma": _has(r"between .* and |over the period from|claimed from"),
    "no narrative date": lambda each: each.letter.truth["injury_date_narrative"] is None,
    "narrative date not the header's": lambda each: (
        each.letter.truth["injury_date_narrative"] not in (None, each.letter.truth["date_of_injury"])
    ),
    "48 year old": _has(r"\b\d\d year old"),
    "48-year-old": _has(r"\b\d\d-year-old"),
    "52 y/o": _has(r"\d\d y/o"),
    "52 yo": _has(r"\d\d yo\b"),
    "fifty-two year old": _has(r"\w+ty(-\w+)? year old"),
    "aged 61": _has(r"aged \d\d"),
    "61 years of age": _has(r"\d\d years of age"),
    "gentleman or lady": _has(r"-hand dominant (gentleman|lady)"),
    "10-3-16": _has(r"\b\d{1,2}-\d{1,2}-\d{2}\b"),
    "10-03-2016": _has(r"\b\d\d-\d\d-\d{4}\b"),
    "3/3/11": _has(r"\b\d{1,2}/\d{1,2}/\d{2}\b"),
    "10/13/2016": _has(r"\b\d\d/\d\d/\d{4}\b"),
    "October 13, 2016": _has(rf"{MONTH} \d{{1,2}}, \d{{4}}"),
    "March 3rd, 2011": _has(rf"{MONTH} \d{{1,2}}(st|nd|rd|th), \d{{4}}"),
    "13 October 2016": _has(rf"\d{{1,2}} {MONTH} \d{{4}}"),
    "on or about": _has("on or about"),
    "a relative's age": _has(r"\d\d-year-old (mother|father|sister|brother|uncle|aunt)|of \d\d years"),
    "an old injury's age": _has("10-year-old fracture"),
    "an age in guideline text": _rationale_has("over the age of 65|age over 65"),
    "claimed": lambda each: any(item["basis"] == "claimed" for item in each.letter.truth["diagnoses"]),
    "treated for": lambda each: any(
        item["basis"] == "treated_for" for item in each.letter.truth["diagnoses"]
    ),
    "possible": lambda each: any(item["certainty"] == "possible" for item in each.letter.truth["diagnoses"]),
    "printed codes": lambda each: any(item["icd_printed"] for item in each.letter.truth["diagnoses"]),
    "ten diagnoses": lambda each: len(each.letter.truth["diagnoses"]) >= 10,
    "numbered impression": _has(r"(?i)impression: 1\. .* 2\. "),
    "colon in a title": _title_has(r"(DOS|supply|Labs|Compound): "),
    "original request": _title_has("was the original request.* is: "),
    "retrospective": _title_has("^Retrospective"),
    "associated surgical service": _title_has("^Associated surgical service: "),
    "compound": lambda each: any(len(issue["drugs"]) > 2 for issue in each.letter.truth["issues"]),
    "none cited": _guideline_has("did not cite any medical evidence"),
    "outside the MTUS": _guideline_has("outside of the MTUS"),
    "two MTUS chapters": _guideline_has(r"\d{4}.*, and .* \d{4}"),
    "other guidelines": _guideline_has("and Other Medical Treatment Guidelines"),
    "three paragraphs": _rationale_has(r"(?s)\n\n.*\n\n"),
    "decision words in a rationale": _rationale_has("upheld|overturned"),
    "colon in a rationale": _rationale_has(r"(guideline|matter|decision): "),
    "paragraphs without a gap": lambda each: (
        each.letter.letter.style.paragraph_gap == 0 and "\n\n" in each.summary
    ),
    "missing blank": _has(r"[a-z0-9]\.[A-Z][a-z]+ "),
    "two blanks": _has(r"\.  [A-Z]"),
    "curly quotes": _has("\N{RIGHT SINGLE QUOTATION MARK}s"),
    "degree sign": _has("\N{DEGREE SIGN}"),
    "registered sign": _has("\N{REGISTERED SIGN}"),
    "multiplication sign": _has("\N{MULTIPLICATION SIGN}"),
    "dash": _has("\N{EN DASH}"),
    "hyphen at a line end": lambda each: re.search(r"[a-z]-\n[a-z]", each.raw_text) is not None,
    "date broken at a line end": lambda each: re.search(r"\d-\n\d", each.raw_text) is not None,
}


@pytest.mark.parametrize("trait", TRAITS)
def test_a_short_run_has_every_trait(rendered: list[Rendered], trait: str) -> None:
    assert any(map(TRAITS[trait], rendered))
