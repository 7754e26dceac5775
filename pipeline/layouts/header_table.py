"""Header tables: labels paired with the values beside or below them, in whatever order they were read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.document import Document, Span

VALUE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|(?:CM)?\d{2}\s*-\s*\d{6,7}")


@dataclass(frozen=True)
class Token:
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

    A value belongs to the label read just before it. Where several labels come before as many values, they
    are paired in order; any other run of labels leaves all but its last label without a value. On a page
    with geometry, reading order is by rows from left to right, however the file stores its cells.
    """
    pattern = re.compile(
        "|".join(
            [*(f"(?P<{field}>{label})" for field, label in labels.items()), *(f"(?:{r})" for r in rests)]
        ),
        re.IGNORECASE,
    )
    tokens = list(_tokens(document.text, span, pattern))
    values: dict[str, Span] = {}
    pending: list[str] = []
    ordered = [token for token in _reading_order(document, tokens) if token.field != ""]
    for is_value, run in groupby(ordered, key=lambda token: token.field is None):
        if not is_value:
            pending = [token.field for token in run if token.field]
            continue
        found = [token.span for token in run]
        if len(found) == len(pending):
            pairs = list(zip(pending, found, strict=True))
        else:
            pairs = list(zip(pending[-1:], found, strict=False))
        for field, value in pairs:
            values.setdefault(field, value)
        pending = []
    return HeaderTable(values, [token.span for token in tokens if token.field is not None])


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
    for words in re.compile(r"[^\s:][^\n\f]*").finditer(text, start, end):
        yield Token(Span(words.start(), words.start() + len(words.group().rstrip())), None)


def _reading_order(document: Document, tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens by rows from left to right where the page has geometry, else in the text's order."""
    placed: list[tuple[float, float, float, Token]] = []
    for token in tokens:
        line = document.line_at(token.span.start)
        if line.box is None:
            return tokens
        offset = document.pages[line.page].start
        end = min(token.span.end, line.end)
        x0, _ = document.sources[line.page].extent(token.span.start - offset, end - offset)
        placed.append((line.box[1] + line.page * 10_000, line.box[3] + line.page * 10_000, x0, token))
    rows: list[list[tuple[float, float, float, Token]]] = []
    for item in sorted(placed, key=lambda item: (item[0], item[2])):
        middle = (item[0] + item[1]) / 2
        if rows and middle < rows[-1][0][1]:
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item[3] for row in rows for item in sorted(row, key=lambda item: item[2])]
