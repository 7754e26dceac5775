"""The layout of late 2013 and 2014: a cover letter with a table, and decisions that are sentences."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from models.vocabulary import RejectionReason
from pipeline.document import Document, Passage, Span
from pipeline.errors import LetterError
from pipeline.layouts.cutting import Cutting, check_request_count
from pipeline.layouts.decided import Decided, ends_decided, read_decided
from pipeline.layouts.footers import without_footers
from pipeline.layouts.form import ISSUES_LEAD_IN, SUMMARY_LEAD_IN
from pipeline.layouts.letterhead import find_dated, read_block
from pipeline.layouts.parts import IssueParts, LetterParts
from pipeline.layouts.sections import (
    LINE_START,
    find_sections,
    first_section,
    line_pattern,
    printed_pattern,
    search_lines,
    section_pattern,
)
from pipeline.layouts.statements import part_statements
from pipeline.layouts.story import (
    check_sections,
    claim_section,
    read_credentials,
    read_summary,
)
from pipeline.layouts.verdict import find_verdict

HEADINGS = {
    "how": "HOW THE IMR FINAL DETERMINATION WAS MADE",
    "documents": "DOCUMENTS REVIEWED",
    "summary": "CLINICAL CASE SUMMARY",
    "issues": "IMR DECISION(S) AND RATIONALE(S)",
}
SECTIONS = section_pattern({name: printed_pattern(printed) for name, printed in HEADINGS.items()})
MARK = line_pattern(HEADINGS["issues"])
LATER_LABEL = re.compile(
    rf"{LINE_START}Claims\s*Administrator(?:['’]s)?\s*guidelines?\s*:", re.IGNORECASE | re.MULTILINE
)
"""With it a letter is in the layout that came after this one."""

HEADER_LABELS = {
    "case_number": r"\b(?:IMR\s+)?Case\s+Number\s*:",
    "date_of_injury": r"\bDate\s+of\s+Injury\s*:",
    "ur_denial_date": r"\bUR\s+Denial\s+Date\s*:",
    "priority": r"\bPriority\s*:",
    "application_received": r"\bApplication\b(?:\s+Received\b)?\s*:",
}
ABSENT = frozenset({"date_assigned"})

REVIEWER = r"The\s+(?:\w+\s+){1,3}Reviewer"
REVIEWER_BEGINS = re.compile(rf"{REVIEWER}\b", re.IGNORECASE)
STATEMENT = re.compile(r"The\s+(?i:Claims\s+Administrator|(?:\w+\s+){1,3}Reviewer)\b")
"""Within a title, either side may be named at the beginning of a line, but not of a sentence."""

RATIONALE = re.compile(rf"(?:{REVIEWER}['’]s\s+)?decision\s+rationale\s*:", re.IGNORECASE)
ITEM = re.compile(r"(\d{1,2})\s*[.)](?!\d)")
END = re.compile(r"/\s?[A-Za-z]{2,5}$|Disclaimer\s*:|Sincerely\b", re.IGNORECASE)
TITLE_LINES = 20


class Title(NamedTuple):
    """A disputed request with its decision: the sentence, and its lines."""

    decided: Decided
    first: int
    behind: int


class Determination2013:
    """See `Layout`."""

    name = "determination_2013"

    def recognises(self, document: Document) -> bool:
        """Whether the letter has the heading of the decisions that no other layout has, and a second one."""
        if not search_lines(document, MARK) or search_lines(document, LATER_LABEL):
            return False
        names = {section.name for section in find_sections(document, SECTIONS)}
        return "issues" in names and len(names) > 1

    def cut(self, document: Document) -> LetterParts:
        """Cut the letter; see `Layout.cut`."""
        sheet = Cutting(without_footers(document))
        sections = list(find_sections(sheet.document, SECTIONS))
        check_sections(sheet, sections, HEADINGS)
        cover = sections[0].start
        header = {**find_dated(sheet.document, cover), **read_block(sheet, cover, HEADER_LABELS)}
        sheet.form += Passage.of(sheet.document, 0, cover).all_spans
        told = read_credentials(sheet, first_section(sections, "how"))
        claim_section(sheet, first_section(sections, "documents"))
        decided = first_section(sections, "issues")
        issues = _issues(sheet, decided.begin) if decided else []
        return LetterParts(
            header=header,
            absent=ABSENT,
            reviewer_states=told.states if told else None,
            reviewer_specialties=told.specialties if told else [],
            clinical_summary=read_summary(sheet, first_section(sections, "summary"), SUMMARY_LEAD_IN),
            issues=issues,
            form=sheet.form,
            warnings=sheet.warnings,
            verdict=find_verdict(sheet.document, cover),
        )


LAYOUT = Determination2013()


def _issues(sheet: Cutting, begin: int) -> Sequence[IssueParts]:
    """The disputed requests from an offset on.

    Raises:
        LetterError: `no_issues`, or `decision_missing` where a rationale stands there without a decision.
    """
    number = bisect_left(sheet.document.body_starts, begin)
    first = sheet.behind_lead_in(number, ISSUES_LEAD_IN)
    last = _last(sheet, first)
    sheet.claim_lines(last, len(sheet.lines))
    titles = list(_titles(sheet, first, last))
    check_request_count(len(titles))
    starts = [title.first for title in titles]
    for start, end in pairwise([first, *starts, last]):
        if len(_labels(sheet, start, end)) > (start in starts):
            page = sheet.lines[start].page + 1
            message = f"page {page}: a decision rationale stands there without a decision before it"
            raise LetterError(RejectionReason.DECISION_MISSING, message)
    if not titles:
        raise LetterError(RejectionReason.NO_ISSUES, "no sentence tells a request and its decision")
    ends = [*starts[1:], last]
    return [_issue(sheet, title, end) for title, end in zip(titles, ends, strict=True)]


def _last(sheet: Cutting, first: int) -> int:
    """The line behind the last rationale, where what closes the letter begins."""
    labels = _labels(sheet, first, len(sheet.lines))
    begin = bisect_right(sheet.document.body_starts, labels[-1].start) if labels else first
    enders = (index for index in range(begin, len(sheet.lines)) if END.match(sheet.texts[index]))
    return next(enders, len(sheet.lines))


def _titles(sheet: Cutting, first: int, last: int) -> Iterator[Title]:
    """The sentences that decide, which are numbered; a single one may stand without a number."""
    expected, index = 1, first
    while index < last:
        title = _title_at(sheet, index, last) if _may_begin(sheet, index, first, expected) else None
        index = title.behind if title else index + 1
        if title:
            yield title
            expected += 1


def _may_begin(sheet: Cutting, index: int, first: int, expected: int) -> bool:
    """Whether a title may begin on a line: by its number, or without one by its place or in bold type."""
    item = ITEM.match(sheet.texts[index])
    if item:
        return int(item.group(1)) == expected
    return index == first or bool(sheet.lines[index].bold)


def _title_at(sheet: Cutting, index: int, last: int) -> Title | None:
    """The title that begins on a line: it ends with a line, and what either side said follows."""
    for behind in range(index + 1, min(index + TITLE_LINES, last) + 1):
        if STATEMENT.match(sheet.texts[behind - 1]):
            return None
        if ends_decided(" ".join(sheet.texts[max(behind - 2, index) : behind])):
            decided = read_decided(sheet.passage(index, behind).one_line)
            follows = behind == last or bool(sheet.lines[index].bold) or _begins_part(sheet.texts[behind])
            return Title(decided, index, behind) if decided and follows else None
    return None


def _begins_part(text: str) -> bool:
    return bool(STATEMENT.match(text) or RATIONALE.match(text))


def _labels(sheet: Cutting, first: int, last: int) -> Sequence[Span]:
    """Where the labels of rationales stand in some lines; one that wraps is found once."""
    labels: list[Span] = []
    for line in sheet.lines[first:last]:
        found = RATIONALE.match(sheet.document.text, line.start)
        if found and not (labels and line.start < labels[-1].end):
            labels.append(Span(*found.span()))
    return labels


def _issue(sheet: Cutting, title: Title, end: int) -> IssueParts:
    sheet.form += title.decided.form
    labels = _labels(sheet, title.behind, end)
    sheet.form += labels
    document = sheet.document
    if labels:
        turn = labels[0].start
    else:  # what stands behind the reviewer's paragraph is no part of it
        reviewer = (index for index in range(title.behind, end) if REVIEWER_BEGINS.match(sheet.texts[index]))
        behind = sheet.paragraph_end(next(reviewer, title.behind), end)
        turn = sheet.lines[behind - 1].end
    administrator, reviewer_statement = part_statements(
        Passage.of(document, sheet.lines[title.behind - 1].end, turn)
    )
    rationale = Passage.of(document, labels[0].end, sheet.lines[end - 1].end) if labels else None
    return IssueParts(
        request=title.decided.request,
        decision=title.decided.decision,
        claims_administrator_guideline=administrator,
        reviewer_guideline=reviewer_statement,
        rationale=rationale if rationale and rationale.text else None,
    )
