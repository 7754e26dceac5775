"""The code set as the linker reads it: one compact file, parsed only where a text asks for it.

The file is gzip'd text: a line of metadata, the codes in order, an empty line, then a line for each concept
with the terms whose rarest concept it is. A term is looked up by its rarest concept alone, so each concept of
a text leads to a handful of terms.
"""

import gzip
import hashlib
import json
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import takewhile

from pipeline.errors import VocabularyError
from pipeline.link.icd10.normalise import Side
from pipeline.link.icd10.terms import FILE as TERMS_FILE

FILE = "icd10cm.tsv.gz"
DEFAULT, MORE, OTHER, INCLUSION = "=", ">", "~", "+"
NOT_STATED = frozenset({"unspecified", "nos"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file holds and where it is from; `terms` is the digest of the terms it was built with."""

    about: str
    release: str
    source: str
    terms: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code without a seventh character, header or billable.

    Attributes:
        code: With its dot.
        title: The official title.
        side: The side that the title states.
        default: Whether it says no more than the code above it, except for the side.
        more: Whether it says more after all, but only what texts may leave unsaid.
        other: Whether its title calls it another one of the kind.
        sevenths: The seventh characters for encounters that it takes.
    """

    code: str
    title: str
    side: Side
    default: bool
    more: bool
    other: bool
    sevenths: str


@dataclass(frozen=True, slots=True)
class Term:
    """A wording of a code.

    Attributes:
        code: The code.
        required: Concepts that a text must state.
        unsaid: Concepts that it may state.
        side: The side that the wording states.
        residual: Its words for "of some other, or no stated, kind".
        official: Whether it is the title, or of our own index; inclusion terms may need their heading.
    """

    code: str
    required: tuple[str, ...]
    unsaid: tuple[str, ...]
    side: Side
    residual: tuple[str, ...]
    official: bool


class Index:
    """Codes, terms and concepts of the data file."""

    def __init__(self, content: str) -> None:
        head, codes, terms = content.split("\n\n")
        self.metadata = Metadata(**json.loads(head))
        self._codes = codes.split("\n")
        self._terms = dict(line.split("\t", 1) for line in terms.split("\n"))
        self._weights: dict[str, float] = {}
        self._parsed: dict[str, tuple[Term, ...]] = {}
        self._children: dict[str, tuple[Code, ...]] = {}

    @property
    def concepts(self) -> Iterable[str]:
        """All concepts of all terms."""
        return self._terms.keys()

    @cached_property
    def _most(self) -> float:
        return math.log(1 + len(self._codes))

    def weight(self, concept: str) -> float:
        """How much a concept tells, 0 to 1: the rarer in the code set the more, and unknown ones most."""
        found = self._weights.get(concept)
        if found is None:
            line = self._terms.get(concept)
            if line is None:
                return 1.0
            found = self._weights[concept] = 1 - math.log(1 + int(line.partition("\t")[0])) / self._most
        return found

    def terms(self, concept: str) -> tuple[Term, ...]:
        """The terms whose rarest concept it is."""
        found = self._parsed.get(concept)
        if found is None:
            line = self._terms.get(concept, "")
            found = self._parsed[concept] = tuple(map(_parse_term, line.split("\t")[1:]))
        return found

    def get(self, code: str) -> Code | None:
        """The code, if there is one."""
        at = bisect_left(self._codes, code + "\t")
        return _parse_code(self._codes[at]) if at < len(self._codes) and self._is(at, code) else None

    def _is(self, at: int, code: str) -> bool:
        return self._codes[at].startswith(code + "\t")

    def codes(self, prefix: str) -> Iterator[Code]:
        """The codes that begin so, in order."""
        at = bisect_left(self._codes, prefix)
        lines = map(self._codes.__getitem__, range(at, len(self._codes)))
        return map(_parse_code, takewhile(lambda line: line.startswith(prefix), lines))

    def children(self, code: str) -> tuple[Code, ...]:
        """The codes one level below."""
        if code not in self._children:
            prefix = code if "." in code else code + "."
            self._children[code] = tuple(
                one for one in self.codes(prefix) if len(one.code) == len(prefix) + 1
            )
        return self._children[code]

    def parent(self, code: str) -> Code | None:
        """The code one level above."""
        return self.get(code[:-1].rstrip("."))


def _flags(code: Code) -> str:
    return DEFAULT * code.default + MORE * code.more + OTHER * code.other


def _parse_code(line: str) -> Code:
    code, title, side, flags, sevenths = line.split("\t")
    return Code(code, title, Side(side), DEFAULT in flags, MORE in flags, OTHER in flags, sevenths)


def _parse_term(field: str) -> Term:
    code, required, unsaid, side, residual, inclusion = field.split("|")
    return Term(
        code,
        tuple(required.split()),
        tuple(unsaid.split()),
        Side(side),
        tuple(residual.split()),
        inclusion != INCLUSION,
    )


def _line(term: Term) -> str:
    return "|".join(
        (
            term.code,
            " ".join(term.required),
            " ".join(term.unsaid),
            term.side,
            " ".join(term.residual),
            "" if term.official else INCLUSION,
        )
    )


def write(metadata: Metadata, codes: Iterable[Code], terms: Iterable[Term]) -> str:
    """The content that `Index` reads."""
    rows = sorted("\t".join((one.code, one.title, one.side, _flags(one), one.sevenths)) for one in codes)
    listed = list(terms)
    counts = Counter(concept for term in listed for concept in (*term.required, *term.unsaid))
    by_rarest: dict[str, list[str]] = defaultdict(list)
    for term in listed:
        rarest = min(term.required, key=lambda concept: (counts[concept], concept))
        by_rarest[rarest].append(_line(term))
    lines = (
        "\t".join((concept, str(counts[concept]), *sorted(by_rarest[concept]))) for concept in sorted(counts)
    )
    return "\n\n".join((json.dumps(asdict(metadata)), "\n".join(rows), "\n".join(lines)))


def terms_digest() -> str:
    """Tells whether the terms are still those that the index was built with."""
    content = resources.files("pipeline.vocabulary").joinpath(TERMS_FILE).read_bytes()
    return hashlib.sha256(content).hexdigest()[:16]


@cache
def index() -> Index:
    """The shipped index, read when first asked for.

    Raises:
        VocabularyError: The file is not as the builder writes it.
    """
    try:
        packed = resources.files("pipeline.vocabulary").joinpath(FILE).read_bytes()
        return Index(gzip.decompress(packed).decode())
    except (OSError, ValueError, TypeError) as error:
        raise VocabularyError(f"the data file {FILE} is not as it must be: {error}") from error
