"""The report's tables, as text that is ready to be set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.report.values import SMALL_CELL, Count, Outcome, Share
from pipeline.report.words import interval, number, percent

MOST_SHOWN = 12
"""Rows of a table that stand open; the others fold out."""


@dataclass(frozen=True)
class Line:
    """A row of a table.

    Attributes:
        cells: Its texts; the first is its label.
        few: Whether its shares are of few cases, and are marked.
        style: `total`, `statewide`, `under` (a part of the row above), or nothing.
    """

    cells: tuple[str, ...]
    few: bool = False
    style: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: its headings, the rows that stand open, and those that fold out."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    more: tuple[Line, ...] = ()

    @property
    def any_few(self) -> bool:
        """Whether a row is marked."""
        return any(line.few for line in (*self.lines, *self.more))


def grid(headings: Sequence[str], lines: Iterable[Line], foot: Iterable[Line] = ()) -> Grid:
    """A table whose last rows fold out where it is long; `foot` stays in sight."""
    found, last = tuple(lines), tuple(foot)
    if len(found) <= MOST_SHOWN + 3:
        return Grid(tuple(headings), (*found, *last))
    return Grid(tuple(headings), (*found[:MOST_SHOWN], *last), found[MOST_SHOWN:])


OUTCOME_HEADINGS = ("Requests", "Share", "Overturned", "Rate", "95% interval")


def outcome_grid(
    heading: str, outcomes: Iterable[Outcome], overall: Share, all_label: str = "All requests"
) -> Grid:
    """A row for each kind of requests, and one for all requests."""
    lines = (outcome_line(one.label, one.overturned, overall.of) for one in outcomes)
    total = outcome_line(all_label, overall, overall.of, "total")
    return grid((heading, *OUTCOME_HEADINGS), lines, [total])


def outcome_line(label: str, overturned: Share, all_requests: int, style: str = "") -> Line:
    """One kind of requests."""
    cells = (
        label,
        number(overturned.of),
        percent(Share(overturned.of, all_requests).value),
        number(overturned.part),
        percent(overturned.value),
        interval(overturned),
    )
    return Line(cells, overturned.small, style)


def count_grid(heading: str, noun: str, counts: Iterable[Count]) -> Grid:
    """A row for each kind, with its share."""
    return grid(
        (heading, noun, "Share", "95% interval"), (count_line(count.label, count.share) for count in counts)
    )


def count_line(label: str, share: Share, style: str = "") -> Line:
    """One kind."""
    return Line((label, number(share.part), percent(share.value), interval(share)), share.small, style)


FEW_NOTE = f"† fewer than {SMALL_CELL} cases: the share says little"
