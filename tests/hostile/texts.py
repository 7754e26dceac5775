"""Hostile plain text: letters of the right form with contents that no reader expects."""

from collections.abc import Mapping

FORM = """Case Number:    CM18-0901174
Date Assigned:  11/02/2018      Date of Injury: 05/17/2011
Decision Date:  12/09/2018      UR Denial Date: 11/01/2018
Priority:       Standard        Application     11/02/2018
                                Received:

HOW THE IMR FINAL DETERMINATION WAS MADE

The Expert Reviewer has the following credentials:
State(s) of Licensure: {states}
Certification(s)/Specialty: {specialties}

CLINICAL CASE SUMMARY

{summary}

IMR ISSUES, DECISIONS AND RATIONALES

{issues}
"""
ISSUE = """{title}: Upheld

Claims Administrator guideline: {administrator}

MAXIMUS guideline: {reviewer}

Decision rationale: {rationale}
"""
CALM = {
    "states": "California",
    "specialties": "Orthopedic Surgery",
    "summary": "The employee is a 48-year-old man who fell on 05/17/2011. He was diagnosed with knee strain.",
    "title": "Follow-up visit",
    "administrator": "Decision based on MTUS General Approaches 2004.",
    "reviewer": "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain.",
    "rationale": "The request is not medically necessary.",
}
DIAGNOSED = "The employee, who fell on 05/17/2011, was diagnosed with "
CITED = "Decision based on MTUS "

BAIT: Mapping[str, tuple[str, str, str]] = {
    "blanks": ("summary", DIAGNOSED, " \t"),
    "digits": ("summary", DIAGNOSED, "1234567890"),
    "brackets opened": ("summary", DIAGNOSED, "(["),
    "brackets closed": ("summary", DIAGNOSED, ")]"),
    "commas": ("summary", DIAGNOSED, "1, "),
    "a word without an end": ("summary", DIAGNOSED, "x"),
    "and and and": ("summary", DIAGNOSED, "strain and and "),
    "status post": ("summary", DIAGNOSED, "status post "),
    "cues": ("summary", DIAGNOSED, "diagnosed with "),
    "dates": ("summary", DIAGNOSED, "05/17/2011, "),
    "ages": ("summary", DIAGNOSED, "48-year-old "),
    "injuries": ("summary", DIAGNOSED, "injury when "),
    "printed codes": ("summary", DIAGNOSED, "(M54.5) "),
    "no full stop": ("summary", DIAGNOSED, "pain of the left knee with swelling "),
    "unknown words": ("specialties", "", "medicine, "),
    "states": ("states", "", "Nowhere, "),
    "titles of one word": ("title", "", "x"),
    "counts": ("title", "", "2 times a week for 6 weeks "),
    "drugs": ("title", "", "Norco 10/325 mg #60, "),
    "codes": ("title", "", "99213 "),
    "sections": ("reviewer", CITED, "Pain, "),
    "citations": ("administrator", CITED, "MTUS Knee Complaints 2004. Decision based on "),
    "denials": ("administrator", "", "did not cite "),
    "addresses": ("reviewer", CITED, "http://www."),
    "paragraphs": ("rationale", "", "x.\n\n"),
}
"""Name to the field that is stuffed, what it begins with, and what is then said again and again."""


def letter(issues: str | None = None, **fields: str) -> bytes:
    """A letter with some fields of another content."""
    values = CALM | fields
    return FORM.format_map(values | {"issues": issues or ISSUE.format_map(values)}).encode(
        "utf-8", "surrogatepass"
    )


def bait(name: str, size: int) -> bytes:
    """A letter one field of which is of some size."""
    field, lead, unit = BAIT[name]
    return letter(**{field: lead + unit * (size // len(unit)) + "."})


def many_issues(count: int) -> bytes:
    return letter(issues="\n".join(ISSUE.format_map(CALM | {"title": f"Item {n}"}) for n in range(count)))


def many_diagnoses(count: int) -> bytes:
    named = ", ".join(f"strain of joint {number}" for number in range(count))
    return letter(summary=f"{DIAGNOSED}{named}.")
