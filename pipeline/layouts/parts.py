"""What a layout makes of a letter: its parts, each still in the words of the letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from models.record import LetterWarning
from pipeline.document import Document, Passage, Span


@dataclass(frozen=True)
class IssueParts:
    """One disputed request as it stands in the letter; None where the letter does not have the part."""

    request: Passage
    decision: Passage
    claims_administrator_guideline: Passage | None = None
    reviewer_guideline: Passage | None = None
    rationale: Passage | None = None

    def passages(self) -> Sequence[Passage]:
        """The parts that are there, in the letter's order."""
        guidelines = (self.claims_administrator_guideline, self.reviewer_guideline)
        parts = (self.request, self.decision, *guidelines, self.rationale)
        return [part for part in parts if part is not None]


@dataclass(frozen=True)
class LetterParts:
    """The letter, cut.

    Attributes:
        header: Field name to the words printed for it; a field without words is left out.
        absent: Fields, of the letter or of its issues, that this layout, or this letter without its header,
            does not have by rule.
        reviewer_states: The list of states of licensure.
        reviewer_specialties: The lists of certifications and specialties; one, in most letters.
        clinical_summary: The summary without the form's lead-in.
        issues: The disputed requests in order.
        form: Headings, labels, form text, cover page: claimed, but no value.
        warnings: What did not fit the layout.
        summary_dates: Dates of a header that is missing, which the summary's dates stand in for.
        verdict: What the cover says of all decisions together; None where it does not.
    """

    header: Mapping[str, Passage]
    absent: frozenset[str]
    reviewer_states: Passage | None
    reviewer_specialties: Sequence[Passage]
    clinical_summary: Passage | None
    issues: Sequence[IssueParts]
    form: Sequence[Span] = ()
    warnings: Sequence[LetterWarning] = field(default=())
    summary_dates: frozenset[str] = frozenset()
    verdict: Passage | None = None

    def prose(self) -> Mapping[str, Passage]:
        """The texts of several sentences, by field path."""
        texts = {f"issues.{index}.rationale": issue.rationale for index, issue in enumerate(self.issues)}
        texts["clinical_summary"] = self.clinical_summary
        return {path: passage for path, passage in texts.items() if passage is not None}

    def claimed(self) -> Sequence[Span]:
        """Every stretch of the letter that a part accounts for."""
        passages = [*self.header.values()]
        passages += [*([self.reviewer_states] if self.reviewer_states else []), *self.reviewer_specialties]
        passages += [self.clinical_summary] if self.clinical_summary else []
        for issue in self.issues:
            passages += issue.passages()
        return [*self.form, *(span for passage in passages for span in passage.all_spans)]


class Layout(Protocol):
    """One letter layout.

    Attributes:
        name: Published as the record's `format`.
    """

    name: str

    def recognises(self, document: Document) -> bool:
        """Whether the letter is set in this layout."""
        ...

    def cut(self, document: Document) -> LetterParts:
        """Cut a letter of this layout into its parts.

        Raises:
            LetterError: Where a disputed request or its decision cannot be told.
        """
        ...
