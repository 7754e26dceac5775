"""The dates of a summary as spaCy spans: `doc.spans["dates"]`."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.dates import find_dates
from pipeline.extract.tokens import mark, text_of, valued


@Language.component("imr_dates", assigns=["doc.spans"])
def mark_dates(doc: Doc) -> Doc:
    """Mark every full date; the span's `kb_id_` is its ISO form, empty where the calendar has no such day."""
    found = []
    for start, end, value in find_dates(text_of(doc)):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            found.append(valued(doc, span.start, span.end, "DATE", value.isoformat() if value else ""))
    mark(doc, "dates", found)
    return doc
