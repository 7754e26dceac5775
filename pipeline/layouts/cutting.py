"""A letter being cut: its lines, and what the form claims or does not fit on the way."""

import re
from dataclasses import dataclass, field

from models.record import LetterWarning
from models.vocabulary import RejectionReason, WarningCode
from pipeline.document import Document, Passage, Span
from pipeline.errors import LetterError

LEAD_IN_LINES = 5

MAX_REQUESTS = 500
"""Letters decide on one to some twenty requests; hundreds are many letters, or none."""


def check_request_count(count: int) -> None:
    """Refuse what cannot be a letter by the number of its requests.

    Raises:
        LetterError: `file_too_large`.
    """
    if count > MAX_REQUESTS:
        message = f"the file has {count:,} requests; no letter has more than {MAX_REQUESTS}"
        raise LetterError(RejectionReason.FILE_TOO_LARGE, message)


@dataclass
class Cutting:
    """The work sheet of a layout's `cut`. Lines are counted in the document's body.

    Attributes:
        document: The letter.
        form: What headings, labels and form text claim so far.
        warnings: What did not fit so far.
    """

    document: Document
    form: list[Span] = field(default_factory=list)
    warnings: list[LetterWarning] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.document.body
        self.texts = self.document.body_texts
        self.form += [Span(line.start, line.end) for line in self.document.lines if line.furniture]

    def warn(self, code: WarningCode, message: str, path: str | None = None) -> None:
        """Note something that a person should look at."""
        self.warnings.append(LetterWarning(code=code, field=path, message=message))

    def claim_lines(self, first: int, behind: int) -> None:
        """Claim whole lines for the form."""
        self.form += [Span(line.start, line.end) for line in self.lines[first:behind]]

    def claim_label(self, number: int, length: int) -> int:
        """Claim the first `length` characters of a line for the form; gives the offset behind them."""
        start = self.lines[number].start
        self.form.append(Span(start, start + length))
        return start + length

    def passage(self, first: int, behind: int, start: int | None = None) -> Passage:
        """The passage over some lines, or from an offset within the first of them."""
        if first >= behind:
            return Passage.none(self.document)
        begin = self.lines[first].start if start is None else start
        return Passage.of(self.document, begin, self.lines[behind - 1].end)

    def paragraph_end(self, number: int, limit: int) -> int:
        """The line behind the paragraph that holds line `number`, at most `limit`."""
        behind = number + 1
        while behind < limit and not self.lines[behind].leads:
            behind += 1
        return behind

    def behind_lead_in(self, number: int, lead_in: re.Pattern[str]) -> int:
        """The line behind the form's lead-in, which is claimed; `number` itself where there is none."""
        for behind in range(number + 1, min(number + LEAD_IN_LINES, len(self.texts)) + 1):
            if lead_in.fullmatch(" ".join(self.texts[number:behind])):
                self.claim_lines(number, behind)
                return behind
        return number
