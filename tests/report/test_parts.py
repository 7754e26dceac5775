"""The parts of the report: intervals, regions of the body, chapters and blocks, published figures."""

import pytest

from pipeline.link.icd10.build import build_groups
from pipeline.link.icd10.groups import FILE, icd10_groups
from pipeline.link.icd10.index import index
from pipeline.report.intervals import wilson
from pipeline.report.values import Share
from pipeline.vocabulary.body_parts import body_parts
from pipeline.vocabulary.body_regions import body_regions
from pipeline.vocabulary.published_figures import published_figures
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(part: int, of: int, low: float, high: float) -> None:
    assert wilson(part, of) == pytest.approx((low, high), abs=0.00006)


def test_the_interval_holds_its_share_and_stays_a_share() -> None:
    for of in (1, 2, 9, 10, 1_000_000):
        for part in {0, 1, of // 2, of - 1, of}:
            low, high = wilson(part, of)
            assert 0 <= low <= part / of <= high <= 1
    assert wilson(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


def test_few_cases_are_marked() -> None:
    assert Share(1, 9).small
    assert not Share(1, 10).small
    assert Share(0, 0).value is None


@pytest.mark.parametrize(
    ("printed", "regions"),
    [
        ("right shoulder", {"shoulder"}),
        ("cervical and thoracic spine", {"neck", "upper_back"}),
        ("L4-5", {"low_back"}),
        ("L5-S1", {"low_back", "sacrum"}),
        ("bilateral lower extremities", {"lower_extremity"}),
        ("both knees", {"knee"}),
        ("left 3rd finger", {"hand"}),
        ("low back and left leg", {"low_back", "lower_extremity"}),
        ("spine", {"back"}),
        ("lumbar spine", {"low_back"}),
        ("something else", {"other"}),
    ],
)
def test_a_body_part_lies_in_its_regions(printed: str, regions: set[str]) -> None:
    assert body_regions().of(printed) == regions


def test_every_body_part_that_is_read_has_a_region() -> None:
    words = body_parts()
    named = {name for name, kind in words.abbreviations.items() if kind in ("noun", "adjective")}
    every = {*words.nouns, *words.spinal, *words.adjectives, *named}
    assert {name for name in every if body_regions().of(name) == {"other"}} == {"extremity", "limb"}


def test_every_code_has_a_chapter_and_a_block() -> None:
    groups = icd10_groups()
    assert (len(groups.chapters), groups.block("M54.50").code) == (22, "M50-M54")
    assert groups.block("C7A.1").code == "C7A"
    assert groups.block("C4A.0").code == "C43-C44", "a block whose range does not tell"
    for code in (each.code for each in index().codes("")):
        assert groups.chapter(code).holds(code[:3]), code
        assert groups.block(code).title
    with pytest.raises(LookupError, match="ZZZ"):
        groups.block("ZZZ")


def test_chapters_and_blocks_are_what_the_builder_makes() -> None:
    pytest.importorskip("simple_icd_10_cm", reason="the package that ships the code set is not installed")
    shipped = (ROOT / "pipeline" / "vocabulary" / FILE).read_bytes()
    assert build_groups() == shipped, "run python -m pipeline.link.icd10.build"


def test_published_figures_are_shares_of_years_that_the_field_knows() -> None:
    published = published_figures()
    assert published.upheld[2016] == 0.916
    assert published.drugs[2024] == 0.33
    assert published.requests_per_letter[2021] == 1.6
    assert all(0.8 < share < 1 for share in published.upheld.values())
