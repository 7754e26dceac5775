"""Body parts as titles name them, and words that only look like them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.body_parts import find_body_parts
from pipeline.vocabulary.body_parts import body_parts


def parts(title: str) -> list[str]:
    return [title[start:end] for start, end in find_body_parts(title)]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("MRI of the left elbow without contrast", ["left elbow"]),
        ("Head CT", ["Head"]),
        ("MRI of the brain", ["brain"]),
        ("MRI sacrum", ["sacrum"]),
        ("CT scan of the abdomen and pelvis", ["abdomen", "pelvis"]),
        ("Renal nerve", ["Renal nerve"]),
        ("TMJ splint", ["TMJ"]),
        ("Implant, tooth #12", ["tooth"]),
        ("EMG of the bilateral lower extremities", ["bilateral lower extremities"]),
        ("EMG bilateral upper and lower extremities", ["bilateral upper and lower extremities"]),
        ("EMG/NCV RUE", ["RUE"]),
        ("X-ray of the left and right ankles", ["left and right ankles"]),
        ("X-ray of both feet", ["both feet"]),
        ("MRI R knee", ["R knee"]),
        ("MRI, knee, right", ["knee, right"]),
        ("MRI ankle (left) without contrast", ["ankle (left)"]),
        ("MRI hip left, without contrast", ["hip left"]),
        ("MRI of hip (without contrast)", ["hip"]),
        ("Injection to the right side of the neck", ["right side of the neck"]),
        ("MRI of the toes of the left foot", ["toes of the left foot"]),
        ("Splint for the right 4th finger", ["right 4th finger"]),
        ("Splint for the fourth and fifth fingers", ["fourth and fifth fingers"]),
        ("Right trigger thumb release", ["Right trigger thumb"]),
        ("Left total hip replacement", ["Left total hip"]),
        ("Left carpal tunnel release", ["Left carpal tunnel"]),
        ("Bilateral SI joint injection", ["Bilateral SI joint"]),
        ("Left sacroiliac joint injection", ["Left sacroiliac joint"]),
        ("Median nerve block at the wrist", ["Median nerve", "wrist"]),
        ("Right knee arthroscopy with medial meniscus repair", ["Right knee", "medial meniscus"]),
        ("Left shoulder arthroscopy, rotator cuff repair", ["Left shoulder", "rotator cuff"]),
        ("Injection of the plantar fascia", ["plantar fascia"]),
        ("Greater trochanteric bursa injection", ["Greater trochanteric bursa"]),
        # things that are named after a part
        ("Thoracic pillow", ["Thoracic"]),
        ("Ankle braces #2", ["Ankle"]),
        ("Hand therapy", ["Hand"]),
        ("Associated surgical service: knee walker", ["knee"]),
        ("Low-back brace", ["Low-back"]),
        # the spine
        ("MRI C-spine", ["C-spine"]),
        ("MRI of the lumbar", ["lumbar"]),
        ("MRI L/S", ["L/S"]),
        ("Lumbar-sacral brace", ["Lumbar-sacral"]),
        ("Massage for the thoracic and lumbar spine", ["thoracic and lumbar spine"]),
        ("Massage for the thoracic/lumbar spine", ["thoracic/lumbar spine"]),
        ("Massage for the thoracic and lumbar", ["thoracic", "lumbar"]),
        ("Massage, thoracic spine and lumbar spine", ["thoracic spine", "lumbar spine"]),
        ("Massage, cervical, thoracic and lumbar spine", ["cervical", "thoracic", "lumbar spine"]),
        ("Massage, left hip, thoracic and lumbar spine", ["left hip", "thoracic and lumbar spine"]),
        ("Left C6-C7 epidural injection", ["Left C6-C7"]),
        ("Epidural injection L3-4", ["L3-4"]),
        ("Right-sided C5-6 and C6-7 facet injection", ["Right-sided C5-6 and C6-7"]),
        ("Bilateral L2, L3, L4 medial branch block", ["Bilateral L2, L3, L4"]),
        ("Left L4-5, right L5-S1 epidural", ["Left L4-5", "right L5-S1"]),
        ("Thoracic epidural injection at T8-9", ["Thoracic"]),
        ("Left C6-7 cervical epidural", ["Left C6-7 cervical"]),
        # several parts
        ("Massage for the left ankle and left knee", ["left ankle", "left knee"]),
        ("Massage for left hip ankle and knee", ["left hip", "ankle", "knee"]),
        ("Massage, bilateral hip, knee and ankle", ["bilateral hip", "knee", "ankle"]),
        ("Massage for neck, shoulders", ["neck", "shoulders"]),
        ("Massage for the neck and upper back", ["neck", "upper back"]),
        ("Massage for the neck, upper back and hips", ["neck", "upper back", "hips"]),
        ("Massage for the neck and left hip", ["neck", "left hip"]),
        ("Massage for the thoracic and bilateral hips", ["thoracic", "bilateral hips"]),
        ("Massage for neck pain and right knee pain", ["neck", "right knee"]),
        ("Massage, right hand/wrist", ["right hand/wrist"]),
        # each once
        ("Left knee MRI to evaluate the left knee", ["Left knee"]),
        ("Knee brace for the right knee", ["right knee"]),
        ("Lumbar brace for the lumbar spine", ["Lumbar"]),
        (
            "Massage of the neck x 12 was the original request. Massage of the neck x 4 was authorized. The "
            "remaining IMR eligible portion of the original request, Massage x 8 is",
            ["neck"],
        ),
    ],
)
def test_parts_as_printed(title: str, named: list[str]) -> None:
    assert parts(title) == named


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Gabapentin 300mg #60",
        "Return back to work program",
        "Back-up battery",
        "C-arm fluoroscopy",
        "Hand-held shower",
        "Shower head",
        "Wheelchair with elevating leg rests",
        "Knee-high stockings",
        "Face-to-face visit",
        "Ondansetron 4mg by mouth",
        "10 foot tubing",
        "Legal counsel, charm, footwear, handicap, headache, earnings, hipster, backpack",
        "Spinal manipulation",
        "Spinal cord stimulator trial",
        "Liver function test",
        "Free T4, TSH",
        "T1-weighted series",
        "Right to left, upper limit, lower dose",
        "Vitamin B12",
        "L0650 brace",
        "S9122",
    ],
)
def test_no_part(title: str) -> None:
    assert parts(title) == []


def test_every_name_is_found_as_it_is_listed() -> None:
    vocabulary = body_parts()
    listed = (vocabulary.nouns | vocabulary.spinal | vocabulary.adjectives) - vocabulary.needing_a_head
    names = listed | {name for name, kind in vocabulary.abbreviations.items() if kind == "noun"}
    assert {name for name in names if parts(f"MRI {name}") != [name]} == set()
    assert {name for name in vocabulary.not_parts if parts(name)} == set()


PIECES = (
    "left", "right", "bilateral", "upper", "lower", "knee", "knees", "low back", "neck", "lumbar",
    "cervical", "SI", "spine", "joint", "and", "&", ",", "/", "of", "the", "(", ")", "L4-5", "L5-S1",
    "C5", "4th", "fingers", "-", "2", "total", "MRI", "was authorized.",
    "The remaining portion of the original request,", "is",
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_any_title_names_parts_or_none(title: str) -> None:
    places = find_body_parts(title)
    assert all(0 <= start < end <= len(title) for start, end in places)
    assert all(title[start:end] == title[start:end].strip() for start, end in places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    named = [title[start:end].lower() for start, end in places]
    assert len(named) == len(set(named))
