"""Footers and page numbers: they must not stand in a rationale, and no line of one may be taken for them."""

import pytest

from pipeline.document import open_document
from tests.letters import Piece, lines_down, pdf_of

PROSE = "The first line of the page is prose.\nThe second one is, too.\nThe third.\nThe fourth.\nThe fifth."


def furniture(*pages: list[Piece]) -> list[str]:
    with open_document(pdf_of(*pages)) as letter:
        document = letter.document
        return [document.content(line) for line in document.lines if line.furniture]


@pytest.mark.parametrize(
    "footer",
    [
        "Page 2 of 4",
        "page 2",
        "- 2 -",
        "2",
        "2/4",
        "Final Determination Letter for IMR Case Number CM13-0001234",
        "Final Determination Letter for IMR Case Number CM13-0001234 Page 2 of 4",
        "Case Number 13-000123      Page 2 of 4",
        "CM16-0900001 Page 2 of 4",
    ],
)
def test_a_footer_is_no_text_of_the_letter(footer: str) -> None:
    page = [*lines_down(PROSE), (72, 40, footer)]
    assert furniture(lines_down(PROSE), page) == [" ".join(footer.split())]


def test_a_line_repeated_in_the_margin_of_every_page_is_furniture() -> None:
    pages: list[list[Piece]] = [
        [*lines_down(PROSE), (72, 40, f"Office of Review, sheet {n}")] for n in (1, 2, 3)
    ]
    assert len(furniture(*pages)) == 3


@pytest.mark.parametrize(
    "line", ["Six visits of therapy: Upheld", "2004.", "12 visits", "Case Number: CM16-0900001"]
)
def test_a_line_of_the_text_at_the_top_of_pages_is_not(line: str) -> None:
    pages = [lines_down(f"{line}\n{PROSE}") for _ in range(3)]
    assert furniture(*pages) == []


def test_several_lines_in_the_margins_are_furniture_whatever_their_order_in_the_file() -> None:
    pages: list[list[Piece]] = [
        [
            (72, 765, "Review of a claim"),
            (72, 754, "Number CM16-0900001"),
            (72, 40, "Office of Review"),
            (72, 30, "12 Sample Street"),
            (72, 20, f"Page {number}"),
            *lines_down(PROSE),
        ]
        for number in (1, 2, 3)
    ]
    assert len(furniture(*pages)) == 15
