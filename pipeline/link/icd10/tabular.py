"""The code set as its publishers print it: the tabular list in the package simple-icd-10-cm."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SOURCE = "simple_icd_10_cm"
TABULAR = re.compile(r"icd10c-tabular-(.+)\.xml")
CODES = "code-list-*.txt"
TITLE = re.compile(r"(?P<title>.+?)\s*\((?P<range>[A-Z0-9]+(?:-[A-Z0-9]+)?)\)")
INSTRUCTION = " should be "
"""A few inclusion terms are no terms but tell how to code."""

ENCOUNTERS = "ABCDEFGHJKMNPQS"


@dataclass(frozen=True)
class Entry:
    """A code as the tabular list has it, header or not, without its extensions by a seventh character."""

    code: str
    title: str
    also: tuple[str, ...]
    parent: str
    sevenths: str


def tabular_list() -> tuple[str, list[Entry]]:
    """The release, and all codes in order.

    Raises:
        ModuleNotFoundError: The package is not installed.
    """
    release, tabular = _tabular()
    lines = next(_source_folder().glob(CODES)).read_text("utf-8").splitlines()
    valid = frozenset(line.split(" ")[0].replace(".", "") for line in lines)
    return release, entries(tabular, valid)


def chapters_and_blocks() -> tuple[str, dict[str, str], dict[str, str], dict[str, str]]:
    """The release, titles of chapters and of blocks by their ranges (M50-M54), and each category's block.

    Raises:
        ModuleNotFoundError: The package is not installed.
    """
    release, tabular = _tabular()
    chapters = dict(_range_and_title(chapter) for chapter in tabular.iter("chapter"))
    sections = [section for section in tabular.iter("section") if section.find("diag") is not None]
    blocks = dict(map(_range_and_title, sections))
    categories = {
        diag.findtext("name", ""): _range_and_title(section)[0]
        for section in sections
        for diag in section.findall("diag")
    }
    return release, chapters, blocks, categories


def _range_and_title(node: ElementTree.Element) -> tuple[str, str]:
    found = TITLE.fullmatch(node.findtext("desc", "").strip())
    if found is None:
        raise ValueError(f"a chapter or block has no range: {node.findtext('desc')}")
    return found["range"], found["title"]


def _tabular() -> tuple[str, ElementTree.Element]:
    """The release and the root of the tabular list."""
    file, release = next(
        (file, found[1])
        for file in sorted(_source_folder().iterdir())
        if (found := TABULAR.fullmatch(file.name))
    )
    return release, ElementTree.fromstring(file.read_text("utf-8"))


def entries(tabular: ElementTree.Element, valid: frozenset[str]) -> list[Entry]:
    """All codes of a tabular list; `valid` are those that exist, without dots."""
    return [
        entry
        for section in tabular.iter("section")
        for top in section.findall("diag")
        for entry in _below(top, "", "", valid)
    ]


def _below(node: ElementTree.Element, parent: str, sevenths: str, valid: frozenset[str]) -> Iterator[Entry]:
    code = node.findtext("name", "")
    sevenths = "".join(one.get("char", "") for one in node.findall("sevenChrDef/extension")) or sevenths
    children = node.findall("diag")
    notes = (note.text or "" for note in node.findall("inclusionTerm/note"))
    also = tuple(note for note in notes if note and INSTRUCTION not in note)
    own = "" if children else "".join(c for c in sevenths if c in ENCOUNTERS and extended(code, c) in valid)
    yield Entry(code, node.findtext("desc", ""), also, parent, own)
    for child in children:
        yield from _below(child, code, sevenths, valid)


def extended(code: str, seventh: str) -> str:
    """A code with its seventh character, without the dot."""
    return code.replace(".", "").ljust(6, "X") + seventh


def _source_folder() -> Path:
    """Where the package's data are; it is not imported, for that would load all of them."""
    found = find_spec(SOURCE)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"install simple-icd-10-cm, which ships the code set: no module {SOURCE}")
    return Path(found.submodule_search_locations[0]) / "data"
