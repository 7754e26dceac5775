"""The sections that all older letters have: the reviewer in a sentence, the summary, the documents."""

import re

from models.vocabulary import WarningCode
from pipeline.document import Passage, Span
from pipeline.layouts.cutting import Cutting
from pipeline.layouts.form import form_sentences
from pipeline.layouts.reviewer_sentence import Credentials, find_credentials
from pipeline.layouts.sections import Section
from pipeline.vocabulary import form_phrases

TAKEN_FROM = re.compile(
    r"(?:Disclaimer\s*:\s*)?The\s+following\s+case\s+summary\b[^.:]{0,300}[.:]", re.IGNORECASE
)
"""The sentence before a summary that is quoted from elsewhere."""

QUOTED = re.compile(r"\s*[“\"](?P<words>.*)[”\"]\s*", re.DOTALL)


def read_section(sheet: Cutting, section: Section | None) -> Passage:
    """The text of a section; none where the letter does not have it."""
    if section is None:
        return Passage.none(sheet.document)
    return Passage.of(sheet.document, section.begin, section.end)


def check_sections(sheet: Cutting, sections: list[Section], headings: dict[str, str]) -> None:
    """Claim the headings, and warn of those that are not there."""
    sheet.form += [Span(section.start, section.begin) for section in sections]
    found = {section.name for section in sections}
    for name, printed in headings.items():
        if name not in found:
            sheet.warn(WarningCode.HEADING_MISSING, f"the heading {printed!r} was not found")


def read_credentials(sheet: Cutting, section: Section | None) -> Credentials | None:
    """What the reviewer's section tells of him; the form's sentences around it are claimed."""
    passage = read_section(sheet, section)
    sheet.form += form_sentences(passage, form_phrases())
    return find_credentials(passage)


def read_summary(
    sheet: Cutting, section: Section | None, lead_in: re.Pattern[str] = TAKEN_FROM
) -> Passage | None:
    """The clinical summary without the form's lead-in, and without quotes around the whole."""
    passage = read_section(sheet, section)
    found = lead_in.match(passage.text)
    begin, end = (found.end() if found else 0), len(passage.text)
    quoted = QUOTED.fullmatch(passage.text, begin)
    if quoted:
        begin, end = quoted.span("words")
    sheet.form += [*passage.spans(0, begin), *passage.spans(end, len(passage.text))]
    summary = passage.slice(begin, end)
    return summary if summary.text else None


def claim_section(sheet: Cutting, section: Section | None) -> None:
    """Claim a section that holds form text, or documents, only."""
    sheet.form += read_section(sheet, section).all_spans
