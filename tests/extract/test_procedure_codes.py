"""Procedure codes as titles print them, and the numbers that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.procedure_codes import find_procedure_codes


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Therapeutic exercise (CPT 97110)", ["97110"]),
        ("Epidural injection CPT: 62323, 77003", ["62323", "77003"]),
        ("97110, 97140", ["97110", "97140"]),
        ("72148 MRI of the lumbar spine", ["72148"]),
        ("MRI of the lumbar spine (72148)", ["72148"]),
        ("MRI of the lumbar spine [72148]", ["72148"]),
        ("HCPCS E0730", ["E0730"]),
        ("TENS unit E0730 and supplies A4595", ["E0730", "A4595"]),
        ("lumbar brace (l0650)", ["L0650"]),
        ("Visit, CPT code 99214", ["99214"]),
        ("Visit, CPT codes: 99213 and 99214", ["99213", "99214"]),
        ("Visit, CPT# 99214", ["99214"]),
        ("Visit, CPT-4 99214", ["99214"]),
        ("Visit, code #99214", ["99214"]),
        ("Facet injections CPT 64493-64495", ["64493", "64495"]),
        ("Facet injections (64493/64494/64495)", ["64493", "64494", "64495"]),
        ("Facet injections, 64493, 64494, and 64495", ["64493", "64494", "64495"]),
        ("Arthroscopy (29881-RT)", ["29881"]),
        ("Arthroscopy 29881-RT, 29875-59", ["29881", "29875"]),
        ("Exercise (97110 x 2)", ["97110"]),
        ("Exercise (97110 x2, 97140 x1)", ["97110", "97140"]),
        ("PRP injection 0232T", ["0232T"]),
        ("Performance measure (CPT 1125F)", ["1125F"]),
        ("Panel 0007U", ["0007U"]),
        ("Interpreter T1013 x 4 hours", ["T1013"]),
        ("Toradol 60mg J1885", ["J1885"]),
        ("Crown D2740 tooth 30", ["D2740"]),
        ("MRI (CPT 72148); x-rays (CPT 72100)", ["72148", "72100"]),
    ],
)
def test_codes(title: str, codes: list[str]) -> None:
    assert [found.code for found in find_procedure_codes(title)] == codes


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Vitamin D 50000 units",
        "50000 IU of vitamin D weekly",
        "10000 units Botox",
        "Norco #12345",
        "Heparin 5000U",
        "Transport to Fresno, CA 93701",
        "Transport to Fresno 93701-1234",
        "Claim 12345",
        "Claim number (no. 12345)",
        "Claim 2016-12345",
        "Lift chair not to exceed $12345",
        "Lift chair $12,345",
        "DOS: 11/14/2016",
        "X-ray (M5416)",
        "ICD-10: S3350",
        "X-ray for dx code 72210",
        "X-ray, ICD-9 72210",
        "Norco 10/325mg #60",
        "Physical therapy 3x12345678",
        "MRI 123456",
        "Levels L4567 to S",
        "1234.12345",
    ],
)
def test_other_numbers(title: str) -> None:
    assert [found.code for found in find_procedure_codes(title)] in ([], ["L4567"])


TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["97110", "E0730", "0232T", "CPT", "code", "(", ")", ",", " ", "-", "/", "x2", "MRI", "#", "mg"]
    )
).map("".join)


@given(TEXT)
def test_every_code_stands_where_it_says(title: str) -> None:
    end = 0
    for found in find_procedure_codes(title):
        assert found.start >= end
        assert title[found.start : found.end].upper() == found.code
        end = found.end
