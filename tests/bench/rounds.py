"""Things measured side by side: they take turns, so that what slows one slows all of them.

Figures are ratios to one of them within a round. Their median is what is told; half the distance between
their quartiles is the noise.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tests.bench.engines import Work


class Figure(NamedTuple):
    """A measured value.

    Attributes:
        value: The median.
        noise: What two measurements of the same may differ by.
    """

    value: float
    noise: float


def figure(values: Sequence[float]) -> Figure:
    """The median of some repetitions, and half the distance of their quartiles."""
    middle = statistics.median(values)
    if len(values) < 2:
        return Figure(round(middle, 3), 0.0)
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return Figure(round(middle, 3), round((high - low) / 2, 3))


def take_turns(
    works: Mapping[str, Work], letters: Sequence[bytes], rounds: int, forget: Callable[[], None]
) -> dict[str, list[float]]:
    """Seconds of processor time that each work takes for a letter, round by round.

    Args:
        works: What is measured. They take turns letter by letter: a machine that is slow for some seconds is
            slow for all of them.
        letters: What it is given, one after the other.
        rounds: How often.
        forget: Called before each turn, so that no work finds what another has seen.
    """
    for work in works.values():
        work(letters[0])
    gc.collect()
    gc.freeze()  # as workers do once they are loaded
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        spent = dict.fromkeys(works, 0.0)
        for data in letters:
            for name, work in works.items():
                forget()
                begin = time.process_time()
                work(data)
                spent[name] += time.process_time() - begin
        for name, total in spent.items():
            seconds[name].append(total / len(letters))
    gc.unfreeze()
    return seconds


def ratios(seconds: Mapping[str, Sequence[float]], base: str) -> dict[str, Figure]:
    """Each against one of them, within the same round."""
    return {
        name: figure([value / bare for value, bare in zip(times, seconds[base], strict=True)])
        for name, times in seconds.items()
    }
