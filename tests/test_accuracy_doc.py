"""The page of figures: every field has its row, and the figures come from measuring."""

import re

import pytest

from tests import accuracy

PAGE = accuracy.DOC.read_text(encoding="utf-8")
FIELDS = [found["field"].strip() for found in accuracy.ROW.finditer(PAGE)]


def test_figures_go_behind_their_field_and_nothing_else_changes() -> None:
    page = (
        "<!-- measured -->\n{}\n<!-- /measured -->\n"
        "| field | how | right |\n| --- | --- | --- |\n| age | told | {} |\nThe | end\n"
    )
    new = accuracy.rewritten(page.format("long ago", "1 %"), {"age": "99 %"}, "Today.")
    assert new == page.format("Today.", "99 %")
    with pytest.raises(KeyError):
        accuracy.rewritten(page, {"age": "99 %", "sex": "1 %"}, "Today.")
    with pytest.raises(KeyError):
        accuracy.rewritten(page, {}, "Today.")


def test_every_row_has_a_dated_figure() -> None:
    for found in accuracy.ROW.finditer(PAGE):
        if found["field"].strip() not in accuracy.HEADINGS:
            assert re.search(r"\d\.\d %", found["right"]), found["field"]
    (measured,) = accuracy.MEASURED.findall(PAGE)
    assert re.match(r"Measured on \d{4}-\d\d-\d\d with extraction version \w+, on \d+ letters\.", measured)


def test_the_codes_are_as_right_as_the_page_says() -> None:
    figures = accuracy.of_codes()
    assert figures.keys() <= set(FIELDS)
    for field, right in figures.items():
        assert f"| {right} |" in PAGE, f"{field} is {right} now; measure anew with: make accuracy"
