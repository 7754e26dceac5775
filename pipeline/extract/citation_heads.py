"""Where a citation begins: its source, the name of its guideline, and the year of its edition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from models.clinical import GuidelineSource
from pipeline.vocabulary.guidelines import GUIDELINE, Guidelines, any_of, guidelines

UPDATED = r"(?:updated|accessed|revised|reviewed|last)\b"
YEAR = re.compile(rf"{UPDATED}[^()]*|\b((?:19|20)\d\d)\b")
"""A year, if it is not that of an update."""

EDITION = rf"""(?:
    (?:practice\s+|integrated\s+treatment/disability\s+duration\s+|(?:medical\s+)?treatment\s+)?{GUIDELINE}\b
  | \(?chapters?\b(?:\s+(?:on|for)\b)?(?:\s*\#?\d+\b)?\)?
  | \(?(?:2nd|second|3rd|third|\d+th)\s+ed(?:ition\b|\b\.?)\)?
  | \(?(?:19|20)\d\d\b\)?
  | \([a-z]+\.?\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d\)
  | \((?:on-?line|web|internet|effective|acoem|dwc|{UPDATED})[^()]*\)
  | {UPDATED}\s+[\d/]+
  | sections?\b(?:\s*\(s\))? | procedures?\b(?:\s+summary\b)? | on-?line\b(?:\s+version\b)? | web\b
  | v(?:ersion|\.)?\s*\d\b | twc\b | treatment\s+in\s+workers.{{0,2}}\s+comp\w* | treatment\s+index\b
)"""
"""Words between the names that say which edition or chapter is meant, and name nothing themselves."""

BETWEEN = r"[\s,;:./\-–]*"
LEAD = re.compile(rf"{BETWEEN}\(?(?:the\s+)?")
CHAPTER_NUMBER = re.compile(r"chapter\s*#?(\d+)")
CCR_SECTION = re.compile(r"[^a-z]{0,30}(?:8\s*c\.?c\.?r\.?[^a-z]{0,9})?(9792\.\d+(?:\.\d+)?)")
SIDES = re.compile(
    r"(?:[\s,\-–]*(?:lumbar|thoracic)\s*(?:&|and)\s*(?:lumbar|thoracic))?"
    r"(?:\s*\([^()]*\b(?:acute|chronic)\b[^()]*\))?"
)
"""What the Official Disability Guidelines put behind a chapter's name: "Pain (Chronic)"."""

GOES_ON = re.compile(r"\s+(?!and\b)[a-z]")
"""A word behind what looked like a chapter's name: "Knee replacement"."""

UNKNOWN_CHAPTER = re.compile(r"([A-Z][\w&/'’-]*(?:[\s,]+[\w&/'’-]+){0,5}?)\s+Chapter\b")
UNKNOWN_GUIDELINE = re.compile(
    rf"([A-Z][^.;:()]{{2,80}}?)(?=,?\s+(?i:{GUIDELINE})|,?\s+(?:19|20)\d\d\b|,\s*Section)"
)
OF = re.compile(r"[\s,]*(?:(?:of|from|in|per|within)\s+)?(?:the\s+)?")
PARTED = re.compile(r"(?:^|[,;.:(&]|\band|\bor)\s*(?:the\s+)?$", re.IGNORECASE)
INTRODUCED = re.compile(r"(?:^|[;:&]|\b(?:and|the|on))\s*$")
LOOK_BACK = 12

Named = tuple[int, str | None]
"""Where a name ends, and its topic."""


@dataclass(frozen=True)
class Head:
    """The beginning of a citation.

    Attributes:
        source: Whose guideline it is.
        title: Where the name of the guideline or chapter stands, or that of the source.
        topic: What the guideline is about.
        start: Where the citation begins.
        end: Where its sections begin.
        bare: Whether it names the source alone.
        year: Where the year of the edition stands.
        stop: Where its sections end, if they end before the next citation.
    """

    source: GuidelineSource
    title: tuple[int, int]
    topic: str | None
    start: int
    end: int
    bare: bool = False
    year: tuple[int, int] | None = None
    stop: int | None = None


class _Patterns:
    """The expressions made of the vocabulary's names."""

    def __init__(self, vocabulary: Guidelines) -> None:
        self.names = vocabulary
        names = {source: any_of(printed) for source, printed in vocabulary.sources.items()}
        acoem = rf"(?:{names[GuidelineSource.ACOEM]})(?:['’]s)?(?:\s*\(acoem\))?"
        odg = rf"(?:{names[GuidelineSource.ODG]})(?:['’]s)?(?:\s*\(odg\))?"
        mtus = rf"(?:(?:ca|california(?:['’]s)?)\s+)?(?:{names[GuidelineSource.MTUS]})(?:\s*\(mtus\))?"
        begins = rf"""(?:
            (?P<adopts>\((?:{mtus})\)|(?:(?:which|that)\s+)?(?:(?:is|are|as)\s+)?
              (?P<negated>not\s+)?(?:(?:a\s+)?part\s+of|adopted\s+(?:by|in|into)|within|in|of)
              \s+(?:the\s+)?{mtus}(?:\s+{GUIDELINE}\b)?)
          | (?P<mtus>{mtus})(?!\w)
          | (?P<odg>(?:(?:19|20)\d\d\s+)?{odg})(?!\w)
          | (?P<acoem>{acoem})(?!\w)
          | (?P<name>(?:{vocabulary.mtus.names})
              (?:(?:(?<=ints)|(?<=conditions)|(?<=medical\ treatment))(?!\w)
                |(?P<weak>(?=,?\s+\(?(?:{GUIDELINE}|(?:19|20)\d\d\b)))))
          | (?P<more>(?<=,\ and\ )[a-z][^.;:()]{{2,80}}?(?=\s+(?:19|20)\d\d\s*(?:[,.(]|$)))
          | (?P<other>(?:{names[GuidelineSource.OTHER]})(?!\w)|(?:https?://|www\.)\S+)
        )"""
        self.first = re.compile(begins, re.VERBOSE)
        self.further = re.compile(rf"[\s(,:;/.\-–“\"]{begins}", re.VERBOSE)
        self.edition = re.compile(rf"(?:{BETWEEN}{EDITION})*", re.VERBOSE)
        self.edition_of_acoem = re.compile(
            rf"(?:{BETWEEN}(?:{EDITION}|\(?(?:{acoem})(?!\w)\)?))*", re.VERBOSE
        )
        self.joined_acoem = re.compile(rf"[\s/:(\-–]*({acoem})(?!\w)", re.VERBOSE)


@cache
def _patterns() -> _Patterns:
    return _Patterns(guidelines())


class HeadReader:
    """Reads the heads of the citations in one statement."""

    def __init__(self, text: str, lower: str) -> None:
        self._text = text
        self._lower = lower
        self._patterns = _patterns()
        self._names = self._patterns.names

    def heads(self, start: int, end: int) -> Iterator[Head]:
        """The heads between two places of the statement, in order."""
        previous: Head | None = None
        match = self._patterns.first.match(self._lower, start, end)
        position = start
        while match := match or self._patterns.further.search(self._lower, position, end):
            position = match.end()
            if match["adopts"] and previous is not None:
                previous = self._adopted(previous, match)
            elif head := self._head(match, start, end, previous):
                if previous is not None:
                    yield previous
                previous, position = head, max(position, head.end)
            match = None
        if previous is not None:
            yield previous

    def chapter(self, start: int, end: int, begin: int | None = None) -> Head | None:
        """The chapter of the Official Disability Guidelines whose name stands at a place.

        The citation begins there too, or at `begin`, where their own name stands.
        """
        begin = start if begin is None else begin
        known = self._names.odg.match(self._lower, start, end)
        if known:
            stop = self._end(SIDES, known[0], end)
            if stop == known[0] and self._goes_on(stop, end):
                return None
            return self._titled(GuidelineSource.ODG, begin, (start, stop), known[1], end)
        unknown = UNKNOWN_CHAPTER.match(self._text, start, end)
        return self._titled(GuidelineSource.ODG, begin, unknown.span(1), None, end) if unknown else None

    def _head(self, match: re.Match[str], start: int, end: int, previous: Head | None) -> Head | None:
        kind = match.lastgroup or ""
        if kind == "odg":
            return self._odg(*match.span(kind), start if previous is None else match.start(kind), end)
        if kind in ("mtus", "acoem", "adopts"):
            return None if match["negated"] else self._mtus_or_acoem(match, end)
        begin = match.start(kind)
        before = self._lower[max(start, begin - LOOK_BACK) : begin]
        if kind == "other":
            return self._other(begin, match.end(), start, before, previous)
        if previous is None or previous.source in (GuidelineSource.MTUS, GuidelineSource.ACOEM):
            introduced = match["weak"] is None or bool(INTRODUCED.search(before))
        else:
            introduced = kind == "name" and match["weak"] is None
        if not introduced or (kind == "more" and not (previous and self._text[begin].isupper())):
            return None
        stop, topic = self._names.mtus.match(self._lower, begin, end) or (match.end(), None)
        return self._titled(GuidelineSource.MTUS, begin, (begin, stop), topic, end)

    def _adopted(self, head: Head, match: re.Match[str]) -> Head:
        """The head before "which is part of the MTUS": the schedule's own, unless that is denied."""
        begin, end = match.span("adopts")
        if head.source is GuidelineSource.ACOEM and not match["negated"]:
            head = replace(head, source=GuidelineSource.MTUS)
        if self._end(LEAD, head.end, end) >= begin:
            return replace(head, end=end)
        return replace(head, stop=head.stop or begin)

    def _other(self, begin: int, stop: int, start: int, before: str, previous: Head | None) -> Head | None:
        """A source that is none of the three; what stands before it belongs to it, if it comes first."""
        if previous is None:
            return Head(GuidelineSource.OTHER, (begin, stop), None, start, stop)
        one_other = previous.source is GuidelineSource.OTHER
        both_addresses = self._is_address(begin) and self._is_address(previous.title[0])
        if not PARTED.search(before) or (one_other and not both_addresses):
            return None
        return Head(GuidelineSource.OTHER, (begin, stop), None, begin, stop)

    def _is_address(self, start: int) -> bool:
        return self._lower.startswith(("http", "www."), start)

    def _odg(self, begin: int, stop: int, start: int, end: int) -> Head:
        edition = self._end(self._patterns.edition, stop, end)
        if chapter := self.chapter(self._end(LEAD, edition, end), end, begin):
            return chapter
        chapter = self.chapter(self._end(LEAD, start, end), begin, start) if start < begin else None
        if chapter and self._end(OF, chapter.end, begin) == begin:  # the Pain Chapter of the ...
            return replace(chapter, end=edition)
        return self._bare(GuidelineSource.ODG, begin, (begin, stop), edition)

    def _mtus_or_acoem(self, match: re.Match[str], end: int) -> Head:
        source = GuidelineSource.ACOEM if match["acoem"] else GuidelineSource.MTUS
        start, stop = match.span(match.lastgroup or 0)
        edition = self._end(self._patterns.edition_of_acoem, stop, end)
        lead = self._end(LEAD, edition, end)
        if named := self._named(lead, end):
            return self._titled(source, start, (lead, named[0]), named[1], end)
        if number := CHAPTER_NUMBER.search(self._lower, stop, edition):
            topic = self._names.topic_of_chapter.get(int(number[1]))
            return self._titled(source, start, number.span(), topic, end)
        joined = self._patterns.joined_acoem.match(self._lower, stop, end)
        if joined and source is GuidelineSource.MTUS:
            edition = self._end(self._patterns.edition, joined.end(), end)
            return Head(source, joined.span(1), None, start, edition, year=self._year(start, edition))
        if source is GuidelineSource.MTUS:  # what stands behind a comma is another source: "MTUS, ACOEM"
            edition = self._end(self._patterns.edition, stop, end)
        unknown = UNKNOWN_GUIDELINE.match(self._text, self._end(LEAD, edition, end), end)
        if unknown and not self._patterns.further.search(self._lower, unknown.start() - 1, unknown.end()):
            return self._titled(source, start, unknown.span(1), None, end)
        head = self._bare(source, start, (start, stop), edition)
        section = CCR_SECTION.match(self._lower, stop, end)
        return replace(head, topic=self._names.topic_of_ccr_section.get(section[1])) if section else head

    def _named(self, start: int, end: int) -> Named | None:
        """The guideline named at a place, by its own name or by that of the body part's chapter."""
        own = self._names.mtus.match(self._lower, start, end)
        chapter = self._names.odg.match(self._lower, start, end)
        if chapter and (own is None or own[0] < chapter[0]):
            return own if self._goes_on(chapter[0], end) else chapter
        return own

    def _goes_on(self, stop: int, end: int) -> bool:
        """Whether a name that ends here is the beginning of something else."""
        if not GOES_ON.match(self._text, stop, end):
            return False
        return self._end(self._patterns.edition, stop, end) == stop

    def _titled(
        self, source: GuidelineSource, start: int, title: tuple[int, int], topic: str | None, end: int
    ) -> Head:
        tail = self._end(self._patterns.edition, title[1], end)
        return Head(source, title, topic, start, tail, year=self._year(start, tail))

    def _bare(self, source: GuidelineSource, start: int, title: tuple[int, int], end: int) -> Head:
        return Head(source, title, None, start, end, bare=True, year=self._year(start, end))

    def _year(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the year of an edition stands in a head, if one is printed in it."""
        return next((year.span(1) for year in YEAR.finditer(self._lower, start, end) if year[1]), None)

    def _end(self, pattern: re.Pattern[str], start: int, end: int) -> int:
        match = pattern.match(self._lower, start, end)
        return match.end() if match else start
