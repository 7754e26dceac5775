"""Header tables: labels paired with the values beside or below them, in whatever order they were read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

from models.evidence import Box
from pipeline.document import Document, Span

VALUE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|(?:CM)?\d{2}\s*-\s*\d{6,7}")
WORDS = re.compile(r"[^\s:][^\n\f]*")

INDENT = 30.0
"""Points by which the second line of a label, or a value below it, may stand to the left of it."""

OVERLAP = 0.4
"""A value is in its label's row if this share of its height is."""

FAR, BELOW = 100_000.0, 10_000.0
"""Larger than any page; a value below a label is farther away than any in its row."""


class Token(NamedTuple):
    """A label or a value of the table; `field` is None for a value and "" for the rest of a label."""

    span: Span
    field: str | None


@dataclass(frozen=True)
class HeaderTable:
    """The table's values by field, and its labels."""

    values: Mapping[str, Span]
    labels: Sequence[Span]


def read_table(
    document: Document, span: Span, labels: Mapping[str, str], rests: Sequence[str]
) -> HeaderTable:
    r"""Pair the labels of a header table with its values.

    Args:
        document: The letter.
        span: Where the table stands.
        labels: Field name to the regular expression of its label; `\s+` may stand for a line break.
        rests: Regular expressions of label endings that may stand apart from their beginning, in a cell of
            two lines whose value was read in between.

    On a page with geometry a value belongs to the nearest label on its left in the same row, or to the one
    above it, however the file stores its cells. In plain text it belongs to the label read just before it;
    where several labels come before as many values, they are paired in order, and any other run of labels
    leaves all but its last without a value.
    """
    tokens = list(_tokens(document.text, span, _label_pattern(tuple(labels.items()), tuple(rests))))
    with_geometry = document.line_at(span.start).box is not None
    pairs = _by_place(document, tokens) if with_geometry else _by_order(tokens)
    values: dict[str, Span] = {}
    for field, value in pairs:
        values.setdefault(field, value)
    return HeaderTable(values, [token.span for token in tokens if token.field is not None])


@cache
def _label_pattern(labels: tuple[tuple[str, str], ...], rests: tuple[str, ...]) -> re.Pattern[str]:
    parts = [*(f"(?P<{field}>{label})" for field, label in labels), *(f"(?:{rest})" for rest in rests)]
    return re.compile("|".join(parts), re.IGNORECASE)


def _by_order(tokens: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Fields and values by the order they were read in."""
    pending: list[str] = []
    for is_value, run in groupby(
        (token for token in tokens if token.field != ""), key=lambda token: token.field is None
    ):
        if not is_value:
            pending = [token.field for token in run if token.field]
            continue
        found = [token.span for token in run]
        fields = pending if len(found) == len(pending) else pending[-1:]
        yield from zip(fields, found, strict=False)
        pending = []


def _by_place(document: Document, tokens: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Fields and values by where they stand on the page, the nearest pairs first."""
    boxes = [(token, _box(document, token.span)) for token in tokens]
    labels = [(token.field, box) for token, box in boxes if token.field]
    for rest in (box for token, box in boxes if token.field == ""):
        # The second line of a label's cell makes the label as high as the cell.
        above = [
            n for n, (_, box) in enumerate(labels) if box[1] < rest[1] and abs(box[0] - rest[0]) < INDENT
        ]
        if above:
            number = max(above, key=lambda n: labels[n][1][1])
            field, box = labels[number]
            labels[number] = field, (box[0], box[1], max(box[2], rest[2]), rest[3])
    found: list[tuple[float, str, Span]] = []
    for token, box in boxes:
        if token.field is None:
            distances = [(_distance(label, box), field) for field, label in labels]
            distance, field = min(distances, default=(FAR, ""))
            if distance < FAR:
                found.append((distance, field, token.span))
    for _, field, value in sorted(found):
        yield field, value


def _distance(label: Box, value: Box) -> float:
    """How far a value stands right of its label, or else below it; `FAR` where it does neither."""
    same_row = min(label[3], value[3]) - max(label[1], value[1]) > OVERLAP * (value[3] - value[1])
    if same_row:
        return value[0] - label[0] if label[0] < value[0] else FAR
    under = label[0] - INDENT < value[0] < label[2] and label[1] < value[1]
    return BELOW + value[1] - label[1] if under else FAR


def _box(document: Document, span: Span) -> Box:
    """The box around a token's lines, pages one below the other.

    Of words that run on at the beginning of the next line, and not in a cell, it is that of the last line.
    """
    boxes = [(box, page * FAR) for page, box in document.boxes(*span)]
    (x0, top, x1, bottom), shift = boxes[-1]
    for (left, high, right, _), other_shift in boxes[:-1]:
        if abs(left - x0) < INDENT and shift == other_shift:
            x0, top, x1 = min(x0, left), min(top, high), max(x1, right)
    return x0, top + shift, x1, bottom + shift


def _tokens(text: str, span: Span, pattern: re.Pattern[str]) -> Iterator[Token]:
    cursor = span.start
    for label in pattern.finditer(text, span.start, span.end):
        yield from _value_tokens(text, cursor, label.start())
        yield Token(Span(*label.span()), label.lastgroup or "")
        cursor = label.end()
    yield from _value_tokens(text, cursor, span.end)


def _value_tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The values between two labels: each date or number by itself, other words line by line."""
    cursor = start
    for value in VALUE.finditer(text, start, end):
        yield from _word_tokens(text, cursor, value.start())
        yield Token(Span(*value.span()), None)
        cursor = value.end()
    yield from _word_tokens(text, cursor, end)


def _word_tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for words in WORDS.finditer(text, start, end):
        yield Token(Span(words.start(), words.start() + len(words.group().rstrip())), None)
