"""The worker in many voices: age, sex and date of injury as a careful reader takes them from a summary."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.vocabulary import Sex, WarningCode
from pipeline.document import Passage, open_document
from pipeline.document.passage import squeeze
from pipeline.extract.language import Reader, build
from pipeline.extract.worker import Worker, read_worker

HERE = Path(__file__).parent
VOICES: list[dict[str, Any]] = [
    voice for name in ("voices", "more_voices") for voice in json.loads((HERE / f"{name}.json").read_text())
]
NOT_YET = {
    "injured while employed as, mechanism after": "the trade is named between the injury and its date",
    "Ms. is 41 and works as": "a bare number behind 'is' is taken for no age: it may be a body mass index",
    "old injury, 2013 letter, urology": "the accident is told without a word for an injury or for what hurt",
    "came down after catching heel on DATE": "the accident is told without a word for an injury",
    "event only, doored, afternoon of": "the accident is told without a word for an injury",
}


def read(text: str) -> Worker:
    with open_document(text.encode()) as letter:
        return read_worker(Passage.of(letter.document, 0, len(letter.document.text)))


def known_misses(voice: dict[str, Any]) -> list[pytest.MarkDecorator]:
    reason = NOT_YET.get(voice["why"])
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize("voice", [pytest.param(v, id=v["why"], marks=known_misses(v)) for v in VOICES])
def test_a_summary_in_another_voice(voice: dict[str, Any]) -> None:
    worker = read(voice["text"].replace("-\n", "-").replace("\n", " "))
    assert (
        worker.age and worker.age.value,
        worker.sex and worker.sex.value,
        worker.injury_date and worker.injury_date.value.isoformat(),
    ) == (voice["age"], voice["sex"], voice["injury_date"])


@pytest.mark.parametrize(
    ("phrase", "age"),
    [
        ("a 52 y/o male", 52),
        ("a 52yo woman", 52),
        ("a fifty-two year old man", 52),
        ("a sixty year old man", 60),
        ("a claimant aged 61", 61),
        ("a worker, 61 years of age,", 61),
        ("a 45 year-old, right-hand dominant gentleman", 45),
        ("a(n) 54 year old female", 54),
        ("a male worker who cares for his 12 year old daughter", None),
        ("a worker with a 5-year-old fracture", None),
    ],
)
def test_ages(phrase: str, age: int | None) -> None:
    worker = read(f"The injured worker is {phrase} with low back pain.")
    assert (worker.age and worker.age.value) == age


@pytest.mark.parametrize(
    ("phrase", "injured"),
    [
        ("has a date of injury 3/3/11.", date(2011, 3, 3)),
        ("was injured on or about March 3rd, 2011.", date(2011, 3, 3)),
        ("sustained an industrial injury on 10-28- 2016.On exam there was pain.", date(2016, 10, 28)),
        ("was seen on 3/3/11.", None),
        ("was injured in March 2011.", None),
        ("was injured on 13/45/2016.", None),
    ],
)
def test_injury_dates(phrase: str, injured: date | None) -> None:
    worker = read(f"The claimant is a 40 year old man who {phrase}")
    assert (worker.injury_date and worker.injury_date.value) == injured


@pytest.mark.parametrize(
    "period",
    [
        "from 1/2/2010 to 3/3/2011",
        "from January 2, 2010 through March 3, 2011",
        "1/2/2010 - 3/3/2011",
        "between 1/2/2010 and 3/3/2011",
        "from 1/2/2010 to the present",
        "through 3/3/2011",
    ],
)
def test_a_cumulative_trauma_has_no_single_date_and_says_so(period: str) -> None:
    worker = read(f"The patient is a 50 year old woman with a cumulative trauma injury {period}.")
    assert worker.injury_date is None
    assert WarningCode.INJURY_DATE_SEVERAL in {warning.code for warning in worker.warnings}


def test_what_a_summary_does_not_say_is_warned_of() -> None:
    assert {warning.code for warning in read("There is pain in the right knee.").warnings} == {
        WarningCode.AGE_MISSING,
        WarningCode.SEX_MISSING,
        WarningCode.INJURY_DATE_MISSING,
        WarningCode.DIAGNOSIS_MISSING,
    }


def test_two_ages_are_warned_of() -> None:
    worker = read("The worker is a 40 year old man. The patient is a 42 year old man.")
    assert worker.age and worker.age.value == 40
    assert WarningCode.AGE_CONFLICT in {warning.code for warning in worker.warnings}


def test_the_review_date_is_that_of_the_utilization_review() -> None:
    worker = read(
        "The patient was seen on 1/5/2016. The Utilization Review dated January 20, 2016 denied the request. "
        "A later note is dated 2/2/2016."
    )
    assert worker.review_date and worker.review_date.value == date(2016, 1, 20)


def test_the_components_are_spacy_components_and_keep_their_spans() -> None:
    nlp = build()
    doc = nlp("The claimant is a 48 y/o man who was injured on 3/3/11.")
    assert {"imr_age", "imr_sex", "imr_injury_date"} <= set(nlp.pipe_names)
    assert [span.text for key in ("age", "sex", "injury_date") for span in doc.spans[key]] == [
        "48 y/o",
        "man",
        "3/3/11",
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([word for v in VOICES[::7] for word in v["text"].split()]), max_size=40))
def test_any_words_give_values_that_stand_in_them(pieces: list[str]) -> None:
    text = " ".join(pieces)
    if not text:
        return
    with open_document(text.encode()) as letter:
        document = letter.document
        worker = read_worker(Passage.of(document, 0, len(document.text)))
        for found in (worker.age, worker.sex, worker.injury_date, worker.review_date):
            if found is not None:
                words = "".join(document.text[span.start : span.end] for span in found.spans)
                assert words and squeeze(words) in squeeze(text)
        assert worker.sex is None or worker.sex.value in Sex


def test_a_long_run_does_not_keep_every_word_it_has_read() -> None:
    reader = Reader(renew=5)
    sizes = []
    for number in range(40):
        reader(" ".join(f"word{number}x{index}" for index in range(50)))
        sizes.append(len(reader.nlp.vocab))
    assert max(sizes[20:]) <= max(sizes[:20])
    doc = reader("The man is 48 years old.")
    assert [span.text for span in doc.spans["age"]] == ["48 years old"]


def test_a_sign_that_is_two_in_lower_case_moves_no_place() -> None:
    text = "İİİ wrote that the patient is a 45-year-old man."
    age = read(text).age
    assert age is not None and age.value == 45
    ((start, end),) = age.spans
    assert text[start:end] == "45-year-old"
