"""What a disputed request's title says: drugs, count, body parts, codes, and whether it is retrospective."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Passage
from pipeline.extract.body_parts import find_body_parts
from pipeline.extract.drugs import DrugMention, find_drugs
from pipeline.extract.found import Found
from pipeline.extract.procedure_codes import find_procedure_codes
from pipeline.extract.quantity import find_quantity
from pipeline.extract.retrospective import find_retrospective

LONGEST = 5_000
"""Signs; what is longer is no title, and only its beginning is read. The longest titles have some 600."""


@dataclass(frozen=True)
class Request:
    """A disputed request as its title tells it.

    Attributes:
        title: The title, in one line.
        drugs: The names of drugs in it.
        mentions: The same, as offsets into the title with what the lexicon knows of each.
        quantity: The count in dispute; None where the title states none, or more than one.
        body_parts: As printed, side included.
        procedure_codes: CPT and HCPCS codes.
        retrospective: The words that say that the service was already given; None where none do.
    """

    title: Found[str]
    drugs: Sequence[Found[str]]
    mentions: Sequence[DrugMention]
    quantity: Found[int] | None
    body_parts: Sequence[Found[str]]
    procedure_codes: Sequence[Found[str]]
    retrospective: Found[bool] | None


def read_request(passage: Passage) -> Request:
    """Read the title of a disputed request."""
    line = passage.one_line
    title, read = line.text, line.text[:LONGEST]

    def words(start: int, end: int) -> Found[str]:
        return Found(title[start:end], line.spans(start, end))

    mentions = find_drugs(read)
    quantity = find_quantity(read)
    given = find_retrospective(read)
    return Request(
        title=Found(title, line.all_spans),
        drugs=[words(mention.start, mention.end) for mention in mentions],
        mentions=mentions,
        quantity=Found(quantity.value, [s for place in quantity.spans for s in line.spans(*place)])
        if quantity
        else None,
        body_parts=[words(*place) for place in find_body_parts(read)],
        procedure_codes=[
            Found(code.code, line.spans(code.start, code.end)) for code in find_procedure_codes(read)
        ],
        retrospective=Found(True, line.spans(*given)) if given else None,
    )
