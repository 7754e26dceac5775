"""Lines that OCR read, brought back to the words of the printed form, and their dates to the calendar.

Only what is read from pictures comes here. What the form prints in every letter (headings, labels, words of
decision) is known beforehand, so that a few wrong signs do not hide it. Values are never compared with
anything; a date alone, where the calendar has no such day, is mended if there is one way to do it, and that
is told.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from pipeline.vocabulary import decisions
from pipeline.vocabulary.form_words import form_words

SIGNS_PER_ERROR = 8
"""One wrong sign is allowed for so many letters of a heading or label, and for what is left of them."""

LONGEST_HEADER_LINE = 12
"""Words of a row of the header's table; what is longer is prose."""

LEADING_DIRT = r"^[^\w(]{0,4}"
LABEL_END = re.compile(r"\s?[:;.]")
DECIDED = re.compile(r"(?P<colon>\s*[:;.,]\s*)(?P<words>[\w|!]+(?:\s[\w|!]+)?)\W*$")
UPPER_SHARE = 0.6
NUMBER_BEFORE = re.compile(r"\d\W*$")

LETTERS_FOR_DIGITS = str.maketrans("OoQDIil|!SsBZzG", "000011111558226")
DIGIT = r"[\dOoQDIil|!SsBZzG]"
LOOSE_DATE = re.compile(
    rf"(?<![\w/.-])(?P<month>{DIGIT}{{1,2}})(?P<first>[/.-])(?P<day>{DIGIT}{{1,2}})(?P<second>[/.-])"
    rf"(?P<year>{DIGIT}{{4}}|{DIGIT}{{2}})(?![\w/-])"
)
MISREAD = {"4": "1", "7": "1", "6": "0", "8": "0", "9": "0"}
"""First digits that no month or day can have, and what is misread as them."""
DAYS, MONTHS = 31, 12


class Change(NamedTuple):
    """What to put for a stretch of a line. `is_date` where it mends a value, which has to be told."""

    start: int
    end: int
    text: str
    is_date: bool


def respell(line: str) -> list[Change]:
    """What is to be changed in a line that was read by OCR, in order; nothing where it is as printed."""
    heading = _heading(line)
    if heading:
        return [heading] if heading.text != line else []
    changes = [*_label(line), *_header_labels(line), *_decision(line), *_dates(line)]
    kept: list[Change] = []
    for change in sorted(changes):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return [change for change in kept if line[change.start : change.end] != change.text]


def nearest(words: str, printed: Sequence[str]) -> str | None:
    """The one of some printed words that others stand for, wrong signs, blanks and points apart.

    None where none is near enough, or two are as near.
    """
    found = _letters(words)
    ranked = sorted((distance(found, _letters(each)), each) for each in printed)
    best, choice = ranked[0]
    if best > 1 + len(_letters(choice)) // SIGNS_PER_ERROR or (len(ranked) > 1 and ranked[1][0] == best):
        return None
    return choice


def distance(one: str, other: str) -> int:
    """Signs to change, leave out or put in until two words are the same (Levenshtein)."""
    above = list(range(len(other) + 1))
    for number, sign in enumerate(one, 1):
        row = [number]
        for column, there in enumerate(other, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (sign != there)))
        above = row
    return above[-1]


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


def _heading(line: str) -> Change | None:
    letters = [sign for sign in line if sign.isalpha()]
    if sum(sign.isupper() for sign in letters) < UPPER_SHARE * max(len(letters), 1):
        return None
    choice = nearest(line, form_words().headings)
    return Change(0, len(line), choice, False) if choice else None


def _label(line: str) -> Iterator[Change]:
    """The label that begins a line, up to its colon."""
    begin = re.match(LEADING_DIRT, line)
    start = begin.end() if begin else 0
    longest = max(map(len, form_words().labels)) + 4
    for end in LABEL_END.finditer(line, start, start + longest):
        choice = nearest(line[start : end.start()], form_words().labels)
        if choice:
            yield Change(0, end.end(), choice, False)
            return


def _header_labels(line: str) -> Iterator[Change]:
    """The labels in a row of the header's table: at its beginning, or behind a value."""
    words = list(re.finditer(r"\S+", line))
    if len(words) > LONGEST_HEADER_LINE:
        return
    number = 0
    while number < len(words):
        behind = NUMBER_BEFORE.search(line, 0, words[number].start()) or not number
        found = _header_label(line, words[number : number + 3]) if behind else None
        if found:
            yield found
            number += len(found.text.split())
        else:
            number += 1


def _header_label(line: str, words: Sequence[re.Match[str]]) -> Change | None:
    for count in range(len(words), 0, -1):
        start, end = words[0].start(), words[count - 1].end()
        found = line[start:end]
        if found[-1] in ":;.":
            choices = [each for each in form_words().header_labels if each.endswith(":")]
            choice = nearest(found, choices)
            if choice:
                return Change(start, end, choice, False)
    return None


def _decision(line: str) -> Iterator[Change]:
    """The word of decision that ends a title, and the colon before it."""
    found = DECIDED.search(line)
    if found and found.start() and not found["words"][0].islower():
        choice = nearest(found["words"], _decisions_of_titles())
        if choice:
            yield Change(found.start(), len(line), f": {choice}", False)


@cache
def _decisions_of_titles() -> tuple[str, ...]:
    return tuple(word for group in decisions().decisions.values() for word in group if word.istitle())


def _dates(line: str) -> Iterator[Change]:
    for found in LOOSE_DATE.finditer(line):
        digits = found.group().translate(LETTERS_FOR_DIGITS)
        if sum(sign.isdigit() for sign in found.group()) < sum(sign.isdigit() for sign in digits) / 2:
            continue
        month, day, year = (found[name].translate(LETTERS_FOR_DIGITS) for name in ("month", "day", "year"))
        ways = [*product(_ways(month, MONTHS), _ways(day, DAYS))]
        if len(ways) == 1:
            ((right_month, right_day),) = ways
            text = f"{right_month}{found['first']}{right_day}{found['second']}{year}"
            if text != found.group():
                yield Change(found.start(), found.end(), text, True)


def _ways(digits: str, most: int) -> list[str]:
    """What a month or day can be: itself, or with its first digit read otherwise where it is too large."""
    if 1 <= int(digits) <= most:
        return [digits]
    mended = MISREAD.get(digits[0], "") + digits[1:]
    return [mended] if len(mended) == len(digits) == 2 and 1 <= int(mended) <= most else []
