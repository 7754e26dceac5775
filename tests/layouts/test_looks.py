"""The same letters as other typists and other software would set them."""

import io
import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from pipeline.assemble import read_case
from pipeline.generate import FictionalLetter
from pipeline.generate.form import DECISION_WORDS

FORM = (
    "The office sent the complete case file to a reviewer who has no affiliation with anyone. He is in "
    "active clinical practice, was selected based on merit, and knows the governing laws and regulations."
)


@dataclass(frozen=True)
class Look:
    """How a letter is set. Footer and head may hold {page} and {case}."""

    face: str = "Times-Roman"
    bold: str = "Times-Bold"
    size: float = 12
    leading: float = 14
    gap: float = 12
    margin: float = 72
    page: tuple[float, float] = LETTER
    justified: bool = False
    one_column: bool = False
    footer: str = ""
    head: str = ""
    title: str = "<b>{request}:</b> {decision}"
    behind_label: str = " "
    organisation: str = "MAXIMUS"


LOOKS = {
    "as usual": Look(),
    "sans serif": Look(face="Helvetica", bold="Helvetica-Bold", size=11),
    "justified": Look(justified=True),
    "one and a half spaces": Look(leading=21),
    "narrow margins": Look(margin=36),
    "A4": Look(page=A4),
    "small type": Look(size=9, leading=10.5),
    "no space between paragraphs": Look(gap=0),
    "justified without space": Look(justified=True, gap=0),
    "footer with case number": Look(footer="{case}        Page {page} of 9"),
    "footer with page": Look(footer="Page {page}"),
    "footer with an office": Look(footer="Office of Review, 12 December 2016"),
    "running head": Look(head="IMR Case Number {case}   Final Determination"),
    "decision in bold": Look(title="<b>{request}: {decision}</b>"),
    "title not bold": Look(title="{request}: {decision}"),
    "title not bold, no space": Look(title="{request}: {decision}", gap=0),
    "text below its label": Look(behind_label="<br/>"),
    "header in one column": Look(one_column=True),
    "another organisation": Look(organisation="IMRO"),
}


def typeset(truth: dict[str, Any], look: Look) -> bytes:
    """A letter with the values of `truth`, in the 2014 layout."""
    style = ParagraphStyle(
        "text",
        fontName=look.face,
        fontSize=look.size,
        leading=look.leading,
        spaceAfter=look.gap,
        alignment=TA_JUSTIFY if look.justified else 0,
    )
    centred = ParagraphStyle("heading", parent=style, fontName=look.bold, alignment=TA_CENTER)
    story: list[Flowable] = [_header(truth, look), Spacer(1, 12)]

    def add(text: str, into: ParagraphStyle = style) -> None:
        bold = f'<font name="{look.bold}">'
        story.append(Paragraph(text.replace("<b>", bold).replace("</b>", "</font>"), into))

    add("HOW THE IMR FINAL DETERMINATION WAS MADE", centred)
    add(FORM)
    add(
        "The Expert Reviewer has the following credentials:<br/>"
        f"State(s) of Licensure: {', '.join(truth['reviewer_states'])}<br/>"
        f"Certification(s)/Specialty: {escape(', '.join(truth['reviewer_specialties']))}"
    )
    add("CLINICAL CASE SUMMARY", centred)
    add("The expert reviewer developed the following clinical case summary from the file:")
    for paragraph in truth["clinical_summary"].split("\n\n"):
        add(escape(paragraph))
    add("IMR ISSUES, DECISIONS AND RATIONALES", centred)
    add("The Final Determination was based on the decisions that follow:")
    for issue in truth["issues"]:
        words = {"request": escape(issue["request"]), "decision": DECISION_WORDS[issue["decision"]]}
        add(look.title.format(**words))
        first, *others = map(escape, issue["rationale"].split("\n\n"))
        for label, text in (
            ("Claims Administrator guideline", escape(issue["claims_administrator_guideline"])),
            (f"{look.organisation} guideline", escape(issue["reviewer_guideline"])),
            ("Decision rationale", first),
        ):
            add(f"<b>{label}:</b>{look.behind_label}{text}")
        for paragraph in others:
            add(paragraph)
    return _pages(story, truth["case_number"], look)


def _header(truth: dict[str, Any], look: Look) -> Table:
    def printed(name: str) -> str:
        year, month, day = truth[name].split("-")
        return f"{month}/{day}/{year}"

    cells = [
        ("Case Number:", truth["case_number"]),
        ("", ""),
        ("Date Assigned:", printed("date_assigned")),
        ("Date of Injury:", printed("date_of_injury")),
        ("Decision Date:", printed("decision_date")),
        ("UR Denial Date:", printed("ur_denial_date")),
        ("Priority:", truth["priority"]),
        ("Application Received:", printed("application_received")),
    ]
    rows = [[*cell] for cell in cells if cell[0]]
    if not look.one_column:
        rows = [[*left, *right] for left, right in zip(cells[::2], cells[1::2], strict=True)]
    face = ParagraphStyle("cell", fontName="Helvetica", fontSize=10)
    widths = [150, 250] if look.one_column else [110, 150, 90, 90]  # the last label needs two lines
    return Table([[Paragraph(cell, face) for cell in row] for row in rows], colWidths=widths)


def _pages(story: list[Flowable], case_number: str, look: Look) -> bytes:
    buffer = io.BytesIO()

    def furnish(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(look.face, 9)
        for y, text in ((30, look.footer), (look.page[1] - 30, look.head)):
            canvas.drawString(look.margin, y, text.format(page=document.page, case=case_number))

    document = SimpleDocTemplate(
        buffer,
        pagesize=look.page,
        invariant=1,
        leftMargin=look.margin,
        rightMargin=look.margin,
        topMargin=look.margin,
        bottomMargin=look.margin,
    )
    document.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return buffer.getvalue()


def squeezed(value: Any) -> Any:
    return re.sub(r"\s+", "", value) if isinstance(value, str) else value


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_look_gives_the_same_values(look: Look, fictional: list[FictionalLetter]) -> None:
    for letter in [each for each in fictional if 2 <= len(each.truth["issues"]) <= 6][:8]:
        truth = letter.truth
        record = read_case(typeset(truth, look), "letter.pdf").model_dump(mode="json")
        assert record["parser"]["claimed_share"] >= 0.995
        names = [each["text"] for each in record["diagnoses"]]
        assert squeezed(names) == squeezed([each["text"] for each in truth["diagnoses"]])
        for name in record.keys() & truth.keys() - {"issues", "diagnoses"}:
            assert squeezed(record[name]) == squeezed(truth[name]), (letter.case_number, name)
        assert len(record["issues"]) == len(truth["issues"])
        for issue, true in zip(record["issues"], truth["issues"], strict=True):
            for name in issue.keys() & true.keys() - {"drugs"}:
                assert squeezed(issue[name]) == squeezed(true[name]), (letter.case_number, name)
