"""What a page shows: text outside its crop box is in the file, but on no screen and no print."""

from pipeline.document.arranged import ArrangedPage, Row, row_box, rows_of
from pipeline.document.page import OpenPage

SEEN = 0.5
"""A line is shown if so much of its height lies on the page: with less, no one can read it."""


def visible_page(page: OpenPage) -> tuple[OpenPage, str | None]:
    """The page without the lines that it does not show, and what there is to say about lines at its edges.

    A line that the page's edge cuts is read whole: a crop box drawn too tight must not cost letters of words.
    Its box ends at the edge.
    """
    width, height = page.width, page.height
    for line in page.lines:
        assert line.box is not None
        x0, top, x1, bottom = line.box
        if x0 < 0 or top < 0 or x1 > width or bottom > height:
            break
    else:
        return page, None
    rows = rows_of(page)
    shown = [row for row in rows if _is_shown(row, page)]
    cut = [_clipped(row, page) if _leaves(row_box(row), page) else row for row in shown]
    return ArrangedPage(page, cut), _message(rows, shown, page)


def _leaves(box: tuple[float, float, float, float], page: OpenPage) -> bool:
    x0, top, x1, bottom = box
    return x0 < 0 or top < 0 or x1 > page.width or bottom > page.height


def _is_shown(row: Row, page: OpenPage) -> bool:
    x0, top, x1, bottom = row_box(row)
    seen = min(bottom, page.height) - max(top, 0)
    return x1 >= 0 and x0 <= page.width and seen >= SEEN * (bottom - top)


def _clipped(row: Row, page: OpenPage) -> Row:
    return [piece.within(page.width, page.height) for piece in row]


def _message(rows: list[Row], shown: list[Row], page: OpenPage) -> str | None:
    hidden = [row for row in rows if row not in shown]
    if hidden:
        words = hidden[0][0].text[:40]
        return (
            f"{len(hidden)} lines outside the page as it is shown were left out; the first begins {words!r}"
        )
    cut = sum(_leaves(row_box(row), page) for row in shown)
    return f"{cut} lines run over the edge of the page as it is shown; they were read whole"
