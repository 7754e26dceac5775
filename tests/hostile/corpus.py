"""Files that are made to do harm: each by its name, a maker that writes it into a folder."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.failures.common import LETTER, PDF, TEXT
from tests.failures.damage import encrypted
from tests.hostile import pdfs, texts

BAIT_SIZE = 200_000
Write = Callable[[Path], None]


class Hostile(NamedTuple):
    """One file: its name, as bytes, and what writes it at a path."""

    name: bytes
    write: Write

    def put(self, folder: Path) -> Path:
        """Write it into a folder."""
        path = folder / os.fsdecode(self.name)
        self.write(path)
        return path


def holding(make: Callable[[], bytes]) -> Write:
    return lambda path: void(path.write_bytes(make()))


def void(_: object) -> None:
    return None


def pdf(make: Callable[[], bytes], name: bytes = b"x.pdf") -> Hostile:
    return Hostile(name, holding(make))


def text(make: Callable[[], bytes], name: bytes = b"x.txt") -> Hostile:
    return Hostile(name, holding(make))


def said(summary: str) -> Hostile:
    """A letter whose every free field holds some words."""
    return text(lambda: texts.letter(summary=summary, title=summary, rationale=summary, reviewer=summary))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


def closed(path: Path) -> None:
    path.write_bytes(PDF)
    path.chmod(0)


CUT = {f"cut {where}": pdf(lambda end=end: PDF[:end]) for where, end in pdfs.cut_points()}  # type: ignore[misc]

STRUCTURE: Mapping[str, Hostile] = {
    "offsets beside the truth": pdf(lambda: pdfs.file_of({1: pdfs.CATALOG % b"", 2: pdfs.page()}, shift=7)),
    "a table that comes before itself": pdf(pdfs.table_loop),
    "a tree of pages that holds itself": pdf(pdfs.tree_loop),
    "a tree of pages 5,000 levels deep": pdf(pdfs.deep_tree),
    "an object stream that holds itself": pdf(pdfs.object_stream_loop),
    "a form that draws itself": pdf(pdfs.form_that_draws_itself),
    "a length too short": pdf(lambda: pdfs.plain(pdfs.stream(pdfs.WORDS, length=5))),
    "a length too long": pdf(lambda: pdfs.plain(pdfs.stream(pdfs.WORDS, length=2**31 - 1))),
    "a length below zero": pdf(lambda: pdfs.plain(pdfs.stream(pdfs.WORDS, length=-1))),
    "100,000 pages": pdf(pdfs.many_pages),
    "2,000 filters": pdf(pdfs.cascade),
    "a picture of 100,000 x 100,000": pdf(pdfs.huge_picture),
    "a bomb in a page": pdf(pdfs.bomb_in_a_page),
    "a bomb in an object stream": pdf(pdfs.bomb_in_an_object_stream),
    "1,000,000 text operators": pdf(lambda: pdfs.of_operators(b"(ab c) Tj ", 1_000_000)),
    "1,000,000 empty text operators": pdf(lambda: pdfs.of_operators(b"() Tj ", 1_000_000)),
    "100,000 lines on a page": pdf(lambda: pdfs.of_operators(b"(ab) Tj 0 -1 Td ", 100_000)),
    "q in q": pdf(lambda: pdfs.nested(b"q ")),
    "BT in BT": pdf(lambda: pdfs.nested(b"BT ")),
    "arrays in arrays": pdf(lambda: pdfs.nested(b"[")),
    "arrays in arrays, in the catalog": pdf(lambda: pdfs.nested_object(b"[")),
    "dictionaries in dictionaries": pdf(lambda: pdfs.nested_object(b"<< /A ")),
    "a type face with a broken map": pdf(pdfs.with_broken_map),
    "a page that one engine sees": pdf(pdfs.seen_by_one_engine),
    "scripts and programs": pdf(pdfs.with_actions),
    "files inside": pdf(pdfs.with_files_inside),
    "a form in XML": pdf(pdfs.with_form_in_xml),
    "a stamp that draws itself": pdf(pdfs.appearance_that_draws_itself),
    "a bomb in a stamp": pdf(pdfs.bomb_in_an_appearance),
    "fields in a circle": pdf(pdfs.fields_in_a_circle),
    "5,000 notes": pdf(pdfs.many_notes),
    "a note of 2 megabytes": pdf(
        lambda: pdfs.annotated(pdfs.note(b"FreeText", b"/Contents (%b)" % (b"ab " * 700_000)))
    ),
    "annotations of all kinds": pdf(
        lambda: pdfs.annotated(
            b"null", b"(x)", b"[20 0 R]", b"<< >>", pdfs.note(b"Widget", b"/AP 20 0 R", b"x")
        )
    ),
    "turned by 45 degrees": pdf(lambda: pdfs.plain(sheet=pdfs.page(entries=b"/Rotate 45"))),
    "turned by words": pdf(lambda: pdfs.plain(sheet=pdfs.page(entries=b"/Rotate (a)"))),
    "type at no angle": pdf(lambda: pdfs.plain(pdfs.stream(b"BT /F1 12 Tf 0 0 0 0 72 700 Tm (ab c) Tj ET"))),
    "locked with a password": pdf(lambda: encrypted(LETTER, "secret", 128)),
    "locked with an empty password": pdf(lambda: encrypted(LETTER, "", 128)),
}
BOXES: Mapping[str, Hostile] = {
    "a huge page": pdf(lambda: pdfs.with_box(b"0 0 1e30 1e30")),
    "a page below zero": pdf(lambda: pdfs.with_box(b"612 792 -612 -792")),
    "a page of no size": pdf(lambda: pdfs.with_box(b"0 0 0 0")),
    "a page of no number": pdf(lambda: pdfs.with_box(b"NaN nan inf -inf")),
    "a crop box of no size": pdf(lambda: pdfs.plain(sheet=pdfs.page(entries=b"/CropBox [9 9 9 9]"))),
    "a crop box beside the page": pdf(
        lambda: pdfs.plain(sheet=pdfs.page(entries=b"/CropBox [900 900 999 999]"))
    ),
    "a crop box of nothing": pdf(lambda: pdfs.plain(sheet=pdfs.page(entries=b"/CropBox [0 0 1e-9 1e-9]"))),
    "a crop box of no number": pdf(lambda: pdfs.plain(sheet=pdfs.page(entries=b"/CropBox [NaN (a) inf]"))),
    "a page of words": pdf(lambda: pdfs.with_box(b"(a) /b null true")),
}
PATHS: Mapping[str, Hostile] = {
    "a newline in the name": pdf(lambda: PDF, b"two\nlines.pdf"),
    "no UTF-8 in the name": pdf(lambda: PDF, b"caf\xe9\xff.pdf"),
    "an escape sequence in the name": pdf(lambda: PDF, b"\x1b]0;owned\x07.pdf"),
    "a name of 255 bytes": pdf(lambda: PDF, b"x" * 251 + b".pdf"),
    "a folder": Hostile(b"x.pdf", lambda path: path.mkdir()),
    "a pipe": Hostile(b"x.pdf", lambda path: os.mkfifo(path)),
    "a link to itself": Hostile(b"x.pdf", lambda path: path.symlink_to(path.name)),
    "a link to nothing": Hostile(b"x.pdf", lambda path: path.symlink_to("nowhere.pdf")),
    "a link to a device": Hostile(b"x.pdf", lambda path: path.symlink_to("/dev/zero")),
    "two gigabytes of nothing": Hostile(b"x.pdf", sparse),
    "a closed file": Hostile(b"x.pdf", closed),
}
TEXTS: Mapping[str, Hostile] = {
    "nothing": text(lambda: b""),
    "white space": text(lambda: b" \n\t\r\n\f\x0b" * 1000),
    "a program": text(lambda: b"\x7fELF" + Random(5).randbytes(50_000)),
    "UTF-16": text(lambda: TEXT.encode("utf-16")),
    "UTF-32": text(lambda: TEXT.encode("utf-32")),
    "a line of 45 megabytes": text(lambda: b"x" * 45_000_000),
    "1,000,000 lines": text(lambda: TEXT.encode() + b"x\n" * 1_000_000),
    "1,000,000 pages": text(lambda: TEXT.encode() + b"\f" * 1_000_000),
    "480 pages of a line": text(lambda: TEXT.encode() + b"\fx" * 480),
    "100,000 requests": text(lambda: texts.many_issues(100_000)),
    "3,000 requests": text(lambda: texts.many_issues(3_000)),
    "400 requests": text(lambda: texts.many_issues(400)),
    "10,000 diagnoses": text(lambda: texts.many_diagnoses(10_000)),
    "a decision on nothing": text(lambda: texts.letter(rationale="It was denied.\n\n: Upheld\n\nSo it was.")),
    "headings again and again": text(lambda: TEXT.encode() + b"\nCLINICAL CASE SUMMARY\n" * 20_000),
    "a title of 100 kB": text(lambda: texts.letter(title="Some physical therapy " * 5_000)),
    "a statement of 100 kB": text(lambda: texts.letter(reviewer="Decision based on MTUS Pain. " * 3_500)),
    "controls": said(
        "A man\x00 of\x07 40\x08 years\x0b, \x0c \x1c \x85 \u2028 \u2029 was diagnosed with pain\x7f."
    ),
    "escape sequences": said("\x1b[2J\x1b]0;owned\x07 A \x9b31m man was diagnosed with \x1b[31mpain\x1b[0m."),
    "reversed writing": said(
        "A \u202e40-year-old\u202c \u2066man\u2069 was diagnosed with \u200fpain\u200b."
    ),
    "cells that are formulas": said("=cmd|' /C calc'!A0 was diagnosed with @SUM(1+1)*cmd, +1-1, -2+3."),
    "scripts": said("<script>alert(1)</script> was diagnosed with <img src=x onerror=alert(1)> & pain.]]>"),
    "templates": said(
        "{summary} %s %n {{7*7}} ${jndi:ldap://x/a} was diagnosed with `rm -rf /` pain; DROP TABLE."
    ),
    "lone surrogates": said("A man was diagnosed with \ud800 pain \udfff of the knee."),
    "characters of many codes": said(
        "Pa" + "\u0301" * 5000 + "in, " + "\U0001f469\u200d\U0001f469" * 500 + "."
    ),
    "invalid UTF-8": text(lambda: TEXT.encode().replace(b"e", b"\xc3\x28")),
    "a mark of PDF before a text": text(lambda: b"%PDF-1.7\n" + TEXT.encode()),
}
BAIT = {f"bait: {name}": text(lambda name=name: texts.bait(name, BAIT_SIZE)) for name in texts.BAIT}  # type: ignore[misc]

CORPUS: Mapping[str, Hostile] = {**CUT, **STRUCTURE, **BOXES, **PATHS, **TEXTS, **BAIT}
