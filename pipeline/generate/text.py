"""Writes a letter as plain text."""

from collections.abc import Iterable, Iterator

from pipeline.generate.form import Block, Cell, Letter
from pipeline.generate.pdf import footer_text
from pipeline.generate.wrapping import wrap

LINE_LENGTH = 95
PAGE_LINES = 54
LABEL_WIDTH = 16
POINTS = 5.0
"""How wide a letter of the text is in print; it tells in which column a cell stands."""


def write_text(letter: Letter) -> str:
    """Make the text: lines of about 95 characters, in some letters cut into pages by form feeds."""
    parts = [list(_block_lines(letter.cover)), [*_header_lines(letter), *_block_lines(letter.body)]]
    if not letter.style.form_feeds:
        return "\n".join(line for part in parts for line in part) + "\n"
    pages = [part[start : start + PAGE_LINES] for part in parts for start in range(0, len(part), PAGE_LINES)]
    for number, page in enumerate(pages, 1):
        footer = footer_text(letter, number, len(pages))
        if footer:
            page += ["", footer.center(LINE_LENGTH).rstrip()]
    return "\n\f".join("\n".join(page) for page in pages) + "\n"


def _header_lines(letter: Letter) -> Iterator[str]:
    for label, value, second_label, second_value in letter.header:
        left = f"{label:<{LABEL_WIDTH}}{value:<{LABEL_WIDTH}}"
        first, _, rest = second_label.partition(" Received")
        yield f"{left}{first:<{LABEL_WIDTH}}{second_value}".rstrip()
        if rest:
            yield f"{'':<{2 * LABEL_WIDTH}}Received{rest}"


def _block_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if not block.joined:
            yield ""
        if block.cells:
            yield _columns(block.cells)
            continue
        for start, end in wrap(block.text, lambda first, last: last - first, LINE_LENGTH):
            line = block.text[start:end].rstrip()
            yield line.center(LINE_LENGTH).rstrip() if block.centred else line


def _columns(cells: Iterable[Cell]) -> str:
    line = ""
    for cell in cells:
        line = f"{line:<{round(cell.left / POINTS)}}"
        line += " " * (line != "" and not line.endswith(" ")) + cell.text
    return line.rstrip()
