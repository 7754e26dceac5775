"""Small letters made by hand, for tests that need one particular look."""

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

Piece = tuple[float, float, str] | tuple[float, float, str, str]
"""x, y (points from the bottom left), text, and the type face if it is not Times-Roman."""

HEADER = """Case Number: CM16-0900001
Date Assigned: 03/09/2015 Date of Injury: 05/17/2012
Decision Date: 04/02/2015 UR Denial Date: 01/21/2015
Priority: Standard Application
Received:
02/04/2015
"""

BODY = """HOW THE IMR FINAL DETERMINATION WAS MADE

The organization sent the complete case file to a reviewer who has no affiliation with the parties.

The Expert Reviewer has the following credentials:

State(s) of Licensure: Oregon,Nevada

Certification(s)/Specialty: Neurology, Physical Medicine & Rehabilitation

CLINICAL CASE SUMMARY

The expert reviewer developed the following clinical case summary based on the file:

The claimant is a 47-year-old male roofer who was injured on May 17, 2012.

He has had six visits of therapy and is being treated for low back pain.

IMR ISSUES, DECISIONS AND RATIONALES

The Final Determination was based on the decisions on the items that follow:

MRI of the left ankle, DOS: 2/1/15: Upheld

Claims Administrator guideline: Decision based on MTUS Ankle and Foot Complaints 2004.

MAXIMUS guideline: Decision based on MTUS Ankle and Foot Complaints 2004, Section(s): Initial Care.

Decision rationale: No red flag was found. It is not necessary.

Six visits of physical therapy: Partially Overturned

Claims Administrator guideline: The Claims Administrator did not cite any medical evidence for its decision.

MAXIMUS guideline: Decision based on MTUS Ankle and Foot Complaints 2004.

Decision rationale: Therapy helped.

Three visits are necessary.
"""


def text_letter(header: str = HEADER, body: str = BODY) -> bytes:
    """A plain text letter."""
    return f"{header}\n{body}".encode()


def pdf_of(*pages: Sequence[Piece], size: float = 12, rotation: int = 0) -> bytes:
    """A PDF with each piece of text at its place."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    for pieces in pages:
        for x, y, text, *face in pieces:
            canvas.setFont(face[0] if face else "Times-Roman", size)
            canvas.drawString(x, y, text)
        if rotation:
            canvas.setPageRotation(rotation)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines_down(text: str, x: float = 72, top: float = 720, pitch: float = 14) -> list[Piece]:
    """A text's lines, one below the other."""
    return [(x, top - pitch * number, line) for number, line in enumerate(text.split("\n")) if line]
