"""The layout of 2014 and later: a header table, three headings, and per request a title and three labels."""

import re
from collections.abc import Mapping, Sequence

from models.vocabulary import RejectionReason, WarningCode
from pipeline.document import Document, Passage, Span
from pipeline.errors import LetterError
from pipeline.layouts.cutting import Cutting, check_request_count
from pipeline.layouts.form import ISSUES_LEAD_IN, SUMMARY_LEAD_IN, form_sentences
from pipeline.layouts.header_table import VALUE, read_table
from pipeline.layouts.headings import Heading, find_headings, heading_pattern
from pipeline.layouts.parts import IssueParts, LetterParts
from pipeline.layouts.reviewer_sentence import find_credentials
from pipeline.layouts.titles import Title, find_titles
from pipeline.layouts.verdict import find_verdict
from pipeline.vocabulary import decisions, form_phrases

HEADINGS = {
    "how": "HOW THE IMR FINAL DETERMINATION WAS MADE",
    "summary": "CLINICAL CASE SUMMARY",
    "issues": "IMR ISSUES, DECISIONS AND RATIONALES",
}
HEADING_PATTERNS = {name: heading_pattern(printed) for name, printed in HEADINGS.items()}

HEADER_LABELS = {
    "case_number": r"(?<!IMR )\bCase\s+Number\s*:",
    "date_assigned": r"\bDate\s+Assigned\s*:",
    "date_of_injury": r"\bDate\s+of\s+Injury\s*:",
    "decision_date": r"\bDecision\s+Date\s*:",
    "ur_denial_date": r"\bUR\s+Denial\s+Date\s*:",
    "priority": r"\bPriority\s*:",
    "application_received": r"\bApplication\b(?:\s+Received\b)?\s*:?",
}
# Labels that other letters of the organisation have in such a table, blackened or without use here.
OTHER_LABELS = {"other": r"\b(?:Claims?\s+Number|(?:Employee|Provider)(?:\s+Name)?)\s*:"}
SUMMARY_DATES = frozenset({"date_of_injury", "ur_denial_date"})
HEADER_LABEL_RESTS = (r"\bReceived\s*:",)
CASE_NUMBER_LABEL = re.compile(HEADER_LABELS["case_number"], re.IGNORECASE)
ANY_HEADER_LABEL = re.compile("|".join(HEADER_LABELS.values()), re.IGNORECASE)
HEADER_LINES = 21
"""A header of seven fields takes at most three lines for each: a label of two lines, and its value."""

STATES_LABEL = re.compile(r"States?(?:\s*\(s\))?\s*of\s*Licensure\s*:", re.IGNORECASE)
SPECIALTIES_LABEL = re.compile(
    r"Certifications?(?:\s*\(s\))?\s*/\s*Special(?:ty|ties)(?:\s*\(s\))?\s*:", re.IGNORECASE
)
CREDENTIALS = re.compile(f"{STATES_LABEL.pattern}|{SPECIALTIES_LABEL.pattern}", re.IGNORECASE)
COVER_MARK = re.compile(r"determination", re.IGNORECASE)

CLAIMS_ADMINISTRATOR = r"(?i:Claims\s*Administrator(?:['’]s)?\s*guidelines?\s*:)"
# The review organisation's name, or the reviewer's role, stands before the word; it is never "Guidelines",
# which names of guidelines end in.
REVIEWER = rf"(?!{CLAIMS_ADMINISTRATOR})(?:[A-Z][\w&.,'’/-]*\s+){{1,6}}(?:[Gg]uideline|GUIDELINE)\s*:"
RATIONALE = r"(?i:Decision\s*rationale\s*:)"
LABELS = {
    "claims_administrator_guideline": re.compile(CLAIMS_ADMINISTRATOR),
    "reviewer_guideline": re.compile(REVIEWER),
    "rationale": re.compile(RATIONALE),
}
ANY_LABEL = re.compile(f"{CLAIMS_ADMINISTRATOR}|{REVIEWER}|{RATIONALE}")
OTHER_DECISION = re.compile(r":\s*([A-Z][A-Za-z -]{2,40}?)\s*\.?$")


class Determination2014:
    """See `Layout`."""

    name = "determination_2014"

    def recognises(self, document: Document) -> bool:
        """Whether the letter has a mark of this layout's own, and a second one."""
        names = {heading.name for heading in find_headings(document, HEADING_PATTERNS)}
        label = LABELS["claims_administrator_guideline"]
        labelled = any(label.match(text) for text in document.body_texts)
        return (labelled or "issues" in names) and labelled + len(names) > 1

    def cut(self, document: Document) -> LetterParts:
        """Cut the letter; see `Layout.cut`."""
        heads, again = _headings(document)
        sheet = Cutting(document.without_lines(again))
        _check_headings(sheet, heads, again)
        issues_from = sheet.behind_lead_in(max(head.behind for head in heads.values()), ISSUES_LEAD_IN)
        titles = _titles(sheet, issues_from)
        starts = sorted([*(head.first for head in heads.values()), titles[0].first])
        header = _header(sheet, starts[0])
        states, specialties = _credentials(sheet, *_section(heads, "how", starts))
        story_from, story_end = _section(heads, "summary", starts)
        story = sheet.passage(sheet.behind_lead_in(story_from, SUMMARY_LEAD_IN), story_end)
        ends = [*(title.first for title in titles[1:]), len(sheet.lines)]
        return LetterParts(
            header=header or {},
            absent=frozenset() if header is not None else frozenset(HEADER_LABELS),
            reviewer_states=states,
            reviewer_specialties=specialties,
            clinical_summary=story if story.text else None,
            issues=[_issue(sheet, title, end) for title, end in zip(titles, ends, strict=True)],
            form=sheet.form,
            warnings=sheet.warnings,
            summary_dates=frozenset() if header is not None else SUMMARY_DATES,
            verdict=find_verdict(document, sheet.lines[starts[0]].start),
        )


LAYOUT = Determination2014()


def _headings(document: Document) -> tuple[dict[str, Heading], Sequence[int]]:
    """The first heading of each name, and the lines of those that stand there again.

    Lines are counted without the latter, which are no text of any part.
    """
    heads: dict[str, Heading] = {}
    again: list[int] = []
    for name, first, behind in find_headings(document, HEADING_PATTERNS):
        if name in heads:
            again += range(first, behind)
        else:
            heads[name] = Heading(name, first - len(again), behind - len(again))
    return heads, again


def _check_headings(sheet: Cutting, heads: Mapping[str, Heading], again: Sequence[int]) -> None:
    """Claim the headings; a missing or repeated one is warned of."""
    for heading in heads.values():
        sheet.claim_lines(heading.first, heading.behind)
    if again:
        message = "a heading stands in the letter more than once; its text runs on over the second one"
        sheet.warn(WarningCode.HEADING_REPEATED, message)
    for name, printed in HEADINGS.items():
        if name not in heads:
            sheet.warn(WarningCode.HEADING_MISSING, f"the heading {printed!r} was not found")


def _section(heads: Mapping[str, Heading], name: str, starts: Sequence[int]) -> tuple[int, int]:
    """The lines from behind a heading to the next heading or title; none where the heading is missing."""
    if name not in heads:
        return 0, 0
    begin = heads[name].behind
    return begin, next(start for start in starts if start >= begin)


def _header(sheet: Cutting, end: int) -> dict[str, Passage] | None:
    """The words of each header field; None where the letter has no header table."""
    numbers = [index for index in range(end) if CASE_NUMBER_LABEL.search(sheet.texts[index])]
    if not numbers:
        sheet.warn(WarningCode.NO_HEADER, "the letter has no header table, which begins 'Case Number:'")
        _claim_cover(sheet, end)
        return None
    first = min(
        index
        for index in range(max(numbers[-1] - HEADER_LINES, 0), numbers[-1] + 1)
        if sheet.lines[index].page == sheet.lines[numbers[-1]].page
        and ANY_HEADER_LABEL.search(sheet.texts[index])
    )
    while first and _is_value(sheet, first - 1, sheet.lines[first].page):
        first -= 1
    _claim_cover(sheet, first)
    span = Span(sheet.lines[first].start, sheet.lines[end - 1].end)
    table = read_table(sheet.document, span, HEADER_LABELS | OTHER_LABELS, HEADER_LABEL_RESTS)
    sheet.form += table.labels
    return {
        name: Passage.of(sheet.document, *value)
        for name, value in table.values.items()
        if name in HEADER_LABELS
    }


def _is_value(sheet: Cutting, number: int, page: int) -> bool:
    """Whether a line before the labels holds nothing but a value of theirs, stored out of order."""
    text = sheet.texts[number]
    return sheet.lines[number].page == page and bool(VALUE.fullmatch(text) or text.isalpha())


def _claim_cover(sheet: Cutting, end: int) -> None:
    """Claim the pages of a cover letter; other text before the header stays unclaimed, and is warned of.

    A text letter may have no pages; then a cover is whatever speaks of the determination.
    """
    if not end:
        return
    pages = sheet.document.pages
    page = sheet.lines[min(end, len(sheet.lines) - 1)].page
    behind = end if len(pages) == 1 else sum(line.page < page for line in sheet.lines[:end])
    if behind and COVER_MARK.search(sheet.document.text, 0, sheet.lines[behind - 1].end):
        sheet.claim_lines(0, behind)


def _credentials(sheet: Cutting, begin: int, end: int) -> tuple[Passage | None, Sequence[Passage]]:
    """The reviewer's states and specialties, listed or in a sentence; form text around them is claimed."""
    number = begin
    while number < end:
        behind = sheet.paragraph_end(number, end)
        sheet.form += form_sentences(sheet.passage(number, behind), form_phrases())
        number = behind
    states = _labelled_list(sheet, STATES_LABEL, begin, end)
    specialties = _labelled_list(sheet, SPECIALTIES_LABEL, begin, end)
    if states or specialties:
        return states, [specialties] if specialties else []
    told = find_credentials(sheet.passage(begin, end))
    return (told.states, told.specialties) if told else (None, [])


def _labelled_list(sheet: Cutting, label: re.Pattern[str], begin: int, end: int) -> Passage | None:
    """The list behind a label: to the end of its paragraph, and on while that ends in a comma."""
    for number in range(begin, end):
        found = label.match(sheet.texts[number])
        if found:
            labels = (n for n in range(number + 1, end) if CREDENTIALS.match(sheet.texts[n]))
            limit = next(labels, end)
            behind = sheet.paragraph_end(number, limit)
            while behind < limit and sheet.texts[behind - 1].endswith(","):
                behind = sheet.paragraph_end(behind, limit)
            passage = sheet.passage(number, behind, sheet.claim_label(number, found.end()))
            return passage if passage.text else None
    return None


def _titles(sheet: Cutting, begin: int) -> Sequence[Title]:
    """The titles of all requests.

    Raises:
        LetterError: `no_issues`, or `decision_missing` or `decision_unknown` where a request's labels stand
            there without a title that ends in a known decision.
    """
    decision = re.compile(rf":\s*(?:{decisions().pattern})\s*\.?\s*$")
    titles = [
        Title(first + begin, behind + begin)
        for first, behind in find_titles(sheet.document, sheet.lines[begin:], decision, ANY_LABEL)
    ]
    label = LABELS["claims_administrator_guideline"]
    starts = {title.first for title in titles}
    titled = False  # a label is in order if a title stands between it and the label before
    for number in range(begin, len(sheet.lines)):
        titled = titled or number in starts
        if label.match(sheet.texts[number]):
            if not titled:
                _refuse(sheet, number)
            titled = False
    check_request_count(len(titles))
    if not titles:
        raise LetterError(RejectionReason.NO_ISSUES, "no line of the letter ends in a colon and a decision")
    return titles


def _refuse(sheet: Cutting, number: int) -> None:
    above = sheet.texts[number - 1] if number else ""
    page = sheet.lines[number].page + 1
    other = OTHER_DECISION.search(above)
    if other:
        message = f"page {page}: the decision {other.group(1)!r} of {above[:80]!r} is not a known word"
        raise LetterError(RejectionReason.DECISION_UNKNOWN, message)
    message = f"page {page}: no decision stands before {sheet.texts[number][:40]!r}, but {above[-80:]!r}"
    raise LetterError(RejectionReason.DECISION_MISSING, message)


def _issue(sheet: Cutting, title: Title, end: int) -> IssueParts:
    """One request: its title cut at the decision, and the text behind each label."""
    passage = sheet.passage(title.first, title.behind)
    found = re.search(rf"\s*(:)\s*({decisions().pattern})\s*\.?\s*$", passage.text)
    assert found, "a title ends in a decision, or it was not found"
    sheet.form += passage.spans(found.start(1), found.end(1))
    sheet.form += passage.spans(found.end(2), len(passage.text))
    return IssueParts(
        request=passage.slice(0, found.start()),
        decision=passage.slice(*found.span(2)),
        **_labelled_texts(sheet, title.behind, end),
    )


def _is_label(sheet: Cutting, number: int, words: str) -> bool:
    """Whether a name before "guideline:" is a label, and not a guideline's own name over a line break."""
    line = sheet.lines[number]
    return line.leads or bool(line.bold) or "guideline" in words


def _labelled_texts(sheet: Cutting, begin: int, end: int) -> dict[str, Passage]:
    """Label name to the text up to the next label; labels come in their order, each once."""
    labels: list[tuple[str, int, int]] = []
    names = list(LABELS)
    for number in range(begin, end):
        for name in names:
            found = LABELS[name].match(sheet.texts[number])
            if found and (name != "reviewer_guideline" or _is_label(sheet, number, found.group())):
                labels.append((name, number, found.end()))
                names = names[names.index(name) + 1 :]
                break
    texts: dict[str, Passage] = {}
    behinds = [*(number for _, number, _ in labels[1:]), end]
    for (name, number, length), behind in zip(labels, behinds, strict=False):
        # Without a label of its own, a rationale behind the guideline would pass for a part of it.
        limit = behind if name == "rationale" or behind != end else sheet.paragraph_end(number, end)
        passage = sheet.passage(number, limit, sheet.claim_label(number, length))
        if passage.text:
            texts[name] = passage
    return texts
