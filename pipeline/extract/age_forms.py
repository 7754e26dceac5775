"""How an age may be written: regular expressions made of the vocabulary's words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.extract.lower import lower_in_place
from pipeline.vocabulary import Ages, Numerals, ages, numerals

JOINT = r"\s?-?\s?"
"""What `~` stands for in the vocabulary."""

# The sign before the number is looked at behind its first digit: a search that begins with a digit is quick.
NUMBER = r"\d(?<![\w/.]\d)\d{0,2}(?!\d)"
TWO_DIGITS = r"\d(?<![\w/.]\d)\d"
YOUNGEST_IN_WORDS = 10


class AgeForms:
    """Finds what is written like an age."""

    def __init__(self, forms: Ages, numbers: Numerals) -> None:
        teens = [word for word, value in numbers.units.items() if value >= YOUNGEST_IN_WORDS]
        digits = [word for word, value in numbers.units.items() if value < YOUNGEST_IN_WORDS]
        numeral = rf"(?:{_any([*numbers.tens, *teens])})\b(?:{JOINT}(?:{_any(digits)})\b)?"
        in_lower_case = (
            rf"{NUMBER}(?:{_any(forms.units)})(?!\w)",
            rf"{numeral}(?:{_any(forms.units_of_numerals)})\b",
            rf"(?:{_any(forms.labels)})\s?(?:{NUMBER}|{numeral})(?!\w)",
            rf"(?:{_any(forms.nouns)})\s?,\s?{TWO_DIGITS}\s?,",
        )
        self._in_lower_case = [re.compile(form) for form in in_lower_case]
        self._initials = re.compile(rf"{TWO_DIGITS}(?:{_any(forms.initials)})")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Offsets of everything in a text that is written like an age; they may overlap."""
        lower = lower_in_place(text)
        searches = [(form, lower) for form in self._in_lower_case]
        for form, searched in (*searches, (self._initials, text)):
            for found in form.finditer(searched):
                if not (found.start() and text[found.start() - 1].isalnum()):
                    yield found.span()


def _any(forms: Iterable[str]) -> str:
    return "|".join(sorted(forms, key=lambda form: (-len(form), form))).replace("~", JOINT)


@cache
def age_forms() -> AgeForms:
    """The forms of the shipped vocabulary."""
    return AgeForms(ages(), numerals())
