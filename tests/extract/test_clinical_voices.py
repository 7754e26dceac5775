"""Diagnoses and mechanisms in many voices, as a careful reader takes them from a summary."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clinical import Basis, Certainty
from pipeline.document import Passage, open_document
from pipeline.document.passage import squeeze
from pipeline.extract.worker import Worker, read_worker

VOICES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "clinical_voices.json").read_text())
NOT_YET = {
    "diagnosis sentence starting with condition": "the condition stands before its cue",
    "mech attributed to": "the use of a tool is named as cause without a word for an injury",
}


def read(text: str) -> Worker:
    with open_document(text.encode()) as letter:
        return read_worker(Passage.of(letter.document, 0, len(letter.document.text)))


def diagnoses(worker: Worker) -> list[tuple[str, str, str, str | None]]:
    return [
        (d.text.value, d.basis.value, d.certainty.value, d.icd_printed.value if d.icd_printed else None)
        for d in worker.diagnoses
    ]


def known_misses(voice: dict[str, Any]) -> list[pytest.MarkDecorator]:
    reason = NOT_YET.get(voice["why"])
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize("voice", [pytest.param(v, id=v["why"], marks=known_misses(v)) for v in VOICES])
def test_a_summary_in_another_voice(voice: dict[str, Any]) -> None:
    worker = read(voice["text"])
    assert diagnoses(worker) == [
        (each["text"], each["basis"], each["certainty"], each["icd_printed"]) for each in voice["diagnoses"]
    ]
    assert (worker.mechanism and worker.mechanism.value) == voice["mechanism"]


@pytest.mark.parametrize(
    ("listed", "texts"),
    [
        ("neck and low back pain", ["neck and low back pain"]),
        ("shoulder, wrist and knee pain", ["shoulder, wrist and knee pain"]),
        ("strain of muscle, fascia and tendon of the lower back", None),
        ("dislocation, shoulder", None),
        ("cervical sprain and strain", None),
        ("sprain of joints and ligaments of the neck", None),
        ("trigger finger, left ring finger and insomnia", ["trigger finger, left ring finger", "insomnia"]),
        ("right shoulder strain right elbow contusion", ["right shoulder strain", "right elbow contusion"]),
        (
            "lumbar strain, subsequent encounter, and headaches",
            ["lumbar strain, subsequent encounter", "headaches"],
        ),
        ("adjustment disorder with mixed anxiety and depressed mood", None),
        ("lumbar spondylosis with central canal and foraminal narrowing", None),
        ("tear of the cartilage and/or meniscus", None),
        ("contusion of the hip; low back pain", ["contusion of the hip", "low back pain"]),
        ("anxiety and depression", ["anxiety", "depression"]),
        ("1) neck sprain, 2) L4-5 disc protrusion", ["neck sprain", "L4-5 disc protrusion"]),
        ("7 mm disc bulge at C5-6 and cervicalgia", ["7 mm disc bulge at C5-6", "cervicalgia"]),
        ("knee pain.On examination there was swelling", ["knee pain"]),
        ("knee pain and he walks with a cane", ["knee pain"]),
        ("knee pain, for which he takes naproxen", ["knee pain"]),
        ("knee pain with physical therapy", ["knee pain"]),
    ],
)
def test_where_an_item_ends(listed: str, texts: list[str] | None) -> None:
    """Half a diagnosis, or two in one, is counted under the wrong condition."""
    worker = read(f"The claimant was diagnosed with {listed}.")
    assert [each.text.value for each in worker.diagnoses] == (texts or [listed])


def test_a_list_that_a_page_break_parts_is_one_list() -> None:
    worker = read("Diagnoses include lumbar strain, left\n\fknee pain and right\nelbow contusion. He rests.")
    assert [each.text.value for each in worker.diagnoses] == [
        "lumbar strain",
        "left knee pain",
        "right elbow contusion",
    ]
    assert [len(each.text.spans) for each in worker.diagnoses] == [1, 2, 1]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([word for v in VOICES[::5] for word in v["text"].split()]), max_size=40))
def test_any_words_give_diagnoses_that_stand_in_them(pieces: list[str]) -> None:
    text = " ".join(pieces)
    if not text:
        return
    with open_document(text.encode()) as letter:
        document = letter.document
        worker = read_worker(Passage.of(document, 0, len(document.text)))
        for each in worker.diagnoses:
            assert each.basis in Basis and each.certainty in Certainty
            words = "".join(document.text[span.start : span.end] for span in each.text.spans)
            assert squeeze(words) == squeeze(each.text.value)
        if worker.mechanism:
            words = "".join(document.text[span.start : span.end] for span in worker.mechanism.spans)
            assert squeeze(words) == squeeze(worker.mechanism.value)
