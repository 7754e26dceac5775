"""Makes the data files of ICD-10-CM (`python -m pipeline.link.icd10.build`): the index, chapters and blocks.

The code set is that of the package simple-icd-10-cm, a development dependency, which ships the official
files of the Centers for Medicare & Medicaid Services and the National Center for Health Statistics. As a work
of the United States government it is in the public domain. To be run again whenever that package or
`icd10_terms.json` changes; the same input gives the same bytes.
"""

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from itertools import chain
from pathlib import Path

from pipeline.link.icd10.groups import FILE as GROUPS_FILE
from pipeline.link.icd10.groups import Icd10Groups
from pipeline.link.icd10.index import FILE, NOT_STATED, Code, Metadata, Term, terms_digest, write
from pipeline.link.icd10.normalise import (
    ENCOUNTER,
    NEGATED,
    Normaliser,
    Reading,
    Side,
    fold,
    title_normaliser,
)
from pipeline.link.icd10.tabular import Entry, chapters_and_blocks, tabular_list
from pipeline.link.icd10.terms import IcdTerms, icd_terms

BRACKETS = re.compile(r"\[([^\]]*)\]")
LAST_BRACKETS = re.compile(r"\[([^\]]*)\]$")
"""Another name of the condition; within a title, brackets only spell out an abbreviation."""

PARENTHESES = re.compile(r"\(([^)]*)\)")
BEHIND_SIDE = re.compile(r".*(?<!with) (?:right|left|bilateral|unspecified) (.+)")
"""What stands behind the last side of a title, unless that is what the title begins with."""

NOT_LINKED = "OPVWXY"
"""First letters of codes of childbirth and newborns, and of those that say what happened."""


class Builder:
    """Turns the tabular list into codes and terms."""

    def __init__(self, listed: list[Entry], terms: IcdTerms, normaliser: Normaliser) -> None:
        self._terms = terms
        self._normaliser = normaliser
        self._listed = listed
        self._read = {entry.code: self._plain(entry.title) for entry in listed}
        self._sided = {one.parent for one in listed if self._side(one) in (Side.RIGHT, Side.LEFT)}
        self._siblings = Counter(map(self._family, listed))
        self._below_side: dict[str, set[str]] = defaultdict(set)
        for entry in reversed(listed):
            self._below_side[entry.parent] |= self._after_side(entry)
            if self._adds_nothing(entry):
                self._below_side[entry.parent] |= self._below_side[entry.code]

    def codes(self) -> Iterator[Code]:
        """Each code, with its side, and whether it is what its parent is by default."""
        for entry in self._listed:
            default = self._adds_nothing(entry)
            yield Code(
                entry.code,
                entry.title,
                self._side(entry),
                default,
                default and self._adds_unsaid(entry),
                "other" in self._read[entry.code].residual,
                entry.sevenths,
            )

    def terms(self) -> Iterator[Term]:
        """Each different wording of each code, those aside that are found through the code above."""
        for entry in self._listed:
            if entry.code[0] in NOT_LINKED:
                continue
            ours = self._terms.index.get(entry.code, ())
            own = [entry.title] if self._is_found_by_title(entry) else []
            seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
            for wording, official in chain(
                ((one, True) for one in chain(ours, own)),
                ((one, False) for one in chain(*map(self._parts, own), *map(_in_brackets, own))),
                ((one, False) for one in entry.also),
            ):
                term = self._term(entry, wording, official)
                if term.required and (term.required, term.residual) not in seen:
                    seen.add((term.required, term.residual))
                    yield term

    def _term(self, entry: Entry, wording: str, official: bool) -> Term:
        reading = self._plain(wording)
        required = self._required(reading) - self._after_side(entry)
        said = {*reading.concepts, *self._normaliser.read(wording, correct=False).concepts}
        said |= self._below_side[entry.code]
        return Term(
            entry.code,
            tuple(sorted(required)),
            tuple(sorted(said - required)),
            reading.side or self._side_among(entry),
            tuple(sorted(reading.residual)),
            official,
        )

    def _plain(self, wording: str) -> Reading:
        """What a title says without its brackets and parentheses."""
        reading = self._normaliser.read(PARENTHESES.sub(" ", BRACKETS.sub(" ", wording)), correct=False)
        if not reading.encounter:
            return reading
        # A sequela that the title itself names is no matter of a seventh character.
        return replace(reading, concepts=(*reading.concepts, ENCOUNTER + reading.encounter))

    def _parts(self, title: str) -> Iterator[str]:
        """A reading for each of two joined parts, if each suffices."""
        folded = fold(title)
        for joined, parts in self._terms.parts_of_titles.items():
            if joined in folded:
                yield from (folded.replace(joined, part) for part in parts)

    def _required(self, reading: Reading) -> set[str]:
        required = {one for one in reading.concepts if not one.startswith(NEGATED)} - self._terms.unsaid
        return required or set(reading.concepts)

    def _side(self, entry: Entry) -> Side:
        reading = self._read[entry.code]
        if reading.side:
            return reading.side
        return Side.UNSPECIFIED if "unspecified" in reading.residual else Side.ABSENT

    def _side_among(self, entry: Entry) -> Side:
        """The side of a code among those of a side beside it; "unspecified" may be of anything else."""
        return self._side(entry) if entry.parent in self._sided else Side.ABSENT

    def _family(self, entry: Entry) -> tuple[str, Side, frozenset[str]]:
        """Codes beside one another that differ only in what stands behind the side."""
        own = self._read[entry.code]
        plain = self._required(own) - self._behind_side(entry) | (own.residual - NOT_STATED)
        return entry.parent, self._side(entry), frozenset(plain)

    def _behind_side(self, entry: Entry) -> set[str]:
        found = BEHIND_SIDE.search(entry.title.lower())
        if found is None or not entry.parent:
            return set()
        return set(self._plain(found[1]).concepts) - set(self._read[entry.parent].concepts)

    def _after_side(self, entry: Entry) -> set[str]:
        """Words that only say where the side is: "Carpal tunnel syndrome, right upper limb"."""
        if not entry.parent or self._siblings[self._family(entry)] > 1:
            return set()
        own, above = self._read[entry.code], self._read[entry.parent]
        return self._behind_side(entry) if self._required(above) <= self._required(own) else set()

    def _is_found_by_title(self, entry: Entry) -> bool:
        """Whether the title says more than that above, if only what texts may leave unsaid, or "other"."""
        if not self._adds_nothing(entry):
            return True
        own, above = self._read[entry.code], self._read[entry.parent]
        return self._adds_unsaid(entry) or own.residual - NOT_STATED != above.residual - NOT_STATED

    def _adds_unsaid(self, entry: Entry) -> bool:
        """Whether a code that says no more than its parent says what texts may leave unsaid."""
        own, above = self._read[entry.code], self._read[entry.parent]
        return bool(set(own.concepts) - set(above.concepts) - self._after_side(entry))

    def _adds_nothing(self, entry: Entry) -> bool:
        """Whether a code says no more than its parent, except for the side, "unspecified" or "other"."""
        if not entry.parent:
            return False
        own, above = self._read[entry.code], self._read[entry.parent]
        return self._required(own) - self._after_side(entry) == self._required(above)


def _in_brackets(title: str) -> list[str]:
    return LAST_BRACKETS.findall(title)


def build() -> bytes:
    """The data file's content, from the installed package."""
    release, listed = tabular_list()
    builder = Builder(listed, icd_terms(), title_normaliser())
    metadata = Metadata(
        about="ICD-10-CM for the diagnosis linker: codes, and terms by their rarest concept.",
        release=release,
        source="simple-icd-10-cm; CMS and NCHS, public domain",
        terms=terms_digest(),
    )
    return gzip.compress(write(metadata, builder.codes(), builder.terms()).encode(), 9, mtime=0)


def build_groups() -> bytes:
    """The content of the file of chapters and blocks, from the installed package."""
    release, chapters, blocks, categories = chapters_and_blocks()
    about = (
        "Titles of the chapters and blocks of ICD-10-CM by their ranges of categories; apart are the "
        "blocks of "
        "categories that lie in no range or in another's."
    )
    plain = Icd10Groups(about=about, release=release, chapters=chapters, blocks=blocks, apart={})
    apart = {category: block for category, block in categories.items() if plain.range_of(category) != block}
    groups = plain.model_copy(update={"apart": apart})
    return groups.model_dump_json(indent=1).encode() + b"\n"


def main() -> None:
    """Write the data files into the package's vocabulary."""
    folder = Path(str(resources.files("pipeline.vocabulary")))
    folder.joinpath(FILE).write_bytes(build())
    folder.joinpath(GROUPS_FILE).write_bytes(build_groups())


if __name__ == "__main__":
    main()
