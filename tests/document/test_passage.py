"""Passages: what a value reads like, and that every piece of it leads back to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document, Passage, open_document
from pipeline.document.passage import squeeze
from tests.letters import lines_down, pdf_of


def whole(document: Document) -> Passage:
    return Passage.of(document, 0, len(document.text))


@pytest.mark.parametrize(
    ("lines", "clean"),
    [
        ("an electro-\ndiagnostic study of the worker", "an electro-diagnostic study of the worker"),
        (
            "seen on 10-28-\n2016 by the doctor of the clinic",
            "seen on 10-28-2016 by the doctor of the clinic",
        ),
        ("from 10/14/\n2016 on, and then some more words", "from 10/14/2016 on, and then some more words"),
        ("short-\nand long-term goals of the worker here", "short- and long-term goals of the worker here"),
        ("the end -\nand then the other words of it", "the end - and then the other words of it"),
        ("two  blanks\nand a line of words that follow", "two blanks and a line of words that follow"),
    ],
)
def test_line_breaks_are_undone_as_a_reader_would(lines: str, clean: str) -> None:
    filler = "words that fill a line to its end, as long as any other line is here"
    with open_document(f"{filler}\n{lines}\n\nThe next.\n\nAnd one.".encode()) as letter:
        first = whole(letter.document).text.split("\n\n")[0]
        assert first.removeprefix(filler).strip() == clean


def test_a_footer_between_two_pages_is_left_out_and_the_evidence_has_two_places() -> None:
    sentence = "This sentence begins at the foot of page one, is long enough to fill the line, and"
    first = [*lines_down(sentence), (280, 40, "Page 1 of 2")]
    with open_document(pdf_of(first, lines_down("goes on here."))) as letter:
        passage = whole(letter.document)
        assert passage.text.endswith("fill the line, and goes on here.")
        places = letter.document.places(passage.spans(0, len(passage.text)))
        assert [place.page for place in places] == [1, 2]


@given(st.text(alphabet="ab-/ \n\f.A", min_size=1, max_size=80), st.data())
def test_every_stretch_of_a_passage_leads_back_to_its_own_words(text: str, data: st.DataObject) -> None:
    if not text.strip():
        return
    with open_document(text.encode()) as letter:
        document = letter.document
        passage = whole(document)
        start = data.draw(st.integers(0, len(passage.text)))
        end = data.draw(st.integers(start, len(passage.text)))
        cut = "".join(document.text[span.start : span.end] for span in passage.spans(start, end))
        assert squeeze(cut) == squeeze(passage.text[start:end])
