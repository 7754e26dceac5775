"""Letters damaged on purpose, read the way a user reads them: by the command, into tables."""

import base64
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pandas  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq
import pypdfium2
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.generate import FictionalLetter, fictional_letters
from pipeline.generate.form import Block

HEADER_ONLY = ("date_assigned", "decision_date", "application_received", "priority")
SINGLE = (
    "case_number",
    *HEADER_ONLY,
    "date_of_injury",
    "ur_denial_date",
    "reviewer_states",
    "reviewer_specialties",
    "age",
    "sex",
    "injury_date_narrative",
    "clinical_summary",
)
PER_ISSUE = (
    "number",
    "request",
    "decision",
    "claims_administrator_guideline",
    "reviewer_guideline",
    "rationale",
)
Record = dict[str, Any]


class Run(NamedTuple):
    """What a user has after `imr ingest`: an exit code, what was printed, and the tables."""

    exit_code: int
    output: str
    cases: Sequence[Record]
    rejected: Sequence[Record]

    def case_of(self, path: Path) -> Record:
        (case,) = (case for case in self.cases if case["source"] == str(path))
        return case


def imr(*arguments: str | Path) -> Result:
    """Run the command in this process; an exception that leaves it fails the test."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def ingest(into: Path, *sources: Path, engine: str = "pdfium") -> Run:
    result = imr("ingest", *sources, "--into", into, "--engine", engine, "--workers", "0")
    assert "Traceback" not in result.output
    assert (into / "rejected").is_dir(), f"nothing was published: {result.output}"
    return Run(result.exit_code, result.output, list(_cases(into)), list(_rows(into / "rejected")))


def _cases(into: Path) -> Iterator[Record]:
    """The rows of `cases`, each with those of `issues`; pandas must be able to read them too."""
    issues = list(_rows(into / "issues"))
    for case in _rows(into / "cases"):
        own = [issue for issue in issues if issue["letter_id"] == case["letter_id"]]
        for issue in own:
            issue["number"] = issue["issue_number"]
        yield case | {"issues": sorted(own, key=lambda issue: int(issue["number"]))}


def _rows(table: Path) -> Sequence[Record]:
    rows: list[Record] = pq.read_table(table).to_pylist()
    assert len(pandas.read_parquet(table)) == len(rows)
    return rows


def codes(case: Mapping[str, Any]) -> set[str]:
    return {warning["code"] for warning in case["warnings"]}


def values(record: Mapping[str, Any]) -> Record:
    """What a record says, white space aside: of a published case, an extracted one, or a letter's truth."""
    said = {name: _plain(record[name]) for name in SINGLE}
    said |= {"issues": [{name: _plain(issue[name]) for name in PER_ISSUE} for issue in record["issues"]]}
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\s+", "", value)
    return value.isoformat() if hasattr(value, "isoformat") else value


@cache
def chosen_letters() -> tuple[FictionalLetter, tuple[FictionalLetter, FictionalLetter]]:
    """A letter to damage, plain enough that every doubt about it is of our making, and two others."""
    others: list[FictionalLetter] = []
    for letter in fictional_letters(1000, seed=1):
        if len(others) < 2 or not _is_plain(letter):
            others.append(letter)
        else:
            return letter, (others[0], others[1])
    raise LookupError("no fictional letter is plain enough")


def _is_plain(letter: FictionalLetter) -> bool:
    truth = letter.truth
    return (
        not letter.letter.cover
        and len(truth["issues"]) > 1
        and not any(":" in issue["request"] for issue in truth["issues"])
        and f"{truth['age']}-year-old" in truth["clinical_summary"]
        and truth["date_of_injury"] == truth["injury_date_narrative"]
    )


def latin_1_letter() -> FictionalLetter:
    """A further letter, whose text has signs beyond ASCII, and all of them in Latin-1."""
    plain, others = chosen_letters()
    for letter in fictional_letters(1000, seed=1):
        text = letter.text()
        if letter not in (plain, *others) and not text.isascii() and max(text) <= "\xff":
            return letter
    raise LookupError("no fictional letter is of Latin-1 signs")


def plain_letter() -> FictionalLetter:
    return chosen_letters()[0]


def altered(letter: FictionalLetter, **parts: Any) -> FictionalLetter:
    """The letter with another `cover`, `header` or `body`; its truth is still the old one."""
    return replace(letter, letter=replace(letter.letter, **parts))


def reworded(letter: FictionalLetter, old: str, new: str) -> FictionalLetter:
    """The letter with other words: of a whole cell of its header, or at the first place in its body."""
    form = letter.letter
    for number, row in enumerate(form.header):
        if old in row:
            changed = tuple(new if cell == old else cell for cell in row)
            return altered(letter, header=(*form.header[:number], changed, *form.header[number + 1 :]))
    number = next(number for number, block in enumerate(form.body) if old in block.text)
    block = form.body[number]
    text = block.text.replace(old, new, 1)
    bold = len(text) if block.bold == len(block.text) else min(block.bold, len(text))
    changed_block = replace(block, text=text, bold=bold)
    return altered(letter, body=(*form.body[:number], changed_block, *form.body[number + 1 :]))


def without_blocks(letter: FictionalLetter, *first_words: str) -> FictionalLetter:
    """The letter without the paragraphs that begin with some words."""
    body = letter.letter.body
    kept = tuple(block for block in body if not block.text.startswith(first_words))
    assert len(kept) < len(body)
    return altered(letter, body=kept)


def with_blocks(letter: FictionalLetter, before: str, *blocks: Block) -> FictionalLetter:
    """The letter with more paragraphs in front of the one that begins with some words."""
    body = letter.letter.body
    (place,) = (number for number, block in enumerate(body) if block.text.startswith(before))
    return altered(letter, body=(*body[:place], *blocks, *body[place:]))


def encrypted(letter: FictionalLetter, password: str, strength: int) -> bytes:
    lock = StandardEncryption(password, "owner", strength=strength)
    with patch("pipeline.generate.pdf.Canvas", partial(Canvas, encrypt=lock)):
        return letter.pdf()


def pictures_of(pdf: bytes) -> bytes:
    """A scan: every page of the PDF as a picture and nothing else."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        canvas.drawImage(ImageReader(page.render(scale=0.5).to_pil()), 0, 0, 612, 792)
        canvas.showPage()
    document.close()
    canvas.save()
    return buffer.getvalue()


def with_page(pdf: bytes, other: bytes, at: int) -> bytes:
    """The PDF with the first page of another one put in as page number `at`, counted from 0."""
    document, source = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(other)
    document.import_pages(source, [0], at)
    buffer = io.BytesIO()
    document.save(buffer)
    source.close()
    document.close()
    return buffer.getvalue()


def pdf_of(lines: Sequence[str], pages: int = 1) -> bytes:
    """A small PDF that prints some lines on each of its pages."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    for _ in range(pages):
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_without_pages() -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 3\n0000000000 65535 f \n" + entries
    return body + table + b"trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def with_other_content(pdf: bytes, old: bytes, new: bytes) -> bytes:
    """The PDF with something else in the drawing commands of its first page."""
    found = re.search(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    assert found
    content = zlib.decompress(base64.a85decode(b"<~" + found.group(1).strip(), adobe=True))
    assert old in content
    packed = base64.a85encode(zlib.compress(content.replace(old, new, 1))) + b"~>\n"
    return pdf[: found.start(1)] + packed + pdf[found.end(1) :]


def with_broken_content(pdf: bytes, page: int, begin: float, length: int) -> bytes:
    """The PDF with some bytes of one page's content overwritten, from a share of its length on."""
    streams = [found.span(1) for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)]
    start, end = streams[page]
    first = start + int(begin * (end - start))
    behind = min(first + length, end)
    return pdf[:first] + b"!" * (behind - first) + pdf[behind:]


@dataclass(frozen=True)
class Edit:
    """One accident: at a share of the length, some bytes or signs are lost and others put there."""

    place: float
    lost: int
    put: Any

    def of(self, data: Any) -> Any:
        start = int(self.place * len(data))
        return data[:start] + self.put + data[start + self.lost :]
