"""The first page of the older letters: a date, a block of labels, and the dates that sentences tell."""

import re
from collections.abc import Mapping

from pipeline.document import Document, Line, Passage, Span
from pipeline.layouts.cutting import Cutting
from pipeline.layouts.header_table import read_table
from pipeline.layouts.sections import LINE_START, search_lines

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DATE = rf"(?:\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{2,4}}|{MONTH}\s+\d{{1,2}}\s*,?\s+\d{{4}})"
DATED = re.compile(rf"{LINE_START}Dated?\s*:\s*(?P<date>{DATE})", re.IGNORECASE | re.MULTILINE)
REVIEW = r"utilization\s+review\s+(?:denials?|determinations?|decisions?|modifications?|and|or|/|\s)*"
TOLD = {
    "application_received": re.compile(
        rf"application\s+for\s+independent\s+medical\s+review(?:\s+(?:was|filed|received|submitted|dated|on))*"
        rf"[\s:,(]*(?P<date>{DATE})",
        re.IGNORECASE,
    ),
    "ur_denial_date": re.compile(
        rf"{REVIEW}(?:(?:by|from)\s[^.;\n]{{1,60}}?\s)?(?:(?:letter|was|issued|dated|of|on)\s+)*[\s:,(]*(?P<date>{DATE})",
        re.IGNORECASE,
    ),
    "date_assigned": re.compile(
        rf"notice\s+of\s+assignment\b(?:(?!{DATE})[^.]){{0,200}}?\bon\s+(?P<date>{DATE})", re.IGNORECASE
    ),
}
"""Sentences, and items of a list, that tell a date of the header."""

OTHER_LABELS = {
    "other": r"\b(?:Claims?\s+Number|Employer|(?:Employee|Provider)(?:\s+Name)?"
    r"|Treatments?(?:\s*\(s\))?\s+in\s+Dispute\s+Listed\s+on\s+IMR\s+Application)\s*:"
}
"""Labels whose values are blackened, or of no use here."""

BLOCK_END = re.compile(
    r"(?:\d{1,2}\s*[.)]\s|DEAR\b|Treatments?(?:\s*\(s\))?\s+in\s+Dispute|Final\s+Determination\s*:|Disclaimer\b)",
    re.IGNORECASE,
)


def read_block(sheet: Cutting, end: int, labels: Mapping[str, str]) -> dict[str, Passage]:
    """The words of each header field in the block of labels before an offset; labels are claimed."""
    any_label = re.compile("|".join(labels.values()), re.IGNORECASE)
    lines = [line for line in sheet.lines if line.start < end]
    starts = [line.start for line in lines if any_label.search(sheet.document.content(line))]
    if not starts:
        return {}
    enders = (line.start for line in lines if line.start > starts[-1] and _ends_block(sheet.document, line))
    span = Span(starts[0], next(enders, end))
    table = read_table(sheet.document, span, {**labels, **OTHER_LABELS}, (r"\bReceived\s*:",))
    sheet.form += table.labels
    return {
        name: Passage.of(sheet.document, *value) for name, value in table.values.items() if name in labels
    }


def find_dated(document: Document, end: int) -> Mapping[str, Passage]:
    """The date of the letter, "Dated: 9/6/2013", which is that of the decision."""
    found = search_lines(document, DATED, end)
    return {"decision_date": Passage.of(document, *found.span("date"))} if found else {}


def find_told(passage: Passage) -> Mapping[str, Passage]:
    """The dates of the header that sentences tell, by field name."""
    found = ((name, sentence.search(passage.text)) for name, sentence in TOLD.items())
    return {name: passage.slice(*match.span("date")) for name, match in found if match}


def _ends_block(document: Document, line: Line) -> bool:
    return BLOCK_END.match(document.text, line.start, line.end) is not None
