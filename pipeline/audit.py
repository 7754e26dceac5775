"""What nothing in the letter has claimed, and what in its record contradicts what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from models.record import Case, LetterWarning
from models.vocabulary import Decision, WarningCode
from pipeline.document import Document, Passage, Span
from pipeline.document.passage import squeeze
from pipeline.vocabulary import decisions

ENOUGH = 0.995
"""Share of the visible characters that must be claimed; below it something was lost, or is new."""

YOUNGEST, OLDEST = 12, 99
"""Working ages (years): California issues work permits from 12 on; beyond 99 it is a misprint."""

ROOM = 0.08
"""Share of a page's height that a full page does not leave free below its last line."""

LONG_REQUEST = 90
"""Words; the longest titles, which tell what was asked for, authorized and remains, have some sixty."""

REASONED = re.compile(r"medically necessary|medical necessity", re.IGNORECASE)

SENTENCE_END = re.compile(r"""[.:;!?…]["'”’)\]]*\s*$""")

ORDER = ("date_of_injury", "ur_denial_date", "application_received", "date_assigned", "decision_date")
"""The order in which these dates must come (8 CCR 9792.10.1 to 9792.10.6)."""


def claimed_share(document: Document, claims: Sequence[Span]) -> tuple[float, list[LetterWarning]]:
    """The share of the letter's visible characters that a part claims; a warning where it is too small."""
    left = [
        words
        for words in (squeeze(document.text[gap.start : gap.end]) for gap in _gaps(document, claims))
        if words
    ]
    if not left:
        return 1.0, []
    unclaimed = sum(map(len, left))
    share = round(1 - unclaimed / document.visible, 4)
    if share >= ENOUGH:
        return share, []
    gap = max(_gaps(document, claims), key=lambda gap: len(squeeze(document.text[gap.start : gap.end])))
    page = 1 + document.text.count("\f", 0, gap.start + len(document.text[gap.start : gap.end]) // 2)
    words = " ".join(document.text[gap.start : gap.end].split())
    message = (
        f"{unclaimed} characters in {len(left)} places; the longest begins {words[:80]!r}, near page {page}"
    )
    return share, [LetterWarning(code=WarningCode.UNCLAIMED_TEXT, message=message)]


def cut_pages(document: Document, texts: Mapping[str, Passage]) -> Iterator[LetterWarning]:
    """Pages that a text leaves within a sentence while there is room below: a broken file loses text so.

    Args:
        document: The letter.
        texts: Field path to the texts that may run over a page break.
    """
    lowest = max((line.box[3] for line in document.body if line.box), default=0.0)
    for path, passage in texts.items():
        if _on_one_page(document, passage):
            continue
        lines = [document.line_at(piece.start) for piece in passage.pieces]
        for line, following in pairwise(lines):
            room = lowest - line.box[3] if line.box else 0.0
            if line.page == following.page or room <= ROOM * document.pages[line.page].height:
                continue
            text = document.content(line)
            if not SENTENCE_END.search(text):
                message = f"page {line.page + 1} ends with {text[-40:]!r}, far above its foot"
                yield LetterWarning(code=WarningCode.PAGE_CUT_SHORT, field=path, message=message)


def _on_one_page(document: Document, passage: Passage) -> bool:
    pieces = passage.pieces
    return not pieces or document.line_at(pieces[0].start).page == document.line_at(pieces[-1].start).page


def verdict_conflict(verdict: Passage | None, decided: Sequence[Decision]) -> Iterator[LetterWarning]:
    """Where the cover says something else of all requests together than the decisions on each."""
    if verdict is None:
        return
    words = " ".join(verdict.text.split()).upper()
    code = decisions().verdict_codes.get(words)
    added = decided[0] if len(set(decided)) == 1 else Decision.PARTIALLY_OVERTURNED
    if code is None:
        message = f"the cover says {words!r}, which is none of the known words"
    elif code is not added:
        message = f"the cover says {words!r}, the requests are {', '.join(sorted(set(decided)))}"
    else:
        return
    yield LetterWarning(code=WarningCode.VERDICT_CONFLICT, field="issues", message=message)


def doubts(case: Case) -> Iterator[LetterWarning]:
    """What a record says that cannot be, or that it leaves out."""
    yield from _injury_dates(case)
    yield from _order(case)
    yield from _age(case)
    yield from _requests(case)
    yield from _cut_off(case)
    yield from _missing(case)


def _gaps(document: Document, claims: Sequence[Span]) -> Iterator[Span]:
    cursor = 0
    for claim in sorted(claims):
        if claim.start > cursor:
            yield Span(cursor, claim.start)
        cursor = max(cursor, claim.end)
    if cursor < len(document.text):
        yield Span(cursor, len(document.text))


def _injury_dates(case: Case) -> Iterator[LetterWarning]:
    header, narrative = case.date_of_injury, case.injury_date_narrative
    if header and narrative and header != narrative:
        message = f"the header says {header}, the summary {narrative}"
        yield LetterWarning(
            code=WarningCode.INJURY_DATE_CONFLICT, field="injury_date_narrative", message=message
        )


def _order(case: Case) -> Iterator[LetterWarning]:
    """Neighbouring dates that stand in the wrong order."""
    known = [(name, value) for name in ORDER if (value := getattr(case, name))]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            message = f"{later} {second} lies before {earlier} {first}"
            yield LetterWarning(code=WarningCode.DATES_OUT_OF_ORDER, field=later, message=message)


def _age(case: Case) -> Iterator[LetterWarning]:
    if case.age is None:
        return
    injury, decision = case.date_of_injury or case.injury_date_narrative, case.decision_date
    years = decision.year - injury.year if injury and decision else 0
    if not YOUNGEST <= case.age <= OLDEST:
        message = f"{case.age} years is no working age"
    elif years > 0 and case.age - years < YOUNGEST:
        message = f"{case.age} years now, {case.age - years} when injured"
    else:
        return
    yield LetterWarning(code=WarningCode.AGE_IMPLAUSIBLE, field="age", message=message)


def _requests(case: Case) -> Iterator[LetterWarning]:
    for index, issue in enumerate(case.issues):
        if len(issue.request.split()) > LONG_REQUEST or REASONED.search(issue.request):
            message = f"the title begins {issue.request[:60]!r} and has {len(issue.request.split())} words"
            path = f"issues.{index}.request"
            yield LetterWarning(code=WarningCode.REQUEST_DOUBTFUL, field=path, message=message)


def _cut_off(case: Case) -> Iterator[LetterWarning]:
    texts = {"clinical_summary": case.clinical_summary}
    texts |= {f"issues.{index}.rationale": issue.rationale for index, issue in enumerate(case.issues)}
    for path, text in texts.items():
        if text and not SENTENCE_END.search(text):
            message = f"the text ends with {text[-40:]!r}, which ends no sentence"
            yield LetterWarning(code=WarningCode.TEXT_CUT_OFF, field=path, message=message)


def _missing(case: Case) -> Iterator[LetterWarning]:
    if case.clinical_summary is None:
        message = "the letter has no text under the heading of its clinical case summary"
        yield LetterWarning(code=WarningCode.SUMMARY_MISSING, field="clinical_summary", message=message)
    for name in ("reviewer_states", "reviewer_specialties"):
        if not getattr(case, name):
            message = f"no {name.replace('_', ' ')} were found"
            yield LetterWarning(code=WarningCode.REVIEWER_MISSING, field=name, message=message)
    for index, issue in enumerate(case.issues):
        for name, code in (
            ("claims_administrator_guideline", WarningCode.GUIDELINE_MISSING),
            ("reviewer_guideline", WarningCode.GUIDELINE_MISSING),
            ("rationale", WarningCode.RATIONALE_MISSING),
        ):
            if getattr(issue, name) is None:
                message = f"request {issue.number} has no {name.replace('_', ' ')}"
                yield LetterWarning(code=code, field=f"issues.{index}.{name}", message=message)
