"""The notice of 2013: decisions in a list that is printed twice, and sections for each request behind it."""

import re
from collections.abc import Mapping, Sequence

from models.vocabulary import RejectionReason
from pipeline.document import Document, Passage
from pipeline.document.passage import squeeze
from pipeline.errors import LetterError
from pipeline.layouts.cutting import Cutting, check_request_count
from pipeline.layouts.decided import Decided, count_determined, find_determined
from pipeline.layouts.footers import without_footers
from pipeline.layouts.letterhead import find_dated, find_told, read_block
from pipeline.layouts.parts import IssueParts, LetterParts
from pipeline.layouts.sections import (
    Section,
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
    read_section,
    read_summary,
)
from pipeline.vocabulary import decisions

MARK = line_pattern("Notice of Independent Medical Review Determination")
HEADINGS = {
    "decisions": "Independent Medical Review Decision and Rationale",
    "reviewer": "Medical Qualifications of the Expert Reviewer",
    "summary": "Case Summary",
    "documents": "Documents Reviewed for Determination",
    "guideline": "Section of the Medical Treatment Utilization Schedule Relied Upon",
    "rationale": "Rationale for the Decision",
    "effect": "Effect of the Decision",
}
ITEM = r"(?:\d{1,2}\s*[.)]\s*)?"
SECTIONS = section_pattern(
    {
        **{name: printed_pattern(printed) for name, printed in HEADINGS.items()},
        "reviewer": r"Medical\s+Qualifications\s+of\s+the\s+(?:\w+\s+){1,3}?Reviewer",
        "guideline": printed_pattern(HEADINGS["guideline"]) + r"[^:.]{0,100}?Decision",
        "request": rf"{ITEM}Regarding\s+the\s+requests?\s+for\b"
        rf"(?:(?!\n\s*{ITEM}(?:Regarding|Section\s+of|Rationale\s+for)\b)[\s\S]){{1,1000}}?"
        r"(?=\n\s*Section\s+of\b)",
        "close": r"Sincerely,?|Disclaimer\s*:(?=\s*MAXIMUS)",
    }
)
HEADER_LABELS = {
    "case_number": r"\b(?:IMR\s+)?Case\s+Number\s*:",
    "date_of_injury": r"\bDate\s+of\s+Injury\s*:",
    "ur_denial_date": r"\bDate\s+of\s+UR\s+(?:Decision|Denial)\s*:",
    "application_received": r"\b(?:IMR\s+)?Application\s+Received\s*:",
}
INJURY_LABEL = re.compile(HEADER_LABELS["date_of_injury"], re.IGNORECASE)
FRONT = ("decisions", "effect", "close")
"""Headings that may stand before the first section: the decisions' own, and those of form text."""

NUMBER = re.compile(r"\d{1,2}")
Blocks = Mapping[int, Mapping[str, Section]]
"""The sections of each request, by its number."""


class Notice2013:
    """See `Layout`."""

    name = "notice_2013"

    def recognises(self, document: Document) -> bool:
        """Whether the letter has this notice's title, and two of its headings."""
        if not search_lines(document, MARK):
            return False
        return len({section.name for section in find_sections(document, SECTIONS)}.difference(FRONT)) > 1

    def cut(self, document: Document) -> LetterParts:
        """Cut the letter; see `Layout.cut`."""
        sheet = Cutting(without_footers(document))
        sections = list(find_sections(sheet.document, SECTIONS))
        check_sections(sheet, sections, HEADINGS)
        front_end = next(section.start for section in sections if section.name not in FRONT)
        front = Passage.of(sheet.document, 0, front_end)
        sheet.form += front.all_spans
        header = {
            **find_told(front),
            **find_dated(sheet.document, front_end),
            **read_block(sheet, front_end, HEADER_LABELS),
        }
        told = read_credentials(sheet, first_section(sections, "reviewer"))
        for section in sections:
            if section.name in ("documents", "request", "effect", "close"):
                claim_section(sheet, section)
        issues = _decided(front)
        blocks = _blocks(sheet.document, sections, issues)
        return LetterParts(
            header=header,
            absent=frozenset(
                {"priority"} if INJURY_LABEL.search(front.text) else {"priority", "date_of_injury"}
            ),
            reviewer_states=told.states if told else None,
            reviewer_specialties=told.specialties if told else [],
            clinical_summary=read_summary(sheet, first_section(sections, "summary")),
            issues=[_issue(sheet, issues[number], blocks.get(number, {})) for number in sorted(issues)],
            form=sheet.form,
            warnings=sheet.warnings,
        )


LAYOUT = Notice2013()


def _decided(front: Passage) -> Mapping[int, Decided]:
    """The decisions by their numbers; what is stated twice is one.

    Raises:
        LetterError: `no_issues`; `decision_unknown` or `decision_missing` where a sentence has no decision,
            a number is left out, or the two statements of a decision differ.
    """
    count = count_determined(front)
    check_request_count(count)
    if not count:
        raise LetterError(RejectionReason.NO_ISSUES, "no sentence tells a request and its decision")
    sentences = list(find_determined(front))
    if len(sentences) != count:
        message = f"{count} requests are determined, of which {len(sentences)} in known words"
        raise LetterError(RejectionReason.DECISION_UNKNOWN, message)
    stated: dict[int, Decided] = {}
    seen: dict[str, int] = {}
    for sentence in sentences:
        text = squeeze(sentence.request.text).casefold()
        number = sentence.number or seen.setdefault(text, len(seen) + 1)
        first = stated.setdefault(number, sentence)
        if _code(first) != _code(sentence):
            message = f"the decision on {first.request.text[:60]!r} is stated twice, and not alike"
            raise LetterError(RejectionReason.DECISION_UNKNOWN, message)
    missing = set(range(1, max(stated) + 1)) - set(stated)
    if missing:
        raise LetterError(RejectionReason.DECISION_MISSING, f"no decision is numbered {min(missing)}")
    return stated


def _code(sentence: Decided) -> str:
    return decisions().codes[" ".join(sentence.decision.text.split())]


def _blocks(document: Document, sections: Sequence[Section], issues: Mapping[int, Decided]) -> Blocks:
    """The sections of each request: each block begins with its request, or where a heading comes again.

    Raises:
        LetterError: `decision_missing`, where a request has sections and no decision.
    """
    blocks: dict[int, dict[str, Section]] = {}
    current: dict[str, Section] = {}
    for section in sections:
        if section.name not in ("request", "guideline", "rationale"):
            continue
        if not blocks or section.name == "request" or section.name in current:
            number = NUMBER.match(document.text, section.start)
            key = int(number.group()) if number else len(blocks) + 1
            if key not in issues:
                message = f"request {key} has a section of its own, and no decision"
                raise LetterError(RejectionReason.DECISION_MISSING, message)
            current = blocks.setdefault(key, {})
        current.setdefault(section.name, section)
    return blocks


def _issue(sheet: Cutting, decided: Decided, block: Mapping[str, Section]) -> IssueParts:
    administrator, reviewer = part_statements(read_section(sheet, block.get("guideline")))
    rationale = read_section(sheet, block.get("rationale"))
    return IssueParts(
        request=decided.request,
        decision=decided.decision,
        claims_administrator_guideline=administrator,
        reviewer_guideline=reviewer,
        rationale=rationale if rationale.text else None,
    )
