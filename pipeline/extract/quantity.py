"""The count that a request's title states: tablets, sessions, pieces.

A title becomes a string of word classes, one letter for each token, and the ways to state a count are
patterns of these letters.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.disputed import disputed_part
from pipeline.extract.quantity_tokens import CountedTitle, Place, read_counts

PER = {"D": "d", "W": "w", "M": "m"}
WHOLE = {("d", "w"): 7, ("m", "y"): 12}
"""How many of the first unit the second is. Weeks of a month and days of a month are no whole count."""

MOST_OF_A_DOSE = 4
CODEINE_GRADES = range(1, 5)
TEETH = 32
LARGEST_DIMENSION = 7
"""In "2 x 6" the first number is of times a week; above that, the numbers are a measure."""

LABELLED = re.compile(r"[#Q][#Q:.,=o-]*(N)(?!-?r(?![:.xT]*N))")
UNITS_OF_TIME = "wdmyh"
COUNTED = re.compile(rf"(?<![glvbR])(?<!N[xT])N[iasj/-]{{0,6}}?[ck](?!,?(?:[pe/]+[{UNITS_OF_TIME}]|-?[DWM]))")
STATED = re.compile(r"(S)")
REPEATED = re.compile(rf"(?<![NRwdmWDMr])(?<!r[:.])[xT](N)(?!-?[{UNITS_OF_TIME}ur])")
TIMES = re.compile(rf"(?<![xTN#Q])N[xT](?![NR{UNITS_OF_TIME}DWMpe/-])")
IN_ALL = re.compile(rf"s[o:]?(N)(?!-?[{UNITS_OF_TIME}uv])|N(?=s)")
LAST = re.compile(r"u,?(N)$")
LEADING = re.compile(
    rf"(?:^|:)[jfop]*(N)(?=[ij])(?!j+[^ijck])(?![ija-]*[ck]?(?:[pe/]+[{UNITS_OF_TIME}]|[DWM]))"
)
PRODUCT = re.compile(r"(?<![#Q/xl])(N)[xT](N)(?!-?[uhr]|[xT])")
FREQUENCY = re.compile(
    r"(?<![xT])[NO](?:-?[xTd]|[ij]{0,3}[ck])?-?[pe/]+[dwmy]|[NO]-?[xT]-?[dwm]|O-?[dwm]|(?<!R)[NO]-?[xTck]?-?[DWM]"
    r"|(?<!R)(?<!R[iTxck])(?<!R[ij][ck])[DWM]|(?<![NTxOckR])e[dwm]"
)
DURATION = re.compile(r"(?<![e#Qgl])N-?([dwmy])(?![/pe]+[dwmy])")
AS_OFTEN = re.compile(rf",?[fxT]+(N)(?![-xTckurR{UNITS_OF_TIME}])")


@dataclass(frozen=True)
class Quantity:
    """A count and the offsets of the words that it was read from."""

    value: int
    spans: Sequence[Place]


def find_quantity(title: str) -> Quantity | None:
    """The one count that the disputed part of a title states.

    A labelled count ("#60") goes before a counted thing ("12 sessions"), that before a frequency with its
    duration ("twice a week for 6 weeks"), and that before a number that opens the title. Counts that
    contradict each other, ranges, durations and strengths are none.
    """
    read = read_counts(title, *disputed_part(title))
    if not {"N", "S", "O"} & set(read.shape) and not PER.keys() & set(read.shape):
        return None
    ways: tuple[Callable[[CountedTitle], Iterator[Quantity]], ...] = (_labelled, _totals, _products, _leading)
    for way in ways:
        counts = [count for count in way(read) if count.value]
        if counts:
            return counts[0] if len({count.value for count in counts}) == 1 else _agreeing(counts, read, way)
    return None


def _agreeing(
    counts: Sequence[Quantity], read: CountedTitle, way: Callable[[CountedTitle], Iterator[Quantity]]
) -> Quantity | None:
    """Of totals that differ the one that frequency and duration bear out."""
    product = next(_products(read), None) if way is _totals else None
    return next((count for count in counts if product and count.value == product.value), None)


def _labelled(read: CountedTitle) -> Iterator[Quantity]:
    for match in LABELLED.finditer(read.shape):
        value, before = read.number(match.start(1)), read.shape[match.start() - 1 : match.start()]
        tooth = "b" in read.shape[: match.start()] and value <= TEETH
        if not tooth and not (before == "l" and value in CODEINE_GRADES):
            yield Quantity(value, [read.place(*match.span())])


def _totals(read: CountedTitle) -> Iterator[Quantity]:
    for match in COUNTED.finditer(read.shape):
        value, behind = read.number(match.start()), read.shape[match.end() : match.end() + 1]
        dose = value <= MOST_OF_A_DOSE and read.shape[match.end() - 1] == "k" and behind in set("GpeODWM")
        if not dose:
            yield Quantity(value, [read.place(*match.span())])
    for pattern in (STATED, REPEATED, TIMES, IN_ALL, LAST):
        for match in pattern.finditer(read.shape):
            index = match.start(1) if pattern.groups and match.group(1) else match.start()
            yield Quantity(read.number(index), [read.place(*match.span())])


def _products(read: CountedTitle) -> Iterator[Quantity]:
    for match in PRODUCT.finditer(read.shape):
        often, long = read.number(match.start(1)), read.number(match.start(2))
        if often <= LARGEST_DIMENSION:
            yield Quantity(often * long, [read.place(*match.span())])
            return
    frequencies = [(match, *_frequency(read, match)) for match in FREQUENCY.finditer(read.shape)]
    finer = [frequency for frequency in frequencies if frequency[2] != "d"] or frequencies
    durations = [match for match in DURATION.finditer(read.shape) if not _within(match, frequencies)]
    if len({(often, unit) for _, often, unit in finer}) != 1:
        return
    frequency, often, unit = finer[0]
    lengths = {_times(often, unit, read.number(match.start()), match.group(1)) for match in durations}
    if len(lengths) == 1:
        value = lengths.pop()
        if value:
            places = sorted([read.place(*frequency.span()), read.place(*durations[0].span())])
            yield Quantity(value, places)
    elif not lengths:
        bare = AS_OFTEN.match(read.shape, frequency.end())
        if bare:
            yield Quantity(often * read.number(bare.start(1)), [read.place(frequency.start(), bare.end())])


def _frequency(read: CountedTitle, match: re.Match[str]) -> tuple[int, str]:
    unit = match.group()[-1]
    return read.number(match.start()) or 1, PER.get(unit, unit)


def _within(match: re.Match[str], frequencies: Sequence[tuple[re.Match[str], int, str]]) -> bool:
    return any(start.start() <= match.start() < start.end() for start, _, _ in frequencies)


def _times(often: int, per: str, long: int, unit: str) -> int | None:
    factor = 1 if per == unit else WHOLE.get((per, unit))
    return often * long * factor if factor else None


def _leading(read: CountedTitle) -> Iterator[Quantity]:
    for match in LEADING.finditer(read.shape):
        yield Quantity(read.number(match.start(1)), [read.place(*match.span(1))])
