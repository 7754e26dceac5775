"""A letter before it is typeset: a cover page, the header's cells and the blocks of text below them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

DECISION_WORDS = {
    "upheld": "Upheld",
    "overturned": "Overturned",
    "partially_overturned": "Partially Overturned",
}
Footer = Literal["full", "number", "case", "notice", "determination"]


@dataclass(frozen=True)
class Style:
    """How a letter looks.

    Attributes:
        footer: What stands at the foot of the pages; `number` is the page number alone, the others name the
            case as well.
        footer_from: The first page that has it.
        footer_apart: Whether the page number stands at the right margin, and the rest at the left one.
        footer_first: Whether the file has the footer before the text of its page.
        ruled_header: Whether the header's cells have borders.
        bold_decision: Whether the decision is as bold as the title.
        paragraph_gap: Empty lines between the paragraphs inside a summary or rationale.
        comma: What parts the reviewer's states and specialties.
        form_feeds: Whether the plain text is cut into pages.
        break_inside: What should run over a page break.
        reviewer_label: What stands before the reviewer's guideline.
    """

    footer: Footer | None
    ruled_header: bool
    bold_decision: bool
    paragraph_gap: int
    comma: str
    form_feeds: bool
    break_inside: Literal["title", "diagnoses"] | None
    footer_from: int = 1
    footer_apart: bool = False
    footer_first: bool = False
    reviewer_label: str = "MAXIMUS guideline:"


class Cell(NamedTuple):
    """Words that stand in a column of their own, so many points from the left margin."""

    left: float
    text: str
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph of the letter.

    Attributes:
        text: Its words.
        bold: How many of its first characters are bold.
        centred: Whether it is centred.
        gap: Empty space above it, in lines.
        indent: How far it stands in from the left margin, in points.
        joined: Whether it follows the block above as its next line, such as a line of an address.
        whole: Whether it never runs over a page break.
        over_break: The stretch of the text that should run over a page break, if any.
        cells: The words in columns, where the block is a line of these.
    """

    text: str
    bold: int = 0
    centred: bool = False
    gap: float = 1
    indent: float = 0
    joined: bool = False
    whole: bool = False
    over_break: tuple[int, int] | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter before it is typeset.

    Attributes:
        case_number: As printed.
        style: How it looks.
        cover: What stands on pages of its own, before everything else.
        header: Rows of label, value, label, value above the body; a layout may have none.
        body: Everything else.
        absent: Fields of the record, and of its issues, that the letter does not print.
    """

    case_number: str
    style: Style
    cover: tuple[Block, ...]
    header: tuple[tuple[str, str, str, str], ...]
    body: tuple[Block, ...]
    absent: frozenset[str] = frozenset()


def joined_lines(lines: Sequence[str], *, bold: bool = False, centred: bool = False) -> Iterator[Block]:
    """Lines one below the other, such as those of an address."""
    for number, line in enumerate(lines):
        yield Block(
            line,
            bold=len(line) * bold,
            centred=centred,
            gap=0 if number else 1,
            joined=number > 0,
        )


def heading(text: str, gap: float = 1.5) -> Block:
    """A heading in the middle of its line."""
    return Block(text, bold=len(text), centred=True, gap=gap)


def labelled(label: str, text: str) -> Block:
    """A paragraph that begins with a bold label."""
    return Block(f"{label} {text}", bold=len(label))
