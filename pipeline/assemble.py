"""All of it: a letter's bytes to one validated case."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from models.evidence import Place
from models.record import Case, LetterWarning, Parser
from models.vocabulary import Decision, Engine, RejectionReason, WarningCode
from pipeline import EXTRACTION_VERSION
from pipeline.audit import claimed_share, cut_pages, doubts
from pipeline.document import Document, open_document
from pipeline.errors import LetterError
from pipeline.extract.found import Found
from pipeline.extract.header import case_number_of_file, read_header
from pipeline.extract.reviewer import read_specialties, read_states
from pipeline.extract.worker import read_worker
from pipeline.layouts import IssueParts, LetterParts, recognise
from pipeline.vocabulary import decisions


class Draft:
    """A record in the making: values, the place of each, and warnings."""

    def __init__(self, document: Document) -> None:
        self.values: dict[str, Any] = {}
        self.evidence: dict[str, tuple[Place, ...]] = {}
        self.warnings: list[LetterWarning] = []
        self._document = document

    def put(self, path: str, found: Found[Any] | None) -> Any:
        """Keep the places of a value under its field path; gives the value, or None where there is none."""
        if found is None:
            return None
        self.evidence[path] = self._document.places(found.spans)
        return found.value

    def put_all(self, path: str, found: Sequence[Found[Any]]) -> tuple[Any, ...]:
        """The same for a list, whose items are numbered from 0."""
        return tuple(self.put(f"{path}.{number}", item) for number, item in enumerate(found))

    def warn(self, code: WarningCode, field: str, message: str) -> None:
        """Note what a person should look at."""
        self.warnings.append(LetterWarning(code=code, field=field, message=message))


def read_case(data: bytes, source: str, engine: Engine = Engine.PDFIUM) -> Case:
    """Read one letter.

    Args:
        data: The letter's bytes, PDF or text.
        source: Where they came from; its file name may give a case number.
        engine: What reads a PDF.

    Raises:
        LetterError: With the reason why the letter cannot become a record.
    """
    return read_with_text(data, source, engine)[0]


def read_with_text(data: bytes, source: str, engine: Engine = Engine.PDFIUM) -> tuple[Case, list[str]]:
    """Read one letter; also gives the page texts that its evidence points into."""
    with open_document(data, engine) as letter:
        document = letter.document
        layout = recognise(document)
        parts = layout.cut(document)
        draft = Draft(document)
        draft.warnings += [*letter.warnings, *parts.warnings]
        _read_header_and_worker(draft, parts, source)
        draft.values["issues"] = tuple(
            _issue(draft, number, issue) for number, issue in enumerate(parts.issues)
        )
        share, unclaimed = claimed_share(document, parts.claimed())
        draft.warnings += [*unclaimed, *cut_pages(document, parts.prose())]
        draft.values |= {
            "letter_id": hashlib.sha256(data).hexdigest(),
            "source": source,
            "format": layout.name,
            "parser": Parser(
                engine=document.engine,
                pages=len(document.pages),
                claimed_share=share,
                version=EXTRACTION_VERSION,
            ),
        }
        return _validated(draft), document.page_texts()


def _read_header_and_worker(draft: Draft, parts: LetterParts, source: str) -> None:
    header = read_header(parts.header, parts.absent)
    worker = read_worker(parts.clinical_summary)
    states, state_warnings = read_states(parts.reviewer_states)
    specialties = [found for part in parts.reviewer_specialties for found in read_specialties(part)]
    draft.warnings += [*header.warnings, *state_warnings, *worker.warnings]
    values = draft.values
    for name in ("date_assigned", "decision_date", "application_received", "priority"):
        values[name] = draft.put(name, header.values.get(name))
    values["case_number"] = _case_number(draft, header.values.get("case_number"), source)
    # Only where the letter has no header by rule does the summary stand in for it.
    for name, narrative in (("date_of_injury", worker.injury_date), ("ur_denial_date", worker.review_date)):
        values[name] = draft.put(name, narrative if name in parts.absent else header.values.get(name))
    values["reviewer_states"] = draft.put_all("reviewer_states", states)
    values["reviewer_specialties"] = draft.put_all("reviewer_specialties", specialties)
    values["age"] = draft.put("age", worker.age)
    values["sex"] = draft.put("sex", worker.sex)
    values["injury_date_narrative"] = draft.put("injury_date_narrative", worker.injury_date)
    summary = parts.clinical_summary
    values["clinical_summary"] = draft.put(
        "clinical_summary", Found(summary.text, summary.all_spans) if summary else None
    )


def _case_number(draft: Draft, printed: Found[Any] | None, source: str) -> str | None:
    """The printed number; where there is none, that of the file's name, marked as derived."""
    of_file = case_number_of_file(PurePath(source).name)
    number: str | None = draft.put("case_number", printed)
    if number is None and of_file:
        message = f"derived from the file's name: {PurePath(source).name}"
        draft.warn(WarningCode.CASE_NUMBER_FROM_FILE_NAME, "case_number", message)
        return of_file
    if number and of_file and of_file != number:
        message = f"the letter prints {number}, its file is named {of_file}"
        draft.warn(WarningCode.CASE_NUMBER_CONFLICT, "case_number", message)
    return number


def _issue(draft: Draft, index: int, parts: IssueParts) -> dict[str, Any]:
    """One issue's values. Titles and guidelines are one paragraph each; a rationale keeps its own."""
    path = f"issues.{index}"
    issue: dict[str, Any] = {"number": index + 1, "decision": _decision(draft, path, parts)}
    for name in ("request", "claims_administrator_guideline", "reviewer_guideline"):
        passage = getattr(parts, name)
        found = Found(" ".join(passage.text.split()), passage.all_spans) if passage else None
        issue[name] = draft.put(f"{path}.{name}", found)
    rationale = parts.rationale
    found = Found(rationale.text, rationale.all_spans) if rationale else None
    issue["rationale"] = draft.put(f"{path}.rationale", found)
    return issue


def _decision(draft: Draft, path: str, parts: IssueParts) -> Decision:
    words = " ".join(parts.decision.text.split())
    code = decisions().codes.get(words)
    if code is None:
        raise LetterError(RejectionReason.DECISION_UNKNOWN, f"the decision {words!r} is not a known word")
    draft.put(f"{path}.decision", Found(code, parts.decision.all_spans))
    return code


def _validated(draft: Draft) -> Case:
    values = draft.values | {"evidence": draft.evidence, "warnings": tuple(draft.warnings)}
    try:
        case = Case.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LetterError(RejectionReason.RECORD_INVALID, f"{where}: {first['msg']}") from error
    return case.model_copy(update={"warnings": (*case.warnings, *doubts(case))})
