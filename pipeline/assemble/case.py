"""A letter's bytes to one validated case."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from models.record import Case, Parser
from models.vocabulary import Engine, RejectionReason, WarningCode
from pipeline import EXTRACTION_VERSION
from pipeline.assemble.draft import Draft
from pipeline.assemble.issue import read_issue
from pipeline.audit import claimed_share, cut_pages, doubts, verdict_conflict
from pipeline.choices import OcrUse
from pipeline.document import open_document
from pipeline.document.password import Password
from pipeline.errors import LetterError
from pipeline.extract.found import Found
from pipeline.extract.header import case_number_of_file, read_header
from pipeline.extract.reviewer import read_specialties, read_states
from pipeline.extract.worker import FoundDiagnosis, read_worker
from pipeline.layouts import LetterParts, recognise
from pipeline.link.icd10 import link_diagnosis
from pipeline.link.specialties import link_specialty


def read_case(
    data: bytes,
    source: str,
    engine: Engine = Engine.PDFIUM,
    password: Password = None,
    ocr: OcrUse = OcrUse.AUTO,
) -> Case:
    """Read one letter.

    Args:
        data: The letter's bytes, PDF or text.
        source: Where they came from; its file name may give a case number.
        engine: What reads a PDF.
        password: What opens the PDF, if nothing does without.
        ocr: When a page of it is read from its picture.

    Raises:
        LetterError: With the reason why the letter cannot become a record.
    """
    return read_with_text(data, source, engine, password, ocr)[0]


def read_with_text(
    data: bytes,
    source: str,
    engine: Engine = Engine.PDFIUM,
    password: Password = None,
    ocr: OcrUse = OcrUse.AUTO,
) -> tuple[Case, list[str]]:
    """Read one letter; also gives the page texts that its evidence points into."""
    with open_document(data, engine, password, ocr) as letter:
        document = letter.document
        layout = recognise(document)
        parts = layout.cut(document)
        draft = Draft(document)
        draft.warnings += [*letter.warnings, *parts.warnings]
        _read_header_and_worker(draft, parts, source)
        draft.values["issues"] = tuple(
            read_issue(draft, number, issue) for number, issue in enumerate(parts.issues)
        )
        decided = [issue["decision"] for issue in draft.values["issues"]]
        draft.warnings += verdict_conflict(parts.verdict, decided)
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
                ocr_pages=tuple(number + 1 for number in sorted(document.scans)),
                version=EXTRACTION_VERSION,
            ),
        }
        return _validated(draft, parts.absent), document.page_texts()


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
        values[name] = draft.put(name, narrative if name in parts.summary_dates else header.values.get(name))
    values["reviewer_states"] = draft.put_all("reviewer_states", states)
    values["reviewer_specialties"] = draft.put_all("reviewer_specialties", specialties)
    values["age"] = draft.put("age", worker.age)
    values["sex"] = draft.put("sex", worker.sex)
    values["injury_date_narrative"] = draft.put("injury_date_narrative", worker.injury_date)
    values["reviewer_specialty_ids"] = tuple(_specialty_ids(draft, values["reviewer_specialties"]))
    values["mechanism"] = draft.put("mechanism", worker.mechanism)
    values["diagnoses"] = [
        _diagnosis(draft, f"diagnoses.{number}", found) for number, found in enumerate(worker.diagnoses)
    ]
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


def _diagnosis(draft: Draft, path: str, found: FoundDiagnosis) -> dict[str, Any]:
    link = link_diagnosis(found.text.value)
    return {
        "text": draft.put(f"{path}.text", found.text),
        "basis": found.basis,
        "certainty": found.certainty,
        "icd_printed": draft.put(f"{path}.icd_printed", found.icd_printed),
        "icd10_code": link.code if link else None,
        "icd10_title": link.title if link else None,
        "icd10_score": link.score if link else None,
    }


def _specialty_ids(draft: Draft, names: Sequence[str]) -> Iterator[str | None]:
    for number, name in enumerate(names):
        key = link_specialty(name)
        if key is None:
            message = f"{name!r} is none of the Division's specialties"
            draft.warn(WarningCode.SPECIALTY_UNKNOWN, f"reviewer_specialties.{number}", message)
        yield key


def _validated(draft: Draft, absent: frozenset[str]) -> Case:
    values = draft.values | {"evidence": draft.evidence, "warnings": tuple(draft.warnings)}
    try:
        case = Case.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LetterError(RejectionReason.RECORD_INVALID, f"{where}: {first['msg']}") from error
    doubted = (warning for warning in doubts(case) if (warning.field or "").split(".")[-1] not in absent)
    return case.model_copy(update={"warnings": (*case.warnings, *doubted)})
