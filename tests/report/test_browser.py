"""The report in a real browser: nothing overlaps, nothing is cut off, every chart is drawn, on any screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.report.report import write_report
from pipeline.report.worktables import Choice
from tests.report.browser import OVERLAPS, WITHOUT_MARKS, Browser, chromium
from tests.report.conftest import SCREENSHOTS, Small

SCREENS = [(1280, False), (1280, True), (390, False), (390, True)]
LEAST_CHARTS = 15
SHOWN_CHARTS = """
return [...document.querySelectorAll(".chart svg")].filter((chart) => chart.checkVisibility()).length
"""
COLOURS = """
const text = document.querySelector(".chart svg text");
return [getComputedStyle(document.body).backgroundColor, getComputedStyle(text).fill];
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(corpus_store: Path, small: Small, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report on many letters, and one on two."""
    many = tmp_path_factory.mktemp("pages") / "many.html"
    return {"many": write_report(corpus_store, many, Choice()).page, "few": small.page}


@pytest.mark.parametrize(("width", "dark"), SCREENS)
@pytest.mark.parametrize("name", ["many", "few"])
def test_the_page_is_whole(
    browser: Browser, pages: dict[str, Path], name: str, width: int, dark: bool
) -> None:
    browser.open(pages[name], width, dark)
    browser.picture(SCREENSHOTS / f"{name}-{width}-{'dark' if dark else 'light'}.png")
    assert browser.complaints() == []
    assert browser.run("return document.documentElement.scrollWidth") <= width, "one scrolls down only"
    assert browser.run(OVERLAPS) == []
    assert browser.run(WITHOUT_MARKS) == []
    assert browser.run(SHOWN_CHARTS) >= LEAST_CHARTS


def test_charts_are_dark_on_a_dark_page(browser: Browser, pages: dict[str, Path]) -> None:
    looks = []
    for dark in (False, True):
        browser.open(pages["many"], 1280, dark)
        looks.append(browser.run(COLOURS))
    (light_page, light_text), (dark_page, dark_text) = looks
    assert light_page != dark_page
    assert light_text != dark_text, "the charts' words are read on a dark page, too"
