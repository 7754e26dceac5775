"""One disputed request: its title read and classified, its guidelines parsed, its decision and rationale."""

from collections.abc import Sequence
from typing import Any

from models.clinical import Category, CitationStatus
from models.record import SIDES
from models.vocabulary import Decision, RejectionReason, WarningCode
from pipeline.assemble.draft import Draft
from pipeline.document import Passage
from pipeline.errors import LetterError
from pipeline.extract.citations import ParsedCitation, parse_guideline
from pipeline.extract.found import Found
from pipeline.extract.request import Request, read_request
from pipeline.layouts import IssueParts
from pipeline.link.category import categorise
from pipeline.link.drugs import is_compound, link_drugs
from pipeline.vocabulary import decisions


def read_issue(draft: Draft, index: int, parts: IssueParts) -> dict[str, Any]:
    """The values of one issue. Titles and guidelines are one line each; a rationale keeps its paragraphs.

    Raises:
        LetterError: The decision is none of the known words.
    """
    path = f"issues.{index}"
    issue: dict[str, Any] = {"number": index + 1, "decision": _decision(draft, path, parts)}
    issue |= _request(draft, path, read_request(parts.request))
    for side in SIDES:
        issue |= _guideline(draft, path, side, getattr(parts, f"{side}_guideline"))
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


def _request(draft: Draft, path: str, request: Request) -> dict[str, Any]:
    title, mentions = request.title.value, request.mentions
    codes = draft.put_all(f"{path}.procedure_codes", request.procedure_codes)
    categorised = categorise(title, bool(mentions), is_compound(title, mentions), codes)
    if categorised.category is None:
        draft.warn(WarningCode.CATEGORY_UNKNOWN, f"{path}.category", f"nothing in {title[:80]!r} is known")
    return {
        "request": draft.put(f"{path}.request", request.title),
        "category": categorised.category or Category.OTHER,
        "subcategory": categorised.subcategory,
        "retrospective": draft.put(f"{path}.retrospective", request.retrospective) or False,
        "quantity": draft.put(f"{path}.quantity", request.quantity),
        "drugs": list(_drugs(draft, path, request)),
        "body_parts": draft.put_all(f"{path}.body_parts", request.body_parts),
        "procedure_codes": codes,
    }


def _drugs(draft: Draft, path: str, request: Request) -> Sequence[dict[str, Any]]:
    drugs = []
    for number, (name, linked) in enumerate(
        zip(request.drugs, link_drugs(request.title.value, request.mentions), strict=True)
    ):
        field = f"{path}.drugs.{number}"
        if linked.ingredient is None:
            draft.warn(WarningCode.DRUG_UNKNOWN, field, f"{name.value!r} is not in the lexicon")
        text = draft.put(f"{field}.text", name)
        drugs.append({"text": text, "ingredient": linked.ingredient, "drug_class": linked.drug_class})
    return drugs


def _guideline(draft: Draft, path: str, side: str, passage: Passage | None) -> dict[str, Any]:
    """A side's guideline statement, what it amounts to, and the guidelines that it cites."""
    field = f"{side}_guideline"
    if passage is None:
        return {field: None, f"{side}_citation_status": None, f"{side}_citations": ()}
    line = passage.one_line
    statement = parse_guideline(line.text)
    if statement.status is CitationStatus.NOT_UNDERSTOOD:
        message = f"{line.text[:80]!r} is in none of the known forms"
        draft.warn(WarningCode.CITATION_NOT_UNDERSTOOD, f"{path}.{field}", message)
    return {
        field: draft.put(f"{path}.{field}", Found(line.text, line.all_spans)),
        f"{side}_citation_status": statement.status,
        f"{side}_citations": [
            _citation(draft, f"{path}.{side}_citations.{number}", line, citation)
            for number, citation in enumerate(statement.citations)
        ],
    }


def _citation(draft: Draft, path: str, line: Passage, citation: ParsedCitation) -> dict[str, Any]:
    return {
        "source": citation.source,
        "title": draft.put(f"{path}.title", Found(citation.title, line.spans(*citation.title_span))),
        "year": draft.put(f"{path}.year", Found(citation.year, line.spans(*citation.year_span)))
        if citation.year_span
        else None,
        "sections": draft.put_all(
            f"{path}.sections",
            [Found(line.text[start:end], line.spans(start, end)) for start, end in citation.sections],
        ),
        "topic": citation.topic,
    }
