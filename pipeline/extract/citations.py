"""What a guideline statement cites: "Decision based on MTUS Knee Complaints 2004. Decision based on ..."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.clinical import CitationStatus, GuidelineSource
from pipeline.extract.citation_denials import denials, outside
from pipeline.extract.citation_heads import PARTED, YEAR, Head, HeadReader
from pipeline.extract.citation_sections import sections, trim
from pipeline.extract.lower import lower_in_place
from pipeline.vocabulary.guidelines import guidelines

LONGEST = 20_000
"""Signs of a statement beyond which it is something else, and is not read."""

REMEMBERED = 4096
"""Statements: many reviewers, and administrators even more so, cite the same guideline in the same words."""

DENIED = "\0"
"""Stands for each character of a sentence that cites nothing."""

FRAME = re.compile(
    rf"""(?=[nobdar.;{DENIED}])(?:
      (?P<named>non\s*-?\s*mtus(?:\s+citations?)?\b:?
      | other\s+medical\s+treatment\s+guidelines?\b(?:\s+or\s+medical\s+evidence\b)?:?)
    | (?P<based>(?:decision\s+(?:(?:is|was)\s+)?)?based\s+
        (?:(?:its|their|his|her|the|his/her|his\s+or\s+her)\s+)?(?:decisions?\s+|determinations?\s+)?(?:up)?on\b
      | (?:administrator|reviewer)\s+(?:has\s+|also\s+)?(?:cited|used|utilized|referenced|quoted|applied
        |relied\s+(?:up)?on)\b)
    | (?P<sentence>[.;]\s+(?=(?:the\s+(?:claims|expert|physician|medical\s+prof|guidelines?|mtus)|per\s+the
        |this|these)\b) | {DENIED}+))""",
    re.VERBOSE,
)
SENTENCE = re.compile(r"\.(?:(?<=[a-z)\]%®]\.)|(?<=\d\d\.)|(?<=[A-Z][A-Z]\.))\s+(?=[A-Z“\"])")
PROSE = re.compile(
    r"[\s,]+(?:which|that|because|since|stat(?:es?|ing)|recommends?|indicat(?:es?|ing)|notes?|is|are|was|were"
    r"|does?|has|have)\s"
)
"""The beginning of what a writer says of a guideline, in a statement that is a sentence of his own."""

LINK = re.compile(r"(?:^|[\s,;])(?:and|the|as\s+well\s+as|also|plus|per|from|on|or|in)$", re.IGNORECASE)
LINK_LENGTH = 12
MEANS_NOTHING = re.compile(
    r"(?:\W|\b(?:the|a|an|and|following|current|california|evidence|based|medical|treatment|citations?|"
    r"guidelines?|recommendations?|criteria|other|per)\b)*",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
OPENS_ANOTHER = frozenset(":-–/(")


@dataclass(frozen=True)
class ParsedCitation:
    """One guideline that a statement cites; spans are offsets into the statement.

    Attributes:
        source: Whose guideline it is.
        title: The guideline's or chapter's name as printed, without its year; the name of the source
            where none is named.
        title_span: The words that it was read from.
        year: The edition's year; the date of an update is none.
        year_span: Where it is printed.
        sections: Where its sections stand, in order.
        topic: What the guideline is about, by a key that is the same for both generations of the schedule.
    """

    source: GuidelineSource
    title: str
    title_span: tuple[int, int]
    year: int | None
    year_span: tuple[int, int] | None
    sections: tuple[tuple[int, int], ...]
    topic: str | None


@dataclass(frozen=True)
class GuidelineStatement:
    """What the text behind "Claims Administrator guideline:" or the reviewer's label amounts to."""

    status: CitationStatus
    citations: tuple[ParsedCitation, ...] = ()


@lru_cache(maxsize=REMEMBERED)
def parse_guideline(text: str) -> GuidelineStatement:
    """The citations of a statement in printed order, or that it has none, or that it is not understood."""
    if len(text) > LONGEST:
        return GuidelineStatement(CitationStatus.NOT_UNDERSTOOD)
    lower = lower_in_place(text)
    denied = list(denials(lower))
    blanks = [*denied, *outside(lower)]
    text, lower = _without(text, blanks), _without(lower, blanks)
    found = [citation for part in _parts(text, lower) for citation in part.citations()]
    schedule = guidelines().sources[GuidelineSource.MTUS][0]
    specific = any(each.source is GuidelineSource.MTUS and each.title != schedule for each in found)
    citations = tuple(
        each for each in found if not (specific and each.title == schedule and not each.sections)
    )
    if citations:
        return GuidelineStatement(CitationStatus.CITED, citations)
    return GuidelineStatement(CitationStatus.NONE_CITED if denied else CitationStatus.NOT_UNDERSTOOD)


@dataclass(frozen=True)
class _Part:
    """A part of a statement that one phrase introduces.

    Attributes:
        text: The statement.
        reader: What reads the heads in it.
        start: Where the part begins, behind its phrase.
        end: Where it ends.
        frame: The kind of phrase: `named`, `based`, or none.
    """

    text: str
    reader: HeadReader
    start: int
    end: int
    frame: str

    def citations(self) -> Iterator[ParsedCitation]:
        heads = list(self.reader.heads(self.start, self.end))
        if not heads:
            if self.frame:
                yield from self._other(self.start, self.end)
            return
        first = heads[0].start
        if self.frame and first - self.start > 1 and PARTED.search(self.text[self.start : first]):
            yield from self._other(self.start, first)
        for head, end in zip(heads, [*(head.start for head in heads[1:]), self.end], strict=True):
            if head.source is GuidelineSource.OTHER:
                yield from self._other(head.start, end)
            else:
                yield from self._known(head, head.stop or end)

    def _known(self, head: Head, end: int) -> Iterator[ParsedCitation]:
        start, end = self._body(head.end, end)
        rest = end
        sentence = SENTENCE.search(self.text, start, end)
        if sentence and (self.frame != "named" or YEAR.search(self.text, sentence.end(), end)):
            start, end = self._body(start, sentence.start())
        if self.frame != "named" and (prose := PROSE.search(self.text, start, end)):
            start, end = self._body(start, prose.start())
        yield from self._chapters(head, start, end)
        if end < rest and self.frame == "named":
            yield from self._other(end, rest)

    def _chapters(self, head: Head, start: int, end: int) -> Iterator[ParsedCitation]:
        """A citation with its sections, and those of further chapters in its list."""
        taken: list[tuple[int, int]] = []
        for item in sections(self.text, start, end):
            another = self._chapter(*item) if head.source is GuidelineSource.ODG else None
            if another is None:
                taken.append(item)
                continue
            yield self._citation(head, taken)
            head, taken = another, list(sections(self.text, *self._body(another.end, item[1])))
        yield self._citation(head, taken)

    def _chapter(self, start: int, end: int) -> Head | None:
        """The chapter that an item of a list is, or begins with."""
        head = self.reader.chapter(start, end)
        if head is None:
            return None
        following = self.text[head.end : end].lstrip()[:1]
        whole = head.end >= end or head.end > head.title[1] or following in OPENS_ANOTHER
        return head if whole else None

    def _other(self, start: int, end: int) -> Iterator[ParsedCitation]:
        start, end = self._unlinked(start, end)
        if self.frame == "based" and (sentence := SENTENCE.search(self.text, start, end)):
            end = sentence.start()
        if not MEANS_NOTHING.fullmatch(self.text, start, end):
            title = self.text[start:end]
            yield ParsedCitation(GuidelineSource.OTHER, title, (start, end), None, None, (), None)

    def _body(self, start: int, end: int) -> tuple[int, int]:
        """What stands behind a head, without brackets around the whole."""
        start, end = self._unlinked(start, end)
        if BRACKETED.fullmatch(self.text, start, end):
            return trim(self.text, start + 1, end - 1)
        if self.text[start:end].startswith(")"):
            return trim(self.text, start + 1, end)
        return start, end

    def _unlinked(self, start: int, end: int) -> tuple[int, int]:
        """Leave out the words that lead over to the next citation."""
        start, end = trim(self.text, start, end)
        while link := LINK.search(self.text[max(start, end - LINK_LENGTH) : end]):
            start, end = trim(self.text, start, end - len(link[0]))
        return start, end

    def _citation(self, head: Head, items: Sequence[tuple[int, int]]) -> ParsedCitation:
        printed = self.text[slice(*head.title)]
        title = guidelines().sources[head.source][0] if head.bare else printed
        year = int(self.text[slice(*head.year)]) if head.year else None
        return ParsedCitation(head.source, title, head.title, year, head.year, tuple(items), head.topic)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + DENIED * (end - start) + text[end:]
    return text


def _parts(text: str, lower: str) -> Iterator[_Part]:
    reader = HeadReader(text, lower)
    start, frame = 0, ""
    for match in FRAME.finditer(lower):
        if match.start() - start > 1:
            yield _Part(text, reader, start, match.start(), frame)
        start, frame = match.end(), (match.lastgroup or "").replace("sentence", "")
    yield _Part(text, reader, start, len(text), frame)
