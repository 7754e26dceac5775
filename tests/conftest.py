"""What the tests share: the real letters where they are at hand, and fictional ones everywhere."""

import gc
from pathlib import Path

import pytest

from pipeline.generate import FictionalLetter, fictional_letters

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

# The libraries of all tests make a large heap, and to search it for garbage as often as by default takes a
# quarter of the time of what makes many objects, as pdfplumber does.
gc.set_threshold(50_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden records anew; review the difference before you commit it",
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real letters and the records done by hand."""
    if not (SHARED / "letters").is_dir():
        pytest.skip(f"the real letters are not at hand: {SHARED} does not exist")
    return SHARED


@pytest.fixture(scope="session")
def fictional() -> list[FictionalLetter]:
    """Forty fictional letters of many voices."""
    return list(fictional_letters(40, seed=3))
