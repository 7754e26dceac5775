"""Every field of a case beside the line and page it was read from."""

from collections.abc import Iterator, Sequence
from typing import Any

from models.evidence import Place
from models.record import DERIVED, Case

VALUE_WIDTH = 100
MARKS = "«", "»"


def explanation_lines(case: Case, pages: Sequence[str]) -> Iterator[str]:
    """A case as a person checks it against the letter, line by line.

    Args:
        case: The record.
        pages: The page texts that its evidence points into.
    """
    yield f"{case.source}"
    yield (
        f"layout {case.format}; read by {case.parser.engine}, pages: {case.parser.pages}; "
        f"{case.parser.claimed_share:.1%} of the text accounted for"
    )
    record = case.model_dump(mode="json")
    for path, value in _values(record):
        yield ""
        yield f"{path}: {_short(value)}"
        places = case.evidence.get(path)
        if places:
            yield from _place_lines(places, pages)
        elif value not in (None, [], False):
            yield f"    derived from {_origin(path)}"
    if case.warnings:
        yield ""
        yield "Warnings"
        for warning in case.warnings:
            yield f"  {warning.code}{f' at {warning.field}' if warning.field else ''}: {warning.message}"


def _values(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Field paths and values in the record's order; what every letter has by its nature is left out."""
    for name, value in record.items():
        if name not in ("letter_id", "source", "format", "evidence", "warnings", "parser"):
            yield from _leaves(name, value)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A value's own parts by their paths; a list without items stands for itself."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "number":
                yield from _leaves(f"{path}.{key}", item)
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield from _leaves(f"{path}.{number}", item)
    else:
        yield path, value


def _origin(path: str) -> str:
    """What a value without a place was derived from."""
    names = (name for name in reversed(path.split(".")) if name in DERIVED)
    return next((DERIVED[name] for name in names), "outside the letter's text; see the warnings")


def _short(value: Any) -> str:
    if value is None:
        return "none"
    if value == []:
        return "none"
    text = " ".join(str(value).split())
    return text if len(text) <= VALUE_WIDTH else f"{text[: VALUE_WIDTH - 4]} ..."


def _place_lines(places: Sequence[Place], pages: Sequence[str]) -> Iterator[str]:
    """The line that a value begins on, its words marked; then where it ends."""
    first, last = places[0], places[-1]
    text = pages[first.page - 1]
    begin = text.rfind("\n", 0, first.start) + 1
    end = text.find("\n", first.start)
    end = len(text) if end < 0 else end
    behind = min(first.end, end)
    marked = f"{text[begin : first.start]}{MARKS[0]}{text[first.start : behind]}{MARKS[1]}{text[behind:end]}"
    yield f"    page {first.page}, line {_line_number(text, first.start)}: {marked.strip()}"
    closing = _line_number(pages[last.page - 1], last.end - 1)
    if (last.page, closing) != (first.page, _line_number(text, first.start)):
        yield f"    to page {last.page}, line {closing}"


def _line_number(text: str, offset: int) -> int:
    """The line of a page that an offset stands in, from 1; empty lines count."""
    return text.count("\n", 0, offset) + 1
