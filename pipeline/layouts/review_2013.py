"""The review of early 2013: requests in a list, and the decision in the heading over the reasons."""

import re
from collections.abc import Mapping, Sequence

from models.vocabulary import RejectionReason
from pipeline.document import Document, Passage, Span
from pipeline.errors import LetterError
from pipeline.layouts.cutting import Cutting, check_request_count
from pipeline.layouts.decided import bare_request
from pipeline.layouts.footers import without_footers
from pipeline.layouts.letterhead import find_told, read_block
from pipeline.layouts.numbered import Item, numbered_items
from pipeline.layouts.parts import IssueParts, LetterParts
from pipeline.layouts.sections import (
    Section,
    find_sections,
    first_section,
    line_pattern,
    list_items,
    printed_pattern,
    search_lines,
    section_pattern,
)
from pipeline.layouts.story import (
    check_sections,
    claim_section,
    read_credentials,
    read_summary,
)
from pipeline.vocabulary import decisions

MARK = line_pattern("MEDICAL PROFESSIONAL REVIEW")
HEADINGS = {
    "requests": "ISSUE AT DISPUTE",
    "summary": "CASE SUMMARY",
    "documents": "DOCUMENTS REVIEWED FOR DETERMINATION",
    "guideline": "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY",
    "rationale": "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE",
    "reviewer": "MEDICAL REVIEWER QUALIFICATIONS",
}
VERB = r"\s*(?:(?:is|was|are|were)\s*/?\s*){1,2}"
SECTIONS = section_pattern(
    {
        **{name: printed_pattern(printed) for name, printed in HEADINGS.items()},
        "rationale": printed_pattern(HEADINGS["rationale"])
        + rf"{VERB}(?:{decisions().heading_pattern})(?:\s+and\s+appropriate)?",
    }
)
DECISION = re.compile(decisions().heading_pattern, re.IGNORECASE)
HEADER_LABELS = {"case_number": r"\b(?:IMR\s+)?Case\s+Number\s*:?"}
ABSENT = {"date_assigned", "decision_date", "date_of_injury", "priority", "claims_administrator_guideline"}
OPTIONAL = ("application_received", "ur_denial_date")


class Review2013:
    """See `Layout`."""

    name = "review_2013"

    def recognises(self, document: Document) -> bool:
        """Whether the letter has this review's title, and two of its headings."""
        if not search_lines(document, MARK):
            return False
        return len({section.name for section in find_sections(document, SECTIONS)}) > 1

    def cut(self, document: Document) -> LetterParts:
        """Cut the letter; see `Layout.cut`."""
        sheet = Cutting(without_footers(document))
        sections = list(find_sections(sheet.document, SECTIONS))
        check_sections(sheet, sections, HEADINGS)
        title = search_lines(sheet.document, MARK)
        sheet.form += [Span(*title.span())] if title else []
        documents = first_section(sections, "documents")
        told = _told(sheet, documents)
        claim_section(sheet, documents)
        credentials = read_credentials(sheet, first_section(sections, "reviewer"))
        return LetterParts(
            header=told | read_block(sheet, sections[0].start, HEADER_LABELS),
            absent=frozenset({*ABSENT, *(name for name in OPTIONAL if name not in told)}),
            reviewer_states=credentials.states if credentials else None,
            reviewer_specialties=credentials.specialties if credentials else [],
            clinical_summary=read_summary(sheet, first_section(sections, "summary")),
            issues=_issues(sheet, sections),
            form=sheet.form,
            warnings=sheet.warnings,
        )


LAYOUT = Review2013()


def _told(sheet: Cutting, documents: Section | None) -> dict[str, Passage]:
    """The dates that the list of documents tells, each in an item of its own."""
    told: dict[str, Passage] = {}
    for item in list_items(sheet.document, documents.begin, documents.end) if documents else []:
        told = {name: words for name, words in find_told(item).items() if name in OPTIONAL} | told
    return told


def _issues(sheet: Cutting, sections: Sequence[Section]) -> Sequence[IssueParts]:
    """The disputed requests, with what stands under each heading for their numbers.

    Raises:
        LetterError: `no_issues` or `decision_missing`.
    """
    listed = first_section(sections, "requests")
    requests = _numbered(sheet, listed, None) if listed else {}
    check_request_count(len(requests))
    sheet.form += [span for request in requests.values() for span in request.all_spans]  # with its article
    if not requests:
        raise LetterError(
            RejectionReason.NO_ISSUES, "no request stands under the heading of those in dispute"
        )
    guidelines = _shared(_numbered(sheet, first_section(sections, "guideline"), requests), requests)
    decided = _decided(sheet, [each for each in sections if each.name == "rationale"], requests)
    return [
        IssueParts(
            request=bare_request(request),
            decision=decided[number][0],
            reviewer_guideline=guidelines.get(number),
            rationale=decided[number][1],
        )
        for number, request in requests.items()
    ]


def _decided(
    sheet: Cutting, sections: Sequence[Section], requests: Mapping[int, Passage]
) -> Mapping[int, tuple[Passage, Passage | None]]:
    """The words of each request's decision, and its rationale, by number.

    A heading decides on the numbers that stand under it; a single one without any decides on all requests.

    Raises:
        LetterError: `decision_missing`, where a number stands under no heading, or under two that differ.
    """
    decided: dict[int, tuple[Passage, Passage | None]] = {}
    for section in sections:
        heading = Passage.of(sheet.document, section.start, section.begin)
        found = DECISION.search(heading.text)
        assert found, "the heading's own pattern holds the decision"
        words = heading.slice(*found.span())
        texts: Mapping[int, Passage] = _numbered(sheet, section, requests)
        if len(sections) == 1:
            texts = _shared(texts, requests)
        for number in filter(None, texts):
            if number in decided:
                message = f"request {number} stands under two headings that decide"
                raise LetterError(RejectionReason.DECISION_MISSING, message)
            decided[number] = words, texts.get(number)
    missing = set(requests) - set(decided)
    if missing:
        message = f"request {min(missing)} stands under no heading that decides"
        raise LetterError(RejectionReason.DECISION_MISSING, message)
    return decided


def _numbered(
    sheet: Cutting, section: Section | None, requests: Mapping[int, Passage] | None
) -> dict[int, Passage]:
    """The texts of a section by the numbers of the requests; their numbers are claimed.

    Text without a number has number 0; where there is one request only, it is that one's.
    """
    if section is None:
        return {}
    begin, end = section.begin, section.end
    items = numbered_items(sheet.document, begin, end, requests)
    if requests is not None and len(requests) == 1:  # a list within the text is no list of requests
        items = [items[0]._replace(end=end)] if items[0].number else [Item(1, begin, begin, end)]
    texts: dict[int, Passage] = {}
    for item in items:
        text = Passage.of(sheet.document, item.begin, item.end)
        if text.text:
            sheet.form += [Span(item.start, item.begin)]
            texts[item.number or int(requests is None)] = text
    return texts


def _shared(texts: Mapping[int, Passage], requests: Mapping[int, Passage]) -> Mapping[int, Passage]:
    """The same, where a text without any number is that of all requests."""
    return dict.fromkeys(requests, texts[0]) if set(texts) == {0} else texts
