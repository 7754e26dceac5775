"""The generated letters' stories, told again in the three older layouts."""

from collections.abc import Iterator, Sequence
from typing import Any

PHRASE = {
    "upheld": "is not medically necessary and appropriate",
    "overturned": "is medically necessary and appropriate",
}
CREDENTIALS = "is Board Certified in {specialty} and is licensed to practice in {states}."
GUIDELINE = (
    "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert\n"
    "Reviewer to Make His/Her Decision:"
)
WHY = "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS"
ADMINISTRATOR = "The Claims Administrator based its decision on the Chronic Pain Guidelines, page {number}."
REVIEWER = "The Expert Reviewer based his/her decision on the MTUS Chronic Pain Guidelines, page {number}."


def retold(truth: dict[str, Any], name: str) -> str:
    """A letter of the named layout with the summary, requests and rationales of `truth`."""
    tell = {"review_2013": _review, "notice_2013": _notice, "determination_2013": _determination}[name]
    return "\n\n".join(tell(truth))


def _issues(truth: dict[str, Any]) -> Sequence[tuple[int, dict[str, Any]]]:
    return list(enumerate(truth["issues"], 1))


def _phrase(issue: dict[str, Any]) -> str:
    return PHRASE["upheld" if issue["decision"] == "upheld" else "overturned"]


def _reviewer(truth: dict[str, Any], who: str) -> str:
    states = " and ".join(truth["reviewer_states"][:2])
    return f"{who} {CREDENTIALS.format(specialty=truth['reviewer_specialties'][0], states=states)}"


def _date(value: str) -> str:
    year, month, day = value.split("-")
    return f"{int(month)}/{int(day)}/{year}"


def _review(truth: dict[str, Any]) -> Iterator[str]:
    issues = _issues(truth)
    yield "MEDICAL PROFESSIONAL REVIEW"
    yield "Case Number: 13-000123"
    yield "ISSUE AT DISPUTE:"
    several = len(issues) > 1
    yield from (f"{number}) {issue['request']}" if several else issue["request"] for number, issue in issues)
    yield "CASE SUMMARY:"
    yield truth["clinical_summary"]
    yield "DOCUMENTS REVIEWED FOR DETERMINATION:"
    yield f"• Application for Independent Medical Review filed on {_date(truth['application_received'])}"
    yield f"• Utilization Review Denial dated {_date(truth['ur_denial_date'])}"
    yield "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL\nREVIEWER AND WHY:"
    for number, _ in issues:
        yield f"{number}) " * several + f"Chronic Pain Medical Treatment Guidelines, page {number}."
    for decision, heading in (
        ("upheld", f"{WHY} NOT\nMEDICALLY NECESSARY:"),
        ("", f"{WHY}\nMEDICALLY NECESSARY:"),
    ):
        told = [each for each in issues if (each[1]["decision"] == "upheld") == bool(decision)]
        yield from [heading] if told else []
        yield from (f"{number}) " * several + issue["rationale"] for number, issue in told)
    yield "MEDICAL REVIEWER QUALIFICATIONS:"
    yield _reviewer(truth, "The Medical Professional Reviewer")


def _notice(truth: dict[str, Any]) -> Iterator[str]:
    determined = [
        f"{number}) MAXIMUS Federal Services, Inc. has determined the request for {issue['request']}"
        f" {_phrase(issue)}."
        for number, issue in _issues(truth)
    ]
    application, denial = _date(truth["application_received"]), _date(truth["ur_denial_date"])
    yield "MAXIMUS FEDERAL SERVICES, INC."
    yield "Notice of Independent Medical Review Determination"
    yield f"Dated: {_date(truth['decision_date'])}"
    yield f"IMR Case Number: {truth['case_number']}"
    yield from determined
    yield "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"
    yield (
        f"An application for Independent Medical Review was filed on {application} disputing the Utilization "
        f"Review Denial dated {denial}. A Notice of Assignment and Request for Information was provided to "
        f"the above parties on {_date(truth['date_assigned'])}."
    )
    yield from determined
    yield "Medical Qualifications of the Expert Reviewer:"
    yield _reviewer(truth, "The physician reviewer")
    yield "Case Summary:"
    yield truth["clinical_summary"]
    yield "Documents Reviewed for Determination:"
    yield "• Application for Independent Medical Review"
    for number, issue in _issues(truth):
        yield f"{number}) Regarding the request for {issue['request']}:"
        yield GUIDELINE
        yield f"{ADMINISTRATOR.format(number=number)} {REVIEWER.format(number=number)}"
        yield "Rationale for the Decision:"
        yield issue["rationale"]
    yield "Effect of the Decision:"
    yield "The determination is deemed to be the final determination of the Administrative Director."
    yield "Sincerely,"


def _determination(truth: dict[str, Any]) -> Iterator[str]:
    yield "MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review"
    yield f"Dated: {_date(truth['decision_date'])}"
    yield (
        f"IMR Case Number:   {truth['case_number']}   Date of Injury:   {_date(truth['date_of_injury'])}\n"
        f"Claims Number:      UR Denial Date:   {_date(truth['ur_denial_date'])}\n"
        f"Priority:   STANDARD   Application Received:   {_date(truth['application_received'])}"
    )
    yield "DEAR ,"
    yield "\fHOW THE IMR FINAL DETERMINATION WAS MADE"
    yield _reviewer(truth, "The expert reviewer")
    yield "DOCUMENTS REVIEWED"
    yield "• Medical records"
    yield "CLINICAL CASE SUMMARY"
    yield "The expert reviewer developed the following clinical case summary from the file:"
    yield truth["clinical_summary"]
    yield "IMR DECISION(S) AND RATIONALE(S)"
    yield "The Final Determination was based on decisions for the disputed items/services set forth below:"
    for number, issue in _issues(truth):
        yield f"{number}. The request for {issue['request']} {_phrase(issue)}."
        yield ADMINISTRATOR.format(number=number)
        yield REVIEWER.format(number=number)
        yield f"The Expert Reviewer's decision rationale: {issue['rationale']}"
    yield "/abc"
    yield "Disclaimer: MAXIMUS is providing an independent review service."
