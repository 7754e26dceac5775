"""A readable view of a part of the letter: line breaks undone, paragraphs kept, offsets mapped back."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.document.document import Document, Line, Span

PARAGRAPH = "\n\n"
WORDS = re.compile(r"\S+(?:\s\S+)*")
BLANKS = re.compile(r"\s\s")
SUSPENDED = ("and ", "or ", "to ", "versus ", "vs")
"""After these words a hyphen at the line's end stands for a word that follows: "short- and long-term"."""


@dataclass(frozen=True)
class Passage:
    """Clean text of one or more lines, and where each piece of it was cut from.

    Attributes:
        document: The letter it was cut from.
        text: The pieces joined: by a blank at a line break and for a row of blanks, by nothing where the
            line ends inside a word (after its hyphen or slash), by an empty line between paragraphs.
        starts: Where each piece begins in `text`.
        pieces: Where each piece stands in the document.
    """

    document: Document
    text: str
    starts: Sequence[int]
    pieces: Sequence[Span]

    @classmethod
    def of(cls, document: Document, start: int, end: int) -> "Passage":
        """The passage between two offsets of the document's text, page furniture left out."""
        text, lines = document.text, document.body
        index = max(bisect_right(document.body_starts, start) - 1, 0)
        texts: list[str] = []
        starts: list[int] = []
        pieces: list[Span] = []
        length = 0
        while index < len(lines) and lines[index].start < end:
            line = lines[index]
            whole = start <= line.start and line.end <= end and not BLANKS.search(text, line.start, line.end)
            for piece in (Span(line.start, line.end),) if whole else _cut(text, line, start, end):
                joint = _joint(text, pieces[-1], piece, line) if pieces else ""
                texts += joint, text[piece.start : piece.end]
                starts.append(length + len(joint))
                length += len(joint) + piece.end - piece.start
                pieces.append(piece)
            index += 1
        return cls(document, "".join(texts), starts, pieces)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where `text[start:end]` stands in the document, consecutive lines of one page joined."""
        spans: list[Span] = []
        first = max(bisect_right(self.starts, start) - 1, 0)
        if start < end and self.pieces:  # nearly always within one line
            piece, shift = self.pieces[first], self.pieces[first].start - self.starts[first]
            if piece.start <= start + shift and end + shift <= piece.end:
                return (Span(start + shift, end + shift),)
        for index in range(first, len(self.pieces)):
            shift = self.pieces[index].start - self.starts[index]
            if self.starts[index] >= end:
                break
            low = max(start + shift, self.pieces[index].start)
            high = min(end + shift, self.pieces[index].end)
            if low >= high:
                continue
            if spans and not self.document.text[spans[-1].end : low].strip(" \n"):
                spans[-1] = Span(spans[-1].start, high)
            else:
                spans.append(Span(low, high))
        return tuple(spans)

    @cached_property
    def all_spans(self) -> tuple[Span, ...]:
        """Where the whole passage stands in the document."""
        return self.spans(0, len(self.text))

    def slice(self, start: int, end: int) -> "Passage":
        """The part of the passage between two of its own offsets."""
        spans = self.spans(start, end)
        return Passage.of(self.document, spans[0].start, spans[-1].end) if spans else self.none(self.document)

    @cached_property
    def one_line(self) -> "Passage":
        """The same words without paragraphs, for texts that are one sentence or title."""
        starts: list[int] = []
        length = 0
        for piece in self.pieces:
            ahead = starts and self.text[self.starts[len(starts)] - 1].isspace()
            length += bool(ahead)
            starts.append(length)
            length += piece.end - piece.start
        return Passage(self.document, " ".join(self.text.split()), starts, self.pieces)

    @classmethod
    def none(cls, document: Document) -> "Passage":
        """A passage without text."""
        return cls(document, "", (), ())


def squeeze(text: str) -> str:
    """The text without any white space: how a value and its evidence are compared."""
    return "".join(text.split())


def _cut(text: str, line: Line, start: int, end: int) -> Iterator[Span]:
    """The visible parts of a line between two offsets; one, unless several blanks stand in a row."""
    for words in WORDS.finditer(text, max(line.start, start), min(line.end, end)):
        yield Span(*words.span())


def _joint(text: str, above: Span, below: Span, line: Line) -> str:
    """What stands between two pieces once the line break is undone."""
    if below.start > line.start:
        return " "
    if line.leads:
        return PARAGRAPH
    inside_word = (
        text[above.end - 1] in "-/"
        and above.end - above.start > 1
        and text[above.end - 2].isalnum()
        and text[below.start].isalnum()
        and not text.startswith(SUSPENDED, below.start)
    )
    return "" if inside_word else " "
