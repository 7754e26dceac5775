"""Cells of a CSV file as a spreadsheet must get them: shown as they are, calculated and converted never."""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import category

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""A cell that begins with one of these is calculated by spreadsheets (OWASP, CSV injection)."""

HARMFUL = ("Cc", "Cf", "Cn", "Co", "Cs")
"""Kinds of signs that are left out: control, direction of writing, no sign at all."""

NUMBER = r"[\d\s.,:/%$()-]+(?:e[+-]?\d+)?"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
CONVERTED = re.compile(
    rf"(?=.*\d)(?:{NUMBER}|(?:\d{{1,4}}[\s-]*)?{MONTH}[\s.,-]*(?:\d{{1,2}}[\s,-]+)?\d{{0,4}})", re.IGNORECASE
)
"""Text that a spreadsheet takes for a number or a date: 847.0 loses its zero, 3/4 becomes a day in March."""

MOST = 32_767
"""Characters (UTF-16 units) that a cell of Excel holds; what is longer runs over into the next cells."""

LINE_END = "\r\n"

CUT = " [cut]"
"""The end of a cell whose text was longer."""

MOST_LINES = 1_048_576
"""Lines that Excel opens, the heading among them."""


def cell(value: Any) -> str:
    """A value as a cell: text that is no formula and no number, lists as JSON, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return cell(json.dumps(value, default=str, ensure_ascii=False))
    if isinstance(value, bool | int | float | date | Decimal):
        return str(value)
    text = _harmless(str(value))
    if text.startswith(FORMULA_STARTS) or CONVERTED.fullmatch(text):
        text = f"'{text}"
    return _fitting(text)


def csv_record(values: Iterable[Any]) -> str:
    """A line of a CSV file, without its end; a cell of several lines stands in quotes."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=LINE_END).writerow([cell(value) for value in values])
    return buffer.getvalue().removesuffix(LINE_END)


def _harmless(text: str) -> str:
    if text.replace("\n", "").isprintable():  # as nearly all text of letters is; looking at each sign is slow
        return text
    return "".join(sign for sign in text if category(sign) not in HARMFUL or sign in "\n\t")


def _fitting(text: str) -> str:
    if len(text) <= MOST // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST:
        return text
    return units[: 2 * (MOST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT
