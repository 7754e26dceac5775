"""The words of a request's title that say that the service was already given."""

import re

from pipeline.extract.dates import find_dates

# "Retropatellar" and "retro-orbital" are places in the body.
RETROSPECTIVE = re.compile(
    r"\bretro(?:spective(?:ly)?|active(?:ly)?)\b|\bretro\b(?!-(?!request|review|auth|dos))", re.IGNORECASE
)
# In small letters the three letters are a word only where a date follows.
SERVICE_DATE = re.compile(r"\bD\.?O\.?S\b\.?|\b(?i:dates?\s+of\s+services?|services?\s+dates?)\b")
SMALL_SERVICE_DATE = re.compile(r"\bd\.?o\.?s\b\.?", re.IGNORECASE)
GIVEN = (
    r"(?:dispensed|performed|provided|administered|given|rendered|completed|received|done|obtained|collected"
    r"|furnished|supplied|delivered|issued|applied|fitted|undergone|taken)"
)
ALREADY = re.compile(rf"\balready\s+(?:been\s+)?{GIVEN}\b", re.IGNORECASE)
GIVEN_ON = re.compile(
    rf"(?<!\bbe )(?<!\bbeing )\b{GIVEN}(?:\s+in\s+(?:the\s+)?(?:office|clinic))?(?:\s+(?:on|dated?))?\b",
    re.IGNORECASE,
)
TO_DATE = re.compile(r"[\s:,()#-]*(?:(?:on|from|between|of|was|is)\s+)?")
TO_NEXT_DATE = re.compile(r"\s*(?:-|–|,|;|&|\bto\b|\bthrough\b|\bthru\b|\band\b)[\s,]*(?:and\s+)?")


def find_retrospective(title: str) -> tuple[int, int] | None:
    """Where the title says that the service was already given; None where it does not.

    A date of service names a service that was given; a date of the order or the report does not.
    """
    plain = RETROSPECTIVE.search(title) or ALREADY.search(title)
    if plain:
        return plain.span()
    named = [
        (found, needs_date)
        for pattern, needs_date in ((SERVICE_DATE, False), (SMALL_SERVICE_DATE, True), (GIVEN_ON, True))
        for found in pattern.finditer(title)
    ]
    dates = {mention.start: mention.end for mention in find_dates(title)} if named else {}
    for found, needs_date in named:
        end = _behind_dates(title, found.end(), dates)
        if end > found.end() or not needs_date:
            return found.start(), end
    return None


def _behind_dates(title: str, end: int, dates: dict[int, int]) -> int:
    """Behind the dates that follow a place; the place itself where none does."""
    link = TO_DATE
    while (joint := link.match(title, end)) and joint.end() in dates:
        end, link = dates[joint.end()], TO_NEXT_DATE
    return end
