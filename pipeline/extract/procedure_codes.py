"""Procedure codes that the title of a request prints: CPT and HCPCS level II."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# No code of HCPCS begins with F, I, N, O or U, and with M only these: M5416 and F3290 are diagnoses.
CODE = r"(?:\d{5}|\d{4}[TFU]|(?:[A-EGHJ-LP-TV]\d|M[01])\d{3})(?!\w|\.\d|,\d|-\d{3,4}(?!\d))"
# A modifier or a number of units may follow a code: "29881-RT", "97110 x 2".
EXTRA = r"(?:-(?:\d\d|[A-Z]{2})\b)?(?:\s*(?:x\s?\d{1,2}(?!\w)|\(x\s?\d{1,2}\)))?"
BETWEEN = r"\s*(?:,\s*(?:and|&)?|;|/|&|\band\b|-|–|\bto\b|\bor\b)\s*"
RUN = re.compile(rf"(?<![\w.$/-]){CODE}{EXTRA}(?:{BETWEEN}(?:CPT:?\s*)?{CODE}{EXTRA})*", re.IGNORECASE)
ONE = re.compile(rf"(?<!\w){CODE}", re.IGNORECASE)
NAMED = re.compile(
    r"\b(?:CPT(?:-?4)?|HCPCS|CDT|(?:procedure|billing|service)\s+codes?|codes?)\b(?:\s+codes?)?\W{0,4}$",
    re.IGNORECASE,
)
DIAGNOSIS = re.compile(
    r"\b(?:ICD(?:-?\s?(?:9|10))?(?:-CM)?|dx|diagnos[ie]s)(?:\s+codes?)?\W{0,4}$", re.IGNORECASE
)
MEASURED = re.compile(
    r"\s*(?:mcg|mg|ml|units?|iu|i\.u\.|gm?|grams?|cc|tab\w*|cap\w*|pills?|dollars|miles|steps|%)(?!\w)",
    re.IGNORECASE,
)
SERVED = re.compile(r"\W{0,3}(?:DOS|dates? of service)\b", re.IGNORECASE)
# The forms that nothing else has; 1000U is a dose.
AROUND = 60
"""So many signs before and behind a code may say what it is."""
UNMISTAKABLE = re.compile(r"[A-V]\d{4}|0\d{3}[TFU]")


class ProcedureCode(NamedTuple):
    """A procedure code with its place in the title."""

    start: int
    end: int
    code: str


def find_procedure_codes(title: str) -> list[ProcedureCode]:
    """The procedure codes of a title, in order.

    Five digits are a code only where something says so: the word CPT or code before them, brackets that hold
    nothing else, the start of the title, a place of its own between commas, a date of service behind them,
    or another code beside them. Else they may be a quantity, a strength, or the number of a claim or a place.
    """
    return list(_find(title))


def _find(title: str) -> Iterator[ProcedureCode]:
    for run in RUN.finditer(title):
        before = title[max(run.start() - AROUND, 0) : run.start()]
        after = title[run.end() : run.end() + AROUND]
        if DIAGNOSIS.search(before) or MEASURED.match(after):
            continue
        codes = list(ONE.finditer(title, run.start(), run.end()))
        named = bool(NAMED.search(before))
        if named or not before.rstrip().endswith("#"):
            shown = named or len(codes) > 1 or not before.strip() or _stands_alone(before, after)
            yield from (
                ProcedureCode(code.start(), code.end(), code[0].upper())
                for code in codes
                if shown or UNMISTAKABLE.fullmatch(code[0])
            )


def _stands_alone(before: str, after: str) -> bool:
    """Whether brackets, commas or a date of service set a number apart."""
    opened, closed = before.rstrip()[-1:], after.lstrip()[:1]
    if opened in ("(", "["):
        return closed in (")", "]")
    return bool(SERVED.match(after)) or (opened == "," and closed in (",", "(", ""))
